"""The checks of ``comptoir verify``, run by themselves every hour: what is broken becomes a case."""
