from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Conflict, Invalid, NotFound


class UnknownReturn(NotFound):
    code = "returns.unknown"
    message = _("This return does not exist, or is not yours.")


class NothingChosen(Invalid):
    code = "returns.nothing_chosen"
    message = _("Please choose at least one article.")


class TooManyBack(Invalid):
    """More than the customer has, or than is not in another return already."""

    code = "returns.too_many"
    message = _("That is more pieces than can be returned.")


class ReasonNeeded(Invalid):
    """Who withdraws need not say why; who complains does."""

    code = "returns.reason_needed"
    message = _("Please say what is wrong with each article.")


class SwapNeeded(Invalid):
    """An exchange names, of each line, another variant of the same product that is sold and can be had."""

    code = "returns.swap_needed"
    message = _("Please choose what you would like instead.")


class NothingToSwap(Conflict):
    """What comes back was given for nothing, or is worth nothing any more: there is nothing to pay others with."""

    code = "returns.nothing_to_swap"
    message = _("These articles cannot be exchanged. Please send them back, and order anew.")


class NotReplaceable(Conflict):
    """It is no complaint, or has ended: only a complaint that waits for its goods is answered by others."""

    code = "returns.not_replaceable"
    message = _("Nothing can be sent instead for this return any more.")


class NameNeeded(Invalid):
    code = "returns.name_needed"
    message = _("Please tell us your name.")


class StatementTooLong(Invalid):
    code = "returns.statement_too_long"
    message = _("Please write at most 2,000 letters.")


class PeriodOver(Conflict):
    """The law's fourteen days have passed."""

    code = "returns.period_over"
    message = _("The period of withdrawal has ended. If something is wrong with the goods, please tell us so.")


class ExceptedGoods(Conflict):
    """The law makes an exception of these goods; ``title`` names the first."""

    code = "returns.excepted_goods"
    message = _("The right of withdrawal does not apply to “%(title)s”.")


class NotPutAside(Invalid):
    """Goods of which nobody is sure yet go where nothing is sold."""

    code = "returns.not_put_aside"
    message = _("Choose the quarantine in which the pieces are put aside.")


class NotAsAnnounced(Invalid):
    """What came in must be told of every line, and cannot be more than was announced."""

    code = "returns.not_as_announced"
    message = _("Please say of every article how many pieces came, at most as many as were announced.")


class NothingCame(Invalid):
    """An empty parcel is not a receipt."""

    code = "returns.nothing_came"
    message = _("Nothing has come back. If it never does, refuse the return and say why.")


class ReasonMissing(Invalid):
    """A customer is told why."""

    code = "returns.reason_missing"
    message = _("Please write why, in at most 1,000 letters: the customer reads it.")
