from comptoir.domains.catalogue.values import CategoryId, ProductId
from comptoir.kernel.events import Event, Lane, event


@event("catalogue.products_changed.1", lane=Lane.BULK)
class ProductsChanged(Event):
    """Products were added or changed in any way: texts, variants, pictures, categories, status."""

    product_ids: tuple[ProductId, ...]


@event("catalogue.categories_changed.1")
class CategoriesChanged(Event):
    """Categories were added, renamed or moved; the tree as a whole is to be read again."""

    category_ids: tuple[CategoryId, ...]


@event("catalogue.attributes_changed.1")
class AttributesChanged(Event):
    """Attributes were added, renamed, or became facets or ceased to be."""

    attribute_codes: tuple[str, ...]


@event("catalogue.swatches_changed.1")
class SwatchesChanged(Event):
    """Values have other colours now; ``properties`` are the options and attributes whose they are, by their keys."""

    properties: tuple[str, ...]
