"""An order, as the interface shows it."""

from comptoir.api.v1.asked import asked_language
from comptoir.api.v1.schemas.carts import PaymentOut
from comptoir.api.v1.schemas.fields import AddressOut, Amount, TaxOut
from comptoir.api.v1.schemas.orders import DocumentOut, KitOut, OrderLineOut, OrderOut, PackedOut, ParcelOut
from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.invoicing.queries import documents_of
from comptoir.domains.markets.queries import market as market_of
from comptoir.domains.orders.values import Kit, Order
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.payments.values import Payment
from comptoir.kernel.access import Actor, ActorKind
from comptoir.kernel.requests import Request
from comptoir.kernel.texts import text_in


def shown_order(request: Request, found: Order, actor: Actor) -> OrderOut:
    """With its payments, parcels and documents."""
    language = asked_language(request, market_of(found.market))
    return OrderOut(
        id=found.id,
        number=found.number,
        status=found.state,
        revision=found.revision,
        replaces=found.replaces,
        waits_for_goods=found.waits_for_goods,
        held_because=found.held_because if actor.kind is ActorKind.KEY else None,
        due=Amount.of(found.due),
        market=found.market,
        email=found.email,
        lines=[
            OrderLineOut(
                line=line.position,
                sku=line.sku,
                title=line.title,
                options=line.options,
                quantity=line.quantity,
                cancelled=line.cancelled,
                shipped=line.shipped,
                returned=line.returned,
                on_order=line.on_order,
                unit_price=Amount.of(line.unit_price),
                discount=Amount.of(line.discount),
                total=Amount.of(line.total),
                kit=_kit(line.kit) if line.kit else None,
            )
            for line in found.lines
        ],
        voucher=found.voucher,
        discount_total=Amount.of(found.discount),
        goods_total=Amount.of(found.goods_total),
        delivery_label=found.delivery.label,
        delivery_total=Amount.of(found.delivery.price),
        promised_on=found.delivery.promised_on,
        total=Amount.of(found.total),
        taxes=[TaxOut(rate=str(tax.rate), net=Amount.of(tax.net), tax=Amount.of(tax.tax)) for tax in found.taxes],
        shipping_address=AddressOut.of(found.shipping_address),
        billing_address=AddressOut.of(found.billing_address),
        comment=found.comment,
        gift_message=found.gift_message,
        placed_at=found.placed_at,
        payments=[_payment(payment, language) for payment in payments_of(found.id)],
        parcels=_parcels(found),
        documents=[
            DocumentOut(kind=each.kind, number=each.number, issued_on=each.issued_on, total=Amount.of(each.total))
            for each in documents_of(found.id)
        ],
    )


def _kit(kit: Kit) -> KitOut:
    return KitOut(
        number=kit.number,
        sku=kit.sku,
        title=kit.title,
        options=kit.options,
        quantity=kit.quantity,
        unit_price=Amount.of(kit.unit_price),
    )


def _payment(payment: Payment, language: str) -> PaymentOut:
    return PaymentOut(
        id=payment.id,
        status=payment.state,
        amount=Amount.of(payment.amount),
        redirect_url=payment.redirect_url or None,
        instructions=text_in(payment.instructions, language) or None,
        client={},
    )


def _parcels(found: Order) -> list[ParcelOut]:
    skus = {line.variant_id: line.sku for line in found.lines}
    return [
        ParcelOut(
            id=parcel.id,
            status=parcel.state,
            contents=[
                PackedOut(sku=skus[line.variant_id], place=line.place_code, quantity=line.quantity)
                for line in parcel.packed
            ],
            carrier=parcel.carrier,
            tracking_number=parcel.tracking_number,
            tracking_url=parcel.tracking_url,
            shipped_at=parcel.shipped_at,
            promised_on=parcel.promised_on,
            ready_at=parcel.ready_at,
            delivered_at=parcel.delivered_at,
            tracking=parcel.last_status,
        )
        for parcel in shipments_of(found.id)
    ]
