"""Pages that stand when nothing else does, in the language of the address, in the shop's own design."""

from html import unescape

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from comptoir.storefront import known
from comptoir.storefront.tests.selling import Selling
from comptoir.storefront.views import reading

AWAY = {"fr": "Nous revenons tout de suite", "en": "We will be right back"}
FAULT = {"fr": "Une panne de notre côté", "en": "Something went wrong on our side"}


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def breaks(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def away(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(reading, "categories_page", away)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("error", [OperationalError("server closed"), InterfaceError("connection already closed")])
def test_while_the_database_is_away_the_browser_comes_again(
    client: Client, selling: Selling, monkeypatch: pytest.MonkeyPatch, language: str, error: Exception
) -> None:
    breaks(monkeypatch, error)
    answer = client.get({"fr": "/fr/rayons", "en": "/en/categories"}[language])
    shown = unescape(answer.text)
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "5", "no-store")
    assert AWAY[language] in shown
    assert f'<html lang="{language}" data-theme="halle">' in shown
    assert "storefront.css" in shown
    assert "server closed" not in shown


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_fault_of_ours_is_told_with_a_reference(
    client: Client, selling: Selling, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    breaks(monkeypatch, ValueError("a secret of ours"))
    answer = client.get({"fr": "/fr/rayons", "en": "/en/categories"}[language])
    shown = unescape(answer.text)
    assert answer.status_code == 500
    assert FAULT[language] in shown
    assert answer["X-Request-Id"] in shown
    assert "a secret of ours" not in shown


@pytest.mark.django_db
def test_the_shops_name_stands_on_them_once_it_was_known(
    client: Client, selling: Selling, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/fr/")
    name = known.last.shop_name
    assert name
    breaks(monkeypatch, OperationalError("away"))
    assert name in unescape(client.get("/fr/rayons").text)
