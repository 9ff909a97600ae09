"""The demo merchant: its goods, pictures, people and orders."""
