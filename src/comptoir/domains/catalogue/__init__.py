"""Goods: products, their variants, categories, attributes, pictures and texts."""
