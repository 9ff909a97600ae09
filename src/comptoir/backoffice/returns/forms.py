"""What staff may be asked before a step."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.amounts import MoneyField
from comptoir.backoffice.fields import MailField, WholeNumberField, choose_among
from comptoir.backoffice.returns.states import KIND
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.network.queries import places
from comptoir.domains.network.values import Place, PlaceKind
from comptoir.domains.orders.values import OrderId, OrderLine
from comptoir.domains.returns.values import (
    BY_RIGHT,
    LONGEST_REASON,
    REASONS,
    AskedLine,
    KeptBack,
    Reason,
    ReceivedLine,
    Return,
    Returnable,
    ReturnId,
    ReturnKind,
    ReturnRequest,
    SwapChoice,
)
from comptoir.kernel.texts import text_in

_UNSOUND = frozenset({Reason.DAMAGED, Reason.FAULTY})
_REST = (("awaited", _("Still expected")), ("missing", _("Missing, will not come")))


class ReceiveForm(forms.Form):
    """Line by line, how many pieces came, how many of those are written off, or put aside where there is a quarantine,
    and what is kept back for the value that goods have lost, unless something was wrong with them. 0: not in the
    parcel.

    ``shown`` is the amount, in minor units, that was shown to be given back when the form was sent.
    """

    place = forms.ChoiceField(label=_("Received at"))
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        found: Return,
        titles: Iterable[tuple[int, str]],
        currency: str,
        language: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._lines = found.lines
        known = dict(titles)
        choose_among(self, place=[(one.code, _named(one, language)) for one in places()])
        self.fields["place"].initial = found.place_code
        quarantines = [one for one in places() if one.kind is PlaceKind.QUARANTINE]
        for line in found.lines:
            self.fields[f"received_{line.position}"] = WholeNumberField(
                label=known[line.position], most=line.quantity, initial=line.quantity
            )
            # What arrived in pieces or does not work is not sold again before somebody says so.
            doubtful = line.quantity if line.reason in _UNSOUND else 0
            self.fields[f"scrapped_{line.position}"] = WholeNumberField(
                label=_("Of which written off"),
                most=line.quantity,
                initial=0 if quarantines else doubtful,
                required=False,
            )
            if quarantines:
                self.fields[f"aside_{line.position}"] = WholeNumberField(
                    label=_("Of these, set aside"), most=line.quantity, initial=doubtful, required=False
                )
            if found.kind in BY_RIGHT:
                self._add_kept_back(line.position, currency)
        if quarantines:
            self.fields["aside_at"] = forms.ChoiceField(
                label=_("Set aside at"),
                choices=[(one.code, text_in(one.name, language)) for one in quarantines],
                initial=quarantines[0].code,
                widget=forms.Select if len(quarantines) > 1 else forms.HiddenInput,
            )
        self.fields["rest"] = forms.ChoiceField(
            label=_("What did not arrive"), choices=_REST, initial="awaited", required=False, widget=forms.RadioSelect
        )

    def _add_kept_back(self, position: int, currency: str) -> None:
        self.fields[f"kept_back_{position}"] = MoneyField(
            label=_("Withheld for loss in value"),
            currency=currency,
            required=False,
            help_text=_("Only if the item was used beyond what is needed to try it. The seller has to prove it."),
        )
        self.fields[f"kept_because_{position}"] = forms.CharField(
            label=_("Reason, shown to the customer"), max_length=LONGEST_REASON, required=False
        )

    @property
    def received(self) -> list[ReceivedLine]:
        """What came; by a form that nobody has sent yet, all of it."""
        if not self.is_bound:
            return [ReceivedLine(position=line.position, received=line.quantity) for line in self._lines]
        values = self.cleaned_data
        return [
            ReceivedLine(
                position=line.position,
                received=values[f"received_{line.position}"],
                scrapped=values[f"scrapped_{line.position}"] or 0,
                aside=values.get(f"aside_{line.position}") or 0,
                kept_back=self._kept_back(line.position),
            )
            for line in self._lines
        ]

    def _kept_back(self, position: int) -> KeptBack | None:
        amount = self.cleaned_data.get(f"kept_back_{position}")
        return KeptBack(amount=amount, because=self.cleaned_data[f"kept_because_{position}"]) if amount else None

    @property
    def rest_awaited(self) -> bool:
        return bool(self.cleaned_data["rest"] != "missing")


class RegisterForm(forms.Form):
    """A return that a customer announced by telephone, or that came without its slip."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What the customer wants"), choices=list(KIND.items()))

    def __init__(
        self,
        *args: Any,
        lines: Sequence[Returnable],
        choices: Mapping[int, Sequence[SwapChoice]],
        language: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._positions = [each.line.position for each in lines]
        for each in lines:
            self._add_line(each, choices.get(each.line.position, ()), language)
        self.fields["statement"] = forms.CharField(
            label=_("What the customer said"),
            max_length=2_000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.fields["name"] = forms.CharField(label=_("Name"), max_length=200)
        self.fields["email"] = MailField(label=_("E-mail"))

    def _add_line(self, each: Returnable, instead: Sequence[SwapChoice], language: str) -> None:
        at, words = each.line.position, ", ".join(filter(None, (each.line.title, each.line.options)))
        label = _("%(title)s: units of %(quantity)s") % {"title": words, "quantity": each.pieces}
        self.fields[f"pieces_{at}"] = WholeNumberField(label=label, most=each.pieces, initial=0)
        self.fields[f"reason_{at}"] = forms.ChoiceField(
            label=_("Reason"), choices=list(REASONS.items()), required=False
        )
        if instead:
            offered = [(str(one.variant.id), _called(one, language)) for one in instead]
            self.fields[f"instead_{at}"] = forms.ChoiceField(
                label=_("Exchange for"), choices=[("", "–"), *offered], required=False
            )

    def asked_of(self, order_id: OrderId) -> ReturnRequest:
        values, kind = self.cleaned_data, ReturnKind(self.cleaned_data["kind"])
        return ReturnRequest(
            id=ReturnId(values["key"]),
            order_id=order_id,
            kind=kind,
            lines=tuple(self._asked_line(at, kind) for at in self._positions if values[f"pieces_{at}"]),
            name=values["name"],
            email=values["email"],
            statement=values["statement"],
        )

    def _asked_line(self, at: int, kind: ReturnKind) -> AskedLine:
        values = self.cleaned_data
        instead = values.get(f"instead_{at}") if kind is ReturnKind.EXCHANGE else ""
        return AskedLine(
            position=at,
            quantity=values[f"pieces_{at}"],
            reason=Reason(values[f"reason_{at}"]),
            swap_for=VariantId(UUID(instead)) if instead else None,
        )


class ReplaceForm(forms.Form):
    """Line by line, what is sent instead: the same again, another variant, or nothing, and the money goes back."""

    def __init__(
        self,
        *args: Any,
        lines: Iterable[OrderLine],
        choices: Mapping[int, Sequence[SwapChoice]],
        language: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for line in lines:
            offered = [(str(one.variant.id), _called(one, language)) for one in choices[line.position]]
            same = str(line.variant_id)
            self.fields[f"instead_{line.position}"] = forms.ChoiceField(
                label=line.title,
                choices=[*offered, ("", _("Nothing: refund"))],
                initial=same if same in dict(offered) else "",
                required=False,
            )

    @property
    def instead(self) -> dict[int, VariantId]:
        return {
            int(name.rpartition("_")[2]): VariantId(UUID(value)) for name, value in self.cleaned_data.items() if value
        }


def _named(place: Place, language: str) -> str:
    name = text_in(place.name, language)
    return name if place.sells else gettext("%(place)s: set aside, not sold") % {"place": name}


def _called(choice: SwapChoice, language: str) -> str:
    return text_in(choice.variant.options, language) or text_in(choice.variant.title, language)


class RefuseForm(forms.Form):
    """Why it is not taken back."""

    because = forms.CharField(
        label=_("Reason"),
        max_length=1_000,
        help_text=_("The customer sees it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
