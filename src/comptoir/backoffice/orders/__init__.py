"""Orders: the list, one order in full, and the steps that are legal now."""
