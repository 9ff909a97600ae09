"""From the demo's data to the domains' actions: the shop, its goods and its pictures."""
