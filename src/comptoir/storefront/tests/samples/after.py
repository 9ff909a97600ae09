"""After the order, pages of words, and errors."""

from dataclasses import replace

import segno
from django.utils.safestring import mark_safe

from comptoir.storefront.pages.account import Form, Hidden
from comptoir.storefront.pages.content import ContentPage, ErrorPage
from comptoir.storefront.pages.fields import Field
from comptoir.storefront.pages.order import (
    Cancel,
    CardPage,
    ConfirmationPage,
    Document,
    MoneyTo,
    OrderFacts,
    Parcel,
    PayAgain,
    PaymentPage,
    Row,
    Step,
    TrackingPage,
    Transfer,
)
from comptoir.storefront.pages.parts import Link, Notice, Postal
from comptoir.storefront.tests.samples.buying import TOTAL, TOTALS
from comptoir.storefront.tests.samples.goods import EN, FR, SECTIONS, head
from comptoir.storefront.tests.samples.paying import PAYMENT, SUMMARY

ORDER = OrderFacts(
    number="FR-2026-004218",
    placed="22 novembre 2026",
    email="camille.durand@example.fr",
    lines=SUMMARY.lines,
    totals=TOTALS,
    total=TOTAL,
    addresses=(
        Postal("Livraison", ("Camille Durand", "24 rue des Frères-Lion", "31000 Toulouse", "France")),
        Postal(
            "Facturation", ("Traiteur Durand", "Camille Durand", "24 rue des Frères-Lion", "31000 Toulouse", "France")
        ),
    ),
    delivery="À domicile par Colissimo, vendredi 4 décembre",
    payments=("Carte bancaire, payée le 22 novembre 2026",),
    comment="Sonnez fort, le chien dort.",
)
TRACK = Link("Suivre ma commande", FR.tracking("jeton"))


def transfer_values() -> Transfer:
    code = segno.make(
        "BCD\n002\n1\nSCT\n\nHalle Saint-Aubin\nFR7630006000011234567890189\nEUR91.50\n\n\nFR-2026-004218", error="m"
    )
    return Transfer(
        "91,50 €",
        "dimanche 29 novembre",
        (
            Row("Bénéficiaire", "Halle Saint-Aubin SARL"),
            Row("IBAN", "FR76 3000 6000 0112 3456 7890 189", copy=True),
            Row("BIC", "AGRIFRPP", copy=True),
            Row("Référence", "FR-2026-004218", copy=True),
            Row("Montant", "91,50 €", copy=True),
        ),
        mark_safe(code.svg_inline(omitsize=True)),
    )


def confirmation() -> ConfirmationPage:
    return ConfirmationPage(
        head=head("Merci", FR.confirmation("jeton"), EN.confirmation("jeton"), indexed=False),
        title="Merci, Camille",
        text="Votre commande est payée. La confirmation part à l’instant vers camille.durand@example.fr.",
        order=ORDER,
        next_steps=(
            "Nous préparons votre commande demain matin.",
            "Un message vous prévient quand le colis part, avec son numéro de suivi.",
            "Il arrive chez vous vendredi 4 décembre.",
        ),
        track=TRACK,
        account=Form(
            action=FR.my_account("link"),
            button="Créer mon compte",
            look="outline",
            hidden=(Hidden("email", "camille.durand@example.fr"),),
            note="Nous envoyons un lien à camille.durand@example.fr.",
        ),
    )


def confirmation_transfer() -> ConfirmationPage:
    return replace(
        confirmation(),
        text="Votre commande est réservée pour vous. Il ne manque que votre virement.",
        transfer=transfer_values(),
        order=replace(ORDER, payments=("Virement bancaire, en attente",)),
        next_steps=(
            "Faites le virement avant dimanche 29 novembre, avec la référence.",
            "Nous vous écrivons dès qu’il arrive, et nous préparons la commande.",
        ),
    )


def _steps(*states: str) -> tuple[Step, ...]:
    labels = (
        ("Commandée", "22 novembre à 10 h 04"),
        ("Payée", "22 novembre à 10 h 05"),
        ("En préparation", "23 novembre à 8 h 12"),
        ("Expédiée", "23 novembre à 16 h 30"),
        ("Livrée", "prévue vendredi 4 décembre"),
    )
    return tuple(Step(label, when, state) for (label, when), state in zip(labels, states, strict=True))  # type: ignore[arg-type]  # the test spells states


