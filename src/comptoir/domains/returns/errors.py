from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Conflict, Invalid, NotFound


class UnknownReturn(NotFound):
    code = "returns.unknown"
    message = _("This return does not exist, or is not yours.")


class NothingChosen(Invalid):
    code = "returns.nothing_chosen"
    message = _("Please choose at least one item.")


class TooManyBack(Invalid):
    """More than the customer has, or than is not in another return already."""

    code = "returns.too_many"
    message = _("This is more units than can be returned.")


class ReasonNeeded(Invalid):
    """Who withdraws need not say why; who complains does."""

    code = "returns.reason_needed"
    message = _("Please say what is wrong with each item.")


class SwapNeeded(Invalid):
    """An exchange names, of each line, another variant of the same product that is sold and can be had."""

    code = "returns.swap_needed"
    message = _("Please choose what you would like instead.")


class NotReplaceable(Conflict):
    """It is no complaint, or has ended: only a complaint that waits for its goods is answered by others."""

    code = "returns.not_replaceable"
    message = _("No replacement can be sent for this return any more.")


class NameNeeded(Invalid):
    code = "returns.name_needed"
    message = _("Please tell us your name.")


class StatementTooLong(Invalid):
    code = "returns.statement_too_long"
    message = _("Please write at most 2,000 characters.")


class PeriodOver(Conflict):
    """The law's fourteen days have passed."""

    code = "returns.period_over"
    message = _("The withdrawal period has ended. If something is wrong with the items, please tell us.")


class ExceptedGoods(Conflict):
    """The law makes an exception of these goods; ``title`` names the first."""

    code = "returns.excepted_goods"
    message = _("The right of withdrawal does not apply to “%(title)s”.")


class NotPutAside(Invalid):
    """Goods of which nobody is sure yet go where nothing is sold."""

    code = "returns.not_put_aside"
    message = _("Choose the quarantine where the units are set aside.")


class NotAsAnnounced(Invalid):
    """What came in must be told of every line, and cannot be more than was announced."""

    code = "returns.not_as_announced"
    message = _("Please enter for each item how many units arrived, at most as many as were announced.")


class BadKeptBack(Invalid):
    """``most`` is what the pieces that came were paid with; nothing where something was wrong with them."""

    code = "returns.bad_kept_back"
    message = _("At most %(most)s can be withheld.")


class KeptBackUnexplained(BadKeptBack):
    code = "returns.kept_back_unexplained"
    message = _("Please say why this is withheld: the customer reads it.")


class NothingCame(Invalid):
    """An empty parcel is not a receipt."""

    code = "returns.nothing_came"
    message = _("Nothing has come back. If it never does, refuse the return and say why.")


class ReasonMissing(Invalid):
    """A customer is told why."""

    code = "returns.reason_missing"
    message = _("Please give the reason, in at most 1,000 characters: the customer reads it.")
