from dataclasses import replace
from typing import Any

import pytest

from comptoir.domains.network.errors import BadCode, BadOpeningHours, BadTerritory, BadTimeZone, FieldNeeded
from comptoir.domains.network.rules import opening_hours_errors, place_errors
from comptoir.domains.network.testing import SHOP, WAREHOUSE


def test_the_sample_places_are_right() -> None:
    assert list(place_errors(WAREHOUSE)) == []
    assert list(place_errors(SHOP)) == []


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [
        ({"code": "Lyon 1"}, BadCode, "code"),
        ({"code": ""}, BadCode, "code"),
        ({"name": {"fr": "  "}}, FieldNeeded, "name"),
        ({"name": {}}, FieldNeeded, "name"),
        ({"time_zone": "Lyon"}, BadTimeZone, "time_zone"),
        ({"time_zone": "/etc/localtime"}, BadTimeZone, "time_zone"),
        ({"territory": ("FR", "69")}, BadTerritory, "territory"),
        ({"territory": ("fr-69",)}, BadTerritory, "territory"),
        ({"opening_hours": {"monday": ()}}, BadOpeningHours, "opening_hours"),
    ],
)
def test_each_fault_names_its_field(change: dict[str, Any], error: type[Exception], field: str) -> None:
    (found,) = place_errors(replace(SHOP, **change))
    assert (type(found), found.field) == (error, field)


@pytest.mark.parametrize(
    "spans",
    [
        (("09:00", "12:30"),),
        (("09:00", "12:30"), ("14:00", "19:00")),
        (("00:00", "24:00"),),
        (),
    ],
)
@pytest.mark.parametrize("day", ["mon", "sun", "2026-12-24"])
def test_hours_that_can_be_kept(day: str, spans: Any) -> None:
    assert list(opening_hours_errors({day: spans})) == []


@pytest.mark.parametrize(
    "spans",
    [
        (("12:30", "09:00"),),
        (("09:00", "09:00"),),
        (("09:00", "12:30"), ("12:00", "19:00")),
        (("14:00", "19:00"), ("09:00", "12:30")),
        (("9:00", "12:30"),),
        (("09:00", "25:00"),),
        (("09:00",),),
    ],
)
def test_hours_that_cannot(spans: Any) -> None:
    (error,) = opening_hours_errors({"mon": spans})
    assert error.facts["day"] == "mon"


@pytest.mark.parametrize("day", ["monday", "MON", "2026-02-30", "20261224", ""])
def test_days_that_are_none(day: str) -> None:
    (error,) = opening_hours_errors({day: (("09:00", "12:00"),)})
    assert isinstance(error, BadOpeningHours)
