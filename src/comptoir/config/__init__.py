"""Wiring: settings, addresses, command line. Imports anything, imported by nothing below."""
