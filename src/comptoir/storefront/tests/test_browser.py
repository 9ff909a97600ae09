"""The pages in a real browser: accessible to everyone, quiet under the policy, useful with and without JavaScript."""

import pytest
from playwright.sync_api import Browser, Page, expect

from comptoir.domains.content.values import PRESETS
from comptoir.storefront.tests.looking import listen, new_page
from comptoir.storefront.tests.samples.register import SAMPLES
from comptoir.storefront.tests.server import Serving
from tests.browser import lines, overflow, violations

# What can be touched, measured where it can be touched: the whole card of its link, the label of its box.
SMALL_TARGETS = """name => {
  const aside = 'p, .prose, label, .visually-hidden, .skip, .line-name, .notice-list';
  const seen = {checkOpacity: true, checkVisibilityCSS: true};
  const area = e => e.matches('.card-name a') ? e.closest('.card')
    : e.matches('[type=checkbox], [type=radio]') && e.labels.length ? e.labels[0] : e;
  return [...document.querySelectorAll('a, button, select, input:not([type=hidden])')]
    .filter(e => e.checkVisibility(seen) && !e.closest(aside) && area(e).getBoundingClientRect().height < 43.5)
    .map(e => `${name}: ${e.outerHTML.slice(0, 90)}`);
}"""
EVERY_PART = (
    "home",
    "category-filtered",
    "search-nothing",
    "product",
    "product-in-colours",
    "product-two-axes",
    "basket-problem",
    "checkout-errors",
    "confirmation-transfer",
    "tracking",
    "tracking-unpaid",
    "payment-failed",
    "content",
    "contact-errors",
    "withdrawing",
    "cookies",
    "shops",
    "shop",
    "error-404",
)
OF_LOOKS = ("color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable")
SHIFTS = """
  window.shift = 0;
  new PerformanceObserver(list => list.getEntries().forEach(e => { if (!e.hadRecentInput) window.shift += e.value; }))
    .observe({type: 'layout-shift', buffered: true});
"""


def _opened(browser: Browser, shop: Serving, name: str, *, width: int = 1440, script: bool = True) -> Page:
    page = new_page(browser, width=width, script=script)
    page.goto(f"{shop.base}/sample/{name}")
    return page


@pytest.mark.parametrize("preset", PRESETS)
def test_every_page_can_be_used_by_everybody_in_every_look(browser: Browser, shop: Serving, preset: str):
    """By day at a desk with every rule of axe; by night on a phone with those that colours and sizes can break, on
    the pages that have every part between them. Other looks differ from the first in colours and sizes alone.

    A page is opened once and then asked about everything: most of the time goes into opening it. 320 px is what
    remains of a screen zoomed to 400 %.
    """
    first = preset == "halle"
    page = new_page(browser)
    # Colours that fade from day to night would be judged halfway.
    page.emulate_media(reduced_motion="reduce")
    said, found = listen(page), []
    by_night = EVERY_PART if first else (*EVERY_PART, "landing")
    for name in SAMPLES if first else by_night:
        page.goto(f"{shop.base}/sample/{preset}/{name}")
        by_day = [*lines(violations(page, rules=() if first else OF_LOOKS)), *overflow(page, 1440)]
        found += [f"{name} by day: {line}" for line in by_day]
        page.set_viewport_size({"width": 390, "height": 900})
        found += [f"{name}: {line}" for line in overflow(page, 390)]
        if name in by_night:
            page.emulate_media(color_scheme="dark")
            found += [f"{name} by night: {line}" for line in lines(violations(page, rules=OF_LOOKS))]
            page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 320, "height": 900})
        found += [f"{name}: {line}" for line in overflow(page, 320)]
        page.set_viewport_size({"width": 1440, "height": 900})
    page.context.close()
    assert found == []
    assert said == []


