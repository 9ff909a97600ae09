"""Customers: the list and one in full."""
