from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from comptoir.domains.inventory.values import PlacedLine, Shortage
from comptoir.kernel.errors import Conflict, Invalid, NotFound


class InsufficientStock(Conflict):
    """Not enough to promise. ``shortages`` lists every missing line, so that the buyer is told once."""

    code = "inventory.insufficient_stock"
    message = _("Some items are no longer available in the quantity you want.")

    def __init__(self, *, shortages: Sequence[Shortage]) -> None:
        super().__init__()
        self.shortages = tuple(shortages)


class UnknownPlace(Invalid):
    code = "inventory.unknown_place"
    message = _("There is no location with the code “%(place_code)s”.")


class BadQuantity(Invalid):
    code = "inventory.bad_quantity"
    message = _("A stock quantity is a whole number between 0 and 1,000,000,000.")


class BadBuckets(Invalid):
    code = "inventory.bad_buckets"
    message = _("Stock is split into 2 to 64 parts.")


class ReservationLapsed(Conflict):
    """The reservation ended before the payment came, and the goods are gone."""

    code = "inventory.reservation_lapsed"
    message = _("The items were reserved for a limited time and have been sold since.")


class NotOnShelf(Conflict):
    """Fewer pieces stand there, or are free there, than are to be taken away."""

    code = "inventory.not_on_shelf"
    message = _("There are not that many units to remove at “%(place_code)s”.")


class NotReserved(Conflict):
    """The order holds no such pieces at that place."""

    code = "inventory.not_reserved"
    message = _("These items are not reserved for this order.")


class NotThereYet(NotReserved):
    """They are kept for the order, and the shelf holds fewer."""

    code = "inventory.not_there_yet"
    message = _("These items are not in stock yet: they cannot ship.")


class ReasonNeeded(Invalid):
    code = "inventory.reason_needed"
    message = _("Give a reason: the ledger keeps it.")


class BadPolicy(Invalid):
    """``field`` names what contradicts the rest."""

    code = "inventory.bad_policy"
    message = _(
        "A target is at least the low-stock threshold, and a pre-order or an expected date needs a back-order limit."
    )


class KitHasNoStock(Invalid):
    """A kit is what its parts are: nothing of it is counted, received or sent by itself."""

    code = "inventory.kit_has_no_stock"
    message = _("A kit has no stock of its own: count its components instead.")


class KitHasStock(Conflict):
    code = "inventory.kit_has_stock"
    message = _("This item still has stock of its own. Count it down to zero first, then make it a kit.")


class BadKit(Invalid):
    """``field`` names the part that cannot be."""

    code = "inventory.bad_kit"
    message = _("A kit has 1 to 999 units of up to 50 different items.")


class KitInKit(Invalid):
    code = "inventory.kit_in_kit"
    message = _("A kit cannot contain another kit, and a component of a kit cannot become one.")


class UnknownTransfer(NotFound):
    code = "inventory.unknown_transfer"
    message = _("There is no such transfer.")


class UnknownSupplier(Invalid):
    code = "inventory.unknown_supplier"
    message = _("There is no supplier with the code “%(supplier)s”.")


class BadSupplier(Invalid):
    """``field`` names what cannot be taken."""

    code = "inventory.bad_supplier"
    message = _("This cannot be used for a supplier.")


class SupplierWithoutEmail(Invalid):
    code = "inventory.supplier_without_email"
    message = _("We do not know the supplier’s e-mail address. Write it down on the supplier’s page first.")


class DeliveryNoteNeeded(Invalid):
    code = "inventory.delivery_note_needed"
    message = _("Please enter the delivery note number, or who delivered the items.")


class DeliveryNoteKnown(Invalid):
    """Goods came there with that delivery note before, by receipt ``number``: it may be the same once more."""

    code = "inventory.delivery_note_known"
    message = _("Receipt %(number)s already has this delivery note. Tick the box if this is another delivery.")


class UnknownReceipt(NotFound):
    code = "inventory.unknown_receipt"
    message = _("There is no such goods receipt.")


class UnknownPurchaseOrder(NotFound):
    code = "inventory.unknown_purchase_order"
    message = _("There is no such purchase order.")


class UnknownCount(NotFound):
    code = "inventory.unknown_count"
    message = _("There is no such count.")


class SamePlace(Invalid):
    code = "inventory.same_place"
    message = _("Items are transferred to a different location than the one they come from.")


class NothingGiven(Invalid):
    """A list that may not be empty is."""

    code = "inventory.nothing_given"
    message = _("Enter at least one item and its quantity.")


class NotUnderWay(Conflict):
    """More pieces arrived than are on their way."""

    code = "inventory.not_under_way"
    message = _("More units were entered than are in transit.")


class NotOnOrder(Conflict):
    """The purchase order does not ask for this article."""

    code = "inventory.not_on_order"
    message = _("This item is not part of the purchase order.")


class MoreThanOrdered(Conflict):
    """The supplier sent more than was asked for. It can be taken all the same, when somebody says so."""

    code = "inventory.more_than_ordered"
    message = _("This is more than was ordered. Confirm that you accept the surplus.")


class OtherCurrency(Invalid):
    code = "inventory.other_currency"
    message = _("A purchase order is written in one currency, that of the supplier.")


class ShelfMoved(Conflict):
    """Pieces came or went since the number was seen. ``moved`` lists what stands there now, by variant and place."""

    code = "inventory.shelf_moved"
    message = _("Stock has changed in the meantime. Check the new number and count again.")

    def __init__(self, *, moved: Sequence[PlacedLine]) -> None:
        super().__init__()
        self.moved = tuple(moved)


class CountOvertaken(Conflict):
    """Another count of the same shelf came in between. ``variant_ids`` lists what must be counted again."""

    code = "inventory.count_overtaken"
    message = _("Some items were counted elsewhere in the meantime. Count them again.")

    def __init__(self, *, variant_ids: Sequence[str]) -> None:
        super().__init__()
        self.variant_ids = tuple(variant_ids)
