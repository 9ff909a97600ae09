"""The rules. Each is a function that finds breaks in what it reads, and carries its reason."""
