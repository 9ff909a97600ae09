from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from comptoir.domains.markets.actions import save_legal_entity, save_market, save_merchant, set_up_merchant
from comptoir.domains.markets.errors import (
    AlreadySetUp,
    CodeTaken,
    CurrencyFixed,
    DefaultMarketNeeded,
    NotSetUp,
    UnknownLegalEntity,
    UnknownMarket,
)
from comptoir.domains.markets.models import Market as MarketModel
from comptoir.domains.markets.models import Merchant as MerchantModel
from comptoir.domains.markets.queries import (
    channels,
    default_market,
    legal_entities,
    legal_entity,
    market,
    market_settings,
    merchant,
)
from comptoir.domains.markets.testing import ENTITY, MERCHANT, make_market
from comptoir.domains.markets.values import (
    CaptureAt,
    Channel,
    ChannelKind,
    InvoiceAt,
    LegalEntityId,
    Market,
    MarketTerms,
)
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.addresses import Address
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.models import HistoryLine, OutboxEvent
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, snapshot

pytestmark = pytest.mark.django_db


def told() -> list[list[str]]:
    rows = OutboxEvent.objects.filter(name="markets.market_settings_changed.1").order_by("id")
    return [row.payload["market_codes"] for row in rows]


def german(**change: Any) -> Market:
    terms = {
        "code": "de",
        "name": "Deutschland",
        "countries": ("DE",),
        "time_zone": "Europe/Berlin",
        "order_prefix": "DE",
        "position": 1,
    }
    return replace(make_market(), **{**terms, **change})


@pytest.mark.parametrize(
    "attempt",
    [
        lambda actor, market: set_up_merchant(merchant=MERCHANT, entity=ENTITY, actor=actor, now=NOON),
        lambda actor, market: save_merchant(merchant=replace(MERCHANT, name="Autre"), actor=actor, now=NOON),
        lambda actor, market: save_legal_entity(entity=replace(ENTITY, name="Autre"), actor=actor, now=NOON),
        lambda actor, market: save_market(market=replace(market, name="Autre"), actor=actor, now=NOON),
    ],
)
def test_without_the_permission_nothing_happens(attempt: Callable[..., Any]) -> None:
    known = make_market()
    before = snapshot()
    for actor in (NOBODY, anybody("markets.view")):
        with pytest.raises(NotAllowed):
            attempt(actor, known)
    assert snapshot() == before


def test_a_market_is_changed_only_within_ones_scope() -> None:
    known = make_market()
    before = snapshot()
    with pytest.raises(NotAllowed):
        save_market(
            market=replace(known, name="Autre"), actor=anybody("markets.edit", markets=frozenset({"de"})), now=NOON
        )
    assert snapshot() == before


def test_the_first_set_up_makes_everything_a_shop_needs() -> None:
    entity_id = set_up_merchant(
        merchant=replace(MERCHANT, sender_email=" Bonjour@Halle.example"),
        entity=replace(ENTITY, siren="732 829 320"),
        actor=OWNER,
        now=NOON,
    )
    seller, known = merchant(), default_market()
    assert (seller.name, seller.sender_email) == ("La Halle aux saveurs", "bonjour@halle.example")
    assert (seller.default_market, seller.set_up_at) == ("fr", NOON)
    assert (known.currency, known.languages, known.time_zone) == ("EUR", ("fr", "en"), "Europe/Paris")
    assert (known.capture_at, known.invoice_at) == (CaptureAt.AUTHORISATION, InvoiceAt.SHIPMENT)
    assert known.legal_entity_id == entity_id
    entity = legal_entity(entity_id)
    assert (entity.siren, entity.vat_number, entity.share_capital) == (
        "732829320",
        "FR44732829320",
        Money(1_000_000, "EUR"),
    )
    assert entity.address == replace(ENTITY.address, name=ENTITY.name)
    assert channels() == (Channel(code="web", kind=ChannelKind.WEB, name="Web"),)
    (line,) = history_of("markets.merchant", 1)
    assert (line.action, line.actor_label, line.before) == ("set_up", OWNER.label, {})
    assert line.after["entity"]["siren"] == "732829320"
    assert told() == [["fr"]]


def test_it_happens_once() -> None:
    make_market()
    before = snapshot()
    with pytest.raises(AlreadySetUp), transaction.atomic():
        set_up_merchant(
            merchant=replace(MERCHANT, name="Autre"), entity=replace(ENTITY, code="autre"), actor=OWNER, now=NOON
        )
    assert snapshot() == before


