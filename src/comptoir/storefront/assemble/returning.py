"""The two steps of sending something back: what was typed, the form, the statement to confirm."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from comptoir.domains.orders.values import Order
from comptoir.domains.returns.queries import returnable_lines, withdrawal_period
from comptoir.domains.returns.values import (
    REASONS,
    REASONS_FOR,
    AskedLine,
    Reason,
    Returnable,
    ReturnId,
    ReturnKind,
    ReturnRequest,
)
from comptoir.kernel.formats import day_label
from comptoir.kernel.ids import new_id
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.assemble.returned import pieces_words, postage_words, reason_words
from comptoir.storefront.assemble.words import excepted_words
from comptoir.storefront.carts import key_of
from comptoir.storefront.here import Here
from comptoir.storefront.pages.fields import Choice, Field, FieldError
from comptoir.storefront.pages.order import Row
from comptoir.storefront.pages.parts import Link
from comptoir.storefront.pages.returns import Hidden, ReturnableLine, ReturnFormPage, ReturnReviewPage, SentBack

_LONGEST_STATEMENT = 2_000


@dataclass(frozen=True, slots=True)
class TypedReturn:
    """The form as it was sent; ``fields`` by their names in the page."""

    kind: ReturnKind
    id: ReturnId
    fields: Mapping[str, str]

    @classmethod
    def of_form(cls, form: Mapping[str, str], kind: ReturnKind) -> "TypedReturn":
        fields = {name: value.replace("\0", "") for name, value in form.items()}
        try:
            id = UUID(fields.get("id", ""))
        except ValueError:
            id = new_id()
        return cls(kind, ReturnId(id), fields)

    @classmethod
    def fresh(cls, kind: ReturnKind, order: Order) -> "TypedReturn":
        return cls(kind, ReturnId(new_id()), {"name": order.billing_address.name, "email": order.email})

    def get(self, name: str) -> str:
        return self.fields.get(name, "")

    def pieces(self, position: int) -> int:
        text = self.get(f"pieces-{position}")
        return int(text) if text.isdecimal() and len(text) < 6 else 0

    def reason(self, position: int) -> Reason:
        text = self.get(f"reason-{position}")
        return Reason(text) if text in set(Reason) else Reason.UNSAID

    def request(self, order: Order) -> ReturnRequest:
        return ReturnRequest(
            id=self.id,
            order_id=order.id,
            kind=self.kind,
            lines=tuple(
                AskedLine(position=line.position, quantity=pieces, reason=self.reason(line.position))
                for line in order.lines
                if (pieces := self.pieces(line.position))
            ),
            name=self.get("name"),
            email=self.get("email"),
            statement=self.get("statement"),
        )

    def hidden(self, order: Order) -> tuple[Hidden, ...]:
        names = ("name", "email", "statement", *(
            f"{field}-{line.position}" for line in order.lines for field in ("pieces", "reason")
        ))  # fmt: skip
        return (Hidden("id", str(self.id)), *(Hidden(name, self.get(name)) for name in names if self.get(name)))


def return_form(
    order: Order, typed: TypedReturn, here: Here, errors: Mapping[str, str] | None = None
) -> ReturnFormPage:
    """First step. ``errors`` by the names that the business gives the fields."""
    errors, key = errors or {}, key_of("order", order.id)
    withdrawing = typed.kind is ReturnKind.WITHDRAWAL
    return ReturnFormPage(
        head=page_head(here, _("Send something back"), lambda at: at.returning(key, typed.kind), indexed=False),
        title=_("Withdraw from the contract") if withdrawing else _("Something is wrong with the goods"),
        text=_period_words(order, here) if withdrawing else _("Tell us what, and we put it right."),
        action=here.at.returning(key, typed.kind),
        back=Link(_("Order %(number)s") % {"number": order.number}, here.at.tracking(key)),
        lines=tuple(_line(each, typed) for each in returnable_lines(order)),
        about=_about(typed, errors),
        hidden=(Hidden("id", str(typed.id)),),
        errors=tuple(
            FieldError(f"#f-{name}" if name in ("name", "email", "statement") else "#lines", text)
            for name, text in errors.items()
        ),
        next_label=_("Read the statement") if withdrawing else _("Read it again"),
    )


def _period_words(order: Order, here: Here) -> str:
    last_day = withdrawal_period(order, now=here.now).last_day
    if last_day is None:
        return _("You need not say why. Nothing is declared before you confirm it.")
    day = day_label(last_day, here.language)
    return _("You may until %(day)s, and need not say why. Nothing is declared before you confirm it.") % {"day": day}


def _line(each: Returnable, typed: TypedReturn) -> ReturnableLine:
    line, excepted = each.line, ""
    if typed.kind is ReturnKind.WITHDRAWAL:
        excepted = excepted_words(line.withdrawal)
    src = default_storage.url(line.image) if line.image else "data:,"
    if excepted:
        return ReturnableLine(line.title, line.options, src, excepted=excepted)
    chosen, reason = typed.pieces(line.position), typed.reason(line.position)
    pieces = Field(
        name=f"pieces-{line.position}",
        label=_("Pieces"),
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
        wide=False,
        choices=(*unsaid, *(Choice(one.value, str(REASONS[one]), one is reason) for one in reasons)),
    )
    return ReturnableLine(line.title, line.options, src, (pieces, why))


def _about(typed: TypedReturn, errors: Mapping[str, str]) -> tuple[Field, ...]:
    return (
        Field(name="name", label=_("Name"), value=typed.get("name"), error=errors.get("name", ""), autocomplete="name"),
        Field(
            name="email",
            label=_("E-mail"),
            value=typed.get("email"),
            kind="email",
            error=errors.get("email", ""),
            hint=_("The acknowledgement goes there."),
            autocomplete="email",
        ),
        Field(
            name="statement",
            label=_("Anything you wish to add"),
            value=typed.get("statement"),
            kind="textarea",
            error=errors.get("statement", ""),
            required=False,
            maxlength=_LONGEST_STATEMENT,
        ),
    )


def return_review(order: Order, typed: TypedReturn, here: Here) -> ReturnReviewPage:
    """Second step: what will be declared, and the one button that does it (directive 2011/83/EU, article 11a)."""
    asked, key = typed.request(order), key_of("order", order.id)
    withdrawing = typed.kind is ReturnKind.WITHDRAWAL
    lines = {line.position: line for line in order.lines}
    return ReturnReviewPage(
        head=page_head(here, _("Send something back"), lambda at: at.returning(key, typed.kind), indexed=False),
        title=_("Confirm your withdrawal") if withdrawing else _("Send us your complaint"),
        text=_("I hereby withdraw from the contract of sale of these goods.") if withdrawing else "",
        action=here.at.returning(key, typed.kind),
        rows=(
            Row(_("Order"), order.number, copy=True),
            Row(_("Name"), asked.name),
            Row(_("Acknowledged to"), asked.email),
        ),
        lines=tuple(
            SentBack(
                lines[each.position].title,
                " · ".join(filter(None, (lines[each.position].options, reason_words(each.reason)))),
                pieces_words(each.quantity),
            )
            for each in asked.lines
        ),
        statement=asked.statement,
        terms=(_("Send the goods back.") + " " + postage_words(typed.kind, here),) if withdrawing else (),
        hidden=typed.hidden(order),
        confirm=_("Confirm the withdrawal here") if withdrawing else _("Send the complaint"),
        change=_("Change something"),
    )
