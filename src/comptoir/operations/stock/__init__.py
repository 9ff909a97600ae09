"""The command `comptoir stock`."""
