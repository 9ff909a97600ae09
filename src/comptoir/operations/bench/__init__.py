"""Measuring a shop over real HTTP, against what the machine itself can do in the same minutes."""
