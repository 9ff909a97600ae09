"""Bringing an installation to what the code wants: tables, texts. Each step can be repeated."""
