from comptoir.kernel.access import Permission

IMPORTS_VIEW = Permission("imports.view")
IMPORTS_RUN = Permission("imports.run")
