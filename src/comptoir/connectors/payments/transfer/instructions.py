"""What a buyer must know to send a bank transfer."""

from babel.numbers import format_currency
from stdnum import iban as iban_number

from comptoir.domains.markets.values import LegalEntity
from comptoir.kernel.money import Money
from comptoir.kernel.texts import Texts


def transfer_instructions(*, entity: LegalEntity, amount: Money, order_number: str) -> Texts:
    """To whom, how much and under which reference, in French and English, one fact a line."""
    iban = iban_number.format(entity.iban)
    french = (
        f"Montant\u00a0: {_written(amount, 'fr')}",
        f"Bénéficiaire\u00a0: {entity.name}",
        f"IBAN\u00a0: {iban}",
        f"BIC\u00a0: {entity.bic}" if entity.bic else "",
        f"Référence à indiquer\u00a0: {order_number}",
    )
    english = (
        f"Amount: {_written(amount, 'en')}",
        f"Beneficiary: {entity.name}",
        f"IBAN: {iban}",
        f"BIC: {entity.bic}" if entity.bic else "",
        f"Reference to quote: {order_number}",
    )
    return {"fr": "\n".join(filter(None, french)), "en": "\n".join(filter(None, english))}


def _written(amount: Money, language: str) -> str:
    return format_currency(amount.amount, amount.currency, locale=language)
