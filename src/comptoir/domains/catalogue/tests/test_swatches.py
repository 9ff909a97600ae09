from collections.abc import Iterable, Sequence

import pytest
from django.db import IntegrityError, transaction

from comptoir.domains.catalogue.actions import create_product, save_attribute, set_swatches
from comptoir.domains.catalogue.errors import BadColour, FieldNeeded, FieldTooLong
from comptoir.domains.catalogue.models import Swatch
from comptoir.domains.catalogue.queries import properties_in_use, swatches
from comptoir.domains.catalogue.rules import swatch_errors, tidy_swatches
from comptoir.domains.catalogue.testing import archive, make_product, next_sku
from comptoir.domains.catalogue.values import (
    AttributeDraft,
    AttributeValueDraft,
    OptionDraft,
    ProductDraft,
    Swatches,
    VariantDraft,
)
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.errors import Invalid, ManyInvalid
from comptoir.kernel.history import history_of
from comptoir.kernel.models import OutboxEvent
from comptoir.kernel.testing import NOBODY, NOON, OWNER, snapshot
from comptoir.kernel.texts import Texts

COLOUR: Texts = {"fr": "Couleur", "en": "Colour"}
NIGHT: Texts = {"fr": "Bleu nuit", "en": "Night blue"}
SAND: Texts = {"fr": "Sable", "en": "Sand"}


def scarf(*colours: Texts, option: Texts = COLOUR, attributes: Sequence[AttributeValueDraft] = ()) -> ProductDraft:
    code = "colour" if "en" in option else "couleur"
    return ProductDraft(
        titles={"fr": "Écharpe", "en": "Scarf"},
        options=(OptionDraft(code=code, name=option),),
        variants=tuple(VariantDraft(sku=next_sku(), option_values={code: colour}) for colour in colours),
        attributes=tuple(attributes),
    )


def paint(**colours: Sequence[str]) -> None:
    given = {name.replace("_", " "): each for name, each in colours.items()}
    set_swatches(name="Couleur", colours=given, actor=OWNER, now=NOON)


def told(errors: Iterable[Invalid]) -> list[tuple[type[Invalid], str]]:
    return [(type(error), error.field) for error in errors]


def test_capitals_accents_and_a_tone_said_twice_make_no_difference() -> None:
    assert tidy_swatches({"  Écru CLAIR": (" #F3E6CB",), "Bleu": ("#1F4E79", "#1f4e79"), "Rien": ()}) == {
        "ecru clair": ("#f3e6cb",),
        "bleu": ("#1f4e79",),
        "rien": (),
    }


@pytest.mark.parametrize("wrong", ["red", "#12345", "#1234567", "#12345g", "rgb(1,2,3)", '#123456"', "url(x)", ""])
def test_a_colour_is_six_figures_and_nothing_else(wrong: str) -> None:
    assert told(swatch_errors("couleur", {"bleu": ("#123456", wrong)})) == [(BadColour, "colours.bleu")]


def test_at_most_two_tones_of_something_with_a_name() -> None:
    three = ("#111111", "#222222", "#333333")
    assert told(swatch_errors("", {"bleu": three, "x" * 256: ()})) == [
        (FieldNeeded, "name"),
        (BadColour, "colours.bleu"),
        (FieldTooLong, f"colours.{'x' * 256}"),
    ]


def test_a_value_goes_by_its_words_in_the_first_language_or_the_first_there_are() -> None:
    known = Swatches(language="fr", by_value={("couleur", "bleu nuit"): ("#24344f",), ("colour", "sand"): ("#f0e3cf",)})
    assert known.of(COLOUR, NIGHT) == ("#24344f",)
    assert known.of({"fr": "COULEUR"}, {"fr": "Bleu  Nuit"}) == ("#24344f",)
    assert known.of({"en": "Colour"}, {"en": "Sand"}) == ("#f0e3cf",)
    assert known.of({"fr": "Parfum"}, NIGHT) == ()
    assert known.of({}, {}) == ()


