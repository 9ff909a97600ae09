"""A drop: a hundred pieces, three thousand buyers at once, over HTTP, in real processes.

`furnish.py` makes the shop, `fill.py` the carts, `proxy.py` makes the database slow, `drop.py` lives a drop and counts.
"""
