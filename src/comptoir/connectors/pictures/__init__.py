"""Where pictures come from that somebody only gave an address of."""
