from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Conflict, Invalid


class Unbalanced(Invalid):
    """Debits and credits differ in some currency, or there is nothing to post."""

    code = "ledger.unbalanced"
    message = _("The debits and credits of this entry differ.")


class BadPosting(Invalid):
    """An amount below zero, on both sides, or a malformed account code."""

    code = "ledger.bad_posting"
    message = _("This line cannot be posted to account %(account)s.")


class KeyTaken(Conflict):
    """The key stands for an entry with other lines."""

    code = "ledger.key_taken"
    message = _("An entry with the key “%(key)s” was posted before, with other amounts.")
