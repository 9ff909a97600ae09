"""The shop's letters: asked for with a consent, confirmed from the mailbox, called off by the same link."""

from django.utils.translation import gettext as _

from comptoir.domains.content.values import PRIVACY
from comptoir.domains.customers.values import Link as LetterLink
from comptoir.domains.customers.values import Purpose
from comptoir.storefront.assemble.account_forms import consent_words
from comptoir.storefront.assemble.doors import NO_ERRORS, Errors, email_field, summary
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.assemble.leading import to_known_page
from comptoir.storefront.carts import key_of
from comptoir.storefront.here import Here
from comptoir.storefront.pages.account import DoorPage, Form
from comptoir.storefront.pages.blocks import SignUp
from comptoir.storefront.pages.fields import Check
from comptoir.storefront.pages.parts import Link

NEWS = "news_link"
"""What the token of a letter about the shop's letters is for."""
AGREED = "agreed"


def news_words() -> str:
    """What is agreed to, as it is shown and kept as proof."""
    return consent_words()[Purpose.NEWSLETTER]


def sign_up_at(here: Here) -> SignUp:
    """The form within a page."""
    return SignUp(
        action=here.at.news(),
        label=_("E-mail address"),
        wording=news_words(),
        button=_("Sign up"),
        note=_("We write to this address first, to make sure that it is yours. You can stop at any time."),
        privacy=to_known_page(PRIVACY, here.at),
    )


def sign_up_page(here: Here, *, email: str = "", errors: Errors = NO_ERRORS) -> DoorPage:
    """The form alone, as it was typed where something is wrong with it."""
    field = email_field(email, errors)
    form = Form(
        action=here.at.news(),
        button=_("Sign up"),
        fields=(field,),
        checks=(Check(AGREED, news_words(), error=errors.get(AGREED, ""), required=True),),
        note=_("We write to this address first, to make sure that it is yours. You can stop at any time."),
    )
    return DoorPage(
        head=page_head(here, _("Letters from the shop"), lambda at: at.news(), indexed=False),
        title=_("Letters from the shop"),
        errors=summary(errors, (field,)),
        forms=(form,),
    )


def asked_page(here: Here) -> DoorPage:
    """The same whether the address gets the letters already or not: nobody learns who does."""
    return DoorPage(
        head=page_head(here, _("One more step"), lambda at: at.news(), indexed=False),
        title=_("One more step"),
        text=_("We have written to you: open the message and confirm that it was you. Before that, nothing is sent."),
        links=(Link(_("Continue shopping"), here.at.home()),),
    )


def link_page(found: LetterLink, here: Here, *, wanted: bool) -> DoorPage:
    """How it stands, for whoever came by the letter. Nothing happens before a button is pressed."""
    key = key_of(NEWS, found.id)
    forms: tuple[Form, ...] = ()
    if wanted:
        title, text = _("You get our letters"), _("They go to %(email)s.")
        forms = (Form(action=here.at.news_link(key), button=_("Stop the letters"), do="stop", look="outline"),)
    elif found.open_until is not None and found.open_until > here.now:
        title, text = _("Shall we write to %(email)s?"), _("You agreed to this: “%(words)s”")
        forms = (Form(action=here.at.news_link(key), button=_("Yes, write to me"), do="confirm"),)
    else:
        title, text = _("You get no letters"), _("We do not send news to %(email)s.")
    told = {"email": found.email, "words": found.wording}
    return DoorPage(
        head=page_head(here, title % told, lambda at: at.news_link(key), indexed=False),
        title=title % told,
        text=text % told,
        forms=forms,
        links=(Link(_("Continue shopping"), here.at.home()),),
    )
