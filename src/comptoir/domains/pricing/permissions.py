from comptoir.kernel.access import Permission

PRICING_VIEW = Permission("pricing.view")
PRICING_EDIT = Permission("pricing.edit")
