from comptoir.kernel.access import Permission

NETWORK_VIEW = Permission("network.view")
NETWORK_EDIT = Permission("network.edit")