def test_everything_wrong_is_told_at_once_by_field() -> None:
    before = snapshot()
    with pytest.raises(ManyInvalid) as refused:
        set_up_merchant(
            merchant=replace(MERCHANT, name="", sender_email="nobody"),
            entity=replace(ENTITY, siren="1", siret="", vat_number="", email="x", address=Address(country="FR")),
            market=replace(MarketTerms(), currency="???"),
            actor=OWNER,
            now=NOON,
        )
    fields = [error.field for error in refused.value.errors]
    assert fields == [
        "name",
        "sender_email",
        "entity.siren",
        "entity.city",
        "entity.postal_code",
        "entity.line1",
        "entity.email",
        "market.currency",
    ]
    assert snapshot() == before


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: save_merchant(merchant=MERCHANT, actor=OWNER, now=NOON),
        lambda: save_legal_entity(entity=ENTITY, actor=OWNER, now=NOON),
        lambda: save_market(market=Market(legal_entity_id=LegalEntityId(new_id())), actor=OWNER, now=NOON),
    ],
)
def test_before_the_set_up_there_is_nothing_to_change(attempt: Callable[[], None]) -> None:
    before = snapshot()
    with pytest.raises(NotSetUp), transaction.atomic():
        attempt()
    assert snapshot() == before
    assert market_settings().merchant is None
    with pytest.raises(NotSetUp):
        merchant()
    with pytest.raises(NotSetUp):
        default_market()


def test_the_merchant_can_be_changed() -> None:
    make_market()
    save_merchant(merchant=replace(MERCHANT, support_email="Service@Halle.example", phone=""), actor=OWNER, now=NOON)
    assert (merchant().support_email, merchant().phone) == ("service@halle.example", "")
    line = history_of("markets.merchant", 1)[0]
    assert line.before == {"support_email": "aide@halle.example", "phone": "+33 4 78 00 00 00"}
    assert line.after == {"support_email": "service@halle.example", "phone": ""}
    assert told() == [["fr"], ["fr"]]


def test_saving_what_is_there_changes_nothing() -> None:
    known = make_market()
    before = snapshot()
    save_merchant(merchant=MERCHANT, actor=OWNER, now=NOON)
    save_legal_entity(entity=ENTITY, actor=OWNER, now=NOON)
    save_market(market=known, actor=OWNER, now=NOON)
    assert snapshot() == before


def test_a_second_legal_entity_and_a_market_of_its_own() -> None:
    make_market()
    berlin = Address(line1="Torstraße 1", postal_code="10119", city="Berlin", country="DE")
    entity_id = save_legal_entity(
        entity=replace(
            ENTITY, code="gmbh", name="Halle GmbH", address=berlin, siren="", siret="", vat_number="DE136695976"
        ),
        actor=OWNER,
        now=NOON,
    )
    assert [entity.code for entity in legal_entities()] == ["gmbh", "halle"]
    assert told()[-1] == []  # no market sells through it yet
    save_market(market=german(legal_entity_id=entity_id), actor=OWNER, now=NOON)
    assert market("de").legal_entity_id == entity_id
    assert history_of("markets.market", "de")[0].after["countries"] == ["DE"]
    save_legal_entity(entity=replace(legal_entity_draft("gmbh"), phone="+49 30 1"), actor=OWNER, now=NOON)
    assert told()[-1] == ["de"]
    line = history_of("markets.legalentity", entity_id)[0]
    assert (line.before, line.after) == ({"phone": ENTITY.phone}, {"phone": "+49 30 1"})


def legal_entity_draft(code: str) -> Any:
    return next(entity for entity in legal_entities() if entity.code == code)


def test_a_market_can_close_but_not_the_default_one() -> None:
    make_market()
    save_market(market=german(), actor=OWNER, now=NOON)
    save_market(market=german(active=False), actor=OWNER, now=NOON)
    before = snapshot()
    with pytest.raises(DefaultMarketNeeded), transaction.atomic():
        save_market(market=replace(make_market(), active=False), actor=OWNER, now=NOON)
    with pytest.raises(UnknownMarket), transaction.atomic():
        save_merchant(merchant=replace(MERCHANT, default_market="de"), actor=OWNER, now=NOON)
    assert snapshot() == before


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"order_prefix": "FR"}, CodeTaken),
        ({"legal_entity_id": LegalEntityId(new_id())}, UnknownLegalEntity),
        ({"code": "fr", "currency": "USD", "order_prefix": "FR"}, CurrencyFixed),
        ({"currency": "???"}, ManyInvalid),
    ],
)
def test_what_a_market_may_not_be(change: dict[str, Any], error: type[Exception]) -> None:
    make_market()
    before = snapshot()
    with pytest.raises(error), transaction.atomic():
        save_market(market=german(**change), actor=OWNER, now=NOON)
    assert snapshot() == before


@pytest.mark.parametrize(
    "change",
    [
        {"code": "FR"},
        {"default_language": "de"},
        {"countries": []},
        {"currency": "euro"},
        {"capture_at": "never"},
        {"invoice_at": "never"},
        {"order_prefix": ""},
    ],
)
def test_the_database_refuses_what_the_rules_forgot(change: dict[str, Any]) -> None:
    make_market()
    with pytest.raises(IntegrityError, match="markets_market"), transaction.atomic():
        MarketModel.objects.filter(code="fr").update(**change)


def test_there_is_one_merchant() -> None:
    make_market()
    with pytest.raises(IntegrityError, match="markets_one_merchant"), transaction.atomic():
        MerchantModel.objects.filter(id=1).update(id=2)


def test_every_change_is_told_once() -> None:
    make_market()
    assert (HistoryLine.objects.count(), OutboxEvent.objects.count()) == (1, 1)
