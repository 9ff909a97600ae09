"""T68: the stored corpus through every field that a buyer or merchant can write, out to page, letter, PDF and file.

One turn in the whole suite, in which every field holds many of them at once; with ``COMPTOIR_PAYLOADS=long`` (``make
payloads``) as many turns as there are payloads, so that each has stood first in every field.
"""

import csv
import os
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any

import lxml.html
import pytest
from django.test import Client
from playwright.sync_api import Browser, Dialog, Page
from prometheus_client import REGISTRY
from pypdf import PdfReader

from comptoir.backoffice.tests.addresses import shown_addresses
from comptoir.backoffice.tests.conftest import signed_in
from comptoir.backoffice.tests.working import WORKING, Working
from comptoir.domains.catalogue.queries import product_ids
from comptoir.domains.messages.queries import latest_messages, letter_for, message
from comptoir.domains.search.actions import refresh_cards
from comptoir.kernel import clock
from comptoir.kernel.events import Lane
from comptoir.kernel.events.relay import deliver, lag_seconds
from comptoir.kernel.testing import OWNER
from comptoir.storefront.assemble.finding import listed_goods, listed_pages
from comptoir.storefront.here import here_at
from comptoir.storefront.tests.buying import filled, put_in
from tests.browser import launched
from tests.payloads.corpus import ALL, CANARY, FORMULAS, fitting
from tests.payloads.forms import forms_of
from tests.payloads.looking import dangers, evaluated
from tests.payloads.planting import Planted, plant

TURNS = range(len(ALL) if os.environ.get("COMPTOIR_PAYLOADS") == "long" else 1)
DESK = "/back-office/"
LEAST_FIELDS = 130
"""So many fields kept a payload when this was written: fewer would mean that the walk has lost its way."""
LEAST_PAGES = 150
"""And so many pages were there to be opened."""
WRITTEN_BY_BUYERS = ("/fr/contact", "/fr/retractation", "/fr/panier")
CHECKOUT_FIELDS = ("name", "line1", "line2", "city", "phone", "comment", "company")
LISTEN = (
    "window.ran = n => window.told(`ran(${n})`);"
    "document.addEventListener('securitypolicyviolation', e =>"
    " window.told(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sample}`));"
)


@pytest.fixture
def desk(settings: Any, tmp_path: Any, transactional_db: None, hearing: None) -> tuple[Working, Client]:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    working = WORKING.laid()
    refresh_cards(product_ids=product_ids(), actor=OWNER, now=clock.now())
    return working, signed_in("owner@halle.example", roles=("owner",))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, launched() as opened:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield opened


def buy(turn: int, sku: str) -> None:
    """An order for each field of the checkout, with payloads in it."""
    for number, field in enumerate(CHECKOUT_FIELDS):
        client = Client()
        put_in(client, sku, 1)
        typed = filled(client)
        client.post("/fr/commande", {**typed, field: fitting(60, turn + number)})


def shop_pages() -> list[str]:
    here = [here_at(segment="", language=language, now=clock.now()) for language in ("fr", "en")]
    listed = [one.address for each in here for one in (*listed_pages(each), *listed_goods(each, None))]
    asked = [
        f"/fr/recherche?q={text}"
        for text in ("%3Cscript%3Eran(71)%3C%2Fscript%3E", "%22%20onfocus%3Dran(72)%20x%3D%22")
    ]
    return [*(address.partition("//")[2].partition("/")[2] for address in listed), *(path[1:] for path in asked)]


def desk_pages(working: Working, client: Client) -> list[str]:
    """Those that are shown, and what they lead to: orders, cases, customers, documents."""
    first = [f"{DESK}{path}" for path in shown_addresses(working).values()]
    further = {
        href
        for path in first
        for href in _links(client, path)
        if href.startswith(DESK) and "?" not in href and "sign" not in href
    }
    return list(dict.fromkeys((*first, *sorted(further))))


def _links(client: Client, path: str) -> list[str]:
    answer = client.get(path)
    if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
        return []
    return [str(link) for _, name, link, _ in lxml.html.fromstring(answer.text).iterlinks() if name == "href"]


def faults_of(path: str, answer: Any) -> list[str]:
    """What is wrong with an answer, whatever it is: a page, a PDF, a file for a spreadsheet."""
    if answer.status_code >= 500:
        return [f"{path}: answered {answer.status_code}"]
    if 300 <= answer.status_code < 400:
        return []
    kind = answer.get("Content-Type", "")
    if is_page(answer):
        return [f"{path}: {told}" for told in (*dangers(answer.text), *evaluated(answer.text))]
    if kind.startswith("application/pdf"):
        return [f"{path}: {told}" for told in pdf_faults(b"".join(answer) if answer.streaming else answer.content)]
    if kind.startswith("text/csv"):
        return [f"{path}: {told}" for told in cell_faults(answer.text)]
    return []


def is_page(answer: Any) -> bool:
    return str(answer.get("Content-Type", "")).startswith("text/html")


