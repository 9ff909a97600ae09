"""The command `comptoir user`."""
