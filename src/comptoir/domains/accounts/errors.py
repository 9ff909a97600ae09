from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class UnknownUser(NotFound):
    """No such person, or they no longer work here."""

    code = "accounts.unknown_user"
    message = _("We could not find this person.")


class UnknownRole(NotFound):
    code = "accounts.unknown_role"
    message = _("There is no role “%(role)s”.")


class UnknownApiKey(NotFound):
    code = "accounts.unknown_api_key"
    message = _("We could not find this API key.")


class BadKey(Forbidden):
    """The API key is malformed, unknown or revoked: which of these is nobody's business."""

    code = "accounts.bad_key"
    message = _("This API key is not valid.")


class EmailTaken(Conflict):
    code = "accounts.email_taken"
    message = _("Someone with this e-mail address already has an account.")


class LastOwner(Conflict):
    """Without an owner nobody could let anybody in again."""

    code = "accounts.last_owner"
    message = _("There must be at least one active owner. Make someone else an owner first.")


class BeyondOwnRights(Forbidden):
    """Nobody can give away rights that they do not have."""

    code = "accounts.beyond_own_rights"
    message = _("You cannot grant rights that you do not have yourself (%(pattern)s).")


class BeyondOwnReach(Forbidden):
    """Whoever works for some markets has no say over people and keys of others."""

    code = "accounts.beyond_own_reach"
    message = _("This is not for you to change: it also concerns markets that are not yours.")


class BadPattern(Invalid):
    code = "accounts.bad_pattern"
    message = _("“%(pattern)s” is not a permission. Examples: orders.view, orders.*, *.view")


class FieldNeeded(Invalid):
    code = "accounts.field_needed"
    message = _("This field is required.")


class WeakPassword(Invalid):
    """``reasons`` holds what is wrong with it, for people."""

    code = "accounts.weak_password"
    message = _("Please choose another password. %(reason)s")
