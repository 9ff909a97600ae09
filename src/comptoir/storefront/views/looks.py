"""Style sheets of themes."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.views.decorators.http import require_GET

from comptoir.domains.content.errors import UnknownDesign
from comptoir.domains.content.queries import revision
from comptoir.domains.content.values import THEME, Theme
from comptoir.kernel.access import job_actor
from comptoir.storefront.assemble.look import is_themed, mark_of, sheet_of
from comptoir.storefront.pagecache.shared import shared_page
from comptoir.storefront.previews import PreviewOver, designs_of
from comptoir.storefront.respond import SharedResponse
from comptoir.storefront.surrogates import CHROME

_TYPE = "text/css; charset=utf-8"
_FOR_EVER = "public, max-age=31536000, immutable"
_FOR_NOW = "public, max-age=60"


@shared_page
@require_GET
def sheet(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """That of a revision of the theme: pages that were opened before a new one was published still ask for theirs."""
    try:
        theme = _theme_of(number)
    except UnknownDesign:
        return HttpResponseNotFound("", content_type=_TYPE)
    content = sheet_of(theme, themed=is_themed(name))
    response = SharedResponse(content, content_type=_TYPE)
    # The mark differs for a moment after an upgrade, while some processes are old: then nobody keeps it for long.
    response["Cache-Control"] = _FOR_EVER if name.endswith(mark_of(content)) else _FOR_NOW
    response.surrogate_keys = (CHROME,)
    return response


def _theme_of(number: int) -> Theme:
    found = revision(THEME, number, actor=job_actor("storefront.look")).document if number else Theme()
    if not isinstance(found, Theme):
        raise UnknownDesign(design=THEME, revision=number)
    return found


@require_GET
def previewed_sheet(request: HttpRequest, preview: str) -> HttpResponse:
    """That of the draft."""
    try:
        theme = designs_of(preview).theme()
    except PreviewOver:
        return HttpResponseNotFound("", content_type=_TYPE)
    return HttpResponse(
        sheet_of(theme, themed=True), content_type=_TYPE, headers={"Cache-Control": "private, no-store"}
    )
