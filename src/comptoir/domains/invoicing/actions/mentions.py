"""What the law wants written on an invoice, in the language of the document."""

from babel import Locale
from babel.numbers import format_currency
from django.utils.translation import gettext as _
from django.utils.translation import override

from comptoir.domains.invoicing.values import Note, Party
from comptoir.domains.markets.values import LegalEntity
from comptoir.domains.pricing.values import TaxCategory
from comptoir.kernel.addresses import Address


def seller_of(entity: LegalEntity, *, language: str) -> Party:
    """The legal entity as it stands on its documents (code de commerce, article R123-237)."""
    with override(language):
        return Party(
            name=entity.name,
            address=entity.address,
            vat_number=entity.vat_number,
            siren=entity.siren,
            siret=entity.siret,
            legal_information=_legal_information(entity, language),
            email=entity.email,
            phone=entity.phone,
            iban=entity.iban,
            bic=entity.bic,
        )


def _legal_information(entity: LegalEntity, language: str) -> str:
    capital = entity.share_capital
    form = entity.legal_form
    if form and capital:
        whole = Locale.parse(language).currency_formats["standard"].pattern.replace("0.00", "0")
        amount = format_currency(capital.amount, capital.currency, format=whole, locale=language, currency_digits=False)
        form = _("%(form)s with a share capital of %(amount)s") % {"form": form, "amount": amount}
    siren = " ".join((entity.siren[:3], entity.siren[3:6], entity.siren[6:]))
    register = _("RCS %(town)s %(siren)s") % {"town": entity.rcs, "siren": siren} if entity.rcs else ""
    return " – ".join(part for part in (form, register) if part)


def buyer_of(address: Address, email: str) -> Party:
    """The buyer as the billing address names them: the company if there is one."""
    return Party(name=address.company or address.name, address=address, vat_number=address.vat_number, email=email)


def notes_for(*, seller: Party, buyer: Party, categories: frozenset[TaxCategory], language: str) -> tuple[Note, ...]:
    """The mentions of a document.

    Between businesses: recovery costs, late payment and discount (code de commerce, articles L441-9, L441-10 and
    D441-5), which the French reform files under PMT, PMD and AAB. Where no tax is charged: why.
    """
    with override(language):
        reasons = exemption_reasons(language)
        notes = [Note(code="", text=reasons[category]) for category in sorted(categories) if category in reasons]
        if seller.address.country == "FR" and (buyer.vat_number or buyer.address.company):
            notes += [
                Note(code="PMT", text=_("In case of late payment, a fixed sum of €40 is due for recovery costs.")),
                Note(code="PMD", text=_("Late payment interest: three times the French legal interest rate.")),
                Note(code="AAB", text=_("No discount for early payment.")),
            ]
    return tuple(notes)


def exemption_reasons(language: str) -> dict[TaxCategory, str]:
    """Why no tax is charged, by category."""
    with override(language):
        return {
            TaxCategory.INTRA_COMMUNITY: _(
                "Intra-Community supply exempt from VAT (article 138 of directive 2006/112/EC, article 262 ter I of "
                "the French tax code): VAT is accounted for by the buyer."
            ),
            TaxCategory.EXPORT: _(
                "Export exempt from VAT (article 146 of directive 2006/112/EC, article 262 I of the French tax code)."
            ),
            TaxCategory.EXEMPT: _("VAT not applicable, article 293 B of the French tax code."),
        }
