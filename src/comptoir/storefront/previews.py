"""Previews: the whole shop as it stands at the desk, under an address that is signed and goes out of use.

Whoever has the address may look, without signing in: a merchant sends it to a partner. Nothing can be ordered there,
no search engine keeps it, no cache does.
"""

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import quote

from django.core import signing
from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Forbidden, NotFound
from comptoir.storefront.designs import Previewed

LASTS = timedelta(days=7)
_SALT = "comptoir.storefront.preview"
_FIRST = "preview"


class PreviewOver(NotFound):
    code = "storefront.preview_over"
    message = _("This preview is no longer available. Ask the shop for a new link.")


class OnlyAPreview(Forbidden):
    code = "storefront.only_a_preview"
    message = _("This is a preview: nothing can be ordered here.")


def preview_token(revisions: Mapping[str, int]) -> str:
    """What opens the drafts for a week; of the designs that are named, those revisions."""
    return signing.dumps(dict(revisions), salt=_SALT)


def designs_of(token: str) -> Previewed:
    """What a token opens.

    :raises PreviewOver: for one that was never given out, or more than a week ago.
    """
    try:
        return Previewed(signing.loads(token, salt=_SALT, max_age=LASTS))
    except signing.BadSignature:
        raise PreviewOver from None


def preview_prefix(token: str) -> str:
    """What stands in front of every address of the preview; "" without a token."""
    return f"/{_FIRST}/{quote(token, safe=':')}" if token else ""
