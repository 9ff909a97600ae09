"""How the demo shop looks: its home page and a page for presents, made of blocks as a merchant would."""

from datetime import datetime

from comptoir.domains.content.actions import publish_design, save_design
from comptoir.domains.content.queries import starting_layout
from comptoir.domains.content.values import HOME_DESIGN, Block, BlockKind, Layout, Part, landing_design
from comptoir.kernel.access import Actor
from comptoir.kernel.texts import Texts

PRESENTS = landing_design("presents")


def _said(fr: str, en: str) -> Texts:
    return {"fr": fr, "en": en}


_QUOTE = Block(
    id="quote",
    kind=BlockKind.QUOTE,
    texts={
        "text": _said(
            "On y va pour le pain, on y retourne pour les gens.",
            "You go for the bread, and you go back for the people.",
        ),
        "author": _said("Une cliente du samedi", "A Saturday regular"),
    },
)
_SHOPS = Block(
    id="shops",
    kind=BlockKind.SHOPS,
    texts={
        "title": _said("Venez nous voir", "Come and see us"),
        "text": _said(
            "Goûtez avant de choisir, et retirez vos commandes sans frais.",
            "Taste before you choose, and collect your orders free of charge.",
        ),
    },
)
_QUESTIONS = Block(
    id="questions",
    kind=BlockKind.FAQ,
    texts={"title": _said("Vous vous demandez", "You may wonder")},
    parts=(
        Part(
            texts={
                "question": _said("Quand ma commande arrive-t-elle ?", "When does my order arrive?"),
                "answer": _said(
                    "<p>La date est indiquée sur chaque produit, avant la commande, et nous la tenons.</p>",
                    "<p>The date stands beside every product, before you order, and we keep it.</p>",
                ),
            }
        ),
        Part(
            texts={
                "question": _said("Et si quelque chose arrive cassé ?", "What if something arrives broken?"),
                "answer": _said(
                    "<p>Écrivez-nous avec une photo : nous renvoyons ou remboursons, comme vous préférez.</p>",
                    "<p>Write to us with a picture: we send it again or refund it, as you prefer.</p>",
                ),
            }
        ),
        Part(
            texts={
                "question": _said("Faut-il créer un compte ?", "Do I need an account?"),
                "answer": _said(
                    "<p>Non. Une adresse e-mail suffit pour suivre votre commande.</p>",
                    "<p>No. An e-mail address is enough to follow your order.</p>",
                ),
            }
        ),
    ),
)
_PRESENTS = Layout(
    titles=_said("Idées de cadeaux", "Gift ideas"),
    blocks=(
        Block(
            id="hero",
            kind=BlockKind.HERO,
            texts={
                "title": _said("Offrir ce qui se partage", "Give what is shared"),
                "text": _said(
                    "Un pot, une bouteille, un bol : de petites choses bien faites, par des gens que nous connaissons.",
                    "A jar, a bottle, a bowl: small things made well, by people we know.",
                ),
                "action": _said("Voir tous les produits", "See all products"),
            },
            choices={"target": "products", "layout": "plain"},
        ),
        Block(
            id="best",
            kind=BlockKind.PRODUCTS,
            texts={"title": _said("Ce qui plaît toujours", "What always pleases")},
            choices={"source": "products", "order": "best", "count": "4"},
        ),
        Block(
            id="how",
            kind=BlockKind.EDITORIAL,
            texts={"title": _said("Comment choisir", "How to choose")},
            parts=(
                Part(
                    texts={
                        "title": _said("Pour qui cuisine", "For those who cook"),
                        "text": _said(
                            "Une huile, un sel, un piment : ce que l’on n’achète pas toujours pour soi.",
                            "An oil, a salt, a chilli: what one does not always buy for oneself.",
                        ),
                    }
                ),
                Part(
                    texts={
                        "title": _said("Pour qui reçoit", "For those who have guests"),
                        "text": _said(
                            "De quoi garnir une table en dix minutes, sans rien réchauffer.",
                            "Enough to lay a table in ten minutes, with nothing to heat.",
                        ),
                    }
                ),
                Part(
                    texts={
                        "title": _said("Pour qui a déjà tout", "For those who have everything"),
                        "text": _said(
                            "Ce qui se mange, se boit ou s’use : il n’en restera que le souvenir.",
                            "What is eaten, drunk or used up: only the memory of it will stay.",
                        ),
                    }
                ),
            ),
        ),
        _QUOTE,
    ),
)


def design_shop(*, actor: Actor, now: datetime) -> None:
    """Publish the home page and the page for presents."""
    start = starting_layout()
    *others, assurances = start.blocks
    home = Layout(blocks=(*others, _QUOTE, _SHOPS, _QUESTIONS, assurances))
    for key, layout in ((HOME_DESIGN, home), (PRESENTS, _PRESENTS)):
        number = save_design(key=key, document=layout, based_on=0, actor=actor, now=now)
        publish_design(key=key, number=number, actor=actor, now=now)
