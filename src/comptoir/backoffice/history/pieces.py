"""Which articles of an order were sent, came back, were called off or added, by their references."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from comptoir.backoffice.formats import number_text
from comptoir.backoffice.parts import Change
from comptoir.kernel.history import Line


def pieces_told(line: Line) -> tuple[Change, ...]:
    """What a line of an order's history says about its articles."""
    if line.action == "revised":
        called_off, added = _difference(line)
        changes = (
            Change(label=_("Removed"), after=_counted(called_off)),
            Change(label=_("Added"), after=_counted(added)),
        )
        return tuple(change for change in changes if change.after)
    pieces = line.after.get("pieces")
    return (Change(label=_("Items"), after=_counted(pieces)),) if isinstance(pieces, dict) else ()


def _difference(line: Line) -> tuple[dict[str, int], dict[str, int]]:
    """Lines stay where they are and new ones come after them."""
    before = {each["position"]: each["cancelled"] for each in line.before.get("lines", ())}
    called_off: dict[str, int] = {}
    added: dict[str, int] = {}
    for each in line.after.get("lines", ()):
        if each["position"] not in before:
            added[each["sku"]] = added.get(each["sku"], 0) + each["quantity"]
        elif count := each["cancelled"] - before[each["position"]]:
            called_off[each["sku"]] = called_off.get(each["sku"], 0) + count
    return called_off, added


def _counted(pieces: Mapping[str, Any]) -> str:
    return ", ".join(f"{number_text(count)}\u00a0×\u00a0{sku}" for sku, count in pieces.items())
