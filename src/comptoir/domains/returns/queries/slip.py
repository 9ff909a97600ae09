"""The slip that goes into the parcel: what comes back, whose it is, and a code that opens the return."""

from dataclasses import replace
from datetime import UTC, datetime, time
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
from comptoir.kernel.sql import to_json
from comptoir.kernel.texts import text_in


def return_slip(found: Return, *, language: str) -> bytes:
    """The slip as PDF, one page in the buyer's language. Made when it is asked for: it holds nothing to be kept."""
    import typst

    folder = Path(str(resources.files("comptoir.domains.returns").joinpath("typst")))
    day = local_day(found.requested_at, market(found.market).time_zone)
    with translation.override(language):
        page = _page(found, date_label(day, language), language)
    pdf: bytes = typst.compile(
        str(folder / "slip.typ"),
        root=str(folder),
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=True),
        sys_inputs={"slip": to_json(page).decode()},
        timestamp=datetime.combine(day, time(12), UTC),
    )
    return pdf


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
        "columns": [_("Article"), _("Pieces"), _("Reason")],
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
