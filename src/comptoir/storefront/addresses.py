"""The addresses of the shop: words in the buyer's language, the same page under each language.

``/fr/produits/miel-de-lavande`` and ``/en/products/lavender-honey``. The first market has no segment of its own;
a second one puts its segment in front (``/be/fr/produits/…``), so no address ever changes when a country is added.
A market's segment is therefore never the code of a language in use.
"""

from collections.abc import Mapping
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
        "cancelling": "annuler",
        "account": "compte",
        "returning": "retour",
        "sign_in": "connexion",
        "sign_out": "deconnexion",
        "link": "lien",
        "orders": "commandes",
        "returns": "retours",
        "invoices": "factures",
        "addresses": "adresses",
        "consents": "consentements",
        "security": "securite",
        "data": "donnees",
        "file": "fichier",
        "reviews": "avis",
        "alerts": "alertes",
        "wishes": "envies",
        "shared": "partage",
        "seen": "vus",
        "downloads": "telechargements",
        "pages": "infos",
        "contact": "contact",
        "news": "lettre",
        "cookies": "cookies",
        "shops": "boutiques",
        "withdrawing": "retractation",
        "share": "cartes",
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
        "cancelling": "cancel",
        "account": "account",
        "returning": "return",
        "sign_in": "sign-in",
        "sign_out": "sign-out",
        "link": "link",
        "orders": "orders",
        "returns": "returns",
        "invoices": "invoices",
        "addresses": "addresses",
        "consents": "consents",
        "security": "security",
        "data": "data",
        "file": "file",
        "shared": "shared",
        "reviews": "reviews",
        "alerts": "alerts",
        "wishes": "wish-list",
        "seen": "seen",
        "downloads": "downloads",
        "pages": "info",
        "contact": "contact",
        "news": "newsletter",
        "cookies": "cookies",
        "shops": "shops",
        "withdrawing": "withdrawal",
        "share": "share",
    },
}


def words_of(language: str) -> dict[str, str]:
    """A language without words of its own uses the English ones."""
    return WORDS.get(language, WORDS["en"])


