from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Invalid, NotFound


class UnknownPlace(NotFound):
    code = "network.unknown_place"
    message = _("There is no location called “%(place)s”.")


class FieldNeeded(Invalid):
    code = "network.field_needed"
    message = _("This field is required.")


class BadCode(Invalid):
    code = "network.bad_code"
    message = _("Use lowercase letters, digits and hyphens, starting with a letter.")


class NothingIsSoldHere(Invalid):
    """``field`` names what a quarantine cannot be."""

    code = "network.nothing_is_sold_here"
    message = _("Nothing is sold from a quarantine: nobody collects there, and it serves no territory.")


class BadTimeZone(Invalid):
    code = "network.bad_time_zone"
    message = _("“%(value)s” is not a time zone such as Europe/Paris.")


class BadTerritory(Invalid):
    code = "network.bad_territory"
    message = _("“%(value)s” is not a country such as FR or the start of its postal codes such as FR-69.")


class BadOpeningHours(Invalid):
    """``day`` names the line that is wrong."""

    code = "network.bad_opening_hours"
    message = _("The opening hours of “%(day)s” must be times such as 09:00–12:30, one after the other.")
