"""Running Comptoir: the database it brings along, the processes, backups, checks and measurements."""
