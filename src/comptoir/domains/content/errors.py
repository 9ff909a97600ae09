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


class UnknownDesign(NotFound):
    code = "content.unknown_design"
    message = _("We could not find this design.")


class DesignChanged(Conflict):
    """Somebody else saved the design since this one was begun. ``head`` is the number of what they saved."""

    code = "content.design_changed"
    message = _("%(saved_by)s has saved this in the meantime. Nothing of yours is lost: choose what to keep.")


class NothingToPublish(Conflict):
    code = "content.nothing_to_publish"
    message = _("What customers see is already what was saved last.")


class PlannedInThePast(Invalid):
    code = "content.planned_in_the_past"
    message = _("Choose a moment in the future.")


class UnknownPreset(Invalid):
    code = "content.unknown_preset"
    message = _("This look does not exist.")


class NotAColour(Invalid):
    code = "content.not_a_colour"
    message = _("Write a colour as #1c4a35.")


class UnreadableColours(Invalid):
    """``role`` and ``ground`` are the pair, ``contrast`` theirs, ``better`` the nearest colour that would do."""

    code = "content.unreadable_colours"
    message = _("These colours cannot be read on each other (%(contrast)s, at least %(needed)s). %(better)s would do.")


class PictureNeeded(Invalid):
    code = "content.picture_needed"
    message = _("Choose a picture.")


class PartsNeeded(Invalid):
    code = "content.parts_needed"
    message = _("Fill in at least one.")


class BadTarget(Invalid):
    code = "content.bad_target"
    message = _("This link leads nowhere: choose a page, or write an address that begins with https:// or /.")


class NotChoosable(Invalid):
    code = "content.not_choosable"
    message = _("This choice does not exist.")


class TooManyParts(Invalid):
    code = "content.too_many_parts"
    message = _("There may be at most %(limit)s of these.")


class NotAnImage(Invalid):
    code = "content.not_an_image"
    message = _("This file is no picture that we can read: send a JPEG, PNG, WebP or, for a logo, SVG file.")


class ImageTooLarge(Invalid):
    code = "content.image_too_large"
    message = _("This picture is too large: at most %(megabytes)s MB and %(megapixels)s million pixels.")


class UnsafeDrawing(Invalid):
    code = "content.unsafe_drawing"
    message = _("This SVG file holds what a picture does not need (%(what)s). Export it as a plain SVG, or as PNG.")


class BadRedirectPath(Invalid):
    """``value`` is what was written, ``line`` where in a file."""

    code = "content.bad_redirect_path"
    message = _("“%(value)s” is not an address of this shop: start with /, without ? or #.")


class BadRedirectTarget(Invalid):
    code = "content.bad_redirect_target"
    message = _("“%(value)s” leads nowhere: write an address that starts with / or https://.")


class RedirectLoop(Invalid):
    code = "content.redirect_loop"
    message = _("“%(value)s” would lead back to itself.")


class TooManyRedirects(Invalid):
    code = "content.too_many_redirects"
    message = _("At most %(limit)s redirects at once.")
