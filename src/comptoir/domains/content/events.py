from comptoir.kernel.events import Event, event


@event("content.pages_changed.1")
class PagesChanged(Event):
    """New versions of these pages were published."""

    page_keys: tuple[str, ...]
