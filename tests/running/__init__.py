"""A real shop for tests: `comptoir up` as a process of its own, over HTTP, in a home of its own.

`running_shop()` (homes.py) starts one and stops it; the session fixture `running` (tests/conftest.py) shares one among
the tests that leave it open; `Buyer` (buyer.py) orders by API the way a patient person with a bad line does; `truth.py`
asks `comptoir verify`, the bank and the rows whether all is well.
"""
