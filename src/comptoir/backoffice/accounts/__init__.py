"""Signing in, one's own security, staff and roles."""
