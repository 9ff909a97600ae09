"""Search in the back office: synonyms, and what comes first."""

from uuid import UUID

import pytest
from django.test import Client

from comptoir.backoffice.tests.conftest import signed_in
from comptoir.backoffice.tests.working import Working
from comptoir.domains.catalogue.queries import category_tree, variants_of
from comptoir.domains.search.actions import refresh_cards
from comptoir.domains.search.queries import all_arrangements, all_synonyms
from comptoir.kernel.testing import NOON, OWNER

pytestmark = pytest.mark.django_db(transaction=True)
DESK = "/back-office/products/search/"


def test_synonyms_are_written_changed_and_removed(owner: Client, working: Working) -> None:
    known = len(all_synonyms())
    wrong = owner.post(f"{DESK}synonyms/new/", {"language": "fr", "words": "pull"})
    assert wrong.status_code == 422
    assert "Write at least two words or expressions." in wrong.text
    answer = owner.post(f"{DESK}synonyms/new/", {"language": "fr", "words": "pull\r\nchandail"})
    assert answer["Location"] == DESK
    written = next(each for each in all_synonyms() if "pull" in each.words)
    assert (written.language, written.words) == ("fr", ("pull", "chandail"))
    page = owner.get(f"{DESK}synonyms/{written.id}/").text
    assert "pull\nchandail" in page.replace("\r\n", "\n")
    owner.post(f"{DESK}synonyms/{written.id}/", {"language": "fr", "words": "pull\r\ntricot"})
    assert "pull, tricot" in owner.get(DESK).text
    owner.post(f"{DESK}synonyms/{written.id}/remove/")
    assert len(all_synonyms()) == known


def test_products_are_pinned_moved_up_and_hidden_by_their_references(owner: Client, working: Working) -> None:
    honey = working.shop.honey.id
    refresh_cards(product_ids=[honey], actor=OWNER, now=NOON)
    sku = variants_of([honey])[honey][0].sku
    new = f"{DESK}new/"
    unknown = owner.post(new, {"words": "noël", "pinned": "NOPE"})
    assert unknown.status_code == 422
    assert "There is no product with the reference NOPE." in unknown.text
    twice = owner.post(new, {"words": "noël", "pinned": sku, "hidden": sku})
    assert "Each product can be named once only." in twice.text
    nowhere = owner.post(new, {"pinned": sku})
    assert "Write the words of a search, or choose a category." in nowhere.text
    answer = owner.post(new, {"words": "Noël", "pinned": f"{sku}\r\n"})
    id = UUID(answer["Location"].rstrip("/").rpartition("/")[2])
    page = owner.get(answer["Location"]).text
    assert "Search “Noël”" in page
    assert "What buyers see now" in page, "what is pinned is found by words that it does not bear"
    again = owner.post(new, {"words": "NOEL", "pinned": sku})
    assert "There is an arrangement for this search or category already" in again.text
    owner.post(f"{DESK}{id}/", {"hidden": sku})
    known = next(each for each in all_arrangements() if each.id == id)
    assert (known.words, known.pinned, known.hidden) == ("Noël", (), (honey,))
    assert "1 hidden" in owner.get(DESK).text
    owner.post(f"{DESK}{id}/remove/")
    assert id not in {each.id for each in all_arrangements()}


def test_a_category_has_an_arrangement_of_its_own(owner: Client, working: Working) -> None:
    honey = working.shop.honey.id
    sku = variants_of([honey])[honey][0].sku
    category = str(category_tree().by_code["miels"].id)
    owner.post(f"{DESK}new/", {"category": category, "boosted": sku})
    assert "Category “Miels”" in owner.get(DESK).text or "Category “Honeys”" in owner.get(DESK).text


def test_who_may_not_arrange_is_not_offered_to(client: Client, working: Working) -> None:
    accountant = signed_in("compta@halle.example", roles=("accountant",))
    assert accountant.get(f"{DESK}new/").status_code == 403
    assert accountant.post(f"{DESK}synonyms/new/", {"language": "fr", "words": "a\nb"}).status_code == 403
