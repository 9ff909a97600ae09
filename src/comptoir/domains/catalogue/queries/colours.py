from collections import defaultdict
from collections.abc import Iterator

import orjson
from django.conf import settings

from comptoir.domains.catalogue.models import Swatch as SwatchRow
from comptoir.domains.catalogue.permissions import CATALOGUE_VIEW
from comptoir.domains.catalogue.values import LONGEST_NAME, PropertyInUse, Swatches, ValueInUse, swatch_key
from comptoir.kernel.access import Actor
from comptoir.kernel.remember import remembered
from comptoir.kernel.sql import fetch
from comptoir.kernel.texts import Texts, text_in

# What buyers choose from: the options of products that are not archived, and the attributes that lists are narrowed by.
# Most variants of a large catalogue look like others: they are counted before they are taken apart.
_IN_USE = """
    SELECT json_build_array(option -> 'name', same.option_values -> (option ->> 'code'), sum(same.uses))::text
      FROM (SELECT p.options, v.option_values, count(*) AS uses
              FROM catalogue_product AS p
              JOIN catalogue_variant AS v ON v.product_id = p.id AND v.active
             WHERE p.state <> 'archived' AND p.options <> '[]'
             GROUP BY p.options, v.option_values) AS same
     CROSS JOIN LATERAL jsonb_array_elements(same.options) AS option
     WHERE same.option_values ? (option ->> 'code')
     GROUP BY option -> 'name', same.option_values -> (option ->> 'code')
     UNION ALL
    SELECT json_build_array(a.names, pa.value_names, count(*))::text
      FROM catalogue_productattribute AS pa
      JOIN catalogue_attribute AS a ON a.code = pa.attribute_id AND a.facet
      JOIN catalogue_product AS p ON p.id = pa.product_id AND p.state <> 'archived'
     GROUP BY a.names, pa.value_names"""


@remembered("catalogue.swatches")
def swatches() -> Swatches:
    """The colours of all values. One statement, remembered until a colour changes."""
    rows = SwatchRow.objects.all()
    return Swatches(
        language=settings.LANGUAGE_CODE,
        by_value={(row.property, row.value): (row.colour, row.second) if row.second else (row.colour,) for row in rows},
    )


def properties_in_use(*, actor: Actor) -> tuple[PropertyInUse, ...]:
    """What products differ by, with the values they have and the colours of those, by name: for the back office.

    What is too long for a name is left out. One statement beside the remembered colours: it goes through the whole
    catalogue.
    """
    actor.must(CATALOGUE_VIEW)
    found: defaultdict[str, _Found] = defaultdict(_Found)
    # The commonest spelling is what it is called; the fullest of those that are as common.
    rows = sorted((orjson.loads(text) for (text,) in fetch(_IN_USE)), key=lambda row: (-row[2], -len(row[1]), str(row)))
    for name, value, uses in rows:
        key, value_key = _key(name), _key(value)
        if key and value_key and max(len(key), len(value_key)) <= LONGEST_NAME:
            found[key].add(name, value_key, value, uses)
    known = swatches()
    properties = (
        PropertyInUse(key=key, name=each.name, values=tuple(each.in_order(key, known))) for key, each in found.items()
    )
    return tuple(sorted(properties, key=lambda each: each.key))


def _key(texts: Texts) -> str:
    return swatch_key(text_in(texts, settings.LANGUAGE_CODE))


class _Found:
    """The values of one property. What is spelt otherwise or lacks a language is the same value."""

    def __init__(self) -> None:
        self.name: Texts = {}
        self._values: dict[str, tuple[Texts, int]] = {}

    def add(self, name: Texts, key: str, value: Texts, uses: int) -> None:
        # What was known first stays first: without a text in the shop's language, that is what the key is made of.
        self.name = {**self.name, **name, **self.name}
        texts, before = self._values.get(key, ({}, 0))
        self._values[key] = ({**texts, **value, **texts}, before + uses)

    def in_order(self, property: str, known: Swatches) -> Iterator[ValueInUse]:
        for key, (name, _uses) in sorted(self._values.items(), key=lambda each: (-each[1][1], each[0])):
            colours = known.by_value.get((property, key), ())
            yield ValueInUse(key=key, name=name, colours=colours)
