from comptoir.kernel.access import Permission

DELIVERY_VIEW = Permission("delivery.view")
DELIVERY_EDIT = Permission("delivery.edit")
