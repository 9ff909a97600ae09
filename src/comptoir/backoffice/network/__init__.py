"""Places: where goods are kept and where customers collect them."""
