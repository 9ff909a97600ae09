"""Parcels: what leaves, when, and how it is followed."""
