"""Signing in with a real browser: a code, a passkey, a letter."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from comptoir.backoffice.tests.looking import listen, looked_at, new_page
from comptoir.backoffice.tests.working import Working
from comptoir.domains.accounts.actions import create_user
from comptoir.domains.accounts.testing import PASSWORD
from comptoir.kernel.testing import NOON, OWNER

EMAIL = "elodie@halle.example"


@pytest.fixture
def elodie(working: Working) -> str:
    """Somebody who works here, by her address."""
    create_user(
        email=EMAIL, name="Élodie Martin", roles=("owner",), password=PASSWORD, language="en", actor=OWNER, now=NOON
    )
    return EMAIL


def sign_in(page: Page, base: str, *, password: str = PASSWORD) -> None:
    page.goto(f"{base}/back-office/account/sign-in/")
    page.fill("[name=login]", EMAIL)
    page.fill("[name=password]", password)
    page.click("main button.button-primary")


def confirm(page: Page) -> list[str]:
    """Whoever changes how they sign in proves once more who they are."""
    expect(page.locator("h1")).to_have_text("Confirm your identity")
    found = looked_at(page, "confirm")
    page.fill("[name=password]", PASSWORD)
    page.click("button:has-text('Confirm')")
    return found


def code_now(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def test_an_authenticator_app_is_switched_on_and_asked_for(live_server, browser: Browser, elodie: str) -> None:
    page = new_page(browser)
    said = listen(page)
    sign_in(page, live_server.url)
    page.goto(f"{live_server}/back-office/account/security/")
    page.click("text=Activate")
    found = confirm(page)
    secret = page.inner_text(".secret")
    found += looked_at(page, "totp")
    page.fill("[name=code]", "000000")
    page.click("text=Activate it")
    expect(page.locator("#id_code_error")).to_contain_text("incorrect or has expired")
    page.fill("[name=code]", code_now(secret))
    page.click("text=Activate it")
    expect(page.locator("h1")).to_have_text("Recovery codes")
    found += looked_at(page, "codes")
    recovery = page.locator(".codes li").first.inner_text()
    page.click("[popovertarget=own-menu]")
    page.click("text=Sign out")
    sign_in(page, live_server.url)
    expect(page.locator("h1")).to_have_text("Is it really you?")
    found += looked_at(page, "code")
    page.fill("[name=code]", "123456")
    page.click("button:has-text('Confirm')")
    expect(page.locator(".field-error")).to_contain_text("incorrect or has expired")
    page.goto(f"{live_server}/back-office/orders/")
    expect(page.locator("h1")).to_have_text("Is it really you?")
    page.fill("[name=code]", recovery)
    page.click("button:has-text('Confirm')")
    expect(page.locator(".brand").first).to_be_visible()
    page.context.close()
    assert found == []
    assert said == []


def test_a_passkey_opens_the_door(live_server, browser: Browser, elodie: str) -> None:
    page = new_page(browser)
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
    found = [*confirm(page), *looked_at(page, "passkey")]
    page.fill("[name=name]", "Téléphone")
    page.check("[name=passwordless]")
    page.click("text=Add the passkey")
    expect(page.locator("h1")).to_have_text("Recovery codes")
    page.goto(f"{base}/back-office/account/security/")
    expect(page.locator(".file-line")).to_contain_text("Téléphone")
    page.click("[popovertarget=own-menu]")
    page.click("text=Sign out")
    page.click("text=Sign in with a passkey")
    expect(page.locator(".brand").first).to_be_visible()
    page.context.close()
    assert found == []


def test_a_forgotten_password_is_set_anew_by_letter(live_server, browser: Browser, elodie: str) -> None:
    page = new_page(browser)
    for letter in settings.MAIL_FOLDER.glob("*.eml"):
        letter.unlink()
    for address in ("nobody@halle.example", EMAIL):
        page.goto(f"{live_server}/back-office/account/password/forgotten/")
        page.fill("[name=email]", address)
        page.click("text=Send the link")
        expect(page.locator("h1")).to_have_text("Check your inbox")
    [letter] = settings.MAIL_FOLDER.glob("*.eml")
    written = letter.read_text().replace("=\n", "").replace("=3D", "=")
    link = re.search(r"http://\S+/password/new/\S+/", written)
    assert link
    page.goto(link.group(0))
    page.fill("[name=password1]", "court")
    page.fill("[name=password2]", "court")
    page.click("text=Save the password")
    expect(page.locator("#id_password1_error")).to_be_visible()
    page.fill("[name=password1]", "le cheval mange du foin bleu")
    page.fill("[name=password2]", "le cheval mange du foin bleu")
    page.click("text=Save the password")
    expect(page.locator("h1")).to_have_text("Your password is changed")
    page.goto(link.group(0))
    expect(page.locator("h1")).to_have_text("This link no longer works")
    sign_in(page, live_server.url, password="le cheval mange du foin bleu")
    expect(page.locator(".brand").first).to_be_visible()
    page.context.close()
