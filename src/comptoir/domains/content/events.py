from comptoir.kernel.events import Event, event


@event("content.pages_changed.1")
class PagesChanged(Event):
    """New versions of these pages were published."""

    page_keys: tuple[str, ...]


@event("content.designs_published.1")
class DesignsPublished(Event):
    """Buyers see other revisions of these designs: the theme, the menus, pages made of blocks."""

    design_keys: tuple[str, ...]
