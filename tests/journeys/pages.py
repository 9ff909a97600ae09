"""Every page of the storefront, by its address: what search engines are told of, and what they are not."""

from xml.etree import ElementTree as ET

import httpx

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
UNLISTED = {
    "fr": ("/fr/panier", "/fr/commande", "/fr/recherche?q=miel", "/fr/recherche?q=hippopotame", "/fr/nulle-part",
           "/fr/contact?sent=1", "/fr/retractation?sent=1", "/fr/suivi/nothing", "/fr/produits?sort=price"),
    "en": ("/en/basket", "/en/checkout", "/en/search?q=honey", "/en/search?q=hippopotamus", "/en/nowhere",
           "/en/contact?sent=1", "/en/withdrawal?sent=1", "/en/track/nothing", "/en/products?sort=price"),
}  # fmt: skip
GOODS = 4
"""So many products stand for all: their pages are made by one template."""


def listed(base: str, language: str) -> tuple[list[str], list[str]]:
    """The addresses of the sitemaps: what is no product, and what is."""
    folder = f"{base}/sitemaps/fr/{language}"
    return _addresses(f"{folder}/pages.xml"), _addresses(f"{folder}/products-first.xml")


def _addresses(file: str) -> list[str]:
    found = ET.fromstring(httpx.get(file).text)
    return [str(one.text) for one in found.iter(f"{SPACE}loc")]


def every_page(base: str, language: str) -> list[str]:
    """One of each kind, and every page of words, category and shop."""
    others, goods = listed(base, language)
    return [*others, *goods[:GOODS], *(base + path for path in UNLISTED[language])]
