"""The promise made to a customer: frozen copies, never live prices."""
