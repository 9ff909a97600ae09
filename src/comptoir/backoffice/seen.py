"""Numbers of shelves in a form: each travels with the one that was shown, so that a page that was opened long ago does
not bring back what was sold or written off since."""

from django import forms
from django.utils.translation import gettext as _

from comptoir.backoffice.formats import number_text


class SeenForm(forms.Form):
    """For forms whose fields say ``show_hidden_initial``."""

    def shown(self, name: str) -> int | None:
        """The number that was shown in a field; an empty one was no piece. None where the form does not tell."""
        shown = self.data.get(self.add_initial_prefix(name))
        return int(shown or 0) if shown is not None and (not shown or shown.isdecimal()) else None

    def look_again(self, name: str, on_hand: int) -> None:
        """The shelf moved since: told beside its field, and shown from now on."""
        self.add_error(
            name,
            _("Stock has changed in the meantime: %(on_hand)s now. Count again.") % {"on_hand": number_text(on_hand)},
        )
        self.data = dict(self.data.items()) | {self.add_initial_prefix(name): str(on_hand)}
