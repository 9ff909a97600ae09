"""A guest buys, takes an account afterwards, signs in by passkey, finds everything again on the phone, shows a basket
to a friend, and is forgotten in the end."""

import io
import zipfile

from playwright.sync_api import Page, expect

from tests.journeys.account import PASSWORD, letter_about_account
from tests.journeys.album import PHONE
from tests.journeys.buyer import Buyer
from tests.journeys.conftest import Visits


def device_with_passkeys(page: Page) -> None:
    """Chromium's own authenticator in software, whose owner always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def opens(buyer: Buyer, place: str) -> None:
    buyer.page.goto(f"{buyer.base}/{buyer.language}/{place}")
    expect(buyer.page.locator("main h1")).to_be_visible()


def signs_in(buyer: Buyer) -> None:
    buyer.page.fill("[name=email]", buyer.email)
    buyer.page.fill("[name=password]", PASSWORD)
    buyer.page.click("button[value=password]")


def takes_account(lucie: Buyer) -> str:
    """Buys as a guest, and takes an account afterwards; returns the order's number."""
    lucie.comes_to_checkout(counter=1)
    lucie.keep("checkout-as-guest")
    lucie.fill_checkout(payment="transfer")
    lucie.order()
    number = lucie.is_thanked()
    lucie.page.click(".account-offer button")
    expect(lucie.page.locator("main .lead")).to_contain_text(f"Un lien est en route vers {lucie.email}")
    lucie.keep("look-in-your-mailbox")
    lucie.follow(letter_about_account(lucie))
    lucie.keep("create-your-account")
    lucie.page.fill("[name=name]", lucie.name)
    lucie.page.fill("[name=password]", PASSWORD)
    lucie.page.click("main button[type=submit]")
    expect(lucie.page.locator("h1")).to_have_text("Bonjour Lucie")
    expect(lucie.page.locator(".entries")).to_contain_text(number)
    lucie.keep("account")
    return number


def signs_in_by_passkey(lucie: Buyer) -> None:
    """Adds one, leaves, and comes back with it."""
    opens(lucie, "compte/securite")
    lucie.page.fill("[name=label]", "Mon ordinateur")
    lucie.page.click("button[value=passkey]")
    expect(lucie.page.locator(".entries").first).to_contain_text("Mon ordinateur")
    lucie.keep("security")
    lucie.page.locator(".account-nav button").click()
    expect(lucie.page.locator("#account-link").first).to_contain_text("Se connecter")
    opens(lucie, "compte/connexion")
    lucie.keep("sign-in")
    lucie.page.click("button[value=passkey]")
    expect(lucie.page.locator("h1")).to_have_text("Bonjour Lucie")


def tells_about_herself(lucie: Buyer) -> None:
    """An address for the checkout, and what she may be written about."""
    opens(lucie, "compte/adresses")
    for field, value in {"line1": "8 rue des Remparts", "postal_code": "69002", "city": "Lyon"}.items():
        lucie.page.fill(f"[name={field}]", value)
    lucie.page.click("button[value=save]")
    expect(lucie.page.locator(".entry").first).to_contain_text("8 rue des Remparts")
    lucie.keep("addresses")
    opens(lucie, "compte/consentements")
    lucie.page.check("[name=newsletter]")
    lucie.page.click(".account-main form button")
    expect(lucie.page.locator("#history ~ .entries")).to_contain_text("Accepté")
    lucie.keep("consents")


def finds_basket_on_phone(phone: Buyer) -> str:
    """Without JavaScript; returns the link that shows the basket to others."""
    opens(phone, "compte/connexion")
    phone.keep("phone-sign-in")
    signs_in(phone)
    phone.keep("phone-account")
    opens(phone, "panier")
    expect(phone.page.locator(".line")).to_have_count(1)
    phone.page.click(".share button")
    link = phone.page.input_value("#shared-link")
    phone.keep("phone-shared")
    phone.page.click(".summary .button-large")
    expect(phone.page.locator("[name=line1]")).to_have_value("8 rue des Remparts")
    phone.keep("phone-checkout")
    return link


def is_forgotten(lucie: Buyer, number: str) -> None:
    """Takes her data along, and is forgotten once nothing is under way."""
    opens(lucie, "compte/donnees")
    lucie.keep("my-data")
    with lucie.page.expect_download() as waiting:
        lucie.page.click("a[href$='/fichier']")
    with zipfile.ZipFile(io.BytesIO(waiting.value.path().read_bytes())) as archive:
        assert number in archive.read("mes-donnees.json").decode()
        assert number in archive.read("mes-donnees.html").decode()
    lucie.page.check("[name=sure]")
    lucie.page.click("button[value=erase]")
    expect(lucie.page.locator(".notice")).to_contain_text(number)  # it is under way: not yet
    lucie.keep("not-yet")
    opens(lucie, "compte/commandes")
    lucie.page.locator(".entry a").first.click()
    lucie.calls_it_off()
    opens(lucie, "compte/donnees")
    lucie.page.check("[name=sure]")
    lucie.page.click("button[value=erase]")
    expect(lucie.page.locator("h1")).to_have_text("Se connecter")
    lucie.keep("forgotten")


def test_an_account_from_the_first_order_to_the_last_word(visit: Visits) -> None:
    lucie = visit()
    device_with_passkeys(lucie.page)
    number = takes_account(lucie)
    signs_in_by_passkey(lucie)
    tells_about_herself(lucie)

    lucie.enter()
    lucie.open_counter(2)
    lucie.open_first_product()
    lucie.take(2)
    link = finds_basket_on_phone(visit(width=PHONE[0], script=False))

    friend = visit(language="en", script=False)
    friend.page.goto(link.replace("/fr/panier/partage/", "/en/basket/shared/"))
    friend.keep("shared-basket")
    friend.page.click("button[value=add]")
    expect(friend.page.locator(".line [name=quantity]").first).to_have_value("2")
    opens(friend, "account/sign-in")
    friend.keep("sign-in-english")

    is_forgotten(lucie, number)
    signs_in(lucie)
    expect(lucie.page.locator(".notice-danger")).to_be_visible()
