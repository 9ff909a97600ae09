"""What the parts of a design are called at the desk."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comptoir.domains.content.values import (
    HOME_DESIGN,
    MENUS,
    THEME,
    BlockKind,
    Density,
    Rounding,
    Scale,
)

if TYPE_CHECKING:
    # The stubs alone have a name for what a field of a form takes as its label.
    from django.utils.functional import _StrPromise

type Label = str | _StrPromise

DESIGNS: Mapping[str, tuple[Label, Label]] = {
    THEME: (_("Look"), _("Style, colours, fonts and logo of the shop.")),
    MENUS: (_("Menus"), _("What stands at the top and at the foot of every page.")),
    HOME_DESIGN: (_("Home page"), _("The blocks of the shop’s first page.")),
}
BLOCKS: Mapping[BlockKind, tuple[Label, Label]] = {
    BlockKind.HERO: (_("Opening"), _("A large title, a sentence, one button, a picture.")),
    BlockKind.PRODUCTS: (_("Products"), _("A row of products, from everything or one category.")),
    BlockKind.CATEGORIES: (_("Categories"), _("Every main category as a picture.")),
    BlockKind.STORY: (_("Story"), _("A picture beside a longer text.")),
    BlockKind.EDITORIAL: (_("Columns"), _("Two to four columns with a picture, a text and a link.")),
    BlockKind.PICTURE: (_("Picture"), _("One picture, as wide as the page or the window.")),
    BlockKind.TEXT: (_("Text"), _("A title and paragraphs.")),
    BlockKind.QUOTE: (_("Quotation"), _("What somebody said, set large.")),
    BlockKind.FAQ: (_("Questions"), _("Questions whose answers unfold.")),
    BlockKind.SHOPS: (_("Shops"), _("Your open shops with address, opening hours and a map.")),
    BlockKind.NEWSLETTER: (
        _("Invitation"),
        _("Sign-up to your newsletter, with its consent; or a sentence and a button of yours."),
    ),
    BlockKind.ASSURANCES: (_("How you work"), _("Delivery, payment and contact, from your settings.")),
}
FIELDS: Mapping[str, Label] = {
    "title": _("Title"),
    "text": _("Text"),
    "eyebrow": _("Line above the title"),
    "action": _("Words on the button"),
    "target": _("The button leads to"),
    "source": _("Products from"),
    "order": _("Order"),
    "count": _("How many"),
    "layout": _("Layout"),
    "side": _("Picture on the"),
    "picture": _("Picture"),
    "alt": _("What the picture shows, for those who cannot see it"),
    "caption": _("Caption"),
    "width": _("Width"),
    "author": _("Who said it"),
    "question": _("Question"),
    "answer": _("Answer"),
}
CHOICES: Mapping[str, Label] = {
    "beside": _("Picture beside the words"),
    "over": _("Words over the picture"),
    "plain": _("Words alone, in the middle"),
    "best": _("Favourites first"),
    "newest": _("Newest first"),
    "left": pgettext_lazy("side", "left"),
    "right": pgettext_lazy("side", "right"),
    "page": _("As wide as the page"),
    "full": _("As wide as the window"),
}
ROLES: Mapping[str, Label] = {
    "ground": _("Background"),
    "ink": _("Text"),
    "accent": _("Links and buttons"),
    "deep": _("Foot of the page"),
    "sale": _("Reduced prices"),
    "ink-soft": _("Softer text"),
    "surface": _("Lighter surface"),
    "sunken": _("Darker surface"),
    "accent-soft": _("Tinted surface"),
    "on-accent": _("Text on buttons"),
    "accent-strong": _("Buttons under the pointer"),
    "on-deep": _("Text at the foot of the page"),
    "on-deep-soft": _("Softer text at the foot of the page"),
    "tag": _("Price labels"),
    "tag-ink": _("Text on price labels"),
    "on-sale": _("Text on reduced prices"),
    "positive": _("Good news"),
    "positive-soft": _("Ground of good news"),
    "warning": _("Warnings"),
    "warning-soft": _("Ground of warnings"),
    "danger": _("Errors"),
    "danger-soft": _("Ground of errors"),
    "line-strong": _("Edges of fields"),
    "focus": _("Frame of the field in use"),
}
SCHEMES: Mapping[str, Label] = {"light": _("Light"), "dark": _("Dark")}
PRESETS: Mapping[str, tuple[Label, Label]] = {
    "halle": (_("Halle"), _("A covered market: warm paper, a serif, prices as printed labels.")),
    "atelier": (_("Atelier"), _("A maker’s workshop: white, wide margins, large single pictures.")),
    "rayon": (_("Rayon"), _("A large catalogue: compact rows, prices and stock in columns.")),
}
ROUNDINGS: Mapping[Rounding, Label] = {
    Rounding.PRESET: _("As the style has it"),
    Rounding.SHARP: _("Sharp"),
    Rounding.SOFT: _("Slightly rounded"),
    Rounding.ROUND: _("Round"),
}
SCALES: Mapping[Scale, Label] = {
    Scale.SMALL: _("Smaller"),
    Scale.NORMAL: pgettext_lazy("size", "Normal"),
    Scale.LARGE: _("Larger"),
}
DENSITIES: Mapping[Density, Label] = {
    Density.TIGHT: _("Tight"),
    Density.NORMAL: pgettext_lazy("room", "Normal"),
    Density.AIRY: _("Airy"),
}
