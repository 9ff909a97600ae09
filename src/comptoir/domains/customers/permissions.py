from comptoir.kernel.access import Permission

CUSTOMERS_VIEW = Permission("customers.view")
CUSTOMERS_EDIT = Permission("customers.edit")
CUSTOMERS_REMEMBER = Permission("customers.remember")
