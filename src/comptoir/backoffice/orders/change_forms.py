"""What is to be other than agreed: pieces called off, articles added, addresses corrected, and why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.countries import country_choices, country_name
from comptoir.backoffice.fields import PhoneField, WholeNumberField, choose_among
from comptoir.backoffice.inventory.forms import find_field
from comptoir.backoffice.orders.forms import ReasonForm
from comptoir.backoffice.orders.parcels import article_name
from comptoir.domains.orders.values import Order, OrderLine
from comptoir.kernel.addresses import Address, required_fields

_MOST_PIECES = 9_999
SHIPPING, BILLING = "shipping", "billing"
_OWN = {
    "name": (_("Name"), 120), "company": (_("Company"), 120), "line1": (_("Number and street"), 120),
    "line2": (_("Address, second line"), 120), "postal_code": (_("Postal code"), 16), "city": (_("Town"), 80),
    "region": (_("Region"), 80),
}  # fmt: skip


class ChangeForm(ReasonForm):
    """``called_off_<position>`` for each line of which something is left to send, the way of delivery, the e-mail, then
    both addresses. ``find`` looks for an article to add; ``choices`` are those that may be meant.

    What an address needs depends on its country: the flow says it. ``filling`` is what somebody has written so far,
    with which nothing is wrong yet.
    """

    find = find_field()
    delivery_method = forms.ChoiceField(label=_("Delivery method"))
    email = forms.CharField(label=_("E-mail"), max_length=254)
    same_billing = forms.BooleanField(label=_("Billed to the delivery address"), required=False)
    choices: Sequence[tuple[str, str]] = ()
    none_found = False

    def __init__(
        self,
        data: Any = None,
        *,
        order: Order,
        ways: Sequence[tuple[str, str]],
        countries: Sequence[str],
        filling: dict[str, Any] | None = None,
    ) -> None:
        self._order = order
        shipping, billing = order.shipping_address, order.billing_address
        initial = _agreed(order) if filling is None else filling
        super().__init__(data, initial=initial)
        choose_among(self, delivery_method=ways)
        for line in self.open_lines:
            self.fields[_call_off(line)] = WholeNumberField(label=article_name(line), most=line.to_ship, initial=0)
        written = initial if data is None else data
        for prefix, address in ((SHIPPING, shipping), (BILLING, billing)):
            self.fields |= _address_fields(prefix, address, written.get(f"{prefix}_country") or address.country)
        if len(countries) > 1:
            self.fields[f"{SHIPPING}_country"] = forms.ChoiceField(
                label=_("Country"), choices=[(code, country_name(code)) for code in countries]
            )
        self.fields[f"{BILLING}_country"] = forms.ChoiceField(
            label=_("Country"), choices=[("", "–"), *country_choices()], required=False
        )

    @property
    def open_lines(self) -> tuple[OrderLine, ...]:
        return tuple(line for line in self._order.lines if line.to_ship)

    @property
    def call_off_fields(self) -> tuple[tuple[OrderLine, forms.BoundField], ...]:
        return tuple((line, self[_call_off(line)]) for line in self.open_lines)

    def part(self, prefix: str) -> tuple[forms.BoundField, ...]:
        """The fields of one address."""
        return tuple(self[name] for name in self.fields if name.startswith(f"{prefix}_"))

    @property
    def shipping(self) -> tuple[forms.BoundField, ...]:
        return self.part(SHIPPING)

    @property
    def billing(self) -> tuple[forms.BoundField, ...]:
        return self.part(BILLING)

    @property
    def shown(self) -> tuple[tuple[str, str], ...]:
        """What each field that holds something agreed shows of it: sent along, see ``over_today``."""
        return tuple((self.add_initial_prefix(name), value) for name, value in _agreed(self._order).items())

    @property
    def called_off(self) -> Mapping[int, int]:
        counts = {line.position: self.cleaned_data[_call_off(line)] for line in self.open_lines}
        return {position: count for position, count in counts.items() if count}

    @property
    def new_email(self) -> str | None:
        """As corrected; None where it stays what it was."""
        return self.cleaned_data["email"] if self.cleaned_data["email"] != self._order.email else None

    @property
    def new_delivery_method(self) -> str | None:
        """None where it stays what it was."""
        code = self.cleaned_data["delivery_method"]
        return code if code != self._order.delivery.code else None

    @property
    def shipping_address(self) -> Address | None:
        """As corrected; None where it stays what it was."""
        return _changed(self._order.shipping_address, self._shipping)

    @property
    def billing_address(self) -> Address | None:
        """As corrected; None where it stays what it was."""
        before = self._order.billing_address
        if self.cleaned_data["same_billing"]:
            return _changed(before, _as_delivered(self._shipping, before))
        return _changed(before, replace(before, **self._written(BILLING)))

    @property
    def _shipping(self) -> Address:
        return replace(self._order.shipping_address, **self._written(SHIPPING))

    def _written(self, prefix: str) -> dict[str, str]:
        return {field.name.removeprefix(f"{prefix}_"): self.cleaned_data[field.name] for field in self.part(prefix)}


def _call_off(line: OrderLine) -> str:
    return f"called_off_{line.position}"


def over_today(sent: Mapping[str, Any], order: Order) -> dict[str, Any]:
    """What was sent, of a page that may be older than the order: a field that was left as it was shown holds what is
    agreed by now, so that nobody takes back what somebody else has changed meanwhile."""
    values = dict(sent.items())
    for name, agreed in _agreed(order).items():
        if values.get(name, "") == values.get(f"initial-{name}"):
            values[name] = agreed
    return values


def _agreed(order: Order) -> dict[str, str]:
    """What is agreed, by field, as a page sends it."""
    shipping, billing = order.shipping_address, order.billing_address
    return {
        "same_billing": "on" if _as_delivered(shipping, billing) == billing else "",
        "email": order.email,
        "delivery_method": order.delivery.code,
        **_initial(SHIPPING, shipping),
        **_initial(BILLING, billing),
    }


def _initial(prefix: str, address: Address) -> dict[str, str]:
    return {f"{prefix}_{name}": value for name, value in address.values().items()}


def _address_fields(prefix: str, address: Address, country: str) -> dict[str, forms.Field]:
    """``country`` is the one that is chosen now."""
    asks_region = bool(address.region) or bool(country and "region" in required_fields(country))
    fields: dict[str, forms.Field] = {
        f"{prefix}_{name}": forms.CharField(label=label, max_length=most, required=False)
        for name, (label, most) in _OWN.items()
        if name != "region" or asks_region
    }
    return fields | {f"{prefix}_phone": PhoneField()}


def _as_delivered(shipping: Address, billing: Address) -> Address:
    """Whose VAT number it is does not depend on where the parcel goes."""
    return replace(shipping, vat_number=billing.vat_number)


def _changed(before: Address, after: Address) -> Address | None:
    return None if after == before else after


class AddedForm(forms.Form):
    """An article that is added, by its reference."""

    sku = forms.CharField(
        label=_("Reference"), max_length=64, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    quantity = WholeNumberField(label=_("Quantity"), least=1, most=_MOST_PIECES, required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("sku") and "quantity" in values and not values["quantity"]:
            self.add_error("quantity", _("Enter a quantity."))
        if values.get("quantity") and not values.get("sku"):
            self.add_error("sku", _("Enter the item reference."))
        return values


_MOST_ROWS = 50
AddedFormSet = forms.formset_factory(AddedForm, extra=2, max_num=_MOST_ROWS, absolute_max=_MOST_ROWS)


def added_rows(data: Mapping[str, Any], prefix: str, *, more: str = "") -> list[dict[str, str]]:
    """What stands in the rows that were sent, with a piece more of an article."""
    total = str(data.get(f"{prefix}-TOTAL_FORMS", ""))
    count = min(int(total), _MOST_ROWS) if total.isdecimal() and len(total) < 4 else 0
    rows = [{name: str(data.get(f"{prefix}-{at}-{name}", "")) for name in ("sku", "quantity")} for at in range(count)]
    rows = [row for row in rows if any(row.values())]
    for row in rows:
        if more and row["sku"].lower() == more.lower() and row["quantity"].isdecimal() and len(row["quantity"]) < 5:
            row["quantity"] = str(int(row["quantity"]) + 1)
            return rows
    return [*rows, {"sku": more, "quantity": "1"}] if more else rows


def added_pieces(rows: Sequence[forms.Form]) -> Mapping[str, int]:
    """How many of each reference; a reference that stands twice is added up."""
    counted: Counter[str] = Counter()
    for row in rows:
        if sku := row.cleaned_data.get("sku"):
            counted[sku] += row.cleaned_data["quantity"]
    return counted
