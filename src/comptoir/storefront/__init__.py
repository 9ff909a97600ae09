"""The storefront: what a buyer sees."""
