"""Places: warehouses and shops."""
