from comptoir.kernel.access import Permission

CONTENT_VIEW = Permission("content.view")
CONTENT_EDIT = Permission("content.edit")
