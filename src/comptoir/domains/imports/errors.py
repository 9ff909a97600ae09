from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Conflict, Invalid, NotFound


class BadFile(Invalid):
    """Base of what makes a file unreadable as a whole. Nothing of it is taken."""

    code = "imports.bad_file"
    message = _("This file cannot be read.")


class EmptyFile(BadFile):
    code = "imports.empty_file"
    message = _("The file is empty.")


class HeaderOnly(BadFile):
    code = "imports.header_only"
    message = _("The file has a header and no rows.")


class UnreadableFile(BadFile):
    code = "imports.unreadable_file"
    message = _("The file cannot be opened: %(reason)s")


class NotAFile(BadFile):
    """A folder, or something that can be read only once."""

    code = "imports.not_a_file"
    message = _("This is not a file.")


class NotText(BadFile):
    """A NUL character, or bytes that no known encoding explains."""

    code = "imports.not_text"
    message = _("Line %(line)s is not text. Only CSV in UTF-8, UTF-16 or Windows-1252 can be read; save it as such.")


class DamagedText(BadFile):
    """Most of it is UTF-8, some of it is not: read as another encoding, all accents would come out wrong."""

    code = "imports.damaged_text"
    message = _("Line %(line)s holds bytes that are not UTF-8, although the rest of the file is. Export it again.")


class LineTooLong(BadFile):
    code = "imports.line_too_long"
    message = _("Line %(line)s is longer than %(limit)s characters: this is not a product export, or it is damaged.")


class CellTooLarge(BadFile):
    code = "imports.cell_too_large"
    message = _(
        "The row on line %(line)s has a cell of more than %(limit)s characters. A quotation mark may be missing."
    )


class ProductTooLong(BadFile):
    """The handle column holds something else, or most of its cells are lost."""

    code = "imports.product_too_long"
    message = _("Up to line %(line)s, “%(handle)s” has more than %(limit)s rows. Are the handles in their column?")


class TooManyRows(BadFile):
    code = "imports.too_many_rows"
    message = _("The file has more than %(limit)s rows. Divide it, keeping the rows of a product together.")


class BrokenRow(BadFile):
    """Quotation marks do not close, or text follows a closing one."""

    code = "imports.broken_row"
    message = _("The row on line %(line)s is broken (%(reason)s). The file may be cut off; export it again.")


class WrongColumns(BadFile):
    code = "imports.wrong_columns"
    message = _("The columns are not those of a Shopify product export: %(columns)s are missing.")


class OtherKindOfFile(BadFile):
    """The columns are well known, but not those of the products."""

    code = "imports.other_kind_of_file"
    message = _("This looks like %(kind)s. Only Shopify's product export that starts with Handle,Title can be read.")


KINDS_OF_FILES = {
    "shopify_newer_products": _("Shopify's newer product export"),
    "shopify_inventory": _("Shopify's inventory export"),
    "shopify_orders": _("Shopify's order export"),
    "shopify_customers": _("Shopify's customer export"),
    "woocommerce_products": _("WooCommerce's product export"),
    "wix_products": _("Wix's product export"),
    "magento_products": _("Magento's product export"),
}
"""Files that merchants have as well."""


class ColumnTwice(BadFile):
    code = "imports.column_twice"
    message = _("The column %(column)s appears twice.")


class NoPlace(Conflict):
    """Stock has to lie somewhere."""

    code = "imports.no_place"
    message = _("There is no warehouse or shop yet to hold the stock. Add one in the back office.")


class UnknownLanguage(Invalid):
    code = "imports.unknown_language"
    message = _("The market %(market)s has no language “%(language)s”; it has %(known)s.")


class UnknownRun(NotFound):
    code = "imports.unknown_run"
    message = _("We could not find this import.")


class RunSuperseded(Conflict):
    """Another import from the same source has started: this one writes nothing any more."""

    code = "imports.run_superseded"
    message = _("Another import from the same source has started, so this one has stopped.")


class LinkedElsewhere(Conflict):
    """The product of the source has become another product in the meantime."""

    code = "imports.linked_elsewhere"
    message = _("This product has been imported by someone else in the meantime.")
