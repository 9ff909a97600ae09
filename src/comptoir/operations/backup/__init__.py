"""Everything in one file, taken while the shop is open, and an installation made from such a file."""
