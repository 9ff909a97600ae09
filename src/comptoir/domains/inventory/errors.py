from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from comptoir.domains.inventory.values import PlacedLine, Shortage
from comptoir.kernel.errors import Conflict, Invalid, NotFound


class InsufficientStock(Conflict):
    """Not enough to promise. ``shortages`` lists every missing line, so that the buyer is told once."""

    code = "inventory.insufficient_stock"
    message = _("Some articles are no longer available in the quantity you want.")

    def __init__(self, *, shortages: Sequence[Shortage]) -> None:
        super().__init__()
        self.shortages = tuple(shortages)


class UnknownPlace(Invalid):
    code = "inventory.unknown_place"
    message = _("There is no place with the code “%(place_code)s”.")


class BadQuantity(Invalid):
    code = "inventory.bad_quantity"
    message = _("A stock quantity is a whole number between 0 and 1,000,000,000.")


class BadBuckets(Invalid):
    code = "inventory.bad_buckets"
    message = _("Stock is spread over 2 to 64 parts.")


class ReservationLapsed(Conflict):
    """The reservation ended before the payment came, and the goods are gone."""

    code = "inventory.reservation_lapsed"
    message = _("The goods were kept for a limited time and have been sold since.")


class NotOnShelf(Conflict):
    """Fewer pieces stand there, or are free there, than are to be taken away."""

    code = "inventory.not_on_shelf"
    message = _("There are not so many pieces at “%(place_code)s” that could be taken away.")


class NotReserved(Conflict):
    """The order holds no such pieces at that place."""

    code = "inventory.not_reserved"
    message = _("These goods are not kept for this order.")


class NotThereYet(NotReserved):
    """They are kept for the order, and the shelf holds fewer."""

    code = "inventory.not_there_yet"
    message = _("These goods are not on the shelf yet: they cannot leave.")


class ReasonNeeded(Invalid):
    code = "inventory.reason_needed"
    message = _("Say why: the ledger keeps it.")


class BadPolicy(Invalid):
    """``field`` names what contradicts the rest."""

    code = "inventory.bad_policy"
    message = _(
        "A target is at least the number from which stock is low, and a pre-order or an expected day needs a back-order"
        " limit."
    )


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
    message = _("Write what the goods came with: the number of the delivery note, or who brought them.")


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
    message = _("Goods are transferred to another place than the one they come from.")


class NothingGiven(Invalid):
    """A list that may not be empty is."""

    code = "inventory.nothing_given"
    message = _("Name at least one article and its quantity.")


class NotUnderWay(Conflict):
    """More pieces arrived than are on their way."""

    code = "inventory.not_under_way"
    message = _("More pieces were written down than are on their way.")


class NotOnOrder(Conflict):
    """The purchase order does not ask for this article."""

    code = "inventory.not_on_order"
    message = _("This article is not part of the purchase order.")


class MoreThanOrdered(Conflict):
    """The supplier sent more than was asked for. It can be taken all the same, when somebody says so."""

    code = "inventory.more_than_ordered"
    message = _("This is more than was ordered. Confirm that the surplus is taken as well.")


class OtherCurrency(Invalid):
    code = "inventory.other_currency"
    message = _("A purchase order is written in one currency, that of the supplier.")


class ShelfMoved(Conflict):
    """Pieces came or went since the number was seen. ``moved`` lists what stands there now, by variant and place."""

    code = "inventory.shelf_moved"
    message = _("Stock moved in the meantime. Look at the new number and count again.")

    def __init__(self, *, moved: Sequence[PlacedLine]) -> None:
        super().__init__()
        self.moved = tuple(moved)


class CountOvertaken(Conflict):
    """Another count of the same shelf came in between. ``variant_ids`` lists what must be counted again."""

    code = "inventory.count_overtaken"
    message = _("Some articles were counted elsewhere in the meantime. Count them again.")

    def __init__(self, *, variant_ids: Sequence[str]) -> None:
        super().__init__()
        self.variant_ids = tuple(variant_ids)
