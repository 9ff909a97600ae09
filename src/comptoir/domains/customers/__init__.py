"""Customers: who has bought, and how to reach them."""
