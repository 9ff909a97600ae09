"""Stock: what there is, what is promised, and every movement."""
