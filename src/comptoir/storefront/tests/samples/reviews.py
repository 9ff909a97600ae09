"""What buyers say of the jam, and where they say it."""

from dataclasses import replace

from comptoir.storefront.pages.fields import Choice, Field, FieldError
from comptoir.storefront.pages.parts import Head, Link, Notice
from comptoir.storefront.pages.reviews import (
    Bar,
    ReportPage,
    Reviewable,
    ReviewFormPage,
    ReviewingPage,
    Reviews,
    ReviewsPage,
    Said,
    StarChoice,
)
from comptoir.storefront.tests.samples.goods import FR, head
from comptoir.storefront.tests.samples.pictures import address

KEY = "0199.abc"
_ID = "019aa7c0-0000-7000-8000-0000000000b1"


def _said(number: int, stars: int, title: str, *lines: str, name: str, language: str = "", answer: str = "") -> Said:
    return Said(
        id=f"{_ID}{number}",
        mark=stars * 2,
        stars=f"{stars} sur 5",
        title=title,
        lines=lines,
        name=name,
        bought="Acheté le 12 oct. 2026",
        published="publié le 3 nov. 2026",
        language=language,
        answer=(answer,) if answer else (),
        report=FR.review_report(_ID),
    )


REVIEWS = Reviews(
    mark=9,
    short="4,4",
    mean="4,4 sur 5",
    count="28 avis",
    bars=tuple(
        Bar(f"{stars} étoiles" if stars > 1 else "1 étoile", str(count), round(20 * count / 28))
        for stars, count in ((5, 17), (4, 7), (3, 3), (2, 0), (1, 1))
    ),
    said=(
        _said(
            1,
            5,
            "Le goût des vacances",
            "De vrais morceaux, peu sucrée, et l’amande qui arrive à la fin.",
            "Le pot n’a pas passé la semaine.",
            name="Lucie M.",
        ),
        _said(2, 2, "", "Trop liquide à mon goût : elle coule de la tartine.", name="Un client", answer="Merci ! "),
        _said(3, 4, "Lovely with goat’s cheese", "Less sweet than the ones at home.", name="Owen", language="en"),
    ),
    more=Link("Lire tous les avis", FR.reviews("confiture")),
)


def _head(title: str) -> Head:
    return head(title, FR.reviews("confiture"), FR.reviews("confiture"))


def reviews() -> ReviewsPage:
    return ReviewsPage(
        head=_head("Avis sur la confiture d’abricots"),
        crumbs=(Link("Accueil", FR.home()), Link("Confiture d’abricots", FR.product("confiture")), Link("Avis", "")),
        title="Avis sur la confiture d’abricots",
        product=Link("Confiture d’abricots", FR.product("confiture")),
        reviews=replace(REVIEWS, more=None),
        first=FR.reviews("confiture"),
        next=FR.reviews("confiture", cursor="abc"),
    )


def no_reviews() -> ReviewsPage:
    return replace(reviews(), reviews=None, first="", next="")


def report() -> ReportPage:
    return ReportPage(
        head=_head("Signaler un avis"),
        title="Signaler un avis",
        said=REVIEWS.said[1],
        action=FR.review_report(_ID),
        fields=(
            Field(
                name="reason",
                label="Quel est le problème ?",
                kind="select",
                choices=(Choice("false", "Il ne semble pas authentique"), Choice("other", "Autre chose")),
            ),
            Field(name="text", label="Précisions", kind="textarea", required=False),
        ),
    )


def reported() -> ReportPage:
    thanks = Notice("positive", "Merci, nous allons le relire", "Il reste en ligne s’il n’a rien d’anormal.")
    return replace(report(), notices=(thanks,), action="")


def reviewing() -> ReviewingPage:
    known = Reviewable(
        name="Miel de lavande",
        detail="250 g",
        src=address(3),
        mark=8,
        stars="4 sur 5",
        state="Une personne le relit avant publication.",
        write=Link("Modifier votre avis", FR.reviewing(KEY, 2)),
        is_written=True,
    )
    unsaid = replace(
        known,
        name="Confiture d’abricots",
        src=address(6),
        mark=0,
        stars="",
        state="",
        write=Link("Donner votre avis", FR.reviewing(KEY, 1)),
        is_written=False,
    )
    return ReviewingPage(
        head=_head("Votre avis sur vos articles"),
        notices=(Notice("positive", "Merci pour votre avis", "Une personne le relit avant publication."),),
        title="Votre avis sur vos articles",
        text="Dites ce que vous en pensez, en bien ou en mal. Votre avis porte la mention « achat vérifié ».",
        back=Link("Commande FR-1024", FR.tracking(KEY)),
        lines=(unsaid, known),
    )


def form() -> ReviewFormPage:
    labels = ("décevant", "plutôt moyen", "correct", "bien", "excellent")
    return ReviewFormPage(
        head=_head("Votre avis"),
        title="Qu’en pensez-vous ?",
        back=Link("Votre avis sur vos articles", FR.reviewing(KEY)),
        name="Confiture d’abricots",
        detail="220 g",
        src=address(6),
        state="",
        action=FR.reviewing(KEY, 1),
        stars=tuple(
            StarChoice(str(number), f"{number} étoile{'s' if number > 1 else ''} : {label}", number == 4)
            for number, label in enumerate(labels, start=1)
        ),
        stars_error="",
        fields=(
            Field(name="text", label="Votre avis", kind="textarea", hint="Quel goût, quel usage ?", maxlength=4000),
            Field(name="title", label="Titre", required=False),
            Field(name="shown_name", label="Nom affiché", required=False, autocomplete="given-name"),
        ),
        errors=(),
        submit="Envoyer l’avis",
    )


def form_with_errors() -> ReviewFormPage:
    page = form()
    wrong = "Choisissez entre une et cinq étoiles."
    short = "Écrivez quelques mots : 10 caractères au moins."
    text, *others = page.fields
    return replace(
        page,
        stars=tuple(replace(each, chosen=False) for each in page.stars),
        stars_error=wrong,
        fields=(replace(text, value="Bof", error=short), *others),
        errors=(FieldError("#f-stars", wrong), FieldError("#f-text", short)),
    )
