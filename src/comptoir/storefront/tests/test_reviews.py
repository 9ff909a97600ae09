"""What buyers say of goods: written behind the order's link, read by everybody once somebody has read it."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId
from comptoir.domains.reviews.actions import answer_review, publish_review, refuse_review
from comptoir.domains.reviews.queries import reports_of, reviews_of_order
from comptoir.domains.reviews.values import Refusal, ReportReason, Review, ReviewState
from comptoir.domains.search.actions import refresh_cards
from comptoir.domains.search.queries import cards_for
from comptoir.flows.record_payment import record_payment
from comptoir.flows.ship_order import ship_order
from comptoir.kernel import clock
from comptoir.kernel.testing import OWNER, snapshot
from comptoir.storefront.carts import opened
from comptoir.storefront.tests.buying import ordered, shown
from comptoir.storefront.tests.selling import Selling

FORM = {"stars": "4", "title": "Le goût des vacances", "text": "De vrais morceaux, peu sucrée.", "shown_name": "Lucie"}
JAM = "/fr/produits/confiture-d-abricots"


@pytest.fixture
def key(selling: Selling, client: Client) -> str:
    """Of an order of two jars that has left."""
    found = unsent_key(client)
    id, now = order_id(found), clock.now()
    record_payment(order_id=id, amount=order(id).total, actor=OWNER, now=now)
    ship_order(order_id=id, prepare=True, actor=OWNER, now=now)
    return found


def unsent_key(client: Client) -> str:
    cart_key = ordered(client)
    return str(client.get(f"/fr/paiement/{cart_key}", follow=True).redirect_chain[-1][0].rpartition("/")[2])


def order_id(key: str) -> OrderId:
    return OrderId(opened("order", key))  # type: ignore[arg-type]  # a key of our own


def written(client: Client, key: str, **changes: str) -> Review:
    answer = client.post(f"/fr/suivi/{key}/avis/1", FORM | changes)
    assert answer.status_code == 303, shown(answer, answer.status_code)
    return reviews_of_order(order_id(key))[1]


def published(client: Client, key: str, **changes: str) -> Review:
    found = written(client, key, **changes)
    publish_review(review_id=found.id, edition=found.edition, actor=OWNER, now=clock.now())
    refresh_cards(product_ids=[found.product_id], actor=OWNER, now=clock.now())
    return reviews_of_order(order_id(key))[1]


def test_from_the_order_to_the_product_and_everybody_reads_it_once_it_was_read(key: str, client: Client) -> None:
    assert f"/fr/suivi/{key}/avis" in shown(client.get(f"/fr/suivi/{key}"))
    assert f"/fr/suivi/{key}/avis/1" in shown(client.get(f"/fr/suivi/{key}/avis"))
    assert 'name="stars" value="5"' in shown(client.get(f"/fr/suivi/{key}/avis/1"))
    found = written(client, key)
    assert "Merci" in shown(client.get(f"/fr/suivi/{key}/avis?said=1"))
    assert "De vrais morceaux" not in shown(client.get(JAM))
    publish_review(review_id=found.id, edition=1, actor=OWNER, now=clock.now())
    page = shown(client.get(JAM))
    assert "De vrais morceaux" in page
    assert "Achat vérifié" in page
    assert "De vrais morceaux" in shown(client.get(f"{JAM}/avis"))


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(key: str, client: Client) -> None:
    answer = client.post(f"/fr/suivi/{key}/avis/1", FORM | {"stars": "", "text": "Bof"})
    page = shown(answer, 422)
    assert "Choisissez" in page
    assert "Le goût des vacances" in page
    assert ">Bof</textarea>" in page
    assert reviews_of_order(order_id(key)) == {}


def test_nobody_reviews_what_has_not_left_or_is_not_theirs(key: str, client: Client) -> None:
    unsent = unsent_key(client)
    before = snapshot()
    assert f"/fr/suivi/{unsent}/avis" not in shown(client.get(f"/fr/suivi/{unsent}"))
    assert client.post(f"/fr/suivi/{unsent}/avis/1", FORM).status_code == 404
    assert client.post(f"/fr/suivi/{key}/avis/2", FORM).status_code == 404
    assert client.post(f"/fr/suivi/{key[:-2]}xx/avis/1", FORM).status_code == 404
    assert snapshot() == before


def test_an_author_reads_why_it_was_refused_and_may_write_it_anew(key: str, client: Client) -> None:
    found = written(client, key)
    refuse_review(
        review_id=found.id,
        edition=1,
        refusal=Refusal.PERSONAL,
        note="Le nom de Mme Aubert.",
        actor=OWNER,
        now=clock.now(),
    )
    page = shown(client.get(f"/fr/suivi/{key}/avis"))
    assert "Le nom de Mme Aubert." in page
    assert "De vrais morceaux" in shown(client.get(f"/fr/suivi/{key}/avis/1"))
    assert written(client, key, text="De vrais morceaux, vraiment.").state is ReviewState.PENDING


def test_search_engines_are_told_of_real_ratings_only(key: str, client: Client) -> None:
    assert "aggregateRating" not in structured(client)
    published(client, key)
    told = structured(client)
    assert told["aggregateRating"] == {
        "@type": "AggregateRating",
        "ratingValue": "4.0",
        "reviewCount": 1,
        "bestRating": 5,
        "worstRating": 1,
    }
    assert [each["reviewBody"] for each in told["review"]] == [FORM["text"]]


def structured(client: Client) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get(JAM).content.decode())
    assert found is not None
    told: dict[str, Any] = json.loads(found.group(1))
    return told


def test_lists_show_how_goods_are_rated(key: str, client: Client) -> None:
    found = published(client, key, stars="5")
    (card,) = cards_for([found.product_id], market=found.market, language="fr")
    assert (card.rating_count, card.rating_stars) == (1, 5)
    assert "5 sur 5" in shown(client.get("/fr/produits"))


def test_the_merchants_answer_stands_below(key: str, client: Client) -> None:
    found = published(client, key)
    answer_review(review_id=found.id, text="Merci, à bientôt.", actor=OWNER, now=clock.now())
    assert "Merci, à bientôt." in shown(client.get(JAM))


def test_a_reader_reports_a_review(key: str, client: Client) -> None:
    found = published(client, key)
    address = f"/fr/avis/{found.id}"
    assert address in shown(client.get(JAM))
    assert "De vrais morceaux" in shown(client.get(address))
    assert "Merci" in shown(client.post(address, {"reason": "false", "text": "Écrit par le producteur ?"}))
    (report,) = reports_of(found.id, actor=OWNER)
    assert (report.reason, report.text) == (ReportReason.FALSE, "Écrit par le producteur ?")


def test_what_is_not_shown_has_no_page(key: str, client: Client) -> None:
    found = written(client, key)
    assert client.get(f"/fr/avis/{found.id}").status_code == 404
    assert client.post(f"/fr/avis/{found.id}", {"reason": "false"}).status_code == 404


def test_a_page_of_reviews_that_nobody_wrote_says_so(selling: Selling, client: Client) -> None:
    page = shown(client.get(f"{JAM}/avis"))
    assert "noindex" in page
    assert client.get("/fr/produits/inconnu/avis").status_code == 404
    assert client.get(f"{JAM}/avis?cursor=zzz").status_code == 422


def test_what_somebody_writes_is_text_and_nothing_else(key: str, client: Client) -> None:
    bad = '<script>alert(1)</script> et "><img src=x onerror=alert(1)>'
    published(client, key, text=bad, title=bad[:100], shown_name="</script><b>x</b>")
    for path in (JAM, f"{JAM}/avis", f"/fr/suivi/{key}/avis/1"):
        raw = client.get(path).content.decode()
        assert "<script>alert" not in raw
        assert "<img src=x" not in raw
        assert "<b>x" not in raw
