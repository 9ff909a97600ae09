"""The books: trial balance, entries, and the file for the tax office. Nothing here is ever changed by hand."""
