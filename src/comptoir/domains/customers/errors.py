from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Conflict, Invalid, NotFound


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
