"""Lists as files for a spreadsheet."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import StringIO

from django.http import HttpResponse
from django.utils import timezone

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.formats import decimal_sign
from comptoir.kernel.clock import local_day


def sheet(at: Desk, name: str, heads: Sequence[str], lines: Iterable[Sequence[str]]) -> HttpResponse:
    """A file of that name and today's date, as the spreadsheets of the reader's language open it at a double click."""
    written = StringIO()
    written.write("\N{BYTE ORDER MARK}")  # without it, spreadsheets take UTF-8 for something older
    rows = csv.writer(written, delimiter=";" if decimal_sign() == "," else ",")
    rows.writerow(heads)
    rows.writerows(lines)
    day = local_day(at.now, at.market.time_zone).isoformat()
    headers = {"Content-Disposition": f'attachment; filename="{name}-{day}.csv"'}
    return HttpResponse(written.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def moment_cell(instant: datetime) -> str:
    """By the clock of the market, as spreadsheets of every language sort it."""
    return f"{timezone.localtime(instant):%Y-%m-%d %H:%M}"


def harmless(text: str) -> str:
    """The text, so that no spreadsheet takes it for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
