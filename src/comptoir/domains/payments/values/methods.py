"""Ways to pay, as a merchant sets them up for a market."""

from collections.abc import Mapping
from dataclasses import dataclass

from comptoir.kernel.texts import Texts

STORED_VALUE = "stored_value"
"""The provider of gift cards and store credit: paid by code, beside another way to pay, which takes the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A way to pay in one market. ``provider`` is a kind of the payments port; goods are kept for ``hold_minutes``."""

    code: str
    market: str
    provider: str
    labels: Texts
    instructions: Texts
    enabled: bool
    position: int
    hold_minutes: int

    @property
    def by_code(self) -> bool:
        """Whether buyers pay with a code of ours, instead of choosing it from the list."""
        return self.provider == STORED_VALUE


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodPreset:
    """What a new method of that provider starts with."""

    code: str
    labels: Texts
    instructions: Texts
    hold_minutes: int


CARD_HOLD_MINUTES = 30
TRANSFER_HOLD_MINUTES = 7 * 24 * 60

METHOD_PRESETS: Mapping[str, MethodPreset] = {
    "simulator": MethodPreset(
        code="simulator",
        labels={"fr": "Banque d’essai", "en": "Test bank"},
        instructions={
            "fr": "Simulation : aucun argent ne change de mains.",
            "en": "A simulation: no money changes hands.",
        },
        hold_minutes=CARD_HOLD_MINUTES,
    ),
    "stripe": MethodPreset(
        code="card",
        labels={"fr": "Carte bancaire", "en": "Card"},
        instructions={
            "fr": "Vos données de carte vont directement à notre prestataire de paiement.",
            "en": "Your card details go straight to our payment provider.",
        },
        hold_minutes=CARD_HOLD_MINUTES,
    ),
    STORED_VALUE: MethodPreset(
        code="stored_value",
        labels={"fr": "Carte cadeau ou avoir", "en": "Gift card or store credit"},
        instructions={
            "fr": "Le code se saisit dans le panier ou à la commande ; le reste se paie autrement.",
            "en": "The code is entered in the basket or at checkout; the rest is paid another way.",
        },
        hold_minutes=CARD_HOLD_MINUTES,
    ),
    "transfer": MethodPreset(
        code="transfer",
        labels={"fr": "Virement bancaire", "en": "Bank transfer"},
        instructions={
            "fr": "Nous gardons les articles sept jours, le temps que votre virement arrive.",
            "en": "We keep the goods for seven days while your transfer is on its way.",
        },
        hold_minutes=TRANSFER_HOLD_MINUTES,
    ),
}


def preset_method(provider: str, *, market: str, position: int, enabled: bool = True) -> Method:
    """A new way to pay by that provider, as its preset has it.

    :raises KeyError: for a provider that has no preset.
    """
    preset = METHOD_PRESETS[provider]
    return Method(
        code=preset.code,
        market=market,
        provider=provider,
        labels=preset.labels,
        instructions=preset.instructions,
        enabled=enabled,
        position=position,
        hold_minutes=preset.hold_minutes,
    )