def tracking() -> TrackingPage:
    return TrackingPage(
        head=head("Votre commande", FR.tracking("jeton"), EN.tracking("jeton"), indexed=False),
        title="Votre colis est en route",
        text="Il a quitté Toulouse lundi et arrive vendredi 4 décembre.",
        steps=_steps("done", "done", "done", "current", "to_come"),
        order=ORDER,
        parcels=(
            Parcel(
                "Colis 1 sur 2",
                "Colissimo",
                "8R 4218 0093 5521",
                "https://carrier.example/8R",
                "En transit, centre de tri de Toulouse",
                ("3 × Confiture d’abricots", "1 × Miel de lavande"),
            ),
            Parcel(
                "Colis 2 sur 2",
                "Colissimo",
                "8R 4218 0093 5538",
                "",
                "Remis au transporteur",
                ("2 × Bol en grès émaillé",),
            ),
        ),
        documents=(Document("Facture FA-2026-03112", "PDF, 23 novembre 2026, 91,50 €", "/facture.pdf"),),
        help=Link("Écrivez-nous", "mailto:bonjour@halle-saint-aubin.example"),
    )


def tracking_unpaid() -> TrackingPage:
    steps = (
        Step("Commandée", "22 novembre à 10 h 04", "done"),
        Step("À payer", "avant dimanche 29 novembre", "current"),
        Step("En préparation", "", "to_come"),
        Step("Expédiée", "", "to_come"),
        Step("Livrée", "", "to_come"),
    )
    return replace(
        tracking(),
        title="Il reste à payer votre commande",
        text="Votre banque a refusé le paiement. Rien n’a été débité.",
        steps=steps,
        parcels=(),
        documents=(),
        cancel=Cancel(
            FR.tracking("jeton/annuler"),
            "Rien n’a été payé : l’annulation est immédiate et les articles retournent en rayon.",
        ),
        pay_again=PayAgain(
            FR.payment("jeton"), "Payer 91,50 €", "Vos articles vous attendent jusqu’au dimanche 29 novembre."
        ),
        notices=(
            Notice(
                "danger", "Paiement refusé", "La banque n’a pas dit pourquoi. Essayez une autre carte, ou appelez-la."
            ),
        ),
    )


def tracking_cancelled() -> TrackingPage:
    steps = (
        Step("Commandée", "22 novembre à 10 h 04", "done"),
        Step("Payée", "22 novembre à 10 h 05", "done"),
        Step("Annulée", "22 novembre à 11 h 20", "stopped"),
    )
    return replace(
        tracking(),
        title="Votre commande est annulée",
        text="Vous serez remboursée de 91,50 €.",
        money_to=MoneyTo(
            FR.tracking("jeton/compte"),
            "Nous vous envoyons 91,50 € par virement. Le compte ne sert qu’à ce remboursement, puis il est effacé.",
            (
                Field("holder", "Titulaire du compte", "Claire Aubin", autocomplete="name", maxlength=70),
                Field("iban", "IBAN", "FR14", error="Cet IBAN n’est pas valable.", autocomplete="off", maxlength=42),
            ),
        ),
        steps=steps,
        parcels=(),
        documents=(
            Document("Facture FA-2026-03112", "PDF, 22 novembre 2026, 91,50 €", "/f.pdf"),
            Document("Avoir AV-2026-00077", "PDF, 22 novembre 2026, −91,50 €", "/a.pdf"),
        ),
    )


def payment(state: str = "pending") -> PaymentPage:
    failed = state == "failed"
    return PaymentPage(
        head=head("Paiement", indexed=False),
        state="failed" if failed else "pending",
        title="Le paiement n’a pas abouti" if failed else "Nous attendons la réponse de votre banque",
        text="Votre banque l’a refusé. Rien n’a été débité et vos articles restent réservés pendant 30 minutes."
        if failed
        else (
            "Cela prend d’ordinaire quelques secondes. Vous pouvez fermer cette page : nous vous "
            "écrivons dès que c’est fait."
        ),
        total="91,50 €",
        number="FR-2026-004218",
        poll="" if failed else FR.payment("jeton"),
        primary=Link("Voir ma commande", FR.tracking("jeton"))
        if failed
        else Link("Vérifier maintenant", FR.payment("jeton")),
        pay_again=PayAgain(
            FR.payment("jeton"), "Payer 91,50 €", "Vous pouvez choisir une autre carte ou le virement.", PAYMENT
        )
        if failed
        else None,
    )


