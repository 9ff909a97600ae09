"""The page that is stuck on the parcel: 100 × 150 mm, as label printers take it."""

from importlib import resources
from pathlib import Path
from typing import Any

from babel import Locale
from babel.numbers import format_decimal

from comptoir.connectors.carriers.own.code128 import bars
from comptoir.connectors.carriers.own.number import spaced
from comptoir.domains.fulfilment.values import LabelRequest
from comptoir.kernel.addresses import Address
from comptoir.kernel.formats import date_label
from comptoir.kernel.paper import on_paper, set_page

_WORDS = {
    "fr": {"sender": "Expéditeur", "recipient": "Destinataire", "order": "Commande", "weight": "Poids", "on": "Le"},
    "en": {"sender": "From", "recipient": "To", "order": "Order", "weight": "Weight", "on": "On"},
}


def label_pdf(*, number: str, request: LabelRequest) -> bytes:
    """The label. The same number and request give the same bytes."""
    template = Path(str(resources.files("comptoir.connectors.carriers.own"))) / "label.typ"
    return set_page(template, name="label", page=_page(number, request), on=request.asked_on)


def _page(number: str, request: LabelRequest) -> dict[str, Any]:
    language = request.language if request.language in _WORDS else "en"
    words, recipient = _WORDS[language], request.recipient
    return {
        "language": language,
        "carrier": on_paper(request.carrier),
        "routing": routing_of(recipient),
        "sender": {"word": words["sender"], "lines": _lines(request.sender, language)},
        "recipient": {"word": words["recipient"], "lines": _lines(recipient, language), "phone": recipient.phone},
        "facts": [
            {"word": words["order"], "text": request.order_number},
            {"word": words["weight"], "text": weight_label(request.weight_grams, language)},
            {"word": words["on"], "text": date_label(request.asked_on, language)},
        ],
        "bars": bars(number),
        "number": number,
        "spaced": spaced(number),
    }


def routing_of(address: Address) -> str:
    """What a sorter looks at first: the country, and the part of the postal code that names the region."""
    region = address.postal_code.replace(" ", "")[:2].upper()
    return f"{address.country} {region}".strip()


def weight_label(grams: int, language: str) -> str:
    """ "840 g", or from a kilogram on "1,25 kg"."""
    amount, unit = (grams, "g") if grams < 1_000 else (grams / 1_000, "kg")
    return f"{format_decimal(amount, locale=language)}\u00a0{unit}"


def _lines(address: Address, language: str) -> list[str]:
    country = Locale.parse(language).territories.get(address.country, address.country)
    return [on_paper(line) for line in (*address.lines, country.upper()) if line]
