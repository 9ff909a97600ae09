"""The colours of values, as the merchant gives and takes them."""

import pytest
from django.test import Client

from comptoir.backoffice.tests.conftest import signed_in
from comptoir.backoffice.tests.working import Working
from comptoir.domains.catalogue.actions import set_swatches
from comptoir.domains.catalogue.queries import swatches
from comptoir.kernel.testing import NOON, OWNER, snapshot

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/back-office/products/colours/"
PAGE = f"{LIST}couleur/"
NIGHT, SAND = ("couleur", "bleu nuit"), ("couleur", "sable")


def sent(night: tuple[str, str, str], sand: tuple[str, str, str]) -> dict[str, str]:
    """The page as it is sent: tones, first and second colour of both values, with what was shown."""
    shown = (("Bleu nuit", ("1", "#24344f", "#808080"), night), ("Sable", ("0", "#808080", "#808080"), sand))
    found = {"colours-TOTAL_FORMS": "2", "colours-INITIAL_FORMS": "2"}
    for number, (value, before, now) in enumerate(shown):
        found[f"colours-{number}-value"] = value
        for name, was, wanted in zip(("tones", "first", "second"), before, now, strict=True):
            found |= {f"initial-colours-{number}-{name}": was, f"colours-{number}-{name}": wanted}
    return found


def test_values_get_colours_two_tones_and_none(owner: Client, working: Working) -> None:
    assert "Values: 2, with a colour: 1" in owner.get(LIST).text
    page = owner.get(PAGE).text
    assert page.index("Night blue") < page.index("Sand")
    two = sent(("1", "#24344f", "#808080"), ("2", "#F0E3CF", "#C9A271"))
    assert owner.post(PAGE, two)["Location"] == PAGE
    assert swatches().by_value == {NIGHT: ("#24344f",), SAND: ("#f0e3cf", "#c9a271")}
    assert 'fill="#c9a271"' in owner.get(LIST).text
    told = owner.get(PAGE).text
    assert "Colours chosen" in told
    assert "Sable: #f0e3cf #c9a271" in told
    trail = owner.get("/back-office/settings/audit/").text
    assert "colours of Couleur" in trail
    assert PAGE in trail
    owner.post(PAGE, sent(("0", "#24344f", "#808080"), ("0", "#808080", "#808080")))
    assert NIGHT not in swatches().by_value


def test_an_old_page_changes_only_what_was_changed_on_it(owner: Client, working: Working) -> None:
    set_swatches(name="Couleur", colours={"Bleu nuit": ["#111111"]}, actor=OWNER, now=NOON)
    owner.post(PAGE, sent(("1", "#24344f", "#808080"), ("1", "#f0e3cf", "#808080")))
    assert swatches().by_value == {NIGHT: ("#111111",), SAND: ("#f0e3cf",)}


@pytest.mark.parametrize("wrong", ["red", "#12345", "", "#123456;x"])
def test_what_is_no_colour_is_refused_beside_its_field(owner: Client, working: Working, wrong: str) -> None:
    before = snapshot()
    answer = owner.post(PAGE, sent(("1", "#24344f", "#808080"), ("1", wrong, "#808080")))
    assert answer.status_code == 422
    assert "Choose one colour, or two, each written like #1F4E79." in answer.text
    assert swatches().by_value == {NIGHT: ("#24344f",)}
    assert snapshot() == before


def test_what_nobody_chooses_by_has_no_page(owner: Client, working: Working) -> None:
    assert owner.get(f"{LIST}parfum/").status_code == 404
    assert owner.post(f"{LIST}parfum/", sent(("1", "#111111", ""), ("0", "", ""))).status_code == 404


def test_who_may_not_edit_looks_and_changes_nothing(working: Working) -> None:
    reader = signed_in("reader@halle.example", roles=("support",))
    assert reader.get(PAGE).status_code == 200
    before = swatches()
    answer = reader.post(PAGE, sent(("0", "#24344f", "#808080"), ("1", "#f0e3cf", "#808080")))
    assert answer.status_code == 403
    assert swatches() == before
