from comptoir.kernel.access import Permission

INVENTORY_VIEW = Permission("inventory.view")
INVENTORY_ADJUST = Permission("inventory.adjust")
INVENTORY_RESERVE = Permission("inventory.reserve")
INVENTORY_SHIP = Permission("inventory.ship")
INVENTORY_BUY = Permission("inventory.buy")
