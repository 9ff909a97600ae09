from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Busy, Conflict, Invalid, NotFound


class UnknownDocument(NotFound):
    code = "invoicing.unknown_document"
    message = _("There is no such document.")


class BadDraft(Invalid):
    """The lines, delivery, taxes and total of the draft do not belong together. ``reason`` is for developers."""

    code = "invoicing.bad_draft"
    message = _("The amounts of this document do not add up.")


class OverCredited(Conflict):
    """More would be credited than was invoiced."""

    code = "invoicing.over_credited"
    message = _("This invoice has been credited already.")


class AlreadyIssued(Conflict):
    """A document was issued under this key before."""

    code = "invoicing.already_issued"
    message = _("This document has been issued already (%(key)s).")


class NotRendered(Busy):
    """The number exists, its PDF does not yet."""

    code = "invoicing.not_rendered"
    message = _("This document is being created. Please try again in %(retry_after)s seconds.")


class Tampered(Conflict):
    """The stored PDF is not the one that was frozen."""

    code = "invoicing.tampered"
    message = _("The stored file of document %(number)s was changed or lost. Restore it from a backup.")


class NoDeposit(Conflict):
    """A deposit invoice is for money that was received in full, once, before anything else says so."""

    code = "invoicing.no_deposit"
    message = _("Nothing paid on order %(number)s is left to invoice.")
