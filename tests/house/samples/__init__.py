"""Every rule broken on purpose."""
