"""Words as people write them, and articles by their references."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comptoir.domains.catalogue.queries import variants_by_sku
from comptoir.domains.catalogue.values import ProductId

KINDS = ("pinned", "boosted", "hidden")


class SynonymsForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"))
    words = forms.CharField(
        label=_("Words that mean the same"),
        help_text=_("One word or expression per line: whoever searches for one is shown the products of all."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=2_000,
    )

    def __init__(self, *args: Any, languages: Collection[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = list(languages)  # type: ignore[attr-defined]  # of a ChoiceField

    def lines(self) -> tuple[str, ...]:
        return tuple(self.cleaned_data["words"].splitlines())


class ReferencesField(forms.CharField):
    """Articles by their references, one per line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 4}), **kwargs)


class ArrangementForm(forms.Form):
    words = forms.CharField(label=_("Searched words"), max_length=120, required=False)
    category = forms.ChoiceField(label=_("Or category"), required=False)
    pinned = ReferencesField(
        label=_("Pinned at the top"), help_text=_("References, one per line, in the order in which they are shown.")
    )
    boosted = ReferencesField(
        label=_("Moved up"), help_text=_("Shown right after, whenever they are among the results.")
    )
    hidden = ReferencesField(label=_("Hidden"), help_text=_("Never shown here. Their own pages stay."))

    def __init__(self, *args: Any, categories: Collection[tuple[str, str]], is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", "—"), *categories]  # type: ignore[attr-defined]  # of a ChoiceField
        if not is_new:
            # What it is for never changes: another search is another arrangement.
            del self.fields["words"], self.fields["category"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        written = {kind: values.get(kind, "").split() for kind in KINDS}
        known = variants_by_sku({sku for skus in written.values() for sku in skus})
        for kind, skus in written.items():
            unknown = [sku for sku in skus if sku not in known]
            if unknown:
                words = ngettext(
                    "There is no product with the reference %(references)s.",
                    "There are no products with the references %(references)s.",
                    len(unknown),
                )
                self.add_error(kind, words % {"references": ", ".join(unknown)})
        # Two sizes of one product are one product.
        self.products = {
            kind: tuple(dict.fromkeys(known[sku].product_id for sku in skus if sku in known))
            for kind, skus in written.items()
        }
        return values

    products: dict[str, tuple[ProductId, ...]]
