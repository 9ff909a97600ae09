"""What staff may be asked before a step."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.amounts import MoneyField
from comptoir.backoffice.fields import WholeNumberField, choose_among
from comptoir.backoffice.formats import money_text
from comptoir.backoffice.fulfilment.states import TRACKING
from comptoir.backoffice.orders.parcel_screens import Content
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.fulfilment.values import SAID_BY_HAND, TrackingStatus
from comptoir.flows.record_payment import ExcessWay
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money


class RecordPaymentForm(forms.Form):
    """A transfer or cheque that has arrived, of whatever amount; ``key`` makes pressing twice count once."""

    reference = forms.CharField(
        label=_("Reference on the bank statement"),
        max_length=140,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    another = forms.BooleanField(
        label=_("It is another transfer"),
        required=False,
        help_text=_("The same amount came twice, with the same reference."),
    )

    def __init__(self, *args: Any, due: Money, credit: bool, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": new_id(), "amount": due or None, "excess": ""})
        super().__init__(*args, **kwargs)
        self.fields["amount"] = MoneyField(
            label=_("Amount received"),
            currency=due.currency,
            required=not due,
            help_text=_("As shown on the statement, even if it is not the %(due)s due.") % {"due": money_text(due)}
            if due
            else _("As shown on the statement."),
        )
        kept = ((ExcessWay.CREDIT.value, _("Is kept as store credit")),) if credit else ()
        self.fields["excess"] = forms.ChoiceField(
            label=_("The overpayment"),
            required=False,
            choices=(
                ("", _("No overpayment")),
                (ExcessWay.REFUND.value, _("Refunded to the customer")),
                *kept,
            ),
            widget=forms.RadioSelect,
        )
        self.order_fields(("amount", "reference", "another", "excess"))
        if not self.is_bound:  # asked only of who has written what was recorded before
            del self.fields["another"]

    def clean_amount(self) -> Money | None:
        """None where nothing was written; nothing is no payment."""
        amount: Money | None = self.cleaned_data["amount"]
        if amount is not None and not amount:
            raise ValidationError(_("Enter the amount that was received: more than zero."), code="zero")
        return amount

    @property
    def excess_way(self) -> ExcessWay | None:
        return ExcessWay(self.cleaned_data["excess"]) if self.cleaned_data["excess"] else None

    @property
    def asked(self) -> tuple[forms.BoundField, ...]:
        return self["amount"], self["reference"]


_ENDS = [(status.value, TRACKING[status].word) for status in TrackingStatus if status in SAID_BY_HAND]


class ReportForm(forms.Form):
    """What became of a parcel that left, for whoever has it from the carrier or the buyer. One that was said to have
    arrived may be still on its way; whoever says otherwise says how they know."""

    status = forms.ChoiceField(
        label=_("What became of it"),
        choices=_ENDS,
    )
    on = forms.DateField(label=_("On which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    because = forms.CharField(label=_("How you know"), max_length=200, required=False)

    def __init__(self, *args: Any, corrects: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if corrects:
            still = (TrackingStatus.IN_TRANSIT.value, _("Not delivered: still on its way"))
            choose_among(self, status=[still, *_ENDS])


class ShipForm(forms.Form):
    """A parcel leaves: by whom, and how many pieces of each article, all of them unless only a part is to leave."""

    carrier = forms.CharField(label=_("Carrier"), max_length=60)
    tracking_number = forms.CharField(
        label=_("Tracking number"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, contents: Sequence[Content], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._parts: dict[str, VariantId] = {}
        if sum(content.quantity for content in contents) == 1:
            return  # one piece cannot be parted
        for content in contents:
            name, most = f"pieces_{content.variant_id}", content.quantity
            self.fields[name] = WholeNumberField(label=content.name, most=most, initial=most)
            self._parts[name] = content.variant_id

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if self._parts and not any(values.get(name, 1) for name in self._parts):
            self.add_error(next(iter(self._parts)), _("Enter how many units ship."))
        return values

    @property
    def asked(self) -> tuple[forms.BoundField, ...]:
        return tuple(self[name] for name in self.fields if name not in self._parts)

    @property
    def parts(self) -> tuple[forms.BoundField, ...]:
        return tuple(self[name] for name in self._parts)

    @property
    def is_part(self) -> bool:
        """Whether somebody wrote something about single pieces."""
        return self.is_bound and any(name in self.changed_data or name in self.errors for name in self._parts)

    @property
    def leaving(self) -> dict[VariantId, int] | None:
        """What leaves, as somebody saw it lie in the parcel; None for all of it."""
        counts = {variant_id: self.cleaned_data[name] for name, variant_id in self._parts.items()}
        return {variant_id: count for variant_id, count in counts.items() if count} or None


class LabelForm(forms.Form):
    """What the scales say; the articles added up unless somebody weighed."""

    weight_grams = WholeNumberField(label=_("Weight, g"), least=1, most=1_000_000, required=False)


class HandOverForm(forms.Form):
    """Who comes for the goods: the code that was sent, or how they are known without it."""

    collection_code = forms.CharField(
        label=_("Code the customer shows"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    identified_by = forms.CharField(
        label=_("How you know it is theirs"),
        max_length=200,
        required=False,
        help_text=_("For instance: identity card, same name as on the order. Kept in the history."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, has_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_code:  # nobody was sent one
            self.fields.clear()

    def clean_collection_code(self) -> str:
        return "".join(self.cleaned_data["collection_code"].split())

    @property
    def asked(self) -> tuple[forms.BoundField, ...]:
        return tuple(self[name] for name in self.fields if name == "collection_code")

    @property
    def otherwise(self) -> tuple[forms.BoundField, ...]:
        return tuple(self[name] for name in self.fields if name == "identified_by")


class ReasonForm(forms.Form):
    """Why an order is cancelled or held back: kept in its history."""

    because = forms.CharField(
        label=_("Reason"),
        max_length=400,
        help_text=_("Kept in the history; the customer does not see it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NoteForm(forms.Form):
    """Something beside the order that colleagues should know."""

    text = forms.CharField(
        label=_("Internal note"),
        max_length=4_000,
        help_text=_("No one can change it afterwards; the customer does not see it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
