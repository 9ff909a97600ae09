from comptoir.kernel.access import Permission

ACCOUNTS_VIEW = Permission("accounts.view")
ACCOUNTS_MANAGE = Permission("accounts.manage")
