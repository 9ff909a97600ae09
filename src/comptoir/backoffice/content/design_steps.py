"""What is edited, as a form; and what the buttons between the fields do to it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from comptoir.backoffice.content.design_forms import BlocksForm, new_block
from comptoir.backoffice.content.landing_form import LandingForm
from comptoir.backoffice.content.look_form import LookForm
from comptoir.backoffice.content.menus_form import MenusForm, moved
from comptoir.backoffice.content.targets import target_choices
from comptoir.backoffice.desk import Desk
from comptoir.domains.catalogue.queries import category_tree
from comptoir.domains.content.queries import footer_pages, starting_layout
from comptoir.domains.content.values import (
    HOME_DESIGN,
    BlockKind,
    Design,
    Document,
    Layout,
    MenuColumn,
    MenuItem,
    Menus,
    Shown,
    Theme,
    landing_page,
)

type DesignForm = LookForm | MenusForm | BlocksForm


@dataclass(frozen=True, slots=True)
class Edited:
    """A design and the form it is edited in."""

    key: str
    known: Design
    form: DesignForm

    def document(self, found: Mapping[str, Shown]) -> Document:
        if isinstance(self.form, LookForm):
            return self.form.document(found)
        if isinstance(self.form, MenusForm):
            return self.form.document()
        layout = Layout(blocks=self.form.document_blocks(found))
        return self.form.titled(layout) if isinstance(self.form, LandingForm) else layout

    def kept_paths(self) -> list[str]:
        return [] if isinstance(self.form, MenusForm) else self.form.kept_paths()

    def uploads(self) -> dict[str, bytes]:
        return {} if isinstance(self.form, MenusForm) else self.form.uploads()


def edited(at: Desk, known: Design, data: Any = None, files: Any = None) -> Edited:
    """The form of a design: of its draft, or of what it starts from while nobody has touched it."""
    draft = known.draft if known.head else beginning(at, known)
    form: DesignForm
    if isinstance(draft, Theme):
        form = LookForm(data, files, theme=draft, based_on=known.head)
    elif isinstance(draft, Menus):
        targets = target_choices(at.language)
        form = MenusForm(data, menus=draft, based_on=known.head, languages=at.languages, targets=targets)
    else:
        asks: dict[str, Any] = {
            "blocks": draft.blocks,
            "based_on": known.head,
            "languages": at.languages,
            "targets": target_choices(at.language),
            "sources": target_choices(at.language, goods_only=True),
        }
        if landing_page(known.key):
            form = LandingForm(data, files, layout=draft, **asks)
        else:
            form = BlocksForm(data, files, **asks)
    return Edited(known.key, known, form)


def beginning(at: Desk, known: Design) -> Document:
    """What the shop shows while nobody has designed it: editing begins there, not with an empty page."""
    if known.key == HOME_DESIGN:
        return starting_layout()
    if isinstance(known.draft, Menus):
        return _usual_menus(at)
    if isinstance(known.draft, Layout):
        return Layout(blocks=(new_block(BlockKind.HERO),))
    return known.draft


def _usual_menus(at: Desk) -> Menus:
    categories = tuple(MenuItem(target=f"category:{one.code}") for one in category_tree().children())
    written = tuple(MenuItem(target=f"page:{link.key}") for link in footer_pages() if link.key != HOME_DESIGN)
    goods = {"fr": "Nos rayons", "en": "Shop by category"}
    known = {"fr": "Bon à savoir", "en": "Good to know"}
    return Menus(
        header=categories,
        footer=(
            MenuColumn(titles=_spoken(goods, at), items=(*categories[:6], MenuItem(target="products"))),
            MenuColumn(titles=_spoken(known, at), items=written),
        ),
    )


def _spoken(titles: Mapping[str, str], at: Desk) -> dict[str, str]:
    return {code: titles.get(code, titles["en"]) for code in at.languages}


def stepped(document: Document, step: str) -> Document:
    """The document after a button between its fields: ``add:hero``, ``up:2``, ``remove:2``, ``down:h:3``, ``plain``."""
    what, _colon, rest = step.partition(":")
    if isinstance(document, Layout):
        return replace(document, blocks=_blocks_after(list(document.blocks), what, rest))
    if isinstance(document, Menus):
        place, _, number = rest.partition(":")
        return moved(document, what, place, int(number)) if number.isdecimal() else document
    if what == "plain":
        return replace(document, light={}, dark={})
    return document


def _blocks_after(blocks: list[Any], what: str, rest: str) -> tuple[Any, ...]:
    if what == "add" and rest in {kind.value for kind in BlockKind}:
        return (*blocks, new_block(BlockKind(rest)))
    number = int(rest) if rest.isdecimal() else len(blocks)
    if number >= len(blocks):
        return tuple(blocks)
    other = number - 1 if what == "up" else number + 1
    if what == "remove":
        del blocks[number]
    elif what == "copy":
        blocks.insert(number + 1, replace(blocks[number], id=new_block(blocks[number].kind).id))
    elif what in ("up", "down") and 0 <= other < len(blocks):
        blocks[number], blocks[other] = blocks[other], blocks[number]
    return tuple(blocks)
