"""Services of others on the shop's pages, and the proof of a visitor's consent."""
