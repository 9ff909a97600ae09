"""Cases: the inbox and one in full."""
