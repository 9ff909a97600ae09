"""The list of products."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from comptoir.backoffice.catalogue.screens import ProductList, ProductRow
from comptoir.backoffice.catalogue.states import PRODUCT, STOCK
from comptoir.backoffice.desk import Desk
from comptoir.backoffice.narrowing import Narrowing
from comptoir.backoffice.parts import Act
from comptoir.backoffice.pictures import thumbnail
from comptoir.domains.catalogue.permissions import CATALOGUE_EDIT
from comptoir.domains.catalogue.queries import category_tree, product_rows
from comptoir.domains.catalogue.values import CategoryTree, ProductStatus, VariantId
from comptoir.domains.catalogue.values import ProductRow as Row
from comptoir.domains.inventory.queries import availability_for
from comptoir.domains.inventory.values import Availability, Band
from comptoir.domains.pricing.queries import prices_for
from comptoir.domains.pricing.values import Price
from comptoir.domains.reviews.permissions import REVIEWS_VIEW
from comptoir.domains.search.permissions import SEARCH_VIEW
from comptoir.kernel.texts import text_in

_VIEWS = (
    ("", pgettext_lazy("products", "All")),
    (ProductStatus.ACTIVE.value, gettext_lazy("On sale")),
    (ProductStatus.DRAFT.value, gettext_lazy("Drafts")),
    (ProductStatus.ARCHIVED.value, pgettext_lazy("products", "Archived")),
)


def product_list(at: Desk) -> ProductList:
    wanted = Narrowing.read(at.request, "view", "category")
    tree = category_tree()
    categories = tuple((one.code, "\u2003" * one.depth + text_in(one.names, at.language)) for one in tree.categories)
    status = ProductStatus(wanted.get("view")) if wanted.get("view") in set(ProductStatus) else None
    page = product_rows(
        actor=at.actor,
        q=wanted.text,
        status=status,
        category=wanted.get("category") if wanted.get("category") in tree.by_code else "",
        cursor=wanted.cursor,
    )
    ids = [id for row in page.items for id in row.variant_ids]
    prices, stock = prices_for(ids, market=at.market.code), availability_for(ids)
    return ProductList(
        title=_("Products"),
        context=_("What you sell, its prices in %(market)s and what is left.") % {"market": at.market.name},
        actions=_actions(at),
        tabs=tuple(wanted.tab("view", value, name) for value, name in _VIEWS),
        listing=wanted.listing(
            search_label=_("Title, maker or reference"),
            shown=len(page.items),
            next_cursor=page.next_cursor,
            filters=(wanted.filter("category", _("Category"), categories),) if categories else (),
            chips=wanted.chip("category", _("Category"), categories),
        ),
        rows=tuple(_row(at, row, tree, prices, stock) for row in page.items),
    )


def _actions(at: Desk) -> tuple[Act, ...]:
    reviews = (Act(label=_("Reviews"), href=reverse("backoffice:reviews")),) if at.can(REVIEWS_VIEW) else ()
    rooms = (
        *reviews,
        Act(label=_("Vouchers"), href=reverse("backoffice:vouchers")),
        Act(label=_("Categories"), href=reverse("backoffice:categories")),
        Act(label=_("Colours"), href=reverse("backoffice:colours")),
        *((Act(label=_("Search and lists"), href=reverse("backoffice:search-desk")),) if at.can(SEARCH_VIEW) else ()),
    )
    if not at.can(CATALOGUE_EDIT):
        return rooms
    return (
        *rooms,
        Act(label=_("Add a product"), href=reverse("backoffice:product-new"), icon="plus", primary=True),
    )


def _row(
    at: Desk,
    row: Row,
    tree: CategoryTree,
    prices: dict[VariantId, Price],
    stock: dict[VariantId, Availability],
) -> ProductRow:
    amounts = sorted((prices[id].amount for id in row.variant_ids if id in prices), key=lambda money: money.minor)
    left = sum(stock[id].available for id in row.variant_ids)
    fewer = Band.TO_ORDER if left else Band.OUT
    short = row.status is ProductStatus.ACTIVE and any(stock[id].band is not Band.IN_STOCK for id in row.variant_ids)
    names = [text_in(tree.by_id[id].names, at.language) for id in row.category_ids if id in tree.by_id]
    return ProductRow(
        href=reverse("backoffice:product", args=[row.id]),
        title=text_in(row.titles, at.language),
        maker=row.maker,
        picture=thumbnail(row.image),
        status=PRODUCT[row.status],
        categories=", ".join(names),
        variants=len(row.variant_ids),
        price=amounts[0] if amounts else None,
        price_high=amounts[-1] if amounts and amounts[-1] != amounts[0] else None,
        stock=left,
        stock_state=STOCK[Band.LOW if any(stock[id].on_shelf for id in row.variant_ids) else fewer] if short else None,
    )
