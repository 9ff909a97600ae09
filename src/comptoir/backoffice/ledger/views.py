"""The books: looked at, and handed over."""

from datetime import MAXYEAR

from django.http import HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.ledger.reading import NoBooks, balance_page, entity_of, entries_page
from comptoir.domains.ledger.permissions import LEDGER_VIEW
from comptoir.domains.ledger.queries import fec_of

MINYEAR_OF_BOOKS = 2000


@require_GET
@desk("settings", LEDGER_VIEW)
def balance(at: Desk) -> HttpResponse:
    return at.show(balance_page(at))


@require_GET
@desk("settings", LEDGER_VIEW)
def entries(at: Desk) -> HttpResponse:
    return at.show(entries_page(at))


@require_GET
@desk("settings", LEDGER_VIEW)
def fec(at: Desk, code: str, year: int) -> StreamingHttpResponse:
    """The file for the tax office, sent while it is read."""
    entity = entity_of(at, code)
    if not MINYEAR_OF_BOOKS <= year <= MAXYEAR:
        raise NoBooks
    books = fec_of(entity.id, siren=entity.siren, year=year, actor=at.actor)
    headers = {"Content-Disposition": f'attachment; filename="{books.filename}"'}
    return StreamingHttpResponse(books.lines, content_type="text/plain; charset=utf-8", headers=headers)
