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


class ForeignCurrency(Conflict):
    """The books hold entries in a currency for which no rate into euros was kept."""

    code = "ledger.foreign_currency"
    message = _("The books hold amounts in %(currencies)s, and a FEC is in euros.")


class NoSiren(Conflict):
    """A fichier des écritures comptables is named after the SIREN."""

    code = "ledger.no_siren"
    message = _("Enter the SIREN of this legal entity first: it names the file.")
