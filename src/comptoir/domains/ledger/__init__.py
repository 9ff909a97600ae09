"""Money, kept by double entry: accounts, entries that balance, and nothing ever rewritten."""
