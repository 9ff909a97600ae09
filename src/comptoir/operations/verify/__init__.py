"""What must always be true, recomputed from the rows by SQL of its own, not by the code that wrote them."""
