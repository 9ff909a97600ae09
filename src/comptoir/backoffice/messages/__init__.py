"""Mail: who signs, and a test."""
