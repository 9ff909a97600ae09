from comptoir.kernel.access import Permission

MARKETS_VIEW = Permission("markets.view")
MARKETS_EDIT = Permission("markets.edit")
