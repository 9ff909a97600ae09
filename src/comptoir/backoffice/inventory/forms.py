"""What is typed about stock: counts, policies, purchases, transfers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.fields import MailField, WholeNumberField, choose_among
from comptoir.backoffice.seen import SeenForm
from comptoir.backoffice.texts import language_names
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.values import MOST_BUCKETS, PlacedLine, Proposal, StockLine
from comptoir.kernel.ids import new_id


class CountForm(SeenForm):
    """What stands on each shelf. Places left as they were shown are not counted, whatever moved there since."""

    because = forms.CharField(
        label=_("Why"), max_length=200, required=False, help_text=_("Stock count, breakage, delivery…")
    )

    def __init__(self, *args: Any, places: Iterable[tuple[str, str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place_codes = []
        for code, name, on_hand in places:
            self.place_codes.append(code)
            self.fields[f"count_{code}"] = WholeNumberField(
                label=name,
                most=10_000_000,
                initial=on_hand,
                show_hidden_initial=True,
            )
        self.order_fields([*(f"count_{code}" for code in self.place_codes), "because"])

    def counted(self) -> dict[str, tuple[int, int | None]]:
        """The places whose number is another one than was shown: the number, and what was shown."""
        return {
            code: (self.cleaned_data[name], self.shown(name))
            for code, name in ((code, f"count_{code}") for code in self.place_codes)
            if name in self.changed_data
        }


@dataclass(frozen=True, slots=True)
class Written:
    """A line as somebody typed it; ``amount`` is "" where only the quantity was given."""

    sku: str
    quantity: int
    amount: str


class LinesField(forms.CharField):
    """Articles as lines to type or paste: a reference, a quantity and, where it is asked for, an amount."""

    default_error_messages = {"line": _("“%(line)s” is not a reference and a quantity.")}

    def __init__(self, *, priced: bool = False, **kwargs: Any) -> None:
        self.most_words = 3 if priced else 2
        widget = forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"})
        super().__init__(widget=widget, max_length=20_000, **kwargs)

    def clean(self, value: Any) -> tuple[Written, ...]:
        text = super().clean(value)
        return tuple(self._read(line) for line in text.splitlines() if line.strip())

    def _read(self, line: str) -> Written:
        words = line.replace(";", " ").replace("\t", " ").split()
        if not 2 <= len(words) <= self.most_words or not (words[1].isdecimal() and len(words[1]) < 10):
            raise ValidationError(self.error_messages["line"], code="line", params={"line": line.strip()[:80]})
        return Written(words[0], int(words[1]), words[2] if len(words) > 2 else "")


class OnceForm(forms.Form):
    """A form that counts once, however often it is sent: its key is made with the page."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = str(new_id())


