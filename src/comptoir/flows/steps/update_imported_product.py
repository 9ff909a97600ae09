from datetime import datetime

from comptoir.domains.catalogue.actions import set_product_status, update_product
from comptoir.domains.imports.values import Changes, Link, LinkPictures, Plan
from comptoir.flows.steps.gather_pictures import Gains
from comptoir.flows.steps.show_pictures import show_pictures
from comptoir.kernel.access import Actor

_OF_VARIANTS = ("sku", "barcode", "weight", "choice.")


def update_imported_product(
    *, plan: Plan, link: Link, gains: Gains, language: str, actor: Actor, now: datetime
) -> LinkPictures:
    """Write what a file has changed about a product that is here, in the current transaction; prices and stock are not
    its business. Returns the pictures that it shows now.

    :raises ProductChanged: when somebody wrote the product since the plan was made.
    """
    draft, current = plan.draft, plan.current
    if draft is not None and current is not None:
        if _is_in_catalogue(plan.changes):
            update_product(product_id=current.id, draft=draft, version=current.version, actor=actor, now=now)
        status = plan.product.status
        if "status" in plan.changes.fields and status is not None and status is not current.status:
            set_product_status(product_id=current.id, status=status, because="import", actor=actor, now=now)
    if not plan.changes.pictures:
        return link.pictures
    return show_pictures(link=link, source=plan.product, gains=gains, language=language, actor=actor, now=now)


def _is_in_catalogue(changes: Changes) -> bool:
    aspects = {aspect for changed in changes.variants.values() for aspect in changed}
    return bool(
        changes.fields - {"status"}
        or changes.added
        or changes.gone
        or any(aspect.startswith(_OF_VARIANTS) for aspect in aspects)
    )