def test_touch_targets_are_large_on_phones(browser: Browser, shop: Serving):
    """44 px for what stands alone; links inside a sentence are as tall as their line (WCAG 2.2, 2.5.8 exempts them)."""
    page = _opened(browser, shop, "home", width=390)
    small = []
    for name in (
        "home",
        "category-filtered",
        "product",
        "basket",
        "checkout-errors",
        "tracking",
        "content",
        "contact",
        "shop",
    ):
        page.goto(f"{shop.base}/sample/{name}")
        small += page.evaluate(
            SMALL_TARGETS,
            name,
        )
    page.context.close()
    assert small == []


def test_choosing_a_variant_shows_its_price_date_and_stock(browser: Browser, shop: Serving):
    page = _opened(browser, shop, "product")
    page.get_by_role("radio", name="220 g").check()
    expect(page.locator('[data-show="price"]')).to_have_text("4,90\u00a0€")
    expect(page.locator('[data-show="was"]')).to_be_hidden()
    expect(page.locator('[data-show="availability"]')).to_have_text("En stock")
    assert page.url.endswith("?variant=CONF-220")
    page.get_by_role("radio", name="900 g").check()
    expect(page.get_by_role("button", name="Ajouter au panier")).to_be_hidden()
    expect(page.get_by_text("Vous pourrez le commander de nouveau dès son retour.")).to_be_visible()
    page.context.close()


def test_adding_to_the_basket_says_so_and_counts(browser: Browser, shop: Serving):
    page = _opened(browser, shop, "product")
    shop.posted.clear()
    page.get_by_role("button", name="Un de plus").click()
    page.get_by_role("button", name="Ajouter au panier").click()
    expect(page.locator("#added")).to_contain_text("Dans votre panier")
    expect(page.locator("#cart-badge")).to_contain_text("3")
    assert shop.posted == [("/fr/panier", "sku=CONF-350&quantity=2")]
    page.context.close()


def test_without_javascript_the_same_button_opens_the_basket(browser: Browser, shop: Serving):
    page = _opened(browser, shop, "product", script=False)
    shop.posted.clear()
    expect(page.get_by_role("button", name="Un de plus")).to_be_hidden()
    page.get_by_label("Quantité").fill("2")
    page.get_by_role("button", name="Ajouter au panier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre panier")
    assert shop.posted == [("/fr/panier", "sku=CONF-350&quantity=2")]
    expect(page.get_by_role("button", name="Mettre à jour").first).to_be_visible()
    page.context.close()


def test_another_colour_swaps_the_product_and_the_address(browser: Browser, shop: Serving):
    page = _opened(browser, shop, "product-two-axes")
    page.get_by_role("link", name="Écru").click()
    page.wait_for_url("**/fr/produits/bol?variant=BOL")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bol en grès émaillé")
    page.context.close()


