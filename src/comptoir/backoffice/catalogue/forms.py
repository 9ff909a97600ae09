"""What may be written about a product."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.amounts import MoneyField
from comptoir.backoffice.fields import WholeNumberField, choose_among
from comptoir.backoffice.seen import SeenForm
from comptoir.backoffice.texts import TextForm, add_text_field
from comptoir.domains.catalogue.values import NetUnit, TaxClass, Withdrawal

OPTIONS = 3
"""How many choices a product may offer here: size, colour, finish."""

TAX_CLASSES = (
    (TaxClass.STANDARD.value, _("Standard rate: crafts, alcohol")),
    (TaxClass.REDUCED.value, _("Reduced rate: food, books")),
    (TaxClass.INTERMEDIATE.value, _("Intermediate rate: prepared meals")),
    (TaxClass.SUPER_REDUCED.value, _("Super-reduced rate: press, medicine")),
    (TaxClass.ZERO.value, _("Zero rate")),
)
WITHDRAWALS = (
    (Withdrawal.ALLOWED.value, _("Can be returned within 14 days")),
    (Withdrawal.PERISHABLE.value, _("Perishable: cannot be returned")),
    (Withdrawal.SEALED.value, _("Sealed for hygiene: cannot be returned once opened")),
    (Withdrawal.CUSTOM.value, _("Made to measure: cannot be returned")),
    (Withdrawal.DIGITAL.value, _("Download: cannot be returned once delivered")),
)
NET_UNITS = ((NetUnit.GRAM.value, "g"), (NetUnit.MILLILITRE.value, "ml"), (NetUnit.PIECE.value, _("units")))


class ProductForm(TextForm):
    """Texts in every language of the shop, and where the product belongs."""

    maker = forms.CharField(label=_("Maker"), max_length=120, required=False)
    tax_class = forms.ChoiceField(label=_("VAT"), choices=TAX_CLASSES)
    withdrawal = forms.ChoiceField(
        label=_("Right of withdrawal"),
        choices=WITHDRAWALS,
        help_text=_("The law allows no other exceptions. Faulty items can always be returned."),
    )
    categories = forms.MultipleChoiceField(label=_("Categories"), required=False, widget=forms.CheckboxSelectMultiple)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, categories: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, categories=categories)
        for index, code in product(range(OPTIONS), self.languages):
            name = forms.CharField(label=_("Option"), max_length=40, required=False)
            add_text_field(self, f"option_{index}", code, name)

    def texts(self, code: str) -> dict[str, forms.Field]:
        sentence = forms.Textarea(attrs={"rows": 2})
        return {
            "title": forms.CharField(label=_("Title"), max_length=160, required=code == self.languages[0]),
            "summary": forms.CharField(label=_("In one sentence"), max_length=300, required=False, widget=sentence),
            "description": _description(most=20_000),
            "slug": _address(_("Generated from the title when left blank. The old address keeps working.")),
        }

    def option_rows(self) -> list[list[forms.BoundField]]:
        return [[self[f"option_{index}_{code}"] for code in self.languages] for index in range(OPTIONS)]

    def option_errors(self) -> bool:
        return any(name.startswith("option_") for name in self.errors)

    def named_options(self) -> tuple[int, ...]:
        """Which of the option rows carry a name, by what is bound or initial."""
        first = self.languages[0]
        return tuple(index for index in range(OPTIONS) if self[f"option_{index}_{first}"].value())


class VariantForm(SeenForm):
    """One row: a variant with its price in the market and what stands at each place: names by code."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    sku = forms.CharField(
        label=_("Reference"), max_length=64, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    barcode = forms.CharField(
        label=_("Barcode"),
        max_length=14,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    weight_grams = WholeNumberField(
        label=_("Weight, g"),
        most=1_000_000,
        required=False,
    )
    net_amount = WholeNumberField(
        label=_("Net content"),
        most=1_000_000,
        required=False,
    )
    net_unit = forms.ChoiceField(label=_("Unit"), choices=NET_UNITS, required=False)
    active = forms.BooleanField(label=_("On sale"), required=False, initial=True)

    def __init__(
        self,
        *args: Any,
        languages: Sequence[str],
        options: Sequence[int],
        currency: str,
        places: Mapping[str, str],
        may_price: bool,
        may_count: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.languages, self.options, self.places = languages, options, places
        for index, code in product(options, languages):
            value = forms.CharField(label=_("Value"), max_length=60, required=False)
            add_text_field(self, f"value_{index}", code, value)
        for name, label in (("price", _("Price")), ("compare_at", _("Previous price"))):
            self.fields[name] = MoneyField(label=label, currency=currency, required=False, disabled=not may_price)
        for place, name in places.items():
            self.fields[f"stock_{place}"] = WholeNumberField(
                label=_("Stock, %(place)s") % {"place": name},
                most=10_000_000,
                required=False,
                disabled=not may_count,
                show_hidden_initial=may_count,
            )

    def option_cells(self) -> list[list[forms.BoundField]]:
        """For each option, its field in each language."""
        return [[self[f"value_{index}_{code}"] for code in self.languages] for index in self.options]

    def stock_cells(self) -> list[forms.BoundField]:
        return [self[f"stock_{place}"] for place in self.places]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        price, before = values.get("price"), values.get("compare_at")
        if before is not None and (price is None or before <= price):
            self.add_error("compare_at", _("The previous price must be higher than the price."))
        return values


# As many rows as one request may carry fields for (DATA_UPLOAD_MAX_NUMBER_FIELDS).
VariantFormSet = forms.formset_factory(VariantForm, extra=0, can_delete=True, max_num=400, absolute_max=400)


class PictureForm(TextForm):
    """A picture to add."""

    picture = forms.ImageField(
        label=_("Picture"),
        help_text=_("JPEG, PNG or WebP, up to 20 MB. At least 1,200 pixels wide looks best."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
    )
    variant = forms.ChoiceField(label=_("Shows"), required=False)

    def __init__(self, *args: Any, variants: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, variant=[("", _("The product as a whole")), *variants])
        self.order_fields(["picture"])

    def texts(self, code: str) -> dict[str, forms.Field]:
        return {"alt": forms.CharField(label=_("Alternative text"), max_length=200, required=False)}


class CategoryForm(TextForm):
    parent = forms.ChoiceField(label=_("Parent category"), required=False)
    position = WholeNumberField(
        label=_("Position"),
        most=100_000,
        required=False,
    )

    def __init__(self, *args: Any, parents: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, parent=[("", _("none (top level)")), *parents])

    def texts(self, code: str) -> dict[str, forms.Field]:
        return {
            "name": forms.CharField(label=_("Name"), max_length=120),
            "description": _description(most=2_000),
            "slug": _address(_("Generated from the name when left blank.")),
        }


def _address(help_text: Any) -> forms.SlugField:
    return forms.SlugField(label=_("Address in the shop"), max_length=120, required=False, help_text=help_text)


def _description(*, most: int) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 7, "data-rich": ""})
    return forms.CharField(label=_("Description"), max_length=most, required=False, widget=widget)
