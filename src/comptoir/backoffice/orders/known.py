"""What is known of one order, from the domains that know."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django import forms

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.orders.by_hand import sent_together
from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.catalogue.values import VariantCard, VariantId
from comptoir.domains.fulfilment.queries import downloads_of, labels_for, shipments_of, tracking_for
from comptoir.domains.fulfilment.values import ON_THE_PARCEL, Download, Label, Shipment, ShipmentId, Tracked
from comptoir.domains.invoicing.permissions import INVOICING_VIEW
from comptoir.domains.invoicing.queries import documents_of
from comptoir.domains.invoicing.values import Document
from comptoir.domains.messages.permissions import MESSAGES_VIEW
from comptoir.domains.messages.queries import messages_of
from comptoir.domains.messages.values import Message
from comptoir.domains.network.queries import places_for
from comptoir.domains.orders.queries import order_for_staff
from comptoir.domains.orders.values import Order, OrderId, OrderLine
from comptoir.domains.payments.queries import disputes_of, payments_of, refunds_of, refunds_to_send
from comptoir.domains.payments.values import Dispute, Operation, Payment, RefundByHand
from comptoir.domains.returns.permissions import RETURNS_VIEW
from comptoir.domains.returns.queries import return_replaced_by, returns_of
from comptoir.domains.returns.values import Return
from comptoir.kernel.access import Permission
from comptoir.kernel.texts import text_in


@dataclass(frozen=True, slots=True)
class Asked:
    """A step that was tried and refused: its address, and its form with what was written."""

    action: str
    form: forms.Form


@dataclass(frozen=True, slots=True)
class Known:
    """What the page is made of. ``places`` are the names of the places that parcels leave from, by code."""

    order: Order
    payments: tuple[Payment, ...]
    refunds: tuple[Operation, ...]
    shipments: tuple[Shipment, ...]
    labels: Mapping[ShipmentId, Label]
    tracking: Mapping[ShipmentId, tuple[Tracked, ...]]
    places: Mapping[str, str]
    downloads: tuple[Download, ...]
    documents: tuple[Document, ...]
    sent: tuple[Message, ...]
    returns: tuple[Return, ...]
    replaced: Return | None
    disputes: tuple[Dispute, ...]
    together: tuple[tuple[RefundByHand, ...], ...]

    @property
    def open_shipments(self) -> tuple[Shipment, ...]:
        return tuple(each for each in self.shipments if each.is_here)

    @property
    def labelled(self) -> frozenset[ShipmentId]:
        """The parcels that have a label, or for which one is being asked."""
        return frozenset(id for id, label in self.labels.items() if label.state in ON_THE_PARCEL)

    def place_of(self, shipment: Shipment) -> str:
        """Where it leaves from; "" for one that was emptied."""
        codes = sorted({packed.place_code for packed in shipment.packed})
        return ", ".join(self.places.get(code, code) for code in codes)


def known_of(at: Desk, order_id: OrderId) -> Known:
    """Everything the actor may see of an order.

    :raises UnknownOrder: when there is none.
    """
    order = seen_by_staff(at, order_id)
    payments = payments_of(order.id)
    shipments = tuple(shipments_of(order.id))
    taken = [payment.id for payment in payments if payment.captured]
    codes = {packed.place_code for shipment in shipments for packed in shipment.packed}
    return Known(
        order=order,
        payments=payments,
        refunds=refunds_of(order.id) if taken else (),
        shipments=shipments,
        labels=labels_for([each.id for each in shipments]) if shipments else {},
        tracking=tracking_for([each.id for each in shipments if each.last_status]),
        places={code: text_in(place.name, at.language) for code, place in places_for(codes).items()},
        downloads=downloads_of(order.id) if order.waiver else (),
        documents=documents_of(order.id) if may(at, order, INVOICING_VIEW) else (),
        sent=tuple(messages_of(order.id, actor=at.actor)) if may(at, order, MESSAGES_VIEW) else (),
        returns=returns_of(order.id) if may(at, order, RETURNS_VIEW) else (),
        replaced=return_replaced_by(order.id) if order.replaces and may(at, order, RETURNS_VIEW) else None,
        disputes=disputes_of(taken) if taken else (),
        together=_together(order.id, payments) if len(taken) > 1 else (),
    )


def _together(order_id: OrderId, payments: tuple[Payment, ...]) -> tuple[tuple[RefundByHand, ...], ...]:
    """What one gesture or change gives back of several payments, and a person sends at once."""
    if sum(bool(payment.refunding) and not payment.looked_up for payment in payments) < 2:
        return ()
    return tuple(group for group in sent_together(refunds_to_send(order_id)) if len(group) > 1)


def seen_by_staff(at: Desk, order_id: OrderId) -> Order:
    """An order that the actor may see, its articles called as the catalogue calls them in the reader's language: the
    order keeps the buyer's words, which stand where the catalogue has no others.

    :raises UnknownOrder: when there is none.
    """
    return in_words_of(at, order_for_staff(order_id, actor=at.actor))


def in_words_of(at: Desk, found: Order) -> Order:
    """An order that the reader was let in to see, in their words."""
    if found.language == at.language:
        return found
    ids = {id for line in found.lines for id in (line.variant_id, line.kit and line.kit.variant_id) if id}
    cards = variants_for(list(ids))
    return replace(found, lines=tuple(_called(line, cards, at.language) for line in found.lines))


def _called(line: OrderLine, cards: Mapping[VariantId, VariantCard], language: str) -> OrderLine:
    card, kit = cards.get(line.variant_id), line.kit
    if kit and (whole := cards.get(kit.variant_id)) and language in whole.title:
        line = replace(line, kit=replace(kit, title=whole.title[language], options=text_in(whole.options, language)))
    if card is None or language not in card.title:
        return line
    return replace(line, title=card.title[language], options=text_in(card.options, language))


def may(at: Desk, order: Order, permission: Permission) -> bool:
    """Whether whoever is at the desk may do that with this order."""
    return at.actor.can(permission, market=order.market)
