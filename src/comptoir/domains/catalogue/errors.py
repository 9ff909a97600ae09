from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Conflict, Invalid, NotFound


class UnknownProduct(NotFound):
    """No product has that id or address."""

    code = "catalogue.unknown_product"
    message = _("We could not find this product.")


class UnknownVariant(NotFound):
    """The product has no such variant."""

    code = "catalogue.unknown_variant"
    message = _("We could not find this item.")


class UnknownSku(Invalid):
    code = "catalogue.unknown_sku"
    message = _("There is no item “%(sku)s”.")


class UnknownCategory(NotFound):
    code = "catalogue.unknown_category"
    message = _("There is no category “%(category)s”.")


class UnknownAttribute(NotFound):
    code = "catalogue.unknown_attribute"
    message = _("There is no attribute “%(attribute)s”.")


class UnknownMedia(NotFound):
    code = "catalogue.unknown_media"
    message = _("We could not find this picture.")


class UnknownFile(NotFound):
    code = "catalogue.unknown_file"
    message = _("We could not find this file.")


class BadFile(Invalid):
    """A file that buyers cannot be given."""

    code = "catalogue.bad_file"
    message = _("Choose a file with a name and some content, of at most %(most)s MB.")


class ProductChanged(Conflict):
    """Somebody else changed the product since it was read."""

    code = "catalogue.product_changed"
    message = _("Someone else has changed this product in the meantime. Reload the page and make your change again.")


class SkuTaken(Conflict):
    """One or more SKUs belong to another variant already; ``skus`` names them."""

    code = "catalogue.sku_taken"
    message = _("The reference %(sku)s is already used by another item.")

    def __init__(self, *, skus: tuple[str, ...]) -> None:
        super().__init__(field="sku", sku=", ".join(skus), skus=skus)
        self.skus = skus


class SlugTaken(Conflict):
    """The address asked for leads to another product or category."""

    code = "catalogue.slug_taken"
    message = _("The address “%(slug)s” is already taken.")


class SameOptionsTwice(Conflict):
    """Two variants on sale would offer the buyer the very same choice."""

    code = "catalogue.same_options_twice"
    message = _("Two items of this product have the same options.")


class SameOptionsInDraft(Invalid):
    """The draft itself holds the same choice twice."""

    code = "catalogue.same_options_in_draft"
    message = _("Two items of this product have the same options.")


class CategoryLoop(Conflict):
    """A category cannot lie within itself."""

    code = "catalogue.category_loop"
    message = _("A category cannot be placed inside itself.")


class FieldNeeded(Invalid):
    code = "catalogue.field_needed"
    message = _("This field is required.")


class FieldTooLong(Invalid):
    code = "catalogue.field_too_long"
    message = _("This is too long: at most %(limit)s characters.")


class BadCode(Invalid):
    code = "catalogue.bad_code"
    message = _("Use lowercase letters, digits and hyphens.")


class BadColour(Invalid):
    code = "catalogue.bad_colour"
    message = _("Choose one colour, or two, each written like #1F4E79.")


class BadBarcode(Invalid):
    code = "catalogue.bad_barcode"
    message = _("This barcode is not a valid GTIN (8, 12, 13 or 14 digits with their check digit).")


class BadQuantity(Invalid):
    code = "catalogue.bad_quantity"
    message = _("This must be a whole number from 0 to %(limit)s.")


class OptionMissing(Invalid):
    """A variant must give a value for each option of its product, and for no other."""

    code = "catalogue.option_missing"
    message = _("Every item needs a value for each option.")


class SkuTwice(Invalid):
    code = "catalogue.sku_twice"
    message = _("The reference %(sku)s is given twice.")


class NotAVariant(Invalid):
    code = "catalogue.not_a_variant"
    message = _("This product has no item with the reference %(sku)s.")


class NotAPicture(Invalid):
    code = "catalogue.not_a_picture"
    message = _("This file is not a picture we can read. Use JPEG, PNG, WebP, AVIF or GIF.")


class PictureTooLarge(Invalid):
    code = "catalogue.picture_too_large"
    message = _("This picture is too large: at most %(megabytes)s MB and %(megapixels)s million pixels.")


class UnknownReference(Invalid):
    code = "catalogue.unknown_reference"
    message = _("No product has the reference “%(sku)s”.")


class TooManyRelated(Invalid):
    code = "catalogue.too_many_related"
    message = _("At most %(most)s products can be shown beside another.")
