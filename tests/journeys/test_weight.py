"""What the six pages of a purchase weigh on the wire: under 100 kB without pictures, under 30 kB of JavaScript."""

from collections import defaultdict

from playwright.sync_api import CDPSession, Page

from tests.journeys.conftest import Visits

MOST_BYTES, MOST_SCRIPT = 100_000, 30_000
PICTURES = frozenset({"Image", "Media"})


class Scale:
    """Counts what a window receives, by kind, as it comes over the wire: compressed, with its headers."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._kinds: dict[str, str] = {}
        self.bytes: defaultdict[str, int] = defaultdict(int)
        self._line: CDPSession = page.context.new_cdp_session(page)
        self._line.send("Network.enable")
        self._line.send("Network.setCacheDisabled", {"cacheDisabled": True})
        self._line.on("Network.requestWillBeSent", lambda told: self._kinds.update({told["requestId"]: told["type"]}))
        self._line.on("Network.loadingFinished", self._weigh)

    def _weigh(self, told: dict[str, object]) -> None:
        kind = self._kinds.get(str(told["requestId"]), "Other")
        self.bytes[kind] += int(float(str(told["encodedDataLength"])))

    def weighed(self, address: str) -> tuple[int, int]:
        """The page without its pictures, and its scripts."""
        self.bytes.clear()
        self._page.goto(address, wait_until="networkidle")
        whole = sum(count for kind, count in self.bytes.items() if kind not in PICTURES)
        return whole, self.bytes["Script"]


def test_no_page_of_a_purchase_is_heavy(visit: Visits) -> None:
    lucie = visit()
    lucie.comes_to_checkout(counter=0)
    lucie.page.goto(f"{lucie.base}/fr/produits")
    product = str(lucie.page.locator(".card-name a").first.get_attribute("href"))
    scale = Scale(lucie.page)
    weights = {
        name: scale.weighed(f"{lucie.base}{path}")
        for name, path in (
            ("home", "/fr/"),
            ("list", "/fr/produits"),
            ("search", "/fr/recherche?q=miel"),
            ("product", product),
            ("cart", "/fr/panier"),
            ("checkout", "/fr/commande"),
        )
    }
    print(weights)  # noqa: T201 - shown with the test, where somebody looks for it
    assert all(whole > 10_000 and script > 0 for whole, script in weights.values()), weights
    assert {name: whole for name, (whole, _) in weights.items() if whole >= MOST_BYTES} == {}
    assert {name: script for name, (_, script) in weights.items() if script >= MOST_SCRIPT} == {}
