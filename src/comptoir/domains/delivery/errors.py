from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Invalid, NotFound


class UnknownMethod(NotFound):
    code = "delivery.unknown_method"
    message = _("There is no such delivery method.")


class BadMethod(Invalid):
    """Base of what is wrong with a method or its rates."""

    code = "delivery.bad_method"
    message = _("This value cannot be used for a delivery method.")


class LabelMissing(BadMethod):
    code = "delivery.label_missing"
    message = _("Enter a name in each language of the market.")


class BadCode(BadMethod):
    code = "delivery.bad_code"
    message = _("A code has lowercase letters, digits and hyphens, 40 at most.")


class PlaceMissing(BadMethod):
    """Collection needs one of our places; home delivery has none."""

    code = "delivery.place_missing"
    message = _("Choose a pickup location.")


class BadDays(BadMethod):
    code = "delivery.bad_days"
    message = _("Days are between 0 and 90, and the longest transit is not shorter than the shortest.")


class RatesAlike(BadMethod):
    """Two rates of the same basket and weight for the same country: nobody could say which one counts."""

    code = "delivery.rates_alike"
    message = _("Another rate covers the same basket and weight in %(countries)s.")


class BadRate(BadMethod):
    """A negative price, another currency, a weight that is not positive, or a country the market does not serve."""

    code = "delivery.bad_rate"
    message = _("This rate cannot be used: check its price, weight and countries.")