def card() -> CardPage:
    return CardPage(
        head=head("Paiement", indexed=False),
        total="91,50 €",
        number="FR-2026-004218",
        client=(Row("client-secret", "pi_1"), Row("js-base", "/stripe"), Row("publishable-key", "pk_1")),
        back=FR.payment("jeton"),
        pay_label="Payer 91,50 €",
    )


TERMS = (
    "<h2 id='objet'>1. Objet</h2><p>Les présentes conditions s’appliquent à toutes les ventes "
    "conclues sur ce site entre Halle Saint-Aubin SARL et "
    "une personne qui achète pour elle-même ou pour une entreprise, livrée en France, en Belgique ou au Luxembourg.</p>"
    "<h2 id='prix'>2. Prix</h2><p>Les prix sont en euros, TVA comprise. Les frais de livraison "
    "s’affichent avant le paiement.</p>"
    "<table><tr><th scope='col'>Livraison</th><th scope='col'>Délai</th><th "
    "scope='col'>Prix</th></tr><tr><td>À domicile</td><td>2 jours ouvrés</td><td>5,90 €</td></tr>"
    "<tr><td>Point relais</td><td>3 jours ouvrés</td><td>3,90 €</td></tr></table>"
    "<h2 id='retractation'>3. Droit de rétractation</h2><p>Vous avez quatorze jours après la "
    "réception pour changer d’avis, sans donner de raison. Exceptions :</p>"
    "<ul><li>les produits frais et périssables ;</li><li>les produits descellés qui ne peuvent être "
    "renvoyés pour des raisons d’hygiène ;</li>"
    "<li>les objets faits sur mesure.</li></ul><blockquote>Écrivez-nous un simple message : c’est "
    "suffisant.</blockquote>"
    "<h2 id='garanties'>4. Garanties</h2><p>La garantie légale de conformité s’applique pendant deux "
    "ans à compter de la délivrance du bien.</p>"
)


def content() -> ContentPage:
    return ContentPage(
        head=head("Conditions générales de vente", FR.page("conditions-de-vente"), EN.page("terms")),
        crumbs=(Link("Accueil", FR.home()), Link("Conditions générales de vente", "")),
        notices=(
            Notice("info", "Cette version n’est plus en vigueur", "Elle est conservée pour ceux qui l’ont acceptée."),
        ),
        title="Conditions générales de vente",
        version="Version 2026-11, en vigueur depuis le 1er novembre 2026",
        body=TERMS,
        contents=tuple(
            Link(label, f"#{anchor}")
            for label, anchor in (
                ("Objet", "objet"),
                ("Prix", "prix"),
                ("Droit de rétractation", "retractation"),
                ("Garanties", "garanties"),
            )
        ),
        siblings=(Link("Mentions légales", FR.page("mentions-legales")), Link("Vie privée", FR.page("vie-privee"))),
    )


def error(status: int) -> ErrorPage:
    words = {
        404: (
            "Cette page n’existe pas ou n’existe plus",
            "Le produit n’est peut-être plus en vente, ou l’adresse contient une faute de frappe.",
        ),
        403: (
            "Cette demande a été refusée",
            "Elle semble venir d’un autre site. Revenez en arrière, rechargez la page et recommencez.",
        ),
        429: ("Un instant, s’il vous plaît", "Beaucoup de demandes viennent de chez vous. Réessayez dans 30 secondes."),
    }
    title, text = words[status]
    return ErrorPage(
        head=head(title, indexed=False),
        status=status,
        title=title,
        text=text,
        primary=Link("Retour à l’accueil", FR.home()),
        secondary=Link("Toutes les catégories", FR.categories()) if status == 404 else None,
        search=FR.search() if status == 404 else "",
        links=tuple(Link(label, FR.category(str(index))) for index, label in enumerate(SECTIONS["fr"]))
        if status == 404
        else (),
    )