@pytest.mark.django_db
def test_a_colour_is_given_once_changed_and_taken_back() -> None:
    paint(Bleu_nuit=["#24344F"], Sable=["#F0E3CF", "#C9A271"])
    assert swatches().of(COLOUR, NIGHT) == ("#24344f",)
    assert swatches().of(COLOUR, SAND) == ("#f0e3cf", "#c9a271")
    [told] = OutboxEvent.objects.all()
    assert (told.name, told.payload) == ("catalogue.swatches_changed.1", {"properties": ["couleur"]})
    paint(Bleu_nuit=[], Sable=["#f0e3cf"])
    assert swatches().by_value == {("couleur", "sable"): ("#f0e3cf",)}
    line = history_of("catalogue.swatch", "couleur")[0]
    assert line.before == {"name": "Couleur", "swatches": {"Bleu nuit": "#24344f", "Sable": "#f0e3cf #c9a271"}}
    assert line.after == {"name": "Couleur", "swatches": {"Bleu nuit": "", "Sable": "#f0e3cf"}}


@pytest.mark.django_db
def test_what_is_said_twice_changes_nothing_and_others_keep_theirs() -> None:
    paint(Bleu=["#123456"], Sable=["#f0e3cf"])
    before = snapshot()
    paint(bleu=["#123456"], Vert=[])
    assert snapshot() == before
    paint(Vert=["#2f5d41"])
    assert swatches().by_value.keys() == {("couleur", "bleu"), ("couleur", "sable"), ("couleur", "vert")}


@pytest.mark.django_db
def test_a_colour_that_is_none_is_refused_and_nothing_changed() -> None:
    paint(Bleu=["#123456"])
    before = snapshot()
    with pytest.raises(ManyInvalid) as refused:
        paint(Bleu=["#abcdef"], Sable=["red"])
    assert told(refused.value.errors) == [(BadColour, "colours.sable")]
    assert snapshot() == before


@pytest.mark.django_db
def test_not_by_just_anybody() -> None:
    before = snapshot()
    with pytest.raises(NotAllowed):
        set_swatches(name="Couleur", colours={"Bleu": ["#123456"]}, actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        properties_in_use(actor=NOBODY)
    assert snapshot() == before


@pytest.mark.django_db
@pytest.mark.parametrize(("colour", "second"), [("red", ""), ("#123456", "#12"), ("#123456\n", ""), ("", "#123456")])
def test_the_table_itself_holds_nothing_but_colours(colour: str, second: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Swatch.objects.create(property="couleur", value="bleu", colour=colour, second=second)


@pytest.mark.django_db
def test_options_and_filters_of_one_name_are_one_with_the_commonest_values_first() -> None:
    save_attribute(draft=AttributeDraft(code="robe", names=COLOUR, facet=True), actor=OWNER, now=NOON)
    save_attribute(draft=AttributeDraft(code="note", names={"fr": "Note"}), actor=OWNER, now=NOON)
    red = AttributeValueDraft(attribute="robe", value_name={"fr": "Rouge"})
    untold = AttributeValueDraft(attribute="note", value_name={"fr": "Doux"})
    make_product(scarf(NIGHT, SAND))
    make_product(scarf({"fr": "bleu nuit"}, {"fr": "Sable"}, option={"fr": "Couleur"}))
    make_product(scarf(SAND, attributes=[red, untold]))
    create_product(draft=scarf(SAND, option={"fr": "Taille"}), actor=OWNER, now=NOON)
    archive(make_product(scarf({"fr": "Rose"})).id)
    paint(Bleu_nuit=["#24344f"], Disparu=["#123456"])
    colour, size = properties_in_use(actor=OWNER)
    assert (colour.key, colour.name) == ("couleur", COLOUR)
    assert [(each.key, each.colours) for each in colour.values] == [
        ("sable", ()),
        ("bleu nuit", ("#24344f",)),
        ("rouge", ()),
    ]
    assert colour.values[1].name == NIGHT
    assert [each.key for each in colour.coloured] == ["bleu nuit"]
    assert (size.key, [each.key for each in size.values]) == ("taille", ["sable"])
