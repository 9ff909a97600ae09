"""Nothing of others before a visitor agrees; refusing is one press, as accepting is; each choice is kept as proof."""

import re
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from comptoir import storefront
from comptoir.domains.visitors.actions import publish_services
from comptoir.domains.visitors.queries import consent, count_consents
from comptoir.domains.visitors.testing import ADVERTS, COUNTER
from comptoir.domains.visitors.values import ConsentId
from comptoir.kernel.testing import NOON, OWNER
from comptoir.storefront.addresses import place_of_path
from comptoir.storefront.assemble.consenting import stored
from comptoir.storefront.consents import COOKIE
from comptoir.storefront.pagecache.shared import personal_fragments
from comptoir.storefront.tests.buying import ordered
from comptoir.storefront.tests.selling import Selling

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db]
COUNTS, PIXEL = f'<script src="{COUNTER.script_url}" async>', f'<script src="{ADVERTS.script_url}" async>'
READING = ("/fr/", "/fr/produits", "/fr/produits/confiture-d-abricots", "/fr/recherche?q=miel", "/fr/contact")


@pytest.fixture
def asking(selling: Selling) -> int:
    return publish_services(services=[COUNTER, ADVERTS], based_on=0, actor=OWNER, now=NOON)


def choose(client: Client, *, do: str, back: str = "/fr/produits", **boxes: str) -> Any:
    return client.post("/fr/cookies", {"do": do, **boxes}, headers={"Referer": f"http://testserver{back}"})


def proof_of(client: Client) -> Any:
    return consent(ConsentId(UUID(client.cookies[COOKIE].value.split(".")[1])), actor=OWNER)


def test_with_no_service_nobody_is_asked_and_the_policy_names_no_other_site(client: Client, selling: Selling) -> None:
    for path in READING:
        answer = client.get(path)
        assert 'class="asking"' not in answer.text
        assert "example/" not in answer.get("Content-Security-Policy", "")
    assert choose(client, do="accept").cookies.get(COOKIE) is None
    page = client.get("/fr/cookies").text
    assert "comptoir_consent" not in page
    assert "comptoir_buyer" in page


def test_the_page_names_everything_that_the_shop_keeps_in_a_browser(client: Client, asking: int) -> None:
    """As the sources say: what they set cookies by, and where the scripts keep something."""
    home = Path(storefront.__file__).parent
    scripts = "".join(path.read_text() for path in (home / "static/storefront/js").glob("*.js"))
    kept = {*_cookies_set(home), *re.findall(r'const KEY = "([^"]+)"', scripts)}
    assert len(re.findall(r"(?:local|session)Storage\.setItem\(", scripts)) == 1, "by that key alone"
    assert "document.cookie" not in scripts
    assert kept == {each.name for each in stored(asks=True)}
    page = client.get("/fr/cookies").text
    assert [name for name in sorted(kept) if name not in page] == []


def _cookies_set(home: Path) -> set[str]:
    names = set()
    for path in home.rglob("*.py"):
        if "tests" in path.parts or ".set_cookie(" not in (source := path.read_text()):
            continue
        module = import_module(".".join(("comptoir.storefront", *path.relative_to(home).with_suffix("").parts)))
        constants = re.findall(r"\.set_cookie\(\s*(\w+)", source)
        assert len(constants) == source.count(".set_cookie("), path
        names |= {getattr(module, name) for name in constants}
    return names


def test_before_a_choice_the_page_asks_and_holds_nothing_of_others(client: Client, asking: int) -> None:
    for path in READING:
        shown = client.get(path).text
        assert 'class="asking"' in shown
        assert COUNTER.script_url not in shown
        assert ADVERTS.script_url not in shown


def test_refusing_is_the_same_button_as_accepting(client: Client, asking: int) -> None:
    shown = client.get("/fr/").text
    assert shown.count('<button class="button button-outline" type="submit" name="do" value="refuse">') == 1
    assert shown.count('<button class="button button-outline" type="submit" name="do" value="accept">') == 1


def test_who_refuses_is_asked_no_more_and_loads_nothing(client: Client, asking: int) -> None:
    answer = choose(client, do="refuse")
    assert (answer.status_code, answer["Location"]) == (303, "/fr/produits")
    for path in READING:
        shown = client.get(path).text
        assert 'class="asking"' not in shown
        assert COUNTS not in shown
    assert (proof_of(client).accepted, proof_of(client).refused) == ((), ("adverts", "counter"))


