"""A bank that is none: a small web server with a ledger in its own SQLite file.

It never sees the shop's database and imports nothing of the shop's business, so that what it says about money is an
independent witness. It is one process; every write goes through one clerk, who commits many at a time.
"""
