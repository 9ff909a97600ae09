"""Whoever takes parcels: implementations of the port ``Carrier`` (``domains/fulfilment/values.py``)."""
