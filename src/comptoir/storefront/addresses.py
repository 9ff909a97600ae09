"""The addresses of the shop: words in the buyer's language, the same page under each language.

``/fr/produits/miel-de-lavande`` and ``/en/products/lavender-honey``. The first market has no segment of its own;
a second one puts its segment in front (``/be/fr/produits/…``), so no address ever changes when a country is added.
A market's segment is therefore never the code of a language in use.
"""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "products": "produits",
        "categories": "rayons",
        "search": "recherche",
        "basket": "panier",
        "checkout": "commande",
        "payment": "paiement",
        "confirmation": "merci",
        "tracking": "suivi",
        "pages": "infos",
    },
    "en": {
        "products": "products",
        "categories": "categories",
        "search": "search",
        "basket": "basket",
        "checkout": "checkout",
        "payment": "payment",
        "confirmation": "thank-you",
        "tracking": "track",
        "pages": "info",
    },
}


@dataclass(frozen=True, slots=True)
class Addresses:
    """Builds the addresses of one market in one language. ``segment`` is empty for the first market.

    A language without words of its own uses the English ones.
    """

    language: str
    segment: str = ""

    @property
    def root(self) -> str:
        return f"/{self.segment}/{self.language}" if self.segment else f"/{self.language}"

    def word(self, place: str) -> str:
        return WORDS.get(self.language, WORDS["en"])[place]

    def _under(self, place: str, *parts: str) -> str:
        return "/".join((self.root, self.word(place), *(quote(part, safe="") for part in parts)))

    def home(self) -> str:
        return f"{self.root}/"

    def product(self, slug: str, *, variant: str = "") -> str:
        address = self._under("products", slug)
        return f"{address}?{urlencode({'variant': variant})}" if variant else address

    def categories(self) -> str:
        return self._under("categories")

    def category(self, slug: str) -> str:
        return self._under("categories", slug)

    def search(self, query: str = "") -> str:
        address = self._under("search")
        return f"{address}?{urlencode({'q': query})}" if query else address

    def basket(self) -> str:
        return self._under("basket")

    def basket_line(self, sku: str) -> str:
        return self._under("basket", sku)

    def checkout(self) -> str:
        return self._under("checkout")

    def confirmation(self, token: str) -> str:
        return self._under("confirmation", token)

    def payment(self, token: str) -> str:
        return self._under("payment", token)

    def tracking(self, token: str) -> str:
        return self._under("tracking", token)

    def page(self, slug: str) -> str:
        return self._under("pages", slug)
