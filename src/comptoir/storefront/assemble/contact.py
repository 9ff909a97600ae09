"""Writing to the shop, and asking for the link of an order."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.domains.cases.values import LONGEST_QUESTION, Topic
from comptoir.domains.content.values import PRIVACY, TERMS
from comptoir.domains.markets.queries import merchant
from comptoir.storefront.addresses import Addresses
from comptoir.storefront.assemble.forms import Errors
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.assemble.leading import to_known_page
from comptoir.storefront.assemble.shop_pages import open_shops
from comptoir.storefront.assemble.written import contact_links, in_sentence
from comptoir.storefront.here import Here
from comptoir.storefront.pages.contact import ContactPage, WithdrawingPage
from comptoir.storefront.pages.fields import Choice, Field, FieldError
from comptoir.storefront.pages.parts import Link, Notice
from comptoir.storefront.surrogates import CHROME

TRAP = "website"
_TOPICS: dict[Topic, Promise] = {
    Topic.ORDER: gettext_lazy("An order"),
    Topic.GOODS: gettext_lazy("A product"),
    Topic.RETURN: gettext_lazy("A return or a refund"),
    Topic.COMPANY: gettext_lazy("The company, the press, a partnership"),
    Topic.OTHER: gettext_lazy("Something else"),
}


@dataclass(frozen=True, slots=True)
class TypedQuestion:
    """The form as it was sent."""

    name: str = ""
    email: str = ""
    topic: str = Topic.ORDER.value
    order_number: str = ""
    text: str = ""


def contact_page(
    here: Here, typed: TypedQuestion, errors: Errors | None = None, *, sent: bool = False
) -> tuple[ContactPage, tuple[str, ...]]:
    """The form, as it was typed where something is wrong with it."""
    title, errors = _("Contact us"), errors or {}
    fields = _question_fields(typed, errors)
    page = ContactPage(
        head=page_head(here, title, Addresses.contact, indexed=not sent),
        crumbs=(Link(_("Home"), here.at.home()), Link(title, "")),
        notices=(_received(),) if sent else (),
        title=title,
        text=_("A person reads what you write and answers by e-mail."),
        action=here.at.contact(),
        fields=fields,
        trap=TRAP,
        privacy=to_known_page(PRIVACY, here.at),
        ways=contact_links(merchant().phone, merchant().support_email),
        quicker=_quicker(here),
        errors=_summary(fields, errors),
    )
    return page, (CHROME,)


def _received() -> Notice:
    return Notice(
        "positive",
        _("Your question has reached us"),
        _("We answer to the address you gave. If nothing arrives within two working days, look among unwanted mail."),
    )


def _quicker(here: Here) -> tuple[Link, ...]:
    shops = (Link(_("Addresses and opening hours"), here.at.shops()),) if open_shops() else ()
    return (Link(_("Follow an order, send something back"), here.at.withdrawing()), *shops)


def _question_fields(typed: TypedQuestion, errors: Errors) -> tuple[Field, ...]:
    topics = tuple(Choice(topic.value, str(_TOPICS[topic]), topic.value == typed.topic) for topic in Topic)
    return (
        Field("name", _("First and last name"), typed.name, error=errors.get("name", ""), autocomplete="name",
              maxlength=120),
        _email_field(typed.email, errors, hint=_("We answer to this address.")),
        Field("topic", _("What is it about?"), typed.topic, "select", choices=topics),
        Field("order_number", _("Order number"), typed.order_number, error=errors.get("order_number", ""),
              required=False, maxlength=60),
        Field("text", _("Your question"), typed.text, "textarea", error=errors.get("text", ""),
              maxlength=LONGEST_QUESTION),
    )  # fmt: skip


def _email_field(email: str, errors: Errors, *, hint: str) -> Field:
    return Field(
        "email",
        _("E-mail address"),
        email,
        "email",
        error=errors.get("email", ""),
        hint=hint,
        autocomplete="email",
        inputmode="email",
        maxlength=254,
    )


def withdrawing_page(
    here: Here, typed: Mapping[str, str], errors: Errors | None = None, *, sent: bool = False
) -> tuple[WithdrawingPage, tuple[str, ...]]:
    """How to withdraw from an order (article L221-21 of the French code de la consommation: at any time, from any
    page), and the way back to the order."""
    title, errors = _("Withdraw from an order"), errors or {}
    number = Field("number", _("Order number"), typed.get("number", ""), error=errors.get("number", ""), maxlength=60)
    fields = (number, _email_field(typed.get("email", ""), errors, hint=_("The one you gave with the order.")))
    page = WithdrawingPage(
        head=page_head(here, title, Addresses.withdrawing, indexed=not sent),
        crumbs=(Link(_("Home"), here.at.home()), Link(title, "")),
        notices=(_link_sent(),) if sent else (),
        title=title,
        text=_("You have fourteen days from the delivery of the last item, without giving a reason."),
        action=here.at.withdrawing(),
        fields=fields,
        steps=(
            _("Open your order by the link in any of our messages about it."),
            _("Choose “Withdraw from the contract here”, then all of it or some items."),
            _("Confirm. You receive an acknowledgement by e-mail at once, with the day and the hour."),
        ),
        ways=contact_links("", merchant().support_email),
        terms=to_known_page(TERMS, here.at),
        errors=_summary(fields, errors),
    )
    return page, (CHROME,)


def _link_sent() -> Notice:
    return Notice(
        "positive",
        _("If this order exists, its link is on its way"),
        _("It goes to the e-mail address of the order, and to no other. Nothing there in ten minutes? Write to us."),
    )


def _summary(fields: tuple[Field, ...], errors: Errors) -> tuple[FieldError, ...]:
    return tuple(
        FieldError(
            f"#{field.id}", _("%(label)s: %(error)s") % {"label": field.label, "error": in_sentence(errors[field.name])}
        )
        for field in fields
        if field.name in errors
    )
