"""Files that were bought, each behind a signed address of its own."""

from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase

from comptoir.domains.catalogue.queries import files_by_id, open_variant_file
from comptoir.domains.fulfilment.actions import use_download
from comptoir.domains.fulfilment.errors import UnknownDownload
from comptoir.domains.fulfilment.queries import download as download_of
from comptoir.domains.fulfilment.values import Download
from comptoir.kernel.access import token_opens
from comptoir.kernel.requests import Request, limited
from comptoir.storefront.carts import buyer
from comptoir.storefront.here import Here
from comptoir.storefront.views.around import shop_page
from comptoir.storefront.views.paying import LOOK_UPS


@shop_page()
def download(request: Request, here: Here, key: str) -> HttpResponseBase:
    """The file, part by part, counted before the first one leaves. Looking at its head alone counts nothing.

    :raises DownloadOver: when it may be fetched no more.
    :raises UnknownDownload: for a key that opens nothing; nobody learns which there are.
    """
    limited(request, LOOK_UPS)
    found = _opened(key)
    if request.method == "HEAD":
        return HttpResponse(content_type="application/octet-stream")
    file_id = use_download(
        download_id=found.id, renewals=found.renewals, actor=buyer(found.order_id, "order"), now=here.now
    )
    file = files_by_id([file_id])[file_id]
    # Always saved, never shown: what a merchant was sent by somebody else runs nowhere under our name.
    response = FileResponse(
        open_variant_file(file), as_attachment=True, filename=file.name, content_type="application/octet-stream"
    )
    response["Content-Length"] = str(file.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _opened(key: str) -> Download:
    text, _, token = key.partition(".")
    try:
        found = download_of(UUID(text))
    except ValueError:
        raise UnknownDownload from None
    if str(found.id) != text or not token_opens("download", found.signed, token):
        raise UnknownDownload
    return found
