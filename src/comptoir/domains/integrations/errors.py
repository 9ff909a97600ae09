from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Conflict, Invalid, NotFound


class UnknownSubscription(NotFound):
    code = "integrations.unknown_subscription"
    message = _("There is no such webhook.")


class UnknownDelivery(NotFound):
    code = "integrations.unknown_delivery"
    message = _("There is no such message.")


class NameNeeded(Invalid):
    code = "integrations.name_needed"
    message = _("Name the receiving program, in up to 80 characters.")


class BadUrl(Invalid):
    code = "integrations.bad_url"
    message = _("An address that begins with https://, without a user name or password in it.")


class UnknownEvent(Invalid):
    code = "integrations.unknown_event"
    message = _("There is no event “%(event)s” to listen to.")


class EventNeeded(Invalid):
    code = "integrations.event_needed"
    message = _("Choose at least one event.")


class MarketNeeded(Invalid):
    """An empty set of markets would listen to nothing; all of them is said by leaving them out."""

    code = "integrations.market_needed"
    message = _("Choose at least one market, or all of them.")


class NoSuchMarket(Invalid):
    code = "integrations.no_such_market"
    message = _("There is no market “%(market)s”.")


class SwitchedOff(Conflict):
    code = "integrations.switched_off"
    message = _("This webhook is inactive. Activate it first.")