def pdf_faults(pdf: bytes) -> Iterator[str]:
    """Nothing in a PDF runs, and it leads to nowhere of a payload's."""
    reader = PdfReader(BytesIO(pdf))
    root = str(reader.trailer["/Root"])
    yield from (f"the document has {name}" for name in ("/OpenAction", "/JavaScript", "/AA", "/Launch") if name in root)
    for page in reader.pages:
        for note in page.get("/Annots") or ():
            told = str(note.get_object())
            if "/JS" in told or "/Launch" in told or CANARY in told or "javascript:" in told.lower():
                yield f"an annotation: {told[:120]}"


def cell_faults(text: str) -> Iterator[str]:
    rows = csv.reader(StringIO(text.lstrip("\ufeff")), delimiter=";" if text.partition("\n")[0].count(";") else ",")
    for row in rows:
        for cell in row:
            begins = cell.startswith(("=", "+", "@", "\t", "\r")) or (cell.startswith("-") and not _is_number(cell))
            if begins and not _is_number(cell):
                yield f"a cell is a formula: {cell[:60]}"


def _is_number(cell: str) -> bool:
    return cell.replace(",", "").replace(".", "").lstrip("-+").isdigit()


def letter_faults() -> tuple[int, list[str]]:
    written = [letter_for(message(one.id), now=clock.now()) for one in latest_messages(actor=OWNER, limit=200)]
    letters = [letter for letter in written if letter is not None]
    found = [
        told for letter in letters for told in dangers(letter.html) if not told.startswith(("style", "attribute style"))
    ]
    found += [
        f"a header breaks: {letter.subject!r}"
        for letter in letters
        if "\n" in letter.subject + letter.to + letter.reply_to
    ]
    return len(letters), found


def watched(browser: Browser, base: str, client: Client) -> tuple[Page, list[str]]:
    """A window of the owner's that tells of everything that runs, asks elsewhere or is stopped by the policy."""
    told: list[str] = []

    def tell(what: str) -> None:
        told.append(what)

    def refused(dialogue: Dialog) -> None:
        told.append(f"dialogue {dialogue.message}")
        dialogue.dismiss()

    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.expose_function("told", tell)
    context.add_init_script(LISTEN)
    context.add_cookies([{"name": name, "value": one.value, "url": base} for name, one in client.cookies.items()])
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.on("dialog", refused)
    page.on("request", lambda asked: told.append(asked.url) if CANARY in asked.url else None)
    return page, told


def reports() -> float:
    return sum(
        sample.value
        for family in REGISTRY.collect()
        if family.name == "comptoir_policy_reports"
        for sample in family.samples
        if sample.name.endswith("_total")
    )


@pytest.mark.parametrize("turn", TURNS)
def test_whatever_is_written_into_any_field_stays_text(
    desk: tuple[Working, Client], browser: Browser, live_server: Any, turn: int
) -> None:
    working, client = desk
    planted, before = Planted(), reports()
    buy(turn, working.shop.sku)
    plant(Client(), WRITTEN_BY_BUYERS, planted, turn=turn)
    plant(client, [f"{DESK}{path}" for path in shown_addresses(working).values()], planted, turn=turn, root=DESK)
    for lane in Lane:
        while deliver(lane):
            pass
    assert [lag_seconds(lane) for lane in Lane] == [0, 0]
    assert planted.faults == []
    assert sum(planted.taken.values()) >= LEAST_FIELDS, (planted.taken, planted.refused)

    at_desk, in_shop = desk_pages(working, client), [f"/{path}" for path in shop_pages()]
    faults, opened = [], []
    for path in (*in_shop, *at_desk, f"{DESK}orders/export.csv"):
        answer = client.get(path)
        faults += faults_of(path, answer)
        opened += [path] if is_page(answer) else []
    letters, wrong = letter_faults()
    assert faults + wrong == []
    assert letters >= len(CHECKOUT_FIELDS)

    page, told = watched(browser, live_server.url, client)
    for path in opened:
        page.goto(f"{live_server.url}{path}", wait_until="load")
    assert len(opened) >= LEAST_PAGES
    # Letters are opened where no policy of ours holds, as a mailbox may.
    page.goto("about:blank")
    for one in latest_messages(actor=OWNER, limit=200):
        letter = letter_for(message(one.id), now=clock.now())
        if letter is not None:
            page.set_content(letter.html)
    page.context.close()
    assert told == []
    assert reports() == before


def test_the_walk_sees_what_gets_through() -> None:
    """Each payload as it stands is seen, or is none of markup's."""
    seen = [one for one in ALL if list(dangers(f'<p>{one}</p><input value="{one}">'))]
    assert len(seen) > 25
    assert list(cell_faults(";".join(FORMULAS)))
    assert not list(dangers("<p>&lt;script&gt;ran(1)&lt;/script&gt;</p>"))
    assert next(forms_of("<form method=post><input name=a maxlength=5></form>", "/x")).limit == 5
