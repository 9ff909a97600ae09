from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class UnknownCustomer(NotFound):
    code = "customers.unknown_customer"
    message = _("We could not find this customer.")


class EmailTaken(Conflict):
    """Another customer has that e-mail address."""

    code = "customers.email_taken"
    message = _("Another customer already has this e-mail address.")


class CustomerChanged(Conflict):
    """Somebody else changed the customer since it was read."""

    code = "customers.customer_changed"
    message = _("Someone else has changed this customer in the meantime. Reload the page and make your change again.")


class FieldTooLong(Invalid):
    code = "customers.field_too_long"
    message = _("This is too long: at most %(limit)s characters.")


class BadVatNumber(Invalid):
    code = "customers.bad_vat_number"
    message = _("This VAT number is not valid. It starts with the country, such as FR.")


class EmailIsOwn(Conflict):
    """The customer signs in with that address: only they can change it, by a letter to the new one."""

    code = "customers.email_is_own"
    message = _("This customer signs in with this address. Only they can change it, from their account.")


class SignInRefused(Forbidden):
    """Unknown address, no password, another password: which of these is nobody's business."""

    code = "customers.sign_in_refused"
    message = _("This e-mail address and password do not match. Check both, or ask for a link.")


class PasskeyRefused(Forbidden):
    """Unknown, of another site, too old, or used before: which of these is nobody's business."""

    code = "customers.passkey_refused"
    message = _("This passkey could not be used here. Try again, or sign in another way.")


class NotSignedIn(Forbidden):
    code = "customers.not_signed_in"
    message = _("Please sign in first.")


class LinkSpent(Conflict):
    """It was used, is too old, or a newer one was used meanwhile."""

    code = "customers.link_spent"
    message = _("This link has already been used or is too old. Ask for a new one.")


class UnknownLink(NotFound):
    code = "customers.unknown_link"
    message = _("This link leads nowhere. Copy it as a whole, or ask for a new one.")


class WeakPassword(Invalid):
    """``reason`` holds what is wrong with it, for people."""

    code = "customers.weak_password"
    message = _("Please choose another password. %(reason)s")


class UnknownAddress(NotFound):
    code = "customers.unknown_address"
    message = _("This address is no longer in your address book.")


class TooManyAddresses(Invalid):
    code = "customers.too_many_addresses"
    message = _("An address book holds at most %(most)s addresses.")


class TooManyPasskeys(Invalid):
    code = "customers.too_many_passkeys"
    message = _("An account has at most %(most)s passkeys.")


class LastWayIn(Conflict):
    """Without a password and without a passkey nobody could sign in."""

    code = "customers.last_way_in"
    message = _("This is your only way to sign in. Add another one first.")


class ErasureMustWait(Conflict):
    """An order or a return is under way: it cannot be carried out for nobody."""

    code = "customers.erasure_must_wait"
    message = _("Something is still under way: %(numbers)s. You can delete your account once it is finished.")
