from comptoir.kernel.access import Permission

PRICING_VIEW = Permission("pricing.view")
PRICING_EDIT = Permission("pricing.edit")
PRICING_VOUCHERS = Permission("pricing.vouchers")  # make vouchers, switch them off and on
PRICING_REDEEM = Permission("pricing.redeem")  # use one for an order, and release it
PRICING_FORGET = Permission("pricing.forget")
