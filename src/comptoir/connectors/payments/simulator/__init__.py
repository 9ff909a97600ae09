"""The bank simulator: a provider for demonstrations and tests whose bank is a process, and a witness, of its own."""