def test_who_accepts_loads_what_they_agreed_to_and_where_it_may_run(client: Client, asking: int) -> None:
    choose(client, do="accept")
    for path in READING:
        shown = client.get(path).text
        assert COUNTS in shown
        assert PIXEL in shown
        assert 'class="asking"' not in shown


def test_services_can_be_chosen_one_by_one_and_changed_later(client: Client, asking: int) -> None:
    choose(client, do="save", back="/fr/cookies", **{"service-counter": "1"})
    shown = client.get("/fr/").text
    assert COUNTS in shown
    assert PIXEL not in shown
    page = client.get("/fr/cookies").text
    assert page.count(" checked") == 1
    assert str(proof_of(client).id) in page
    choose(client, do="refuse", back="/fr/cookies")
    assert COUNTS not in client.get("/fr/").text
    assert count_consents(asking, actor=OWNER) == {"": 2, "counter": 1}


def test_the_proof_holds_the_words_that_were_read(client: Client, asking: int) -> None:
    choose(client, do="refuse")
    kept = proof_of(client)
    assert kept.language == "fr"
    assert "Mesures SARL, Réclame SA" in kept.wording
    assert kept.wording.endswith("Tout refuser\nTout accepter")
    choose(client, do="accept", back="/fr/cookies")
    assert "Compte les visites de chaque page." in proof_of(client).wording


def test_another_list_asks_everybody_again(client: Client, asking: int) -> None:
    choose(client, do="accept")
    publish_services(services=[COUNTER], based_on=asking, actor=OWNER, now=NOON)
    shown = client.get("/fr/").text
    assert 'class="asking"' in shown
    assert COUNTS not in shown


@pytest.mark.parametrize("value", ["", "1", "x.y.z", "1.not-an-id.counter", "99.", "1..counter", "1." + "9" * 5000])
def test_a_broken_cookie_is_as_good_as_none(client: Client, asking: int, value: str) -> None:
    client.cookies[COOKIE] = value
    shown = client.get("/fr/").text
    assert 'class="asking"' in shown
    assert COUNTS not in shown


def test_a_forged_code_loads_nothing(client: Client, asking: int) -> None:
    client.cookies[COOKIE] = f'{asking}.0199aaaa-0000-7000-8000-000000000000.evil_"><script>'
    assert "evil" not in client.get("/fr/").text


def test_the_page_cache_fills_the_place_for_who_has_chosen(
    client: Client, asking: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The transaction of this test goes on after the fragments were told.
    monkeypatch.setattr(connection, "close", lambda: None)
    fragments = personal_fragments(place_of_path)
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/fr/", "wsgi.input": BytesIO()}
    assert fragments({**environ, "HTTP_COOKIE": "comptoir_consent=nonsense"}) == {}
    choose(client, do="save", back="/fr/cookies", **{"service-counter": "1"})
    sent = f"{COOKIE}={client.cookies[COOKIE].value}"
    assert list(fragments({**environ, "HTTP_COOKIE": sent})) == ["consent"]
    assert COUNTS in fragments({**environ, "HTTP_COOKIE": sent})["consent"]


def test_on_pages_of_orders_and_checkout_nobody_asks_and_nothing_of_others_runs(client: Client, asking: int) -> None:
    choose(client, do="accept")
    key = ordered(client)
    own = client.get(f"/fr/paiement/{key}", follow=True)
    for shown in (own, client.get("/fr/panier"), client.get("/fr/commande")):
        assert COUNTER.script_url not in shown.text
        assert 'class="asking"' not in shown.text
        assert "counter.example" not in shown.get("Content-Security-Policy", "")


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "https://evil.example/fr/",
        "http://testserver//evil.example/",
        "http://testserver/\\evil.example",
        "nonsense",
    ],
)
def test_the_way_back_is_a_page_of_ours(client: Client, asking: int, referer: str) -> None:
    answer = client.post("/fr/cookies", {"do": "refuse"}, headers={"Referer": referer})
    assert answer["Location"] == "/fr/"
