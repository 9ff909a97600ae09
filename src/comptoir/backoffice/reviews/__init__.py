"""Reviews: the queue and one in full."""
