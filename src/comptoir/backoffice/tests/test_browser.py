"""The desk in a real browser: accessible, quiet under the policy, quick by hand, and usable without JavaScript."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from playwright.sync_api import Browser, Dialog, Page, expect

from comptoir.backoffice.tests.looking import Scheme, keep, listen, new_page, overflow, violations
from comptoir.backoffice.tests.working import Working
from comptoir.domains.accounts.actions import create_user
from comptoir.domains.accounts.testing import PASSWORD
from comptoir.domains.catalogue.queries import product
from comptoir.domains.customers.queries import customer_rows
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderState
from comptoir.kernel.testing import NOON, OWNER

EMAIL = "elodie@halle.example"


def hire(language: str) -> None:
    create_user(
        email=EMAIL, name="Élodie Martin", roles=("owner",), password=PASSWORD, language=language, actor=OWNER, now=NOON
    )


def sign_in(page: Page, base: str, *, email: str = EMAIL) -> None:
    page.goto(f"{base}/back-office/account/sign-in/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button.button-primary")


def confirm(page: Page) -> None:
    """Whoever changes how they sign in proves once more who they are."""
    expect(page.locator("h1")).to_have_text("Confirm that it is you")
    assert violations(page) == []
    page.fill("[name=password]", PASSWORD)
    page.click("button:has-text('Confirm')")


def addresses(working: Working) -> dict[str, str]:
    """Every page that is shown, by a name for its picture."""
    honey = working.shop.honey.id
    [customer] = customer_rows(actor=OWNER).items
    return {
        "home": "", "orders": "orders/", "orders-none": "orders/?q=nobody", "order": f"orders/{working.order_id}/",
        "order-cancel": f"orders/{working.order_id}/cancel/", "products": "products/", "product": f"products/{honey}/",
        "product-new": "products/new/", "product-pictures": f"products/{honey}/pictures/",
        "product-history": f"products/{honey}/history/", "categories": "products/categories/",
        "category-new": "products/categories/new/", "stock": "stock/", "stock-low": "stock/?view=low",
        "stock-article": f"stock/{working.shop.variant_id}/", "customers": "customers/",
        "customer": f"customers/{customer.id}/", "delivery": "delivery/", "delivery-new": "delivery/new/",
        "delivery-method": "delivery/methods/home/", "payments": "payments/", "payment-new": "payments/new/simulator/",
        "payment-method": "payments/methods/transfer/", "pages": "pages/", "page-new": "pages/new/",
        "page": "pages/terms/edit/", "settings": "settings/", "entities": "settings/entities/",
        "entity": "settings/entities/halle/", "markets": "settings/markets/", "market": "settings/markets/fr/",
        "places": "settings/places/", "place": "settings/places/entrepot/", "mail": "settings/mail/",
        "staff": "settings/staff/", "member-new": "settings/staff/new/", "roles": "settings/roles/",
        "keys": "settings/keys/", "audit": "settings/audit/", "search": "search/?q=martin",
        "search-none": "search/?q=zzz",
        "security": "account/security/", "password": "account/password/",
        "not-found": "orders/01990000-0000-7000-8000-000000000000/",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(1440, "light", "fr"), (390, "dark", "en")],
)
def test_axe_finds_nothing_and_the_console_is_silent(
    live_server, browser: Browser, working: Working, width: int, scheme: Scheme, language: str
) -> None:
    hire(language)
    page = new_page(browser, width=width, scheme=scheme, language=language)
    said, found = listen(page), []
    for name, address in {"sign-in": "account/sign-in/", "forgotten": "account/password/forgotten/"}.items():
        page.goto(f"{live_server}/back-office/{address}")
        found += [f"{name}: {line}" for line in (*violations(page), *overflow(page))]
        keep(page, f"{name}-{width}-{scheme}-{language}")
    sign_in(page, live_server.url)
    for name, address in addresses(working).items():
        page.goto(f"{live_server}/back-office/{address}")
        found += [f"{name}: {line}" for line in (*violations(page), *overflow(page))]
        keep(page, f"{name}-{width}-{scheme}-{language}")
    page.context.close()
    assert found == []
    assert [line for line in said if "404" not in line] == []


def test_an_order_is_taken_to_the_parcel_without_javascript(live_server, browser: Browser, working: Working) -> None:
    hire("en")
    page = new_page(browser, script=False, language="en")
    sign_in(page, live_server.url)
    page.goto(f"{live_server}/back-office/orders/?view=to-pay")
    page.click(f"text={working.number}")
    page.fill("[name=reference]", "VIR 8841")
    page.click("text=Record the payment")
    page.click("text=Prepare the order")
    page.fill("[name=tracking_number]", "8N00234567891")
    page.click("text=Ship the parcel")
    expect(page.locator(".notice")).to_contain_text("The parcel is shipped")
    assert order(working.order_id).state is OrderState.SHIPPED
    page.context.close()


def test_the_keyboard_walks_the_list_and_the_search_is_live(live_server, browser: Browser, working: Working) -> None:
    hire("en")
    page = new_page(browser, language="en")
    said = listen(page)
    sign_in(page, live_server.url)
    page.goto(f"{live_server}/back-office/orders/")
    page.keyboard.press("/")
    page.keyboard.type("nobody")
    expect(page.locator("#rows h2")).to_have_text("No order matches")
    assert page.url.endswith("q=nobody")
    expect(page.locator("#list-search")).to_be_focused()
    page.fill("#list-search", "martin")
    expect(page.locator("a.row-link")).to_have_text(working.number)
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(working.number)
    page.context.close()
    assert said == []


def test_a_product_is_written_with_two_variants_and_rich_text(live_server, browser: Browser, working: Working) -> None:
    hire("en")
    page = new_page(browser, language="en")
    sign_in(page, live_server.url)
    page.goto(f"{live_server}/back-office/products/new/")
    page.fill("[name=title_fr]", "Confiture de mirabelle")
    expect(page.locator(".save-state-changed")).to_be_visible()
    text = page.locator(".rich-text").first
    text.click()
    page.keyboard.type("Des mirabelles de Lorraine.")
    page.keyboard.press("Control+A")
    page.click("[data-tool=bold] >> nth=0")
    page.click(".option-names summary")
    page.fill("[name=option_0_fr]", "Poids")
    page.fill("[name=variants-0-price]", "6,90")
    page.click("text=Save the product")
    expect(page.locator("#error-summary")).to_contain_text("Value")
    expect(page.locator("[name=variants-0-price]")).to_have_value("6,90")
    page.fill("[name=variants-0-value_0_fr]", "250 g")
    page.click("[data-add-row]")
    expect(page.locator("[name=variants-1-sku]")).to_be_focused()
    page.fill("[name=variants-1-value_0_fr]", "500 g")
    page.fill("[name=variants-1-price]", "11,90")
    page.click("text=Save the product")
    expect(page.locator(".notice")).to_contain_text("saved as a draft")
    expect(page.locator(".save-state-same")).to_be_visible()
    made = re.search(r"products/([0-9a-f-]{36})/", page.url)
    assert made
    known = product(made.group(1))  # type: ignore[arg-type]  # an id as text is as good to the database
    assert [variant.option_values["poids"]["fr"] for variant in known.variants] == ["250 g", "500 g"]
    assert re.fullmatch(r"<p><(b|strong)>Des mirabelles de Lorraine\.</\1></p>", known.descriptions["fr"])
    page.context.close()


def test_what_is_not_saved_is_not_lost_by_a_slip(live_server, browser: Browser, working: Working) -> None:
    hire("en")
    page = new_page(browser, language="en")
    sign_in(page, live_server.url)
    page.goto(f"{live_server}/back-office/settings/")
    page.fill("[name=name]", "Autre nom")
    asked: list[str] = []

    def stay_or_go(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", stay_or_go)
    page.goto(f"{live_server}/back-office/orders/")
    assert asked == ["beforeunload"]
    page.context.close()


def code_now(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def test_an_authenticator_app_is_switched_on_and_asked_for(live_server, browser: Browser, working: Working) -> None:
    hire("en")
    page = new_page(browser, language="en")
    said = listen(page)
    sign_in(page, live_server.url)
    page.goto(f"{live_server}/back-office/account/security/")
    page.click("text=Switch on")
    confirm(page)
    secret = page.inner_text(".secret")
    keep(page, "totp-1440-light-en")
    assert violations(page) == []
    page.fill("[name=code]", "000000")
    page.click("text=Switch it on")
    expect(page.locator("#id_code_error")).to_contain_text("not right")
    page.fill("[name=code]", code_now(secret))
    page.click("text=Switch it on")
    expect(page.locator("h1")).to_have_text("Recovery codes")
    keep(page, "codes-1440-light-en")
    assert violations(page) == []
    recovery = page.locator(".codes li").first.inner_text()
    page.click("[popovertarget=own-menu]")
    page.click("text=Sign out")
    sign_in(page, live_server.url)
    expect(page.locator("h1")).to_have_text("Is it really you?")
    keep(page, "code-1440-light-en")
    assert violations(page) == []
    page.fill("[name=code]", "123456")
    page.click("button:has-text('Confirm')")
    expect(page.locator(".field-error")).to_contain_text("not right")
    page.goto(f"{live_server}/back-office/orders/")
    expect(page.locator("h1")).to_have_text("Is it really you?")
    page.fill("[name=code]", recovery)
    page.click("button:has-text('Confirm')")
    expect(page.locator(".brand").first).to_be_visible()
    page.context.close()
    assert said == []


def test_a_passkey_opens_the_door(live_server, browser: Browser, working: Working) -> None:
    hire("en")
    page = new_page(browser, language="en")
    # A passkey belongs to a name, and an address of numbers has none.
    base = live_server.url.replace("127.0.0.1", "localhost")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**options, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    sign_in(page, base)
    page.goto(f"{base}/back-office/account/security/passkeys/add/")
    confirm(page)
    keep(page, "passkey-1440-light-en")
    assert violations(page) == []
    page.fill("[name=name]", "Téléphone")
    page.check("[name=passwordless]")
    page.click("text=Add the passkey")
    expect(page.locator("h1")).to_have_text("Recovery codes")
    page.goto(f"{base}/back-office/account/security/")
    expect(page.locator(".file-line")).to_contain_text("Téléphone")
    page.click("[popovertarget=own-menu]")
    page.click("text=Sign out")
    page.click("text=Sign in by passkey")
    expect(page.locator(".brand").first).to_be_visible()
    page.context.close()


def test_a_forgotten_password_is_set_anew_by_letter(live_server, browser: Browser, working: Working) -> None:
    hire("fr")
    page = new_page(browser, language="en")
    for letter in settings.MAIL_FOLDER.glob("*.eml"):
        letter.unlink()
    for address in ("nobody@halle.example", EMAIL):
        page.goto(f"{live_server}/back-office/account/password/forgotten/")
        page.fill("[name=email]", address)
        page.click("text=Send the link")
        expect(page.locator("h1")).to_have_text("Look into your mail")
    [letter] = settings.MAIL_FOLDER.glob("*.eml")
    written = letter.read_text().replace("=\n", "").replace("=3D", "=")
    link = re.search(r"http://\S+/password/new/\S+/", written)
    assert link
    page.goto(link.group(0))
    page.fill("[name=password1]", "court")
    page.fill("[name=password2]", "court")
    page.click("text=Keep this password")
    expect(page.locator("#id_password1_error")).to_be_visible()
    page.fill("[name=password1]", "le cheval mange du foin bleu")
    page.fill("[name=password2]", "le cheval mange du foin bleu")
    page.click("text=Keep this password")
    expect(page.locator("h1")).to_have_text("Your password is changed")
    page.goto(link.group(0))
    expect(page.locator("h1")).to_have_text("This link no longer works")
    page.goto(f"{live_server}/back-office/")
    page.fill("[name=login]", EMAIL)
    page.fill("[name=password]", "le cheval mange du foin bleu")
    page.click("main button.button-primary")
    expect(page.locator(".brand").first).to_be_visible()
    page.context.close()
