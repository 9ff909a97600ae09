import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched

from comptoir.domains.catalogue.actions import store_picture
from comptoir.domains.catalogue.errors import NotAPicture, PictureTooLarge
from comptoir.domains.catalogue.values import StoredPicture
from comptoir.domains.imports.values import NotFetched, Patience, PictureSource, Plan, Verdict
from comptoir.flows.steps.draw_placeholder import draw_placeholder
from comptoir.kernel import ports
from comptoir.kernel.access import Actor

_AT_A_TIME = 8


@dataclass(frozen=True, slots=True)
class Gathered:
    """A picture that is there. ``content`` is its file, kept for products that are here already."""

    stored: StoredPicture
    content: bytes = b""


@dataclass(slots=True)
class PictureHunt:
    """How an import looks for pictures. Without ``patience`` it fetches none; ``retry``: also those missed before."""

    patience: Patience | None
    retry: bool = False
    placeholders: dict[str, Gathered] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gains:
    """What was gathered for some products: pictures by address, reasons of those missed, placeholders by handle."""

    pictures: Mapping[str, Gathered]
    missed: Mapping[str, NotFetched]
    placeholders: Mapping[str, Gathered]


def gather_pictures(*, plans: Sequence[Plan], hunt: PictureHunt, actor: Actor, now: datetime) -> Gains:
    """Fetch and store the pictures that these plans are about to show, and placeholders for those that will have none.

    Takes its time and talks to strangers: outside transactions.
    """
    wanted: dict[str, bool] = {}
    for plan in plans:
        for address in _wanted(plan, retry=hunt.retry):
            wanted[address] = wanted.get(address, False) or plan.link is not None
    pictures: dict[str, Gathered] = {}
    missed: dict[str, NotFetched] = {}
    for some in batched(wanted, _AT_A_TIME):
        for address, content in _fetched(some, hunt).items():
            had = content if isinstance(content, NotFetched) else _stored(content, wanted[address], actor, now)
            if isinstance(had, NotFetched):
                missed[address] = had
            else:
                pictures[address] = had
    placeholders = {
        plan.product.source_id: _placeholder(plan, hunt, actor, now) for plan in plans if _is_bare(plan, pictures)
    }
    return Gains(pictures=pictures, missed=missed, placeholders=placeholders)


def _wanted(plan: Plan, *, retry: bool) -> list[str]:
    """Addresses whose pictures the product does not show yet and should."""
    if plan.verdict is Verdict.QUARANTINED or plan.product.pictures is None:
        return []
    if plan.link is None:
        return [picture.address for picture in plan.product.pictures]
    shown = {(picture.address, picture.sku) for picture in plan.link.pictures.shown}
    missing = set(plan.link.pictures.missing)
    return [
        picture.address
        for picture in plan.product.pictures
        if (picture.address, picture.sku.lower()) not in shown
        and (retry or (plan.changes.pictures and picture.address not in missing))
    ]


def _fetched(addresses: Sequence[str], hunt: PictureHunt) -> Mapping[str, bytes | NotFetched]:
    if hunt.patience is None:
        return {address: NotFetched("not_asked") for address in addresses}
    source: PictureSource = ports.load("pictures", "web")
    return source.fetch(addresses=addresses, patience=hunt.patience)


def _stored(content: bytes, keep: bool, actor: Actor, now: datetime) -> Gathered | NotFetched:
    try:
        stored = store_picture(content=content, actor=actor, now=now)
    except PictureTooLarge:
        return NotFetched("too_large")
    except NotAPicture:
        return NotFetched("not_a_picture")
    return Gathered(stored, content if keep else b"")


def _is_bare(plan: Plan, pictures: Mapping[str, Gathered]) -> bool:
    """Whether the product has pictures where it comes from and none of them could be had."""
    wanted = {picture.address for picture in plan.product.pictures or ()}
    if plan.verdict is Verdict.QUARANTINED or not wanted or not wanted.isdisjoint(pictures):
        return False
    if plan.link is None:
        return True
    known = plan.link.pictures
    still_shown = any(picture.address in wanted for picture in known.shown)
    return plan.changes.pictures and not still_shown and known.placeholder is None


def _placeholder(plan: Plan, hunt: PictureHunt, actor: Actor, now: datetime) -> Gathered:
    content = draw_placeholder(title=plan.product.title or plan.product.source_id)
    key = hashlib.sha256(content).hexdigest()
    if key not in hunt.placeholders:
        stored = store_picture(content=content, actor=actor, now=now)
        hunt.placeholders[key] = Gathered(stored, content)
    return hunt.placeholders[key]
