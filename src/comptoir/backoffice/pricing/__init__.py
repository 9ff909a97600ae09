"""Vouchers: making codes, looking at what they were used for, switching them off."""
