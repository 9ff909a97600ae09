from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Conflict, Invalid, NotFound


class UnusableCode(Invalid):
    """There is no such code, or it is blocked, expired, used up, of another market: nobody learns which."""

    code = "stored_value.unusable_code"
    message = _("This code cannot be used.")


class UnknownAccount(NotFound):
    code = "stored_value.unknown_account"
    message = _("We could not find this gift card or store credit.")


class BadValue(Invalid):
    """The amount is not positive, or of another currency."""

    code = "stored_value.bad_value"
    message = _("The amount must be more than zero, in %(currency)s.")


class BadExpiry(Invalid):
    code = "stored_value.bad_expiry"
    message = _("It must be valid for at least today.")


class OwnerMissing(Invalid):
    """Store credit belongs to somebody."""

    code = "stored_value.owner_missing"
    message = _("Store credit needs the customer’s e-mail address.")


class ReasonMissing(Invalid):
    code = "stored_value.reason_missing"
    message = _("Please give a reason.")


class NotEnoughValue(Conflict):
    """Less is left than was asked for, or nothing can be spent from it now."""

    code = "stored_value.not_enough"
    message = _("There is not enough left on this gift card or store credit.")


class MoreThanRedeemed(Conflict):
    """More is given back than the payment took; ``available`` is what is left of it."""

    code = "stored_value.more_than_redeemed"
    message = _("Only %(available)s of this payment can be refunded.")


class EntryDiffers(Conflict):
    """The same key stands for another movement."""

    code = "stored_value.entry_differs"
    message = _("This was already done with a different amount.")
