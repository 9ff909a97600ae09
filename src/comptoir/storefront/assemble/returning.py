"""The two steps of sending something back: what was typed, the form, the statement to confirm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.files.storage import default_storage
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.orders.values import Order
from comptoir.domains.returns.queries import (
    called_off_by,
    lines_for,
    swap_choices,
    swap_difference,
    withdrawal_period,
)
from comptoir.domains.returns.values import (
    BY_RIGHT,
    REASONS,
    REASONS_FOR,
    AskedLine,
    Reason,
    Returnable,
    ReturnId,
    ReturnKind,
    ReturnRequest,
    SwapChoice,
)
from comptoir.kernel.formats import day_label, money_label
from comptoir.kernel.ids import new_id
from comptoir.kernel.texts import text_in
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.assemble.returned import detail_words, pieces_words, postage_words
from comptoir.storefront.assemble.words import excepted_words
from comptoir.storefront.here import Here
from comptoir.storefront.order_keys import order_key
from comptoir.storefront.pages.fields import Choice, Field, FieldError
from comptoir.storefront.pages.order import Row
from comptoir.storefront.pages.parts import Link
from comptoir.storefront.pages.returns import Hidden, ReturnableLine, ReturnFormPage, ReturnReviewPage, SentBack

ABOUT = frozenset({"name", "email", "statement"})
"""What is asked at the second step, about whoever declares it."""
_LONGEST_STATEMENT = 2_000


@dataclass(frozen=True, slots=True)
class TypedReturn:
    """The form as it was sent; ``fields`` by their names in the page."""

    kind: ReturnKind
    id: ReturnId
    fields: Mapping[str, str]

    @classmethod
    def of_form(cls, form: Mapping[str, str], kind: ReturnKind, order: Order) -> "TypedReturn":
        """What was not asked yet is as the order says."""
        known = {"name": order.billing_address.name, "email": order.email}
        fields = known | {name: value.replace("\0", "") for name, value in form.items()}
        try:
            id = UUID(fields.get("id", ""))
        except ValueError:
            id = new_id()
        return cls(kind, ReturnId(id), fields)

    def get(self, name: str) -> str:
        return self.fields.get(name, "")

    def pieces(self, position: int) -> int:
        text = self.get(f"pieces-{position}")
        return int(text) if text.isdecimal() and len(text) < 6 else 0

    def reason(self, position: int) -> Reason:
        text = self.get(f"reason-{position}")
        return Reason(text) if text in set(Reason) else Reason.UNSAID

    def swap_for(self, position: int) -> VariantId | None:
        try:
            return VariantId(UUID(self.get(f"swap-{position}")))
        except ValueError:
            return None

    def request(self, order: Order) -> ReturnRequest:
        return ReturnRequest(
            id=self.id,
            order_id=order.id,
            kind=self.kind,
            lines=tuple(
                AskedLine(
                    position=line.position,
                    quantity=pieces,
                    reason=self.reason(line.position),
                    swap_for=self.swap_for(line.position) if self.kind is ReturnKind.EXCHANGE else None,
                )
                for line in order.lines
                if (pieces := self.pieces(line.position))
            ),
            name=self.get("name"),
            email=self.get("email"),
            statement=self.get("statement"),
        )

    def choice(self, order: Order) -> dict[str, str]:
        """What is sent back and why, without who sends it."""
        names = (f"{field}-{line.position}" for line in order.lines for field in ("pieces", "reason", "swap"))
        return {"id": str(self.id), **{name: self.get(name) for name in names if self.get(name)}}


def return_form(
    order: Order, typed: TypedReturn, here: Here, errors: Mapping[str, str] | None = None
) -> ReturnFormPage:
    """First step. ``errors`` by the names that the business gives the fields."""
    errors, key = errors or {}, order_key(order)
    words, lines = _WORDS[typed.kind], lines_for(typed.kind, order)
    choices: Mapping[int, Sequence[SwapChoice]] = {}
    if typed.kind is ReturnKind.EXCHANGE:
        choices = swap_choices(order, {each.line.position for each in lines}, kind=typed.kind, now=here.now)
    return ReturnFormPage(
        head=page_head(here, _("Return an item"), lambda at: at.returning(key, typed.kind), indexed=False),
        title=str(words.title),
        text=_("Tell us what, and we will put it right.")
        if typed.kind is ReturnKind.COMPLAINT
        else _period_words(order, typed.kind, here),
        action=here.at.returning(key, typed.kind),
        back=Link(_("Order %(number)s") % {"number": order.number}, here.at.tracking(key)),
        lines_title=_("What are you returning?") if _all_come_back(typed.kind, lines) else _("Which items?"),
        lines=tuple(_line(each, typed, choices.get(each.line.position, ()), here) for each in lines),
        hidden=(Hidden("id", str(typed.id)),),
        errors=tuple(FieldError(f"#f-{name}" if name in ABOUT else "#lines", text) for name, text in errors.items()),
        next_label=str(words.review),
    )


def _all_come_back(kind: ReturnKind, lines: Sequence[Returnable]) -> bool:
    """What has not left, and what is complained of, may stay where it is."""
    return kind is not ReturnKind.COMPLAINT and not any(each.unsent for each in lines)


@dataclass(frozen=True, slots=True)
class _Words:
    """What the pages of a kind of return are called."""

    title: Promise
    review: Promise
    confirming: Promise
    confirm: Promise


_WORDS = {
    ReturnKind.WITHDRAWAL: _Words(
        gettext_lazy("Withdraw from the contract"),
        gettext_lazy("Review your statement"),
        gettext_lazy("Confirm your withdrawal"),
        gettext_lazy("Confirm the withdrawal here"),
    ),
    ReturnKind.EXCHANGE: _Words(
        gettext_lazy("Exchange it for another"),
        gettext_lazy("Review"),
        gettext_lazy("Confirm your exchange"),
        gettext_lazy("Confirm the exchange"),
    ),
    ReturnKind.COMPLAINT: _Words(
        gettext_lazy("Something is wrong with the items"),
        gettext_lazy("Review"),
        gettext_lazy("Send us your complaint"),
        gettext_lazy("Send the complaint"),
    ),
}


def _period_words(order: Order, kind: ReturnKind, here: Here) -> str:
    last_day = withdrawal_period(order, now=here.now).last_day
    if kind is ReturnKind.EXCHANGE:
        return _("What you choose is reserved for you, and ships when your return arrives.")
    if last_day is None:
        return _("You need not say why. Nothing is declared before you confirm it.")
    day = day_label(last_day, here.language)
    return _("You have until %(day)s, and need not say why. Nothing is declared before you confirm it.") % {"day": day}


def _line(each: Returnable, typed: TypedReturn, choices: Sequence[SwapChoice], here: Here) -> ReturnableLine:
    line, swapping = each.line, typed.kind is ReturnKind.EXCHANGE
    excepted = excepted_words(line.withdrawal) if typed.kind in BY_RIGHT else ""
    if swapping and not excepted and not choices:
        excepted = _("No other option is available at the moment.")
    src = default_storage.url(line.image) if line.image else "data:,"
    if excepted:
        return ReturnableLine(line.title, line.options, src, excepted=excepted)
    chosen, reason = typed.pieces(line.position), typed.reason(line.position)
    pieces = Field(
        name=f"pieces-{line.position}",
        label=_("Units"),
        kind="select",
        wide=False,
        choices=tuple(Choice(str(n), str(n), n == chosen) for n in range(each.pieces + 1)),
    )
    reasons = REASONS_FOR[typed.kind]
    unsaid = () if Reason.UNSAID in reasons else (Choice("", _("Please choose")),)
    why = Field(
        name=f"reason-{line.position}",
        label=_("Reason"),
        kind="select",
        required=bool(unsaid),
        wide=swapping,
        choices=(*unsaid, *(Choice(one.value, str(REASONS[one]), one is reason) for one in reasons)),
    )
    swap = (_swap_field(line.position, choices, typed, here),) if swapping else ()
    return ReturnableLine(line.title, line.options, src, (pieces, *swap, why))


def _swap_field(position: int, choices: Sequence[SwapChoice], typed: TypedReturn, here: Here) -> Field:
    chosen = typed.swap_for(position)
    return Field(
        name=f"swap-{position}",
        label=_("Instead"),
        kind="select",
        wide=False,
        choices=tuple(Choice(str(one.variant.id), swap_words(one, here), one.variant.id == chosen) for one in choices),
    )


def swap_words(choice: SwapChoice, here: Here) -> str:
    """The variant by what it differs in, and what it costs more or less."""
    name = text_in(choice.variant.options, here.language) or text_in(choice.variant.title, here.language)
    if not choice.difference:
        return name
    amount = money_label(max(choice.difference, -choice.difference), here.language)
    words = _("%(name)s, %(amount)s more") if choice.difference.minor > 0 else _("%(name)s, %(amount)s less")
    return words % {"name": name, "amount": amount}


def _about(typed: TypedReturn, errors: Mapping[str, str]) -> tuple[Field, ...]:
    return (
        Field(name="name", label=_("Name"), value=typed.get("name"), error=errors.get("name", ""), autocomplete="name"),
        Field(
            name="email",
            label=_("E-mail"),
            value=typed.get("email"),
            kind="email",
            error=errors.get("email", ""),
            hint=_("The acknowledgement is sent there."),
            autocomplete="email",
        ),
        Field(
            name="statement",
            label=_("Anything to add"),
            value=typed.get("statement"),
            kind="textarea",
            error=errors.get("statement", ""),
            required=False,
            maxlength=_LONGEST_STATEMENT,
        ),
    )


def return_review(
    order: Order, typed: TypedReturn, here: Here, errors: Mapping[str, str] | None = None
) -> ReturnReviewPage:
    """Second step: what will be declared, and the one button that does it (directive 2011/83/EU, article 11a)."""
    errors, choice = errors or {}, typed.choice(order)
    asked, key, words = typed.request(order), order_key(order), _WORDS[typed.kind]
    lines = {line.position: line for line in order.lines}
    instead = variants_for({swap.variant_id for swap in asked.swaps}) if asked.swaps else {}
    declared = typed.kind is ReturnKind.WITHDRAWAL
    return ReturnReviewPage(
        head=page_head(here, _("Return an item"), lambda at: at.returning(key, typed.kind, choice), indexed=False),
        title=str(words.confirming),
        text=_("I hereby withdraw from the contract of sale of these goods.") if declared else "",
        action=here.at.returning(key, typed.kind),
        rows=(
            Row(_("Order"), order.number, copy=True),
            *_difference(order, asked, here),
        ),
        lines=tuple(
            SentBack(
                lines[each.position].title,
                detail_words(
                    lines[each.position], each.reason, instead[each.swap_for] if each.swap_for else None, here
                ),
                pieces_words(each.quantity),
            )
            for each in asked.lines
        ),
        about=_about(typed, errors),
        terms=_terms(asked, order, here) if typed.kind in BY_RIGHT else (),
        hidden=tuple(Hidden(name, value) for name, value in choice.items()),
        errors=tuple(FieldError(f"#f-{name}", text) for name, text in errors.items()),
        confirm=str(words.confirm),
        change=Link(_("Change something"), here.at.returning(key, typed.kind, choice | {"do": "change"})),
    )


def _difference(order: Order, asked: ReturnRequest, here: Here) -> tuple[Row, ...]:
    """What an exchange costs on top, or gives back, when the goods are here."""
    if asked.kind is not ReturnKind.EXCHANGE:
        return ()
    difference = swap_difference(order, asked.swaps, kind=asked.kind, now=here.now)
    if not difference:
        return (Row(_("Price difference"), _("none")),)
    label = _("To be paid when they arrive") if difference.minor > 0 else _("Refunded to you")
    return (Row(label, money_label(max(difference, -difference), here.language)),)


def _terms(asked: ReturnRequest, order: Order, here: Here) -> tuple[str, ...]:
    """What becomes of the goods: what has not left stays here, the rest is to be sent."""
    called_off = sum(called_off_by(asked, order).values()) if asked.kind is ReturnKind.WITHDRAWAL else 0
    stays = _("What has not shipped yet is cancelled at once: you need not send it back.")
    sent = _("Send the items back.") + " " + postage_words(asked.kind, here)
    if called_off == sum(line.quantity for line in asked.lines):
        return (stays,)
    return (stays, sent) if called_off else (sent,)
