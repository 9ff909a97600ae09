"""What staff write down about a voucher."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.amounts import MoneyField, read_amount
from comptoir.backoffice.fields import WholeNumberField
from comptoir.domains.markets.values import Market
from comptoir.domains.pricing.values import Reduction, VoucherDraft, VoucherKind
from comptoir.kernel.money import Money, NotAnAmount

KINDS = (
    (VoucherKind.AMOUNT.value, _("An amount")),
    (VoucherKind.PERCENTAGE.value, _("A percentage")),
)
_MOST_CODES = 1_000
_MOST_USES = 1_000_000_000


def _day(label: Any, help_text: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, help_text=help_text)


class NewVoucherForm(forms.Form):
    """``key`` makes pressing twice make the codes once."""

    code = forms.CharField(
        label=_("Code"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("As customers type it; capitals and hyphens do not matter. Leave blank to generate one."),
    )
    count = WholeNumberField(
        label=_("Number of codes"),
        least=1,
        most=_MOST_CODES,
        initial=1,
        help_text=_("With more than one, each is generated and works for one order."),
    )
    kind = forms.ChoiceField(label=_("The discount"), choices=KINDS, widget=forms.RadioSelect, initial=KINDS[0][0])
    value = forms.CharField(
        label=_("How much"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "input-number number"}),
    )
    starts_on = _day(_("Valid from"), _("Leave blank to start now."))
    ends_on = _day(_("Valid until"), _("Including that day. Leave blank for no end date."))
    limit = WholeNumberField(
        label=_("Total uses"), least=1, most=_MOST_USES, required=False, help_text=_("Leave blank for no limit.")
    )
    limit_each = WholeNumberField(
        label=_("Uses per customer"),
        least=1,
        most=_MOST_USES,
        required=False,
        help_text=_("Customers are recognised by their e-mail address. Leave blank for no limit."),
    )
    note = forms.CharField(label=_("Internal note"), max_length=200, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, market: Market, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.market = market
        self.fields["minimum"] = MoneyField(
            label=_("From a subtotal of"),
            currency=market.currency,
            required=False,
            help_text=_("Before discount, excluding delivery. Leave blank for any basket."),
        )
        self.order_fields(("code", "count", "kind", "value", "minimum"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("count", 1) > 1 and values.get("code"):
            self.add_error("code", _("Several codes are generated: leave this blank."))
        if values.get("count", 1) > 1 and values.get("limit", None) not in (None, 1):
            self.add_error("limit", _("With several codes, each works once: leave this blank."))
        if "value" in values and "kind" in values:
            values["reduction"] = self._reduction(values)
        return values

    def _reduction(self, values: dict[str, Any]) -> Reduction | None:
        minimum = values.get("minimum") or Money.zero(self.market.currency)
        try:
            if values["kind"] == VoucherKind.PERCENTAGE:
                typed = "".join(values["value"].split()).removesuffix("%").replace(",", ".")
                percent = Decimal(typed)
                if not percent.is_finite() or percent != round(percent, 2):
                    raise InvalidOperation
                return Reduction(minimum=minimum, percent=percent)
            return Reduction(minimum=minimum, amount=read_amount(values["value"], self.market.currency))
        except (NotAnAmount, InvalidOperation):
            self.add_error("value", _("Enter an amount such as 5.00, or a percentage such as 10."))
            return None

    def drafts(self, now: datetime) -> list[VoucherDraft]:
        """What is to be made, once the form is valid."""
        values, several = self.cleaned_data, self.cleaned_data["count"] > 1
        draft = VoucherDraft(
            market=self.market.code,
            reduction=values["reduction"],
            code=values["code"],
            starts_at=self._midnight(values["starts_on"]) if values["starts_on"] else now,
            ends_at=self._midnight(values["ends_on"] + timedelta(days=1)) if values["ends_on"] else None,
            limit=1 if several else values["limit"],
            limit_each=values["limit_each"],
            note=values["note"],
        )
        return [draft] * values["count"]

    def _midnight(self, day: date) -> datetime:
        """The instant at which a day begins where the market lives."""
        return datetime.combine(day, time(), ZoneInfo(self.market.time_zone))
