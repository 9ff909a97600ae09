"""How lines and charges are written down in a document, and read back."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from comptoir.domains.invoicing.values import Charge, DocumentLine
from comptoir.domains.pricing.values import TaxCategory
from comptoir.kernel.money import Money


def frozen_line(line: DocumentLine) -> dict[str, Any]:
    return {
        "position": line.position,
        "sku": line.sku,
        "title": line.title,
        "options": line.options,
        "quantity": line.quantity,
        "unit_price_minor": line.unit_price.minor,
        "discount_minor": line.discount.minor,
        "voucher": line.voucher,
        **({"kit": line.kit} if line.kit else {}),
        "total_minor": line.total.minor,
        "net_minor": line.net.minor,
        "tax_rate": f"{line.tax_rate.normalize():f}",
        "tax_category": str(line.tax_category),
    }


def read_line(values: Mapping[str, Any], currency: str) -> DocumentLine:
    return DocumentLine(
        position=values["position"],
        sku=values["sku"],
        title=values["title"],
        options=values["options"],
        quantity=values["quantity"],
        unit_price=Money(values["unit_price_minor"], currency),
        discount=Money(values.get("discount_minor", 0), currency),  # documents of before there were vouchers have none
        voucher=values.get("voucher", ""),
        kit=values.get("kit", ""),
        total=Money(values["total_minor"], currency),
        net=Money(values["net_minor"], currency),
        tax_rate=Decimal(values["tax_rate"]),
        tax_category=TaxCategory(values["tax_category"]),
    )


def frozen_charge(charge: Charge) -> dict[str, Any]:
    return {
        "label": charge.label,
        "total_minor": charge.total.minor,
        "net_minor": charge.net.minor,
        "tax_rate": f"{charge.tax_rate.normalize():f}",
        "tax_category": str(charge.tax_category),
    }


def read_charge(values: Mapping[str, Any], currency: str) -> Charge:
    return Charge(
        label=values["label"],
        total=Money(values["total_minor"], currency),
        net=Money(values["net_minor"], currency),
        tax_rate=Decimal(values["tax_rate"]),
        tax_category=TaxCategory(values["tax_category"]),
    )
