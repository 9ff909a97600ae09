"""Articles are put into a form one by one: by name, reference or barcode. A scanner types and presses Enter, which is
the first button of the form; a page without scripts is enough."""

from collections.abc import Sequence

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.inventory.forms import PickForm
from comptoir.backoffice.inventory.papers import article_name
from comptoir.domains.catalogue.permissions import CATALOGUE_VIEW
from comptoir.domains.catalogue.queries import product_rows, variants_by_code, variants_of
from comptoir.domains.catalogue.values import VariantCard

_MOST = 12
_A_PIECE = 1


def picking_goes_on(at: Desk, form: PickForm) -> bool:
    """Whether somebody looked for an article instead of sending the form, which is then to be shown again: with the
    article in its lines, one more piece of it where it is there already, or with those it may be."""
    if picked := form.data.get("pick", ""):
        form.go_on(lines=_with(form.data.get("lines", ""), picked))
        return True
    if "look" not in form.data:
        return False
    words = form.data.get("find", "").strip()
    cards = found_articles(at, words)
    if len(cards) == 1:
        form.go_on(lines=_with(form.data.get("lines", ""), cards[0].sku))
    else:
        form.go_on(lines=form.data.get("lines", ""), find=words, choices=article_choices(at, cards))
    return True


def article_choices(at: Desk, cards: Sequence[VariantCard]) -> list[tuple[str, str]]:
    """The articles that somebody may have meant, by reference, with the words to choose by."""
    return [(card.sku, f"{article_name(at, card)} ({card.sku})") for card in cards]


def found_articles(at: Desk, words: str) -> list[VariantCard]:
    """The articles of a reference or barcode, else those that are called so."""
    if not words:
        return []
    if exact := variants_by_code(words):
        return list(exact)
    if not at.can(CATALOGUE_VIEW):
        return []
    products = product_rows(actor=at.actor, q=words, page_size=_MOST).items
    cards = [card for found in variants_of([row.id for row in products]).values() for card in found]
    return cards[:_MOST]


def _with(lines: str, sku: str) -> str:
    """The lines with a piece more of an article."""
    known = lines.splitlines()
    for index, line in enumerate(known):
        words = line.replace(";", " ").replace("\t", " ").split()
        if len(words) > 1 and words[0].lower() == sku.lower() and words[1].isdecimal():
            known[index] = " ".join([words[0], str(int(words[1]) + _A_PIECE), *words[2:]])
            return "\n".join(known)
    return "\n".join([*(line for line in known if line.strip()), f"{sku} {_A_PIECE}"])
