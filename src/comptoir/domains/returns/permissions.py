from comptoir.kernel.access import Permission

RETURNS_VIEW = Permission("returns.view")
RETURNS_REQUEST = Permission("returns.request")
RETURNS_HANDLE = Permission("returns.handle")
RETURNS_FORGET = Permission("returns.forget")
