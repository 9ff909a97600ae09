from comptoir.kernel.access import Permission

CATALOGUE_VIEW = Permission("catalogue.view")
CATALOGUE_EDIT = Permission("catalogue.edit")
