"""The command `comptoir events`."""