def test_filters_apply_on_choice_and_keep_the_focus(browser: Browser, shop: Serving):
    page = _opened(browser, shop, "category")
    page.get_by_role("checkbox", name="Famille Brunet").check()
    page.wait_for_url("**/fr/rayons/1?*producteur=brunet*")
    expect(page.get_by_role("link", name="Retirer tous les filtres")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Famille Brunet")).to_be_focused()
    page.context.close()


def test_filters_are_a_sheet_on_phones_and_a_form_without_javascript(browser: Browser, shop: Serving):
    page = _opened(browser, shop, "category", width=390, script=False)
    expect(page.get_by_role("checkbox", name="Famille Brunet")).to_be_hidden()
    page.get_by_role("button", name="Filtrer").click()
    page.get_by_role("checkbox", name="Famille Brunet").check()
    page.get_by_role("button", name="Voir les produits").click()
    page.wait_for_url("**/fr/rayons/1?producteur=brunet")
    page.context.close()


def test_the_sheet_of_filters_closes_on_its_button(browser: Browser, shop: Serving):
    page = _opened(browser, shop, "category", width=390)
    page.get_by_role("button", name="Filtrer").click()
    page.get_by_role("checkbox", name="Famille Brunet").check()
    page.wait_for_url("**/fr/rayons/1?*producteur=brunet*")
    page.get_by_role("button", name="Voir les produits").click()
    expect(page.get_by_role("checkbox", name="Famille Brunet")).to_be_hidden()
    page.context.close()


def test_the_menu_is_a_sheet_on_phones(browser: Browser, shop: Serving):
    page = _opened(browser, shop, "home", width=390)
    link = page.get_by_role("navigation", name="Catégories").get_by_role("link", name="Fromages")
    expect(link).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    page.context.close()


def test_a_sub_menu_opens_on_focus_and_closes_on_escape(browser: Browser, shop: Serving):
    page = _opened(browser, shop, "home")
    child = page.get_by_role("link", name="Pâtes molles")
    expect(child).to_be_hidden()
    page.get_by_role("link", name="Fromages").first.focus()
    expect(child).to_be_visible()
    page.keyboard.press("Escape")
    expect(child).to_be_hidden()
    page.context.close()


def test_a_quantity_is_edited_in_place(browser: Browser, shop: Serving):
    page = _opened(browser, shop, "basket")
    shop.posted.clear()
    page.get_by_role("listitem").filter(has_text="Confiture").get_by_role("button", name="Un de plus").click()
    expect(page.get_by_text("Il n’en reste que 2.")).to_be_visible()
    assert shop.posted == [("/fr/panier/CONF-350", "quantity=4")]
    page.context.close()


def test_the_country_refreshes_the_checkout_and_loses_nothing(browser: Browser, shop: Serving):
    page = _opened(browser, shop, "checkout")
    shop.posted.clear()
    page.get_by_label("Téléphone").fill("0611223344")
    page.get_by_label("Pays").select_option("BE")
    expect(page.get_by_text("4 points à corriger avant de commander")).to_be_visible()
    path, body = shop.posted[0]
    assert path == "/fr/commande"
    assert {"do=refresh", "country=BE", "phone=0611223344", "shown_total=9150+EUR"} <= set(body.split("&"))
    page.context.close()


def test_errors_are_announced_first_and_lead_to_their_field(browser: Browser, shop: Serving):
    page = _opened(browser, shop, "checkout-errors")
    expect(page.locator("#errors")).to_be_focused()
    page.get_by_role("link", name="Code postal").click()
    field = page.get_by_label("Code postal").first
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description("Un code postal français a 5 chiffres.")
    page.context.close()


def test_the_summary_folds_on_phones_and_always_shows_the_total(browser: Browser, shop: Serving):
    page = _opened(browser, shop, "checkout", width=390)
    summary = page.get_by_role("complementary", name="Récapitulatif")
    expect(summary.locator(".summary-amount")).to_have_text("91,50\u00a0€")
    expect(summary.locator(".goods")).to_be_hidden()
    summary.locator("summary").click()
    expect(summary.locator(".goods")).to_be_visible()
    page.context.close()
    page = _opened(browser, shop, "checkout", script=False)
    expect(page.locator(".summary .goods")).to_be_visible()
    page.context.close()


def test_the_waiting_page_learns_the_answer_by_itself(browser: Browser, shop: Serving):
    page = new_page(browser)
    page.clock.install()
    page.goto(f"{shop.base}/sample/payment-pending")
    page.clock.run_for(3_500)
    expect(page.get_by_role("heading", level=1)).to_have_text("Le paiement n’a pas abouti")
    page.context.close()


def test_card_fields_are_the_providers_and_its_complaints_are_told(browser: Browser, shop: Serving):
    page = _opened(browser, shop, "payment-card")
    field = page.get_by_label("card pk_1 fr")
    field.wait_for()
    field.fill("1")
    page.get_by_role("button", name="Payer").click()
    assert page.get_by_role("alert").inner_text() == "Numéro incomplet pi_1"
    field.fill("4242")
    page.get_by_role("button", name="Payer").click()
    page.wait_for_url("**/fr/paiement/jeton")
    page.context.close()


def test_nothing_moves_while_the_page_loads(browser: Browser, shop: Serving):
    page = new_page(browser, width=390)
    page.add_init_script(SHIFTS)
    for name in ("home", "category", "product", "basket", "checkout"):
        page.goto(f"{shop.base}/sample/{name}", wait_until="networkidle")
        assert page.evaluate("window.shift") < 0.02, name
    page.context.close()
