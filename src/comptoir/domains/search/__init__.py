"""Offer cards: what lists, facets and search show, ready to read."""
