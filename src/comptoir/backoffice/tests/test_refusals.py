"""Whoever may only look changes nothing; what was written wrong is told at its field, and nothing is lost."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from comptoir.backoffice.tests.addresses import NOTHING, desk_addresses, shown_addresses
from comptoir.backoffice.tests.conftest import signed_in
from comptoir.backoffice.tests.working import Working
from comptoir.domains.accounts.queries import staff
from comptoir.domains.customers.queries import customer_rows
from comptoir.domains.messages.values import MessageKind
from comptoir.kernel.testing import OWNER, snapshot

BASE = "/back-office/"
ALWAYS = {f"{BASE}preferences/", f"{BASE}account/sign-out/", f"{BASE}account/password/"}
"""What everybody may do: their own preferences, password and way out."""


class Buttons(HTMLParser):
    """Where the buttons of a page that can be pressed would lead. Those of a locked page cannot be."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.actions: set[str] = set()
        self._form, self._locked = "", 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "fieldset":
            self._locked += 1 if "disabled" in given or self._locked else 0
        elif tag == "form":
            self._form = (given.get("action") or "") if given.get("method") == "post" else ""
        elif tag == "button" and self._form and given.get("type") != "button" and not self._locked:
            self.actions.add(self._form)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = ""
        elif tag == "fieldset" and self._locked:
            self._locked -= 1


def changing_addresses(working: Working) -> dict[str, str]:
    """Every address of the desk that changes something, about things that are there."""
    order, honey = f"{BASE}orders/{working.order_id}/", f"{BASE}products/{working.shop.honey.id}/"
    [customer] = customer_rows(actor=OWNER).items
    [member, *_] = staff(actor=OWNER)
    known = {
        **{name: f"{order}{step}/" for name, step in (
            ("order-record-payment", "record-payment"), ("order-prepare", "prepare"),
            ("parcel-hand-over", f"parcels/{working.order_id}/hand-over"),
            ("parcel-ready", f"parcels/{working.order_id}/ready"),
            ("parcel-label", f"parcels/{working.order_id}/label"),
            ("order-ship", f"parcels/{working.order_id}/ship"), ("order-change", "change"), ("order-hold", "hold"),
            ("order-release", "release"), ("order-note", "note"),
            ("order-cancel", "cancel"), ("order-resend", f"messages/{MessageKind.ORDER_TO_PAY}"))},
        "product": honey, "product-status": f"{honey}status/", "product-pictures": f"{honey}pictures/",
        "stock-article": f"{BASE}stock/{working.shop.variant_id}/", "customer": f"{BASE}customers/{customer.id}/",
        "delivery-method": f"{BASE}delivery/methods/home/", "delivery-rates": f"{BASE}delivery/methods/home/prices/",
        "delivery-active": f"{BASE}delivery/methods/home/active/", "page": f"{BASE}pages/terms/edit/",
        "payment-method": f"{BASE}payments/methods/transfer/",
        "voucher-switch": f"{BASE}products/vouchers/{working.voucher_id}/switch/",
        "payment-enable": f"{BASE}payments/methods/transfer/offered/",
        "settings-entity": f"{BASE}settings/entities/halle/", "settings-market": f"{BASE}settings/markets/fr/",
        "settings-place": f"{BASE}settings/places/entrepot/", "settings-member": f"{BASE}settings/staff/{member.id}/",
        "settings-member-active": f"{BASE}settings/staff/{member.id}/active/",
    }  # fmt: skip
    return {**desk_addresses(), **known}


