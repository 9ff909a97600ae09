"""Work that failed for good: seen, and played again."""
