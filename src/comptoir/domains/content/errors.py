from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Conflict, Invalid, NotFound


class UnknownPage(NotFound):
    code = "content.unknown_page"
    message = _("We could not find this page.")


class PageChanged(Conflict):
    """Somebody else published a version since this one was begun."""

    code = "content.page_changed"
    message = _("Someone else has published this page in the meantime. Reload it and make your change again.")


class SlugTaken(Conflict):
    code = "content.slug_taken"
    message = _("The address “%(slug)s” is already used by another page.")


class FieldNeeded(Invalid):
    """``language`` names the version of the text that is missing."""

    code = "content.field_needed"
    message = _("This field is required (%(language)s).")


class BadKey(Invalid):
    code = "content.bad_key"
    message = _("Use lowercase letters, digits and hyphens, starting with a letter.")


class TextTooLong(Invalid):
    code = "content.text_too_long"
    message = _("This is too long: at most %(limit)s characters.")
