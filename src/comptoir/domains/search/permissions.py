from comptoir.kernel.access import Permission

SEARCH_REFRESH = Permission("search.refresh")
