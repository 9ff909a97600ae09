from comptoir.kernel.access import Permission

SEARCH_REFRESH = Permission("search.refresh")
SEARCH_VIEW = Permission("search.view")
SEARCH_ARRANGE = Permission("search.arrange")
