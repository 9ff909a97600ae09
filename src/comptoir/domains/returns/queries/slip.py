"""The slip that goes into the parcel: what comes back, whose it is, and a code that opens the return."""

from dataclasses import replace
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.domains.markets.queries import market, merchant
from comptoir.domains.network.queries import place
from comptoir.domains.orders.queries import order
from comptoir.domains.returns.values import REASONS, Return
from comptoir.kernel.clock import local_day
from comptoir.kernel.formats import date_label
from comptoir.kernel.paper import set_page, shown_on_paper
from comptoir.kernel.texts import text_in


def return_slip(found: Return, *, language: str) -> bytes:
    """The slip as PDF, one page in the buyer's language. Made when it is asked for: it holds nothing to be kept."""
    template = Path(str(resources.files("comptoir.domains.returns").joinpath("typst", "slip.typ")))
    day = local_day(found.requested_at, market(found.market).time_zone)
    with translation.override(language):
        page = _page(found, date_label(day, language), language)
    # The code is a picture: only words are cut down to what the fonts have.
    words = {name: shown_on_paper(part) for name, part in page.items() if name != "code"}
    return set_page(template, name="slip", page={**words, "code": page["code"]}, on=day)


def _page(found: Return, day: str, language: str) -> dict[str, Any]:
    about, target = order(found.order_id), place(found.place_code)
    lines = {line.position: line for line in about.lines}
    address = replace(target.address, name="", company="").lines
    return {
        "language": language,
        "title": _("Return slip"),
        "seller": merchant().name,
        "number": found.number,
        # The number alone: a code that was read by a stranger opens nothing.
        "code": _code(found.number),
        "facts": [
            {"label": _("Return"), "value": found.number},
            {"label": _("Order"), "value": about.number},
            {"label": _("Declared on"), "value": day},
            {"label": _("Sent by"), "value": found.name},
        ],
        "to_label": _("Send to"),
        "to": [merchant().name, text_in(target.name, language), *(line for line in address if line)],
        "columns": [_("Item"), _("Units"), _("Reason")],
        "lines": [
            [
                " · ".join(filter(None, (lines[line.position].title, lines[line.position].options))),
                str(line.quantity),
                str(REASONS[line.reason]),
            ]
            for line in found.lines
        ],
        "advice": _("Please put this slip into the parcel, and keep the proof of posting."),
    }


def _code(number: str) -> str:
    """As SVG, a picture of its own."""
    drawn = BytesIO()
    segno.make(number, error="m", micro=False).save(drawn, kind="svg", border=2, scale=4)
    return drawn.getvalue().decode()
