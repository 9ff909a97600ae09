from comptoir.kernel.access import Permission

INVOICING_VIEW = Permission("invoicing.view")
INVOICING_ISSUE = Permission("invoicing.issue")
