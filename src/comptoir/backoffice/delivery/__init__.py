"""Ways of delivery and what they cost."""
