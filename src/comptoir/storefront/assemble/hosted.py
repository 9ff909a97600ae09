"""A provider's own card fields in our page."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from comptoir.kernel.formats import money_label
from comptoir.kernel.money import Money
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.here import Here
from comptoir.storefront.pages.order import CardPage, Row


def card_page(*, key: str, number: str, total: Money, client: Mapping[str, str], here: Here) -> CardPage:
    """``client`` is what the provider's script needs; ``key`` opens the order."""
    return CardPage(
        head=page_head(here, _("Payment"), lambda at: at.payment(key), indexed=False),
        total=money_label(total, here.language),
        number=number,
        client=tuple(Row(name.replace("_", "-"), value) for name, value in sorted(client.items())),
        back=here.at.payment(key),
        pay_label=_("Pay %(total)s") % {"total": money_label(total, here.language)},
    )
