"""Weeks of trade: who ordered what and when, planned, then lived again through the flows of the shop."""