# What such a request would do if it were let through.
WISH: dict[str, Any] = {
    "reference": "VIR 1", "because": "x", "text": "x", "order": NOTHING, "carrier": "x", "status": "archived",
    "active": "no", "enabled": "no",
    "name": "Stolen", "email": "stolen@halle.example", "roles": ["owner"], "count_entrepot": "0", "label": "x",
    "scopes": ["orders.view"], "version": "1", "rates-TOTAL_FORMS": "0", "rates-INITIAL_FORMS": "0",
}  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_whoever_may_only_look_is_refused_every_change(working: Working) -> None:
    client = signed_in("lecture@halle.example", roles=("readonly",))
    addresses = changing_addresses(working)
    client.get(BASE)  # the session is written down
    before, refused = snapshot(), 0
    for name, address in addresses.items():
        answer = client.post(address, WISH)
        assert answer.status_code in {403, 404, 405}, name
        refused += answer.status_code == 403
    assert refused >= 24
    assert {table for table, digest in snapshot().items() if digest != before[table]} <= {"accounts_user"}


def test_no_button_is_shown_that_would_be_refused(working: Working) -> None:
    client = signed_in("lecture@halle.example", roles=("readonly",))
    for name, address in shown_addresses(working).items():
        shown = client.get(BASE + address)
        if shown.status_code != 403:
            assert Buttons(shown.text).actions <= ALWAYS, name


@pytest.mark.parametrize("role", ["catalogue", "orders", "warehouse", "accountant", "marketing", "support"])
def test_every_button_a_role_sees_opens_to_it(working: Working, role: str) -> None:
    """A form that comes back with its errors was let in; a 403 would be a promise broken."""
    client = signed_in(f"{role}@halle.example", roles=(role,))
    pressed = 0
    for name, address in shown_addresses(working).items():
        shown = client.get(BASE + address)
        # In order, so that a thing's own form is pressed before the button below it that removes the thing.
        for action in sorted(Buttons(shown.text).actions - ALWAYS) if shown.status_code == 200 else ():
            pressed += 1
            assert client.post(action, {}).status_code in {302, 422}, (name, action)
    assert pressed > 0


FORMS: dict[str, tuple[str, ...]] = {
    "products/new/": ("title_fr",),
    "products/categories/new/": ("name_fr", "name_en"),
    "products/vouchers/new/": ("count", "kind", "value"),
    "delivery/new/": ("label_fr", "label_en", "kind", "code", "cut_off", "handling_days"),
    "payments/new/simulator/": ("label_fr", "label_en", "hold_hours", "position"),
    "pages/new/": ("key", "title_fr", "body_en"),
    "settings/": ("name", "support_email", "sender_name", "sender_email"),
    "settings/entities/halle/": ("name", "line1", "postal_code", "city"),
    "settings/markets/fr/": ("name", "countries", "languages", "order_prefix", "capture_at"),
    "settings/places/new/": ("name_fr", "code", "line1", "city"),
    "settings/mail/": ("to",),
    "settings/staff/new/": ("name", "email", "roles", "password"),
    "settings/keys/": ("label", "scopes"),
}
"""What must be there, by form."""


@pytest.mark.django_db(transaction=True)
def test_an_empty_form_names_each_field_and_changes_nothing(owner: Client) -> None:
    owner.get(BASE)
    before = snapshot()
    for address, fields in FORMS.items():
        answer = owner.post(BASE + address, {"variants-TOTAL_FORMS": "0", "variants-INITIAL_FORMS": "0"})
        assert answer.status_code == 422, address
        for field in fields:
            assert f'id="id_{field}_error"' in answer.text, (address, field)
        assert "This field is required." in answer.text or "This field is required." in answer.text
    assert snapshot() == before


