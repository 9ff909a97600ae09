"""What staff write down about a gift card or store credit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.amounts import MoneyField
from comptoir.backoffice.fields import MailField
from comptoir.domains.stored_value.values import AccountKind, Origin

KINDS = (
    (AccountKind.GIFT_CARD.value, _("Gift card")),
    (AccountKind.STORE_CREDIT.value, _("Store credit")),
)
ORIGINS = (
    (Origin.SOLD.value, _("A payment received at the bank")),
    (Origin.GESTURE.value, _("Goodwill gesture")),
)
UP, DOWN = "up", "down"
_WAYS = ((UP, _("Increase")), (DOWN, _("Decrease")))


class IssueForm(forms.Form):
    """``key`` makes pressing twice issue once."""

    kind = forms.ChoiceField(label=_("Type"), choices=KINDS, widget=forms.RadioSelect, initial=KINDS[0][0])
    origin = forms.ChoiceField(
        label=_("In return for"), choices=ORIGINS, widget=forms.RadioSelect, initial=ORIGINS[0][0]
    )
    email = MailField(
        label=_("Customer’s e-mail"),
        required=False,
        help_text=_("The code is sent there. Store credit belongs to someone; a gift card need not."),
    )
    expires_on = forms.DateField(
        label=_("Valid until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave blank for no end date."),
    )
    because = forms.CharField(label=_("Reason"), max_length=200, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"] = MoneyField(label=_("Amount"), currency=currency)
        self.order_fields(("kind", "amount"))


class CorrectForm(forms.Form):
    way = forms.ChoiceField(label=_("Balance"), choices=_WAYS, widget=forms.RadioSelect, initial=DOWN)
    because = forms.CharField(label=_("Reason"), max_length=200)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"] = MoneyField(label=_("By"), currency=currency)
        self.order_fields(("way", "amount"))


class BlockForm(forms.Form):
    because = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # It stands beside another form that asks for a reason.
        super().__init__(*args, **{"auto_id": "block_%s"} | kwargs)
