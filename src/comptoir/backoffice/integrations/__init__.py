"""Webhooks: who is told what happens, and how the messages fared."""
