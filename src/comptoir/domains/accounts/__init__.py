"""Staff and machines: who they are and what they may do."""
