from comptoir.kernel.access import Permission

CUSTOMERS_VIEW = Permission("customers.view")
CUSTOMERS_EDIT = Permission("customers.edit")
CUSTOMERS_REMEMBER = Permission("customers.remember")
CUSTOMERS_SIGN_IN = Permission("customers.sign_in")
CUSTOMERS_OWN = Permission("customers.own")
CUSTOMERS_ERASE = Permission("customers.erase")
CUSTOMERS_NEWS = Permission("customers.news")
"""To see who wants the shop's letters, and to write down that somebody wants them no more: who may not write to people
has no need of the list, so no role that looks at everything holds it by a pattern."""
CUSTOMERS_NEWS_EXPORT = Permission("customers.news_export")
