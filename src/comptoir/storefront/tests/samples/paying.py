"""Checkout: as it comes, with errors, and before the address is known."""

from dataclasses import replace

from comptoir.storefront.pages.checkout import CheckoutPage, Option, Summary, SummaryLine
from comptoir.storefront.pages.fields import Check, Choice, Field, FieldError
from comptoir.storefront.pages.parts import Link, Notice, Total
from comptoir.storefront.tests.samples.buying import CODES, LINES, TOTAL, TOTALS
from comptoir.storefront.tests.samples.goods import EN, FR, head

SUMMARY = Summary(
    "6 articles",
    tuple(SummaryLine(line.name, line.detail, line.src, line.quantity, line.total) for line in LINES),
    TOTALS,
    TOTAL,
    "9150 EUR",
)
DELIVERY = (
    Option(
        "home",
        "À domicile",
        "Colissimo, remis contre signature",
        "5,90 €",
        "Vendredi 4 décembre",
        "truck",
        selected=True,
    ),
    Option(
        "relay",
        "En point relais",
        "Mondial Relay, 7 points à moins de 1 km",
        "3,90 €",
        "Samedi 5 décembre",
        "truck",
    ),
    Option(
        "collect",
        "Retrait à la halle",
        "24 place Saint-Aubin, du mardi au samedi",
        "Offert",
        "Jeudi 3 décembre dès 10 h",
        "store",
    ),
)
PAYMENT = (
    Option(
        "simulator",
        "Carte bancaire",
        "Visa, Mastercard, CB. Votre banque peut demander une confirmation.",
        icon="credit-card",
        selected=True,
    ),
    Option(
        "transfer",
        "Virement bancaire",
        "Nous préparons la commande dès réception du virement, sous 7 jours.",
        icon="landmark",
    ),
)
ERRORS = (
    FieldError("#f-email", "Adresse e-mail : il manque la fin"),
    FieldError("#f-postal_code", "Code postal : 5 chiffres"),
    FieldError("#f-phone", "Téléphone : un numéro pour le livreur"),
    FieldError("#f-terms", "Conditions de vente : votre accord"),
)


def _contact(error: bool) -> tuple[Field, ...]:
    return (
        Field(
            "email",
            "Adresse e-mail",
            "camille.durand@" if error else "camille.durand@example.fr",
            "email",
            autocomplete="email",
            inputmode="email",
            hint="Pour la confirmation et le suivi du colis.",
            error="Il manque la fin de l’adresse, par exemple « exemple.fr »." if error else "",
        ),
    )


def _address(error: bool) -> tuple[Field, ...]:
    countries = (
        Choice("FR", "France", True),
        Choice("BE", "Belgique"),
        Choice("LU", "Luxembourg"),
        Choice("DE", "Allemagne"),
    )
    return (
        Field("country", "Pays", "FR", "select", choices=countries, autocomplete="shipping country", refresh=True),
        Field("name", "Prénom et nom", "Camille Durand", autocomplete="shipping name"),
        Field("line1", "Numéro et rue", "24 rue des Frères-Lion", autocomplete="shipping address-line1"),
        Field(
            "line2",
            "Complément d’adresse",
            "",
            required=False,
            autocomplete="shipping address-line2",
            hint="Bâtiment, étage, code d’entrée.",
        ),
        Field(
            "postal_code",
            "Code postal",
            "3100" if error else "31000",
            wide=False,
            autocomplete="shipping postal-code",
            inputmode="numeric",
            maxlength=5,
            refresh=True,
            error="Un code postal français a 5 chiffres." if error else "",
        ),
        Field("city", "Ville", "Toulouse", wide=False, autocomplete="shipping address-level2"),
        Field(
            "phone",
            "Téléphone",
            "",
            "tel",
            autocomplete="tel",
            inputmode="tel",
            hint="Pour le livreur, seulement en cas de besoin.",
            error="Le transporteur a besoin d’un numéro pour vous joindre." if error else "",
        ),
    )


def _company(errors: bool) -> tuple[Field, ...]:
    return (
        Field(
            "company",
            "Nom de l’entreprise",
            "Traiteur Durand" if errors else "",
            autocomplete="shipping organization",
        ),
        Field(
            "vat_number",
            "Numéro de TVA",
            "FR00 123" if errors else "",
            required=False,
            hint="Il figurera sur la facture, par exemple FR44732829320.",
            error="Ce numéro n’est pas un numéro de TVA français : FR suivi de 11 caractères." if errors else "",
        ),
    )


def _billing() -> tuple[Field, ...]:
    return tuple(
        replace(
            field,
            name=f"billing_{field.name}",
            value="",
            error="",
            refresh=False,
            autocomplete=field.autocomplete.replace("shipping", "billing"),
        )
        for field in _address(False)[1:6]
    )


def checkout(*, errors: bool = False) -> CheckoutPage:
    return CheckoutPage(
        head=head("Votre commande", FR.checkout(), EN.checkout(), indexed=False),
        action=FR.checkout(),
        sign_in=Link("Se connecter", FR.sign_in("checkout")),
        basket=FR.basket(),
        codes=CODES,
        key="0197c9a0-0000-7000-8000-000000000000",
        contact=_contact(errors),
        address=_address(errors),
        is_company=Check("is_company", "J’achète pour une entreprise", checked=errors),
        company=_company(errors),
        other_billing=Check("billing_differs", "Facturer à une autre adresse"),
        billing=_billing(),
        comment=Field(
            "comment",
            "Un mot pour l’équipe",
            "Sonnez fort,\n\n  le chien dort." if errors else "",
            "textarea",
            required=False,
            maxlength=500,
            hint="Par exemple un message à glisser dans le colis.",
        ),
        delivery=DELIVERY,
        payment=PAYMENT,
        terms=Check(
            "terms",
            "J’accepte les",
            required=True,
            link_label="conditions générales de vente",
            link_href=FR.page("conditions-de-vente"),
            error="Sans votre accord, nous ne pouvons pas conclure la vente." if errors else "",
            checked=not errors,
        ),
        terms_version="2026-11",
        summary=SUMMARY,
        pay_label="Commander et payer 91,50 €",
        reassurance=(
            "Vous recevrez la confirmation par e-mail. Vos données servent à traiter cette commande, rien de plus."
        ),
        privacy=Link("Vie privée", FR.page("vie-privee")),
        errors=ERRORS if errors else (),
    )


def checkout_start() -> CheckoutPage:
    page = checkout()
    blank = tuple(replace(field, value="" if field.name != "country" else "FR") for field in page.address)
    return replace(
        page,
        contact=(replace(page.contact[0], value=""),),
        address=blank,
        delivery=(),
        waiting="Dites-nous d’abord où livrer : les livraisons possibles et leurs dates s’affichent ici.",
        terms=replace(page.terms, checked=False),
        summary=replace(
            page.summary, totals=(Total("Items", "85,60 €"), Total("Livraison", "—", "selon votre adresse"))
        ),
        pay_label="Commander et payer 85,60 €",
        notices=(
            Notice(
                "danger",
                "Le paiement a été refusé par votre banque",
                "Rien n’a été débité. Essayez une autre carte ou le virement.",
            ),
        ),
    )
