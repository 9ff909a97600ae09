from comptoir.kernel.access import Permission

CASES_VIEW = Permission("cases.view")
CASES_HANDLE = Permission("cases.handle")  # take, note, resolve, dismiss
CASES_OPEN = Permission("cases.open")  # what checks do
CASES_ASK = Permission("cases.ask")  # what whoever writes from the contact page does
CASES_FORGET = Permission("cases.forget")
