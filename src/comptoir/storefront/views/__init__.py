"""Thin: what is asked for, which page answers it."""
