from comptoir.kernel.access import Permission

CUSTOMERS_VIEW = Permission("customers.view")
CUSTOMERS_EDIT = Permission("customers.edit")
CUSTOMERS_REMEMBER = Permission("customers.remember")
CUSTOMERS_SIGN_IN = Permission("customers.sign_in")
CUSTOMERS_OWN = Permission("customers.own")
CUSTOMERS_ERASE = Permission("customers.erase")
