"""The look of the shop: style, colours, fonts, corners, sizes, logo."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.content.design_forms import PictureField, add_picture, picture_field
from comptoir.backoffice.content.design_words import DENSITIES, PRESETS, ROLES, ROUNDINGS, SCALES, SCHEMES
from comptoir.domains.content.queries import palette
from comptoir.domains.content.values import CHOSEN_ROLES, FONTS, Density, Rounding, Scale, Shown, Theme
from comptoir.domains.content.values import SCHEMES as EVERY_SCHEME

LOGO_TYPES = "image/svg+xml,image/png,image/jpeg,image/webp"


class LookForm(forms.Form):
    """``theme`` is what is edited. A colour that was not touched stays what the style makes of it."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)
    preset = forms.ChoiceField(
        label=_("Style"), choices=[(code, name) for code, (name, _note) in PRESETS.items()], widget=forms.RadioSelect
    )
    follows_dark = forms.BooleanField(label=_("Dark for those who have their device in the dark"), required=False)
    display_font = forms.ChoiceField(label=_("Titles in"), required=False)
    text_font = forms.ChoiceField(label=_("Text in"), required=False)
    scale = forms.ChoiceField(label=_("Size of the text"), choices=list(SCALES.items()), required=False)
    density = forms.ChoiceField(label=_("Room between things"), choices=list(DENSITIES.items()), required=False)
    rounding = forms.ChoiceField(label=_("Corners"), choices=list(ROUNDINGS.items()), required=False)

    def __init__(self, data: Any, files: Any, *, theme: Theme, based_on: int) -> None:
        names = ("preset", "follows_dark", "display_font", "text_font", "scale", "density", "rounding")
        super().__init__(data, files, initial={"based_on": based_on, **{name: getattr(theme, name) for name in names}})
        self._theme = theme
        fonts = [("", _("The font of the style")), *((font.code, font.family) for font in FONTS.values())]
        for name in ("display_font", "text_font"):
            self.fields[name].choices = fonts  # type: ignore[attr-defined]  # both are fields of choices
        for scheme in EVERY_SCHEME:
            shown = palette(theme, scheme)
            for role in CHOSEN_ROLES:
                self.fields[f"{scheme}_{role}"] = forms.CharField(
                    label=ROLES[role],
                    initial=shown[role],
                    required=False,
                    max_length=7,
                    show_hidden_initial=True,
                    widget=forms.TextInput(attrs={"type": "color"}),
                )
        add_picture(self, "logo", _("Logo"), theme.logo, accept=LOGO_TYPES)
        add_picture(self, "dark_logo", _("Logo on the dark page"), theme.dark_logo, accept=LOGO_TYPES)

    def colours(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """For the template: each scheme's name with its fields."""
        return [(SCHEMES[scheme], [self[f"{scheme}_{role}"] for role in CHOSEN_ROLES]) for scheme in EVERY_SCHEME]

    def presets(self) -> list[tuple[Any, Any]]:
        return [(choice, PRESETS[code][1]) for choice, code in zip(self["preset"], PRESETS, strict=True)]

    def document(self, found: Mapping[str, Shown]) -> Theme:
        """What was chosen, once the form is valid."""
        values = self.cleaned_data
        logos = {
            name: None if values[f"{name}_gone"] else found.get(values[f"{name}_kept"])
            for name in ("logo", "dark_logo")
        }
        return Theme(
            preset=values["preset"],
            light=self._roles("light"),
            dark=self._roles("dark"),
            text_font=values["text_font"],
            display_font=values["display_font"],
            rounding=Rounding(values["rounding"]),
            scale=Scale(values["scale"]),
            density=Density(values["density"]),
            follows_dark=values["follows_dark"],
            logo=logos["logo"],
            dark_logo=logos["dark_logo"],
        )

    def _roles(self, scheme: str) -> dict[str, str]:
        """Those chosen before, and those that are other now than they were shown."""
        roles = dict(self._theme.chosen(scheme))
        for role in CHOSEN_ROLES:
            name = f"{scheme}_{role}"
            if self.cleaned_data[name] and name in self.changed_data:
                roles[role] = self.cleaned_data[name]
        return roles

    def kept_paths(self) -> list[str]:
        return [self.cleaned_data[f"{name}_kept"] for name in ("logo", "dark_logo")]

    def uploads(self) -> dict[str, bytes]:
        files = {name: self.cleaned_data[f"{name}_file"] for name in ("logo", "dark_logo")}
        return {name: file.read() for name, file in files.items() if file}

    def logo_fields(self) -> list[PictureField]:
        return [picture_field(self, name) for name in ("logo", "dark_logo")]
