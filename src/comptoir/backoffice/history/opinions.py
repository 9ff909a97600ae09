"""The same of reviews, and of who waits for what is sold out."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.parts import Words

OPINIONS_DONE: Mapping[tuple[str, str], Words] = {
    ("reviews.review", "written"): _("Review written"),
    ("reviews.review", "edited"): _("Review changed"),
    ("reviews.review", "answered"): _("Answered in public"),
    ("reviews.review", "kept"): _("Kept as it is, whatever was reported"),
    ("reviews.review", "name erased"): _("Name erased"),
}
OPINIONS_MOVED: Mapping[tuple[str, str], Words] = {
    ("reviews.review", "pending"): _("Changed by its author, to be read again"),
    ("reviews.review", "published"): _("Review published"),
    ("reviews.review", "refused"): _("Review refused"),
    ("messages.stockalert", "confirmed"): _("Alert confirmed"),
    ("messages.stockalert", "stopped"): _("Alert stopped"),
}
