"""Search: which words mean the same, and what comes first."""