def find_field() -> forms.CharField:
    """Where an article is looked for."""
    return forms.CharField(
        label=_("Add an item"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("By name, reference or barcode. A scanner works as well."),
    )


class PickForm(forms.Form):
    """A form with lines of articles, to which they can be added by searching; see ``picking``."""

    find = find_field()
    choices: Sequence[tuple[str, str]] = ()
    none_found = False

    def go_on(self, *, lines: str, find: str = "", choices: Sequence[tuple[str, str]] = ()) -> None:
        """It is still being filled in: shown as it was sent, with these lines, and nothing in it is wrong yet."""
        self.initial = dict(self.data.items()) | {"lines": lines, "find": "" if choices else find}
        self.is_bound = False
        self.choices, self.none_found = choices, bool(find) and not choices
        self.fields["find"].widget.attrs["autofocus"] = True


class BecauseForm(forms.Form):
    because = forms.CharField(label=_("Why"), max_length=200)


class PiecesForm(OnceForm):
    """A number of pieces for each article, under one or several heads."""

    def pieces(self, head: str = "pieces") -> list[StockLine]:
        """The articles of that head of which there are any."""
        return [
            StockLine(variant_id=VariantId(UUID(name.removeprefix(f"{head}_"))), quantity=quantity)
            for name, quantity in self.cleaned_data.items()
            if name.startswith(f"{head}_") and quantity
        ]

    def ask(self, head: str, articles: Iterable[tuple[VariantId, str, int]]) -> None:
        for id, label, initial in articles:
            self.fields[f"{head}_{id.hex}"] = WholeNumberField(label=label, most=10_000_000, initial=initial)


class ReceiveGoodsForm(PiecesForm):
    even_more = forms.BooleanField(label=_("Accept the surplus as well"), required=False)

    def __init__(self, *args: Any, articles: Iterable[tuple[VariantId, str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask("pieces", articles)
        self.order_fields([name for name in self.fields if name != "even_more"])


class ReceiveTransferForm(PiecesForm):
    because = forms.CharField(label=_("Reason for the loss"), max_length=200, required=False)

    def __init__(self, *args: Any, articles: Iterable[tuple[VariantId, str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for id, label, under_way in articles:
            self.ask("arrived", [(id, label, under_way)])
            self.ask("lost", [(id, _("%(article)s: lost") % {"article": label}, 0)])
        self.order_fields([name for name in self.fields if name != "because"])


class TransferForm(PickForm, OnceForm):
    source = forms.ChoiceField(label=_("From location"))
    destination = forms.ChoiceField(label=_("To location"))
    lines = LinesField(label=_("Items"), help_text=_("One per line: reference and quantity."))

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (("source", places), ("destination", (*places[1:], *places[:1]))):
            choose_among(self, **{name: offered})  # two different places to start with
        self.order_fields(["source", "destination", "find", "lines"])


class PurchaseForm(PickForm, OnceForm):
    supplier = forms.ChoiceField(label=_("Supplier"))
    place = forms.ChoiceField(label=_("For location"))
    lines = LinesField(
        label=_("Items"),
        priced=True,
        help_text=_("One per line: reference, quantity, and the unit price where it is not known yet."),
    )

    def __init__(
        self, *args: Any, suppliers: Sequence[tuple[str, str]], places: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, supplier=suppliers)
        choose_among(self, place=places)
        self.order_fields(["supplier", "place", "find", "lines"])


class TakeInForm(PickForm, OnceForm):
    place = forms.ChoiceField(label=_("Location"))
    delivery_note = forms.CharField(
        label=_("Delivery note"), max_length=120, help_text=_("Its number, or who delivered the items.")
    )
    lines = LinesField(
        label=_("Articles"),
        priced=True,
        help_text=_("One per line: reference, quantity and, optionally, unit cost excluding VAT."),
    )

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, place=places)
        if "is_another" in self.data:
            self.ask_whether_another()
        self.order_fields(["place", "delivery_note", "is_another", "find", "lines"])

    def ask_whether_another(self) -> None:
        """Of a delivery note that is known: asked only then."""
        self.fields["is_another"] = forms.BooleanField(label=_("It is another delivery"), required=False)
        self.order_fields(["place", "delivery_note", "is_another", "find", "lines"])


class PurchaseLinesForm(PickForm):
    lines = LinesField(label=_("Items"), priced=True, help_text=_("Reference, quantity, unit price."))


class PlacePurchaseForm(forms.Form):
    expected_on = forms.DateField(
        label=_("Expected on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave blank for the supplier’s usual lead time."),
    )


class SupplierForm(forms.Form):
    code = forms.SlugField(
        label=_("Code"), max_length=32, help_text=_("Lowercase letters, digits and hyphens. It never changes.")
    )
    name = forms.CharField(label=_("Name"), max_length=120)
    email = MailField(label=_("E-mail"), required=False)
    language = forms.ChoiceField(label=_("Language of e-mails"), required=False)
    lead_days = WholeNumberField(label=_("Lead time, days"), most=730, initial=7)
    currency = forms.CharField(label=_("Currency"), min_length=3, max_length=3)
    active = forms.BooleanField(label=_("Active"), required=False, initial=True)

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = language_names(code for code, _name in settings.LANGUAGES)
        choose_among(self, language=[("", _("As our first market")), *languages])
        if not is_new:
            del self.fields["code"]


class NewCountForm(forms.Form):
    place = forms.ChoiceField(label=_("Location"))
    skus = forms.CharField(
        label=_("Only these items"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_("One reference per line. Leave blank for everything the location holds."),
    )

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, place=places)


class CountedForm(PickForm):
    lines = LinesField(
        label=_("Found"), help_text=_("One per line: reference and quantity on hand, reserved units included.")
    )


class PolicyForm(forms.Form):
    """How the stock of one article at one place is kept."""

    place = forms.CharField(max_length=32, widget=forms.HiddenInput)
    shelf = forms.CharField(
        label=_("Shelf"),
        max_length=60,
        required=False,
        help_text=_("Where the item is kept there. Pick lists follow this order."),
    )
    safety = WholeNumberField(
        label=_("Safety stock"), most=1_000_000, initial=0, help_text=_("These units are never promised to anyone.")
    )
    low_stock = WholeNumberField(label=_("Low-stock threshold"), most=1_000_000, required=False)
    target = WholeNumberField(label=_("Target"), most=1_000_000, required=False)
    backorder_limit = WholeNumberField(label=_("Back-order limit"), most=1_000_000, initial=0)
    preorder = forms.BooleanField(label=_("As a pre-order"), required=False)
    expected_on = forms.DateField(
        label=_("Expected on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class WriteOffForm(OnceForm, BecauseForm):
    place = forms.ChoiceField(label=_("Location"))
    quantity = WholeNumberField(label=_("Units"), least=1, most=1_000_000)

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, place=places)
        self.order_fields(["place", "quantity", "because"])


class GatherForm(forms.Form):
    place = forms.ChoiceField(label=_("Location"))

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, place=places)


class SpreadForm(GatherForm):
    buckets = WholeNumberField(
        label=_("Number of parts"),
        least=2,
        most=MOST_BUCKETS,
        initial=8,
        help_text=_("As many buyers can be served at the same moment."),
    )


class SupplyForm(forms.Form):
    supplier = forms.ChoiceField(label=_("Supplier"))
    unit_cost = forms.CharField(
        label=_("Unit price"), max_length=20, help_text=_("In the supplier’s currency, excluding VAT.")
    )

    def __init__(self, *args: Any, suppliers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, supplier=suppliers)


class ProposalsForm(OnceForm):
    """Which proposals become purchase orders, and how many pieces of each."""

    def __init__(self, *args: Any, proposals: Sequence[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = proposals
        for one in proposals:
            name = proposal_name(one)
            if one.supplier_code:
                ticks = forms.CheckboxInput(attrs={"data-tick": True} if one.sold else {})
                self.fields[f"take_{name}"] = forms.BooleanField(required=False, label=_("Tick to order"), widget=ticks)
            self.fields[f"quantity_{name}"] = WholeNumberField(
                label=_("Units to order"), least=1, most=1_000_000, initial=one.quantity
            )

    def chosen(self) -> list[PlacedLine]:
        """Those that are ticked."""
        return [
            PlacedLine(
                variant_id=one.variant_id,
                place_code=one.place_code,
                quantity=self.cleaned_data[f"quantity_{proposal_name(one)}"],
            )
            for one in self.proposals
            if self.cleaned_data.get(f"take_{proposal_name(one)}")
        ]


def proposal_name(one: Proposal) -> str:
    """The end of its fields' names."""
    return f"{one.variant_id.hex}_{one.place_code}"
