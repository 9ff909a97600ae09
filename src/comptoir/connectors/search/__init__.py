"""Engines that find products by words."""
