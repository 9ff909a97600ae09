from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Conflict, Invalid, NotFound


class ServicesChanged(Conflict):
    """Somebody else saved the list since it was read."""

    code = "visitors.services_changed"
    message = _("The list of services has changed in the meantime. Reload it and make your change again.")


class UnknownConsent(NotFound):
    code = "visitors.unknown_consent"
    message = _("We could not find this consent.")


class BadServiceCode(Invalid):
    code = "visitors.bad_code"
    message = _("Use lowercase letters, digits and hyphens, starting with a letter.")


class ServiceCodeTaken(Invalid):
    code = "visitors.code_taken"
    message = _("Another service has this code.")


class NotAnAddress(Invalid):
    code = "visitors.not_an_address"
    message = _("This must be an address that starts with https://.")


class NotAnOrigin(Invalid):
    """``value`` is what was written."""

    code = "visitors.not_an_origin"
    message = _("“%(value)s” is not the address of a site: write https:// and its name, nothing more.")


class FieldNeeded(Invalid):
    code = "visitors.field_needed"
    message = _("This field is required.")


class BadDuration(Invalid):
    code = "visitors.bad_duration"
    message = _("From 1 to 25 months.")
