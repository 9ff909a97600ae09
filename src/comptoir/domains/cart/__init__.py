"""Baskets and the checkout in progress."""
