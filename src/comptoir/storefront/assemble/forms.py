"""The fields of the page of the order: which ones a country asks for, what was typed, what is wrong with it."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from comptoir.domains.cart.values import MOST_GIFT_MESSAGE
from comptoir.kernel.addresses import required_fields
from comptoir.kernel.formats import locale_of
from comptoir.storefront.assemble.written import in_sentence
from comptoir.storefront.here import Here
from comptoir.storefront.pages.checkout import Gift
from comptoir.storefront.pages.fields import Check, Choice, Field, FieldError
from comptoir.storefront.typed import BILLING, Typed

type Errors = Mapping[str, str]

_TOKENS = {
    "country": "country",
    "name": "name",
    "line1": "address-line1",
    "line2": "address-line2",
    "postal_code": "postal-code",
    "city": "address-level2",
    "region": "address-level1",
}
_COMMENT_LENGTH = 2000


def labels() -> dict[str, str]:
    """What each field is called, in the page and in the list of what is to be corrected."""
    return {
        "email": _("E-mail address"),
        "country": _("Country"),
        "name": _("First and last name"),
        "line1": _("Number and street"),
        "line2": _("Address, second line"),
        "postal_code": _("Postal code"),
        "city": _("Town"),
        "region": _("Region"),
        "phone": _("Phone"),
        "company": _("Company name"),
        "vat_number": _("VAT number"),
        "gift": _("Gift"),
        "gift_message": _("Your message"),
        "comment": _("A note to the team"),
        "delivery_method": _("Delivery"),
        "payment_method": _("Payment"),
        "code": _("Voucher, gift card or store credit code"),
        "terms": _("Terms of sale"),
        "waiver": _("Downloads"),
    }


def contact_fields(typed: Typed, errors: Errors) -> tuple[Field, ...]:
    return (
        Field(
            "email",
            labels()["email"],
            typed.email,
            "email",
            error=errors.get("email", ""),
            hint=_("For the confirmation and parcel updates."),
            autocomplete="email",
            inputmode="email",
            maxlength=254,
        ),
    )


def address_fields(typed: Typed, errors: Errors, here: Here) -> tuple[Field, ...]:
    """Where to deliver. The country comes first: it decides which fields follow."""
    return (
        *_postal_fields(typed, errors, here, prefix=""),
        Field(
            "phone",
            labels()["phone"],
            typed.phone,
            "tel",
            error=errors.get("phone", ""),
            hint=_("For the courier, only if needed."),
            required=False,
            autocomplete="tel",
            inputmode="tel",
            maxlength=30,
        ),
    )


def billing_fields(typed: Typed, errors: Errors, here: Here) -> tuple[Field, ...]:
    return _postal_fields(typed, errors, here, prefix=BILLING)


def company_fields(typed: Typed, errors: Errors) -> tuple[Field, ...]:
    known = labels()
    return (
        Field(
            "company",
            known["company"],
            typed.company,
            error=errors.get("company", ""),
            required=False,
            autocomplete="billing organization",
        ),
        Field(
            "vat_number",
            known["vat_number"],
            typed.vat_number,
            error=errors.get("vat_number", ""),
            hint=_("Shown on the invoice, for example FR44732829320."),
            required=False,
            maxlength=20,
        ),
    )


def gift_fields(typed: Typed, errors: Errors, *, offered: bool, price: str) -> Gift | None:
    """Where it is not offered, shown only to say so to whoever had been told otherwise. ``price`` is "" where it costs
    nothing; otherwise the total follows the box."""
    if not offered and "gift" not in errors:
        return None
    label = _("This is a gift: wrap it for me, free of charge")
    if price:
        label = _("This is a gift: wrap it for me (+ %(price)s)") % {"price": price}
    ticked = bool(typed.gift) and offered
    return Gift(
        Check("gift", label, checked=ticked, error=errors.get("gift", ""), refresh=bool(price)),
        Field(
            "gift_message",
            labels()["gift_message"],
            typed.gift_message,
            "textarea",
            error=errors.get("gift_message", ""),
            hint=_("It goes into the parcel, printed on a sheet without prices."),
            required=False,
            maxlength=MOST_GIFT_MESSAGE,
        ),
    )


def comment_field(typed: Typed, errors: Errors, *, slipped_in: bool) -> Field:
    """``slipped_in``: is this the place for a message that goes into the parcel?"""
    return Field(
        "comment",
        labels()["comment"],
        typed.comment,
        "textarea",
        error=errors.get("comment", ""),
        hint=_("For example a message to slip into the parcel.") if slipped_in else "",
        required=False,
        maxlength=_COMMENT_LENGTH,
    )


def _postal_fields(typed: Typed, errors: Errors, here: Here, *, prefix: str) -> tuple[Field, ...]:
    known = labels()
    country = getattr(typed, f"{prefix}country")
    needed = required_fields(country) if country in here.market.countries else frozenset[str]()
    section = "billing" if prefix else "shipping"

    def field(part: str, *, wide: bool = True, required: bool = True, hint: str = "") -> Field:
        return Field(
            f"{prefix}{part}",
            known[part],
            getattr(typed, f"{prefix}{part}"),
            error=errors.get(f"{prefix}{part}", ""),
            hint=hint,
            required=required,
            wide=wide,
            autocomplete=f"{section} {_TOKENS[part]}",
            refresh=part == "postal_code" and not prefix,
        )

    countries = _countries(here, country)
    chosen = Field(
        f"{prefix}country",
        known["country"],
        country,
        "select",
        error=errors.get(f"{prefix}country", ""),
        autocomplete=f"{section} country",
        choices=countries,
        refresh=not prefix,
    )
    region = (field("region"),) if "region" in needed or getattr(typed, f"{prefix}region") else ()
    return (
        chosen,
        field("name"),
        field("line1"),
        field("line2", required=False, hint=_("Building, floor, entry code.")),
        field("postal_code", wide=False, required="postal_code" in needed),
        field("city", wide=False, required="city" in needed),
        *region,
    )


def _countries(here: Here, chosen: str) -> tuple[Choice, ...]:
    names = locale_of(here.language).territories
    listed = sorted(here.market.countries, key=lambda code: names.get(code, code))
    return tuple(Choice(code, str(names.get(code, code)), code == chosen) for code in listed)


def error_summary(errors: Errors) -> tuple[FieldError, ...]:
    """The list at the top: each line leads to its field, in the order of the page."""
    known = labels()
    names = list(known)
    after = names.index("comment")
    of_page = (*names[:after], *(f"{BILLING}{part}" for part in _TOKENS), *names[after:])
    anchors = {"delivery_method": "#delivery", "payment_method": "#payment"}
    return tuple(
        FieldError(
            anchors.get(name, f"#f-{name}"),
            _("%(label)s: %(error)s") % {"label": _label_in_list(name, known), "error": in_sentence(errors[name])},
        )
        for name in of_page
        if name in errors
    )


def _label_in_list(name: str, known: Mapping[str, str]) -> str:
    if name in known:
        return known[name]
    return _("Billing, %(field)s") % {"field": in_sentence(known[name.removeprefix(BILLING)])}
