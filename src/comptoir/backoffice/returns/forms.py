"""What staff may be asked before a step."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.fields import choose_among
from comptoir.backoffice.returns.states import OUTCOME
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.network.queries import places
from comptoir.domains.orders.values import OrderLine
from comptoir.domains.returns.values import Outcome, ReceivedLine, Return, SwapChoice
from comptoir.kernel.texts import text_in

_OUTCOMES = [(one.value, OUTCOME[one]) for one in (Outcome.RESTOCK, Outcome.SCRAP)]


class ReceiveForm(forms.Form):
    """Line by line, how many pieces came and what becomes of them. 0: not in the parcel."""

    place = forms.ChoiceField(label=_("Received at"))

    def __init__(
        self, *args: Any, found: Return, titles: Iterable[tuple[int, str]], language: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._lines = found.lines
        known = dict(titles)
        choose_among(self, place=[(one.code, text_in(one.name, language)) for one in places()])
        self.fields["place"].initial = found.place_code
        for line in found.lines:
            self.fields[f"received_{line.position}"] = forms.IntegerField(
                label=known[line.position], min_value=0, max_value=line.quantity, initial=line.quantity
            )
            self.fields[f"outcome_{line.position}"] = forms.ChoiceField(
                label=_("What becomes of it"), choices=_OUTCOMES, initial=Outcome.RESTOCK.value
            )

    @property
    def received(self) -> list[ReceivedLine]:
        values = self.cleaned_data
        return [
            ReceivedLine(
                position=line.position,
                received=values[f"received_{line.position}"],
                outcome=Outcome(values[f"outcome_{line.position}"]),
            )
            for line in self._lines
        ]


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
                choices=[*offered, ("", _("Nothing: the money goes back"))],
                initial=same if same in dict(offered) else "",
                required=False,
            )

    @property
    def instead(self) -> dict[int, VariantId]:
        return {
            int(name.rpartition("_")[2]): VariantId(UUID(value)) for name, value in self.cleaned_data.items() if value
        }


def _called(choice: SwapChoice, language: str) -> str:
    return text_in(choice.variant.options, language) or text_in(choice.variant.title, language)


class RefuseForm(forms.Form):
    """Why it is not taken back."""

    because = forms.CharField(
        label=_("Reason"),
        max_length=1_000,
        help_text=_("The customer reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
