"""Comptoir: the commerce platform a merchant never has to replace."""
