"""Use cases that write several domains, each told in one file like a story."""
