"""The command `comptoir clock`."""
