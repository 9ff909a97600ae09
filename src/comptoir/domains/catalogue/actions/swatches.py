from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from comptoir.domains.catalogue.events import SwatchesChanged
from comptoir.domains.catalogue.models import Swatch as SwatchModel
from comptoir.domains.catalogue.permissions import CATALOGUE_EDIT
from comptoir.domains.catalogue.rules import swatch_errors, tidy_swatches
from comptoir.domains.catalogue.values import swatch_key
from comptoir.kernel.access import Actor
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.events import emit
from comptoir.kernel.history import record
from comptoir.kernel.remember import forget


def set_swatches(*, name: str, colours: Mapping[str, Sequence[str]], actor: Actor, now: datetime) -> None:
    """Give values of the option or attribute of that name their colours: ``#rrggbb``, two for what has two tones, none
    to take them away. Values that are not among them keep theirs; saying it twice changes nothing.

    The name and the values are as they are written in the shop's first language, capitals and accents aside: they need
    not be in use yet, and every product that has such a value shows its colour.

    :raises ManyInvalid: with everything that is wrong, by field ("colours.bleu nuit").
    """
    actor.must(CATALOGUE_EDIT)
    called, key, wanted = " ".join(name.split()), swatch_key(name), tidy_swatches(colours)
    words = {swatch_key(value): " ".join(value.split()) for value in colours}
    if errors := tuple(swatch_errors(key, wanted)):
        raise ManyInvalid(errors=errors)
    with transaction.atomic(savepoint=False):
        known = {
            row.value: _colours(row)
            for row in SwatchModel.objects.select_for_update().filter(property=key, value__in=wanted).order_by("value")
        }
        after = {value: given for value, given in sorted(wanted.items()) if known.get(value, ()) != given}
        if not after:
            return
        _write(key, after)
        record(
            action="swatches set",
            subject_type="catalogue.swatch",
            subject_id=key,
            actor=actor,
            now=now,
            before={"name": called, "swatches": {words[value]: " ".join(known.get(value, ())) for value in after}},
            after={"name": called, "swatches": {words[value]: " ".join(given) for value, given in after.items()}},
        )
        emit(SwatchesChanged(properties=(key,)))
        forget("catalogue.swatches")


def _write(key: str, colours: Mapping[str, tuple[str, ...]]) -> None:
    gone = [value for value, given in colours.items() if not given]
    SwatchModel.objects.filter(property=key, value__in=gone).delete()
    # Somebody else may give the same value its first colour at the same moment: the later one stands.
    SwatchModel.objects.bulk_create(
        [
            SwatchModel(property=key, value=value, colour=given[0], second="".join(given[1:]))
            for value, given in colours.items()
            if given
        ],
        update_conflicts=True,
        unique_fields=["property", "value"],
        update_fields=["colour", "second"],
    )


def _colours(row: SwatchModel) -> tuple[str, ...]:
    return (row.colour, row.second) if row.second else (row.colour,)
