"""Goods of other shops coming in: their files read, compared, taken over, and what became of each row."""
