"""Files that were bought, as the page of their order shows them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.domains.fulfilment.queries import downloads_of
from comptoir.domains.fulfilment.values import Download
from comptoir.domains.orders.values import Order
from comptoir.kernel.access import token_for
from comptoir.kernel.formats import number_label, size_label
from comptoir.storefront.assemble.orders import on_date
from comptoir.storefront.here import Here
from comptoir.storefront.pages.order import File


def files_of(order: Order, here: Here) -> tuple[File, ...]:
    """A statement, where the order has downloads."""
    if not order.waiver:
        return ()
    return tuple(_file(each, here) for each in downloads_of(order.id))


def _file(each: Download, here: Here) -> File:
    size = size_label(each.size, here.language)
    if not each.is_open(here.now):
        return File(each.name, f"{size} · {_why_over(each, here)}", "")
    left = ngettext("%(count)s download left", "%(count)s downloads left", each.left) % {
        "count": number_label(each.left, here.language)
    }
    until = _("until %(day)s") % {"day": on_date(each.expires_at, here)}
    return File(each.name, f"{size} · {left}, {until}", here.at.download(download_key(each)))


def _why_over(each: Download, here: Here) -> str:
    if each.ended_at is not None:
        return _("This download was ended.")
    if each.left <= 0:
        return _("All downloads have been used. Write to us if you need it again.")
    return _("The link ended on %(day)s. Write to us if you need it again.") % {"day": on_date(each.expires_at, here)}


def download_key(each: Download) -> str:
    """``<id>.<token>``: one that is renewed has another."""
    return f"{each.id}.{token_for('download', each.signed)}"
