from comptoir.kernel.access import Permission

VISITORS_VIEW = Permission("visitors.view")
VISITORS_EDIT = Permission("visitors.edit")
VISITORS_CONSENT = Permission("visitors.consent")
"""To choose for oneself: what every visitor may do."""