WRONG: tuple[tuple[str, str, str, str], ...] = (
    ("customers", "email", "lucie@", "Enter an e-mail address such as"),
    ("customers", "vat_number", "FR00", ""),
    ("delivery/methods/home/", "handling_days", "two", "Enter a whole number."),
    ("delivery/methods/home/", "transit_days_min", "91", "Enter 90 or less."),
    ("delivery/methods/home/", "cut_off", "25:00", ""),
    ("payments/methods/transfer/", "hold_hours", "-1", ""),
    ("settings/entities/halle/", "siren", "123", ""),
    ("settings/entities/halle/", "iban", "FR00", ""),
    ("settings/entities/halle/", "share_capital", "much", "Enter an amount such as"),
    ("settings/markets/fr/", "order_prefix", "much too long a prefix", ""),
    ("settings/places/entrepot/", "hours_mon", "19h-9h", ""),
    ("settings/places/entrepot/", "priority", "first", "Enter a whole number."),
    ("settings/", "sender_email", "nobody", "Enter an e-mail address such as"),
    ("stock", "count_entrepot", "-3", "Enter 0 or more."),
    ("stock", "count_entrepot", "10000000000", "Enter 10,000,000 or less."),
)
"""Page, field, what is typed there, and what is said (where the words are ours)."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("page", "field", "typed", "words"), WRONG)
def test_a_wrong_value_is_told_at_its_field_and_kept(
    owner: Client, working: Working, page: str, field: str, typed: str, words: str
) -> None:
    address = BASE + {**shown_addresses(working), "customers": shown_addresses(working)["customer"],
        "stock": shown_addresses(working)["stock-article"]}.get(page, page)  # fmt: skip
    sent = as_shown(owner.get(address).text)
    assert owner.post(address, sent).status_code == 302, "untouched, the form is taken"
    before = snapshot()
    answer = owner.post(address, {**as_shown(owner.get(address).text), field: typed})
    assert answer.status_code == 422
    told = re.search(rf'<span class="field-error" id="id_{field}_error">(.*?)</span></span>', answer.text, re.DOTALL)
    assert told, "said at the field"
    assert words in told.group(1)
    assert f'value="{typed}"' in answer.text, "what was typed is kept"
    assert snapshot() == before


class Fields(HTMLParser):
    """What a browser would send back of the first form of the page that is saved."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self._select = self._area = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "select":
            self._select = given["name"]
        elif tag == "textarea":
            self._area = given["name"]
            self._add(self._area, "")
        elif tag == "option" and "selected" in given and self._select:
            self._add(self._select, given.get("value", ""))
        elif tag == "input" and given.get("name"):
            off = given.get("type") in {"checkbox", "radio"} and "checked" not in given
            if not off and given.get("type") not in {"search", "file"}:
                self._add(given["name"], given.get("value", "on" if given.get("type") == "checkbox" else ""))

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""

    def _add(self, name: str, value: str) -> None:
        self.values.setdefault(name, []).append(value)


def as_shown(html: str) -> dict[str, list[str]]:
    return Fields(html.split('<main class="sheet"')[1].split("<template", maxsplit=1)[0]).values


HOSTILE = ("\x00", "%", "_", "'", "\\", "🧀" * 300, "a" * 5_000, "<script>", "-1", "99999999999999999999")


def test_nothing_that_is_typed_into_an_address_breaks_a_page(owner: Client) -> None:
    lists = ("orders/", "products/", "products/vouchers/", "stock/", "customers/", "search/", "settings/audit/")
    pages = ("products/new/", "delivery/methods/home/", "pages/terms/edit/")
    for text in HOSTILE:
        for page in (*lists, *pages):
            asked = dict.fromkeys(("q", "view", "category", "rows", "version"), text)
            assert owner.get(BASE + page, asked).status_code in {200, 400, 404}, (page, text[:20])
        for page in lists[:-2]:
            assert owner.get(BASE + page, {"cursor": text}).status_code in {302, 400}, (page, text[:20])


def test_rows_that_no_page_of_ours_sends_are_refused(owner: Client) -> None:
    sent = {
        "title_fr": "Miel",
        "tax_class": "reduced",
        "withdrawal": "perishable",
        "variants-TOTAL_FORMS": "x",
        "variants-INITIAL_FORMS": "0",
    }
    assert owner.post(f"{BASE}products/new/", sent).status_code == 422
    for total in ("", "x", "1000000"):
        sent = {"rates-TOTAL_FORMS": total, "rates-INITIAL_FORMS": "0"}
        assert owner.post(f"{BASE}delivery/methods/home/prices/", sent).status_code == 422


def test_a_message_of_a_kind_that_does_not_exist_is_not_found(owner: Client, working: Working) -> None:
    assert owner.post(f"{BASE}orders/{working.order_id}/messages/poem/").status_code == 404
