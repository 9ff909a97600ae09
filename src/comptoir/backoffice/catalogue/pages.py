"""The pages of one product."""

from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.backoffice.catalogue.addresses import slug_field
from comptoir.backoffice.catalogue.editing import Editor
from comptoir.backoffice.catalogue.forms import PictureForm
from comptoir.backoffice.catalogue.screens import (
    HistoryPage,
    Picture,
    PicturesPage,
    PlaceHead,
    ProductPage,
    StatusStep,
)
from comptoir.backoffice.catalogue.states import PRODUCT
from comptoir.backoffice.desk import Desk
from comptoir.backoffice.formats import money_text
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.parts import Change, Link, Tab, Told, Words
from comptoir.backoffice.refusals import field_of, told
from comptoir.backoffice.texts import language_names
from comptoir.domains.catalogue.permissions import CATALOGUE_EDIT
from comptoir.domains.catalogue.values import Product, ProductStatus, Variant
from comptoir.domains.inventory.errors import ShelfMoved
from comptoir.domains.messages.values import Links
from comptoir.domains.network.queries import selling_places
from comptoir.domains.pricing.permissions import PRICING_VIEW
from comptoir.domains.pricing.queries import price_changes
from comptoir.domains.pricing.values import PriceChange
from comptoir.kernel import ports
from comptoir.kernel.errors import BusinessError
from comptoir.kernel.texts import text_in


def product_page(at: Desk, product: Product | None, editor: Editor) -> ProductPage:
    form, rows = editor.form, editor.rows
    first = at.languages[0]
    status = product.status if product else ProductStatus.DRAFT
    return ProductPage(
        title=text_in(product.titles, at.language) if product else _("New product"),
        read_only=not at.can(CATALOGUE_EDIT),
        context="" if product else _("A title, a price and a quantity are enough to sell it."),
        pills=(PRODUCT[status],),
        back=back_to_products(),
        tabs=product_tabs(product, "product") if product else (),
        form=form,
        languages=language_names(at.languages),
        variants=rows,
        option_names=tuple(form[f"option_{index}_{first}"].value() for index in form.named_options()),
        places=tuple(PlaceHead(code=place.code, name=text_in(place.name, at.language)) for place in selling_places()),
        market=at.market.name,
        currency=at.market.currency,
        action=reverse("backoffice:product", args=[product.id]) if product else reverse("backoffice:product-new"),
        add_row_href=f"?rows={rows.extra + 1}",
        status_steps=_status_steps(at, product),
        status_action=reverse("backoffice:product-status", args=[product.id]) if product else "",
        status_note=_status_note(at, status),
        public_href=_public_href(at, product),
        is_new=product is None,
    )


def _public_href(at: Desk, product: Product | None) -> str:
    """Where customers see it; "" where they do not."""
    if product is None or product.status is not ProductStatus.ACTIVE:
        return ""
    links: Links = ports.load("links", "storefront")
    return links.product_page(slug=product.slug_in(at.language), market=at.market.code, language=at.language)


def back_to_products() -> Link:
    return Link(_("Products"), reverse("backoffice:products"))


def product_tabs(product: Product, current: str) -> tuple[Tab, ...]:
    tabs: tuple[tuple[str, Words, int | None], ...] = (
        ("product", _("Details"), None),
        ("product-pictures", _("Pictures"), len(product.media)),
        ("product-related", _("Related products"), len(product.related_ids) or None),
        ("product-contents", _("Contents"), None),
        ("product-history", _("History"), None),
    )
    return tuple(
        Tab(label=label, href=reverse(f"backoffice:{name}", args=[product.id]), current=name == current, count=count)
        for name, label, count in tabs
    )


def _status_steps(at: Desk, product: Product | None) -> tuple[StatusStep, ...]:
    if product is None or not at.can(CATALOGUE_EDIT):
        return ()
    steps = (
        StatusStep(status=ProductStatus.ACTIVE, label=_("Put on sale"), icon="eye"),
        StatusStep(status=ProductStatus.DRAFT, label=_("Take off sale"), icon="eye-off"),
        StatusStep(status=ProductStatus.ARCHIVED, label=_("Archive"), icon="boxes"),
    )
    useless = {product.status} | ({ProductStatus.DRAFT} if product.status is ProductStatus.ARCHIVED else set())
    return tuple(step for step in steps if step.status not in useless)


def _status_note(at: Desk, status: ProductStatus) -> Words:
    match status:
        case ProductStatus.ACTIVE:
            return _("On sale in every market where it has a price.")
        case ProductStatus.DRAFT:
            return _("Hidden until you put it on sale.")
        case ProductStatus.ARCHIVED:
            return _("No longer sold. Past orders keep it.")


