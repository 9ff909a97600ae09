"""The back office: what the merchant uses."""
