"""Returns: the work queue, one return, and the steps that are legal now."""
