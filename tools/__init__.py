"""What the people who build Comptoir run: checks, the map, a new domain."""
