"""The business, cut into domains. Lower ones first: a domain may know those before it, never those after."""

DOMAINS = (
    "accounts",
    "ledger",
    "markets",
    "network",
    "content",
    "catalogue",
    "customers",
    "pricing",
    "delivery",
    "inventory",
    "payments",
    "cart",
    "orders",
    "fulfilment",
    "invoicing",
    "messages",
    "search",
    "imports",
)