@dataclass(frozen=True, slots=True)
class Addresses:
    """Builds the addresses of one market in one language. ``segment`` is empty for the first market.

    ``prefix`` stands in front of them all: within a preview every link stays within it.
    """

    language: str
    segment: str = ""
    prefix: str = ""

    @property
    def root(self) -> str:
        place = f"/{self.segment}/{self.language}" if self.segment else f"/{self.language}"
        return f"{self.prefix}{place}"

    def word(self, place: str) -> str:
        return words_of(self.language)[place]

    def _under(self, place: str, *parts: str) -> str:
        return "/".join((self.root, self.word(place), *(quote(part, safe="") for part in parts)))

    def home(self) -> str:
        return f"{self.root}/"

    def products(self) -> str:
        """All goods."""
        return self._under("products")

    def product(self, slug: str, *, variant: str = "") -> str:
        address = self._under("products", slug)
        return f"{address}?{urlencode({'variant': variant})}" if variant else address

    def reviews(self, slug: str, *, cursor: str = "") -> str:
        """All that was said of a product."""
        address = self._under("products", slug, self.word("reviews"))
        return f"{address}?{urlencode({'cursor': cursor})}" if cursor else address

    def review_report(self, review_id: object) -> str:
        """Where a reader says what is wrong with a review."""
        return self._under("reviews", str(review_id))

    def reviewing(self, key: str, position: int | None = None) -> str:
        """Where the buyer of an order says what they think of its goods; of one line, its form."""
        return self._under("tracking", key, self.word("reviews"), *(() if position is None else (str(position),)))

    def alerts(self) -> str:
        """Where somebody asks to be told when an article is back."""
        return self._under("alerts")

    def alert(self, key: str) -> str:
        return self._under("alerts", key)

    def wishes(self) -> str:
        return self._under("wishes")

    def wish(self, sku: str) -> str:
        return self._under("wishes", sku)

    def shared_wishes(self, key: str) -> str:
        """A wish list as others see it."""
        return self._under("wishes", self.word("shared"), key)

    def seen(self) -> str:
        """Cards of the products that a browser remembers."""
        return self._under("seen")

    def categories(self) -> str:
        return self._under("categories")

    def category(self, slug: str) -> str:
        return self._under("categories", slug)

    def search(self, query: str = "") -> str:
        address = self._under("search")
        return f"{address}?{urlencode({'q': query})}" if query else address

    def suggestions(self) -> str:
        return self._under("search", "suggestions")

    def basket(self) -> str:
        return self._under("basket")

    def basket_line(self, sku: str) -> str:
        return self._under("basket", sku)

    def checkout(self) -> str:
        return self._under("checkout")

    def confirmation(self, key: str) -> str:
        return self._under("confirmation", key)

    def payment(self, key: str) -> str:
        return self._under("payment", key)

    def tracking(self, key: str) -> str:
        return self._under("tracking", key)

    def account(self, key: str) -> str:
        return self._under("tracking", key, self.word("account"))

    def cancelling(self, key: str) -> str:
        return self._under("tracking", key, self.word("cancelling"))

    def returning(self, key: str, kind: str, choice: Mapping[str, str] | None = None) -> str:
        """Where something of an order is sent back; with what was chosen, the statement about it."""
        query = urlencode({"kind": kind, **(choice or {})})
        return f"{self._under('tracking', key, self.word('returning'))}?{query}"

    def returned(self, key: str, number: str) -> str:
        return self._under("tracking", key, self.word("returning"), number)

    def return_slip(self, key: str, number: str) -> str:
        return self._under("tracking", key, self.word("returning"), f"{number}.pdf")

    def download(self, key: str) -> str:
        return self._under("downloads", key)

    def document(self, key: str, number: str) -> str:
        return self._under("tracking", key, f"{number}.pdf")

    def my_account(self, place: str = "") -> str:
        """The account of whoever is signed in; ``place`` is one of its pages, by the name of its word."""
        return self._under("account", *((self.word(place),) if place else ()))

    def sign_in(self, then: str = "") -> str:
        """``then`` is the page to go on to, by name."""
        address = self.my_account("sign_in")
        return f"{address}?{urlencode({'then': then})}" if then else address

    def account_link(self, key: str) -> str:
        return self._under("account", self.word("link"), key)

    def data_file(self) -> str:
        return self._under("account", self.word("data"), self.word("file"))

    def share_basket(self) -> str:
        return self._under("basket", self.word("shared"))

    def shared_basket(self, key: str) -> str:
        return self._under("basket", self.word("shared"), key)

    def draft(self, key: str) -> str:
        """In a preview, a page that may have no address yet."""
        return f"{self.root}/draft/{quote(key, safe='')}"

    def page(self, slug: str) -> str:
        return self._under("pages", slug)

    def contact(self) -> str:
        return self._under("contact")

    def news(self) -> str:
        """Where somebody asks for the shop's letters."""
        return self._under("news")

    def news_link(self, key: str) -> str:
        return self._under("news", key)

    def cookies(self) -> str:
        return self._under("cookies")

    def shops(self) -> str:
        return self._under("shops")

    def shop(self, code: str) -> str:
        return self._under("shops", code)

    def share(self, kind: str, name: str) -> str:
        """The picture that stands beside a link to a page of ours."""
        return self._under("share", kind, name)

    def withdrawing(self) -> str:
        """Where a buyer without the link of their order begins to withdraw from it."""
        return self._under("withdrawing")


def place_of_path(path: str) -> Addresses:
    """The addresses of the market and language of a page."""
    first, second, *_ = [*path.strip("/").split("/"), "", ""]
    is_segment = first not in WORDS and second in WORDS
    return Addresses(second, first) if is_segment else Addresses(first)
