"""Whoever comes to an address that only takes forms sees the page of that form, not an error of the browser's."""

import pytest
from django.test import Client

ORDER, PARCEL = "01a22a4c-d4b7-75d1-aff4-762aee1ae797", "01a22a4c-d4b7-75d1-aff4-762aee1ae798"
BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "page"),
    [
        (f"/back-office/orders/{ORDER}/prepare/", f"/back-office/orders/{ORDER}/"),
        (f"/back-office/orders/{ORDER}/parcels/{PARCEL}/ship/", f"/back-office/orders/{ORDER}/"),
        ("/back-office/settings/mail/resend/", "/back-office/settings/mail/"),
        ("/fr/suivi/abc/annuler", "/fr/suivi/abc"),
    ],
)
def test_a_person_is_led_to_the_page_above(address: str, page: str) -> None:
    answer = Client(headers=BROWSER).get(address)
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert "no-store" in answer["Cache-Control"]
    assert Client().get(address).status_code == 405  # a machine is told so
    assert Client(headers=BROWSER).put(address).status_code == 405


@pytest.mark.django_db
def test_the_interface_says_what_it_allows() -> None:
    answer = Client(headers=BROWSER).get("/api/v1/carts")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
