from comptoir.kernel.access import Permission

INTEGRATIONS_VIEW = Permission("integrations.view")
INTEGRATIONS_MANAGE = Permission("integrations.manage")
INTEGRATIONS_DELIVER = Permission("integrations.deliver")
