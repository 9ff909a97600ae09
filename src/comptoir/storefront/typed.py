"""What a buyer has typed into the page of the order, exactly as typed: nothing is lost, whatever is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

from comptoir.domains.cart.values import Cart, CartDetails
from comptoir.kernel.addresses import Address, required_fields
from comptoir.kernel.errors import Invalid
from comptoir.kernel.money import Money
from comptoir.storefront.refusals import field_errors

POSTAL = ("country", "name", "line1", "line2", "postal_code", "city", "region")
BILLING = "billing_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The fields of the form by their names in the page; ticked boxes hold "1"."""

    email: str = ""
    country: str = ""
    name: str = ""
    line1: str = ""
    line2: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    phone: str = ""
    is_company: str = ""
    company: str = ""
    vat_number: str = ""
    billing_differs: str = ""
    billing_country: str = ""
    billing_name: str = ""
    billing_line1: str = ""
    billing_line2: str = ""
    billing_postal_code: str = ""
    billing_city: str = ""
    billing_region: str = ""
    comment: str = ""
    gift: str = ""
    gift_message: str = ""
    delivery_method: str = ""
    payment_method: str = ""
    terms: str = ""
    waiver: str = ""
    key: str = ""
    shown_total: str = ""
    shown_rest: str = ""
    shown_wait: str | None = None
    code: str = ""
    terms_version: str = ""

    @classmethod
    def of_form(cls, form: Mapping[str, str]) -> "Typed":
        """As sent. PostgreSQL's texts hold no NUL, so neither does any field."""
        return cls(**{name: form[name].replace("\0", "") for each in fields(cls) if (name := each.name) in form})

    @classmethod
    def of_cart(cls, cart: Cart) -> "Typed":
        """As kept with the basket."""
        sent, billed = cart.shipping_address, cart.billing_address
        payer = billed or sent
        own = {f"{BILLING}{name}": getattr(billed, name) for name in POSTAL} if billed else {}
        return cls(
            email=cart.email,
            **{name: getattr(sent, name) for name in POSTAL},
            phone=sent.phone,
            is_company="1" if payer.company or payer.vat_number else "",
            company=payer.company,
            vat_number=payer.vat_number,
            billing_differs="1" if billed else "",
            **own,
            comment=cart.comment,
            gift="" if cart.gift_message is None else "1",
            gift_message=cart.gift_message or "",
            delivery_method=cart.delivery_method,
        )

    def at_address(self, address: Address) -> "Typed":
        """With another address to deliver to; everything else as it was typed."""
        return replace(self, **{name: getattr(address, name) for name in (*POSTAL, "phone")})

    def served(self, countries: Sequence[str]) -> "Typed":
        """With the first of these countries where none of them has been chosen."""
        first = countries[0]
        return replace(
            self,
            country=self.country if self.country in countries else first,
            billing_country=self.billing_country or first,
        )

    def details(self, *, language: str) -> CartDetails:
        """Everything, to be checked and kept."""
        company = (self.company, self.vat_number) if self.is_company else ("", "")
        sent = self._address("", () if self.billing_differs else company, phone=self.phone)
        return CartDetails(
            email=self.email,
            shipping_address=sent,
            billing_address=self._address(BILLING, company) if self.billing_differs else None,
            same_billing=not self.billing_differs,
            delivery_method=self.delivery_method,
            comment=self.comment,
            gift_message=self.gift_message if self.gift else None,
            no_gift=not self.gift,
            language=language,
        )

    def worth_keeping(self, *, language: str) -> tuple[CartDetails, ...]:
        """Everything; else what prices and dates depend on; else that without a VAT number, which may be half typed."""
        vat_number = self.vat_number if self.is_company else ""
        estimates = (self._estimate(number, language) for number in dict.fromkeys((vat_number, "")))
        return (self.details(language=language), *estimates)

    def _estimate(self, vat_number: str, language: str) -> CartDetails:
        where = Address(country=self.country, postal_code=self.postal_code, vat_number=vat_number)
        return CartDetails(
            shipping_address=where, same_billing=True, delivery_method=self.delivery_method, language=language
        )

    def _address(self, prefix: str, company: tuple[str, ...], *, phone: str = "") -> Address:
        name, vat_number = company or ("", "")
        parts = {part: getattr(self, f"{prefix}{part}") for part in POSTAL}
        return Address(**parts, company=name, vat_number=vat_number, phone=phone)

    def missing(self) -> tuple[str, ...]:
        """The fields that an order cannot do without and that are empty."""
        wanted = ["email", *_needed(self.country)]
        if self.billing_differs:
            wanted += (f"{BILLING}{part}" for part in _needed(self.billing_country))
        return tuple(name for name in wanted if not getattr(self, name).strip())

    def total(self) -> Money | None:
        """The total that the page has shown; None when somebody has changed it into nonsense."""
        return _read(self.shown_total)

    def rest(self) -> Money | None:
        """What the page has shown to be left to pay; None when it has not, or nonsense."""
        return _read(self.shown_rest)


def _needed(country: str) -> list[str]:
    """What the country asks of an address, in the order of the page; an unknown one is told by the business."""
    try:
        needed = required_fields(country)
    except ValueError:
        needed = frozenset({"country", "name", "line1", "city"})
    return [part for part in POSTAL if part in needed]


def _read(shown: str) -> Money | None:
    minor, _, currency = shown.partition(" ")
    if not (minor.isascii() and minor.isdigit() and len(minor) <= 15 and len(currency) == 3 and currency.isalpha()):
        return None
    return Money(int(minor), currency)


def shown(total: Money) -> str:
    """The total as the page carries it back: ``9150 EUR``."""
    return f"{total.minor} {total.currency}"


def errors_by_field(error: Invalid) -> dict[str, str]:
    """The sentences by the names of the page's fields."""
    return {_field(field): sentence for field, sentence in field_errors(error).items()}


def _field(name: str) -> str:
    where, _, part = name.partition(".")
    if name == "payment.method":
        return "payment_method"
    if name == "payment.stored_value":
        return "code"
    if where == "billing_address" and part not in ("company", "vat_number"):
        return f"{BILLING}{part}"
    return part or name


@dataclass(frozen=True, slots=True)
class CodeTyped:
    """A code, what is wrong with it, and whether it can be used all the same; all empty once it is at work."""

    code: str = ""
    error: str = ""
    worse: bool = False
