"""Serves the sample pages, the style sheet and the assets on a loopback port, under the policy of the real shop."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from django.utils import translation

from comptoir.domains.content.values import PRESETS, Theme
from comptoir.storefront.bundle import sheet
from comptoir.storefront.engine import render
from comptoir.storefront.finding import STYLESHEETS
from comptoir.storefront.pages.product import Added
from comptoir.storefront.tests.samples.pictures import svg
from comptoir.storefront.tests.samples.register import SAMPLES, rendered

STATIC = Path(__file__).parent.parent / "static"
# As the shop's own; what it does not need at all is refused here.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'"
)
TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml"}


# Where the sample pages themselves lead to, as far as the browser tests follow.
ROUTES = {
    "GET /fr/rayons/1": "category",
    "GET /fr/recherche": "search",
    "GET /fr/panier": "basket",
    "GET /fr/produits/bol": "product-two-axes",
    "GET /fr/paiement/jeton": "payment-failed",
    "POST /fr/panier": "basket",
    "POST /fr/panier/CONF-350": "basket-problem",
    "POST /fr/commande": "checkout-errors",
}


# What Stripe's script does to our page, without its frames: a field, and an answer to the payment.
CARD_FIELDS = """
window.Stripe = (key) => ({
  elements: ({ locale }) => ({
    create: (kind) => ({
      mount: (where) => {
        const field = document.createElement("input");
        field.setAttribute("aria-label", `${kind} ${key} ${locale}`);
        document.querySelector(where).append(field);
      },
    }),
  }),
  confirmCardPayment: async (secret) => {
    const wrong = document.querySelector("#card-fields input").value !== "4242";
    return wrong ? { error: { type: "validation_error", message: `Numéro incomplet ${secret}` } } : {};
  },
});
"""


def routed(method: str, target: str) -> str | None:
    """The sample that answers a request, or nothing."""
    path, _, query = target.partition("?")
    name = ROUTES.get(f"{method} {path}")
    return "category-filtered" if name == "category" and "producteur=" in query else name


def answer(path: str) -> tuple[bytes, str] | None:
    """The body and its type, or nothing."""
    path = path.split("?", maxsplit=1)[0]
    *_, preset, name = ("halle", *path.removeprefix("/sample/").split("/"))
    if path.startswith("/sample/") and name in SAMPLES:
        return rendered(name, preset).encode(), "text/html; charset=utf-8"
    if made := STYLESHEETS.get(path.removeprefix("/static/")):
        return made(), "text/css; charset=utf-8"
    if path.startswith("/static/storefront/") and (preset := Path(path).stem) in PRESETS:
        return sheet(Theme(preset=preset)), "text/css; charset=utf-8"
    if path.startswith("/pictures/"):
        return svg(int(Path(path).stem)).encode(), "image/svg+xml"
    if path == "/stripe/v3/":
        return CARD_FIELDS.encode(), "text/javascript; charset=utf-8"
    file = STATIC / path.removeprefix("/static/")
    if path.startswith("/static/") and file.is_file():
        return file.read_bytes(), TYPES.get(file.suffix, "application/octet-stream")
    return None


def added() -> str:
    """What the product page is told when the goods went into the basket."""
    with translation.override("fr"):
        told = Added("Confiture d’abricots", "220 g", "/fr/panier", "Voir le panier (3 articles)", 3)
        return render("storefront/parts/added.html", {"added": told})


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        name = routed("GET", self.path)
        self._send(answer(f"/sample/{name}" if name else self.path))

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self.server.posted.append((self.path, self.rfile.read(length).decode()))  # type: ignore[attr-defined]  # ours, below
        if self.path == "/fr/panier" and self.headers.get("HX-Request"):
            self._send((added().encode(), "text/html; charset=utf-8"))
            return
        name = routed("POST", self.path)
        self._send(answer(f"/sample/{name}") if name else None)

    def _send(self, found: tuple[bytes, str] | None) -> None:
        self.send_response(200 if found else 404)
        self.send_header("Content-Security-Policy", POLICY)
        body, kind = found or (b"not here", "text/plain")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: the tests say what matters."""


class Serving(NamedTuple):
    """The address of the running server, and what was posted to it: path and body."""

    base: str
    posted: list[tuple[str, str]]


@contextmanager
def serving() -> Iterator[Serving]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.posted = []  # type: ignore[attr-defined]  # read by the handler above
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Serving(f"http://127.0.0.1:{server.server_port}", server.posted)  # type: ignore[attr-defined]  # ours
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
