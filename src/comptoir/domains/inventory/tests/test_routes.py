"""Which place serves which order: the rules, as properties and by name."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.rules import Pick, ServingPlace, choose_places, distance, places_serving
from comptoir.domains.inventory.values import Destination, Level, Shortage, StockLine

HONEY, SOAP = VariantId(UUID(int=1)), VariantId(UUID(int=2))
CORBAS = ServingPlace(code="corbas", country="FR", postal_code="69960")
PARIS = ServingPlace(code="paris", country="FR", postal_code="75011")
GENEVA = ServingPlace(code="geneva", country="CH", postal_code="1204")
NICE = ServingPlace(code="nice", country="FR", postal_code="06000", partner=True, territory=("FR-06", "IT"))


def to(postal_code: str, country: str = "FR") -> Destination:
    return Destination(market="fr", country=country, postal_code=postal_code)


def serving(destination: Destination | None, *, nearest: bool = False, preferred: str | None = None) -> list[str]:
    known = [CORBAS, PARIS, GENEVA, NICE]
    return places_serving(known, destination=destination, nearest=nearest, preferred=preferred)


def test_by_rank_unless_the_market_wants_the_nearest() -> None:
    assert serving(to("75020")) == ["corbas", "paris", "geneva"]
    assert serving(to("75020"), nearest=True) == ["paris", "corbas", "geneva"]
    assert serving(to("1201", "CH"), nearest=True) == ["geneva", "corbas", "paris"]
    assert serving(to("69 004"), nearest=True) == ["corbas", "paris", "geneva"]


def test_a_partner_serves_its_territory_and_whoever_comes_to_its_door() -> None:
    assert "nice" in serving(to("06300"))
    assert "nice" in serving(to("20121", "IT"))
    assert "nice" not in serving(to("69004"))
    assert "nice" not in serving(None)
    assert serving(to("69004"), preferred="nice")[0] == "nice"


def test_of_two_places_as_far_by_region_the_closer_number_is_nearer() -> None:
    beside, away = (ServingPlace(code=code, country="FR", postal_code=code) for code in ("71000", "13000"))
    assert distance(beside, to("69004")) < distance(away, to("69004")) < distance(GENEVA, to("69004"))
    assert distance(CORBAS, to("69960")) == (0, 0, 0)


def level(variant: VariantId, place: str, free: int) -> Level:
    return Level(
        variant_id=variant, place_code=place, on_hand=free, reserved=0, claimed=0, safety=0, backorder_limit=0,
        shortfall=0,
    )  # fmt: skip


def test_an_order_that_may_not_be_split_leaves_from_one_place_or_not_at_all() -> None:
    levels = [level(HONEY, "near", 2), level(SOAP, "near", 0), level(HONEY, "far", 1), level(SOAP, "far", 5)]
    lines = [StockLine(variant_id=HONEY, quantity=2), StockLine(variant_id=SOAP, quantity=2)]
    assert len(choose_places(lines, levels, place_order=["near", "far"])[0]) == 2
    assert choose_places(lines, levels, place_order=["near", "far"], split=False) == (
        [],
        [Shortage(variant_id=HONEY, wanted=2, available=1)],
    )
    one = [StockLine(variant_id=SOAP, quantity=2)]
    assert choose_places(one, levels, place_order=["near", "far"], split=False) == ([Pick(SOAP, "far", 2)], [])


PLACES = st.builds(
    ServingPlace,
    code=st.sampled_from(["a", "b", "c", "d", "e"]),
    country=st.sampled_from(["FR", "BE", "CH"]),
    postal_code=st.text("0123456789", min_size=4, max_size=5),
    partner=st.booleans(),
    territory=st.lists(st.sampled_from(["FR", "FR-6", "FR-69", "BE", "CH-1"]), max_size=2).map(tuple),
)
SEVERAL = st.lists(PLACES, max_size=5, unique_by=lambda place: place.code)
TARGETS = st.builds(
    Destination,
    market=st.just("fr"),
    country=st.sampled_from(["FR", "BE", "CH"]),
    postal_code=st.text("0123456789 ", max_size=6),
)
PREFERRED = st.sampled_from([None, "a", "b"])


@given(known=SEVERAL, destination=st.none() | TARGETS, nearest=st.booleans(), preferred=PREFERRED)
def test_the_owner_s_rule_holds_whatever_the_order(
    known: list[ServingPlace], destination: Destination | None, nearest: bool, preferred: str | None
) -> None:
    found = places_serving(known, destination=destination, nearest=nearest, preferred=preferred)
    by_code = {place.code: place for place in known}
    assert len(set(found)) == len(found)
    assert {place.code for place in known if not place.partner} <= set(found) <= set(by_code)
    for code in found:
        place = by_code[code]
        if place.partner and code != preferred:
            assert destination is not None
            assert any(area.partition("-")[0] == destination.country for area in place.territory)
    assert preferred not in by_code or found[0] == preferred


@given(known=SEVERAL, destination=TARGETS)
def test_nearest_never_puts_a_farther_place_first_and_rank_decides_between_equals(
    known: list[ServingPlace], destination: Destination
) -> None:
    found = places_serving(known, destination=destination, nearest=True, preferred=None)
    by_code, rank = {place.code: place for place in known}, [place.code for place in known]
    keys = [(distance(by_code[code], destination), rank.index(code)) for code in found]
    assert keys == sorted(keys)


@given(
    free=st.dictionaries(
        st.tuples(st.sampled_from([HONEY, SOAP]), st.sampled_from(["a", "b", "c"])), st.integers(-3, 8)
    ),
    wanted=st.lists(st.tuples(st.sampled_from([HONEY, SOAP]), st.integers(1, 6)), min_size=1, max_size=3),
    order=st.lists(st.sampled_from(["a", "b", "c"]), unique=True),
)
def test_unsplit_orders_have_one_place_for_everything_and_split_ones_never_do_worse(
    free: dict[tuple[VariantId, str], int], wanted: list[tuple[VariantId, int]], order: list[str]
) -> None:
    levels = [level(variant, place, count) for (variant, place), count in free.items()]
    lines = [StockLine(variant_id=variant, quantity=quantity) for variant, quantity in wanted]
    whole, missing = choose_places(lines, levels, place_order=order, split=False)
    parts, _missing = choose_places(lines, levels, place_order=order)
    assert not (whole and missing)
    if whole:
        assert len({pick.place_code for pick in whole}) == 1
        assert sum(pick.quantity for pick in whole) == sum(quantity for _variant, quantity in wanted)
        assert whole == parts
    for pick in (*whole, *parts):
        assert 0 < pick.quantity <= free[pick.variant_id, pick.place_code]
