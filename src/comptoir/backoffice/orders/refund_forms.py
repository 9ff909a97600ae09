"""What staff say when they give money back of an order of which nothing comes back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.amounts import MoneyField
from comptoir.backoffice.fields import choose_among
from comptoir.backoffice.formats import money_text
from comptoir.domains.orders.values import GestureWay, Order, OrderLine
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money


class RefundForm(forms.Form):
    """``key`` makes pressing twice give once. Without an amount it is all that the chosen articles were paid with."""

    positions = forms.TypedMultipleChoiceField(
        label=_("About which items"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: the whole order. The credit note follows their tax rates."),
    )
    way = forms.ChoiceField(
        label=_("How"),
        choices=(
            (GestureWay.REFUND.value, _("To the original payment method")),
            (GestureWay.CREDIT.value, _("As store credit")),
        ),
        widget=forms.RadioSelect,
        initial=GestureWay.REFUND.value,
    )
    because = forms.CharField(
        label=_("Reason"),
        max_length=400,
        help_text=_("Kept in the history; the customer does not see it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, lines: Sequence[tuple[int, str]], most: Money, credit: bool, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": new_id()})
        super().__init__(*args, **kwargs)
        choose_among(self, positions=lines)
        self.fields["amount"] = MoneyField(
            label=_("Amount"),
            currency=most.currency,
            required=False,
            help_text=_("At most %(most)s. Leave blank to refund everything paid for the ticked items.")
            % {"most": money_text(most)},
        )
        if not credit:
            del self.fields["way"]
        self.order_fields(("positions", "amount", "way", "because"))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if "amount" not in self.errors and values.get("amount") is None and not values.get("positions"):
            self.add_error("amount", _("Enter an amount, or tick items."))
        return values


def lines_to_refund(found: Order) -> list[tuple[int, str]]:
    """The lines that money can be given back for, each with what it was paid with."""
    return [(line.position, _named(line)) for line in found.lines if line.wanted > line.returned]


def _named(line: OrderLine) -> str:
    name = " – ".join(filter(None, (line.title, line.options)))
    return f"{name}, {money_text(line.price_of(line.wanted - line.returned, after=line.returned))}"