def variant_name(at: Desk, product: Product, variant: Variant) -> str:
    """What tells a variant from the others of its product; of the only one, the product's title."""
    values = [text_in(texts, at.language) for texts in variant.option_values.values()]
    return ", ".join(values) or text_in(product.titles, at.language)


def variant_choices(at: Desk, product: Product) -> list[tuple[str, str]]:
    """The variants a picture may show, by what tells them apart."""
    choices = []
    for variant in product.variants:
        values = [text_in(texts, at.language) for texts in variant.option_values.values()]
        choices.append((str(variant.id), ", ".join(values) or variant.sku))
    return choices if len(choices) > 1 else []


def pictures_page(at: Desk, product: Product, form: PictureForm) -> PicturesPage:
    names = dict(variant_choices(at, product))
    return PicturesPage(
        title=text_in(product.titles, at.language),
        read_only=not at.can(CATALOGUE_EDIT),
        pills=(PRODUCT[product.status],),
        back=back_to_products(),
        tabs=product_tabs(product, "product-pictures"),
        form=form,
        action=reverse("backoffice:product-pictures", args=[product.id]),
        pictures=tuple(
            Picture(
                src=default_storage.url(media.sources[0][0]),
                alt=text_in(media.alts, at.language),
                variant=names.get(str(media.variant_id), ""),
                remove_href=reverse("backoffice:product-picture-remove", args=[product.id, media.id]),
                first=index == 0,
            )
            for index, media in enumerate(product.media)
        ),
    )


def history_page(at: Desk, product: Product) -> HistoryPage:
    lines = list(history_told("catalogue.product", product.id))
    if at.actor.can(PRICING_VIEW):
        skus = {variant.id: variant.sku for variant in product.variants}
        changes = price_changes(list(skus), actor=at.actor)
        lines += [_price_told(skus[change.variant_id], change) for change in changes]
    return HistoryPage(
        title=text_in(product.titles, at.language),
        pills=(PRODUCT[product.status],),
        back=back_to_products(),
        tabs=product_tabs(product, "product-history"),
        lines=tuple(sorted(lines, key=lambda line: line.at, reverse=True)),
    )


def _price_told(sku: str, change: PriceChange) -> Told:
    old = change.before
    changes = [
        Change(label=_("Price"), before=money_text(old.amount) if old else "", after=money_text(change.after.amount))
    ]
    old_before, new_before = old.compare_at if old else None, change.after.compare_at
    if old_before != new_before:
        changes.append(
            Change(
                label=_("Previous price"),
                before=money_text(old_before) if old_before else "",
                after=money_text(new_before) if new_before else "",
            )
        )
    what = _("Price of %(sku)s changed") if old else _("Price of %(sku)s set")
    return Told(
        at=change.at, what=what % {"sku": sku}, who=change.actor_label, why=change.because, changes=tuple(changes)
    )


_FIELDS = {"titles": "title", "summaries": "summary", "descriptions": "description", "options": "option"}


def refuse_product(editor: Editor, error: BusinessError) -> None:
    """Tell what a product was refused for beside the field or row it is about."""
    if isinstance(error, ShelfMoved):
        _show_what_moved(editor, error)
        return
    first = editor.form.languages[0]
    for one in told(error):
        head, _dot, tail = field_of(one).partition(".")
        index, _dot, name = tail.partition(".")
        if head == "variants" and index.isdecimal() and int(index) < len(editor.kept_rows):
            row = editor.kept_rows[int(index)]
            options = [f"value_{option}_{first}" for option in row.options]
            wanted = {"option_values": options[0] if options else "sku"}.get(name, name)
            row.add_error(wanted if wanted in row.fields else "sku", str(one))
        elif head == "options" and index.isdecimal():
            editor.form.add_error(f"option_{index}_{first}", str(one))
        elif head in _FIELDS:
            editor.form.add_error(f"{_FIELDS[head]}_{first}", str(one))
        elif head in ("slug", "slugs"):
            wanted = f"slug_{tail}"
            editor.form.add_error(
                wanted if wanted in editor.form.fields else slug_field(editor.form.languages), str(one)
            )
        elif head == "sku":
            _refuse_sku(editor, one)
        else:
            editor.form.add_error(head if head in editor.form.fields else None, str(one))


def _refuse_sku(editor: Editor, error: BusinessError) -> None:
    taken = {sku.lower() for sku in error.facts.get("skus", ())}
    rows = [row for row in editor.kept_rows if row.cleaned_data.get("sku", "").lower() in taken] or editor.kept_rows[:1]
    for row in rows:
        row.add_error("sku", str(error))


def _show_what_moved(editor: Editor, error: ShelfMoved) -> None:
    """Beside each shelf, what stands there now; what was counted of others stays written."""
    rows = {row.cleaned_data.get("id"): row for row in editor.kept_rows}
    for shelf in error.moved:
        rows[shelf.variant_id].look_again(f"stock_{shelf.place_code}", shelf.quantity)
