"""Who the shop is, in the words of schema.org: on its front page."""

from typing import Any

from comptoir.domains.markets.queries import legal_entity, merchant
from comptoir.storefront.assets import asset
from comptoir.storefront.here import Here
from comptoir.storefront.structured import json_ld
from comptoir.storefront.whole import absolute


def house_of(here: Here) -> str:
    """The organisation behind the shop, and the site with its search."""
    return json_ld({"@graph": [_organisation(here), _site(here)]})


def _organisation(here: Here) -> dict[str, Any]:
    seller, entity = merchant(), legal_entity(here.market.legal_entity_id)
    address = entity.address
    data = {
        "@type": "Organization",
        "@id": absolute("/#organization"),
        "name": seller.name,
        "legalName": entity.name,
        "url": absolute(here.at.home()),
        "logo": absolute(asset("storefront/icon.svg")),
        "vatID": entity.vat_number,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": ", ".join(line for line in (address.line1, address.line2) if line),
            "postalCode": address.postal_code,
            "addressLocality": address.city,
            "addressCountry": address.country,
        },
        "contactPoint": {
            "@type": "ContactPoint",
            "contactType": "customer service",
            "url": absolute(here.at.contact()),
            "email": seller.support_email,
            **({"telephone": seller.phone} if seller.phone else {}),
            "availableLanguage": list(here.market.languages),
        },
    }
    return {name: value for name, value in data.items() if value}


def _site(here: Here) -> dict[str, Any]:
    return {
        "@type": "WebSite",
        "name": merchant().name,
        "url": absolute(here.at.home()),
        "inLanguage": here.language,
        "publisher": {"@id": absolute("/#organization")},
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{absolute(here.at.search())}?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        },
    }
