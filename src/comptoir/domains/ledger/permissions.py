from comptoir.kernel.access import Permission

LEDGER_VIEW = Permission("ledger.view")
LEDGER_POST = Permission("ledger.post")
