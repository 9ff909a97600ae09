"""The two sides of what the shop says: its pages of words, and how it looks."""

from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.backoffice.parts import Tab


def page_tabs(current: str) -> tuple[Tab, ...]:
    return (
        Tab(label=_("Pages of text"), href=reverse("backoffice:pages"), current=current == "pages"),
        Tab(label=_("Appearance"), href=reverse("backoffice:designs"), current=current == "designs"),
    )
