"""The door of an account: signing in, and the links that letters bring."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from comptoir.domains.customers.queries import ceremony_to_sign_in
from comptoir.domains.customers.values import Link as LetterLink
from comptoir.domains.customers.values import LinkPurpose
from comptoir.storefront.addresses import Addresses
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.assemble.written import in_sentence
from comptoir.storefront.here import Here
from comptoir.storefront.pages.account import DoorPage, Form, Hidden
from comptoir.storefront.pages.fields import Field, FieldError
from comptoir.storefront.pages.parts import Link, Notice
from comptoir.storefront.sessions import relying_party

type Errors = Mapping[str, str]
NO_ERRORS: Errors = {}
RIGHT: tuple[Notice, ...] = ()


def email_field(value: str, errors: Errors, *, hint: str = "", label: str = "") -> Field:
    return Field(
        "email",
        label or _("E-mail address"),
        value,
        "email",
        error=errors.get("email", ""),
        hint=hint,
        autocomplete="username",
        inputmode="email",
        maxlength=254,
    )


def new_password_field(errors: Errors) -> Field:
    return Field(
        "password",
        _("New password"),
        "",
        "password",
        error=errors.get("password", ""),
        hint=_("At least 12 characters. Several words are easier to remember than symbols."),
        autocomplete="new-password",
    )


def summary(errors: Errors, fields: tuple[Field, ...]) -> tuple[FieldError, ...]:
    """The list at the top: each line leads to its field."""
    return tuple(
        FieldError(
            f"#{field.id}", _("%(label)s: %(error)s") % {"label": field.label, "error": in_sentence(field.error)}
        )
        for field in fields
        if field.name in errors
    )


def sign_in_page(
    here: Here, *, then: str, email: str = "", again: bool = False, notices: tuple[Notice, ...] = RIGHT
) -> DoorPage:
    """E-mail and password, or a passkey; ``again`` asks somebody who is signed in to show that it is them."""
    ceremony = ceremony_to_sign_in(party=relying_party(), now=here.now)
    password = Field("password", _("Password"), "", "password", autocomplete="current-password")
    goes_on = (Hidden("then", then),)
    text = _("Before something this important, please show that it is you.") if again else ""
    return DoorPage(
        head=page_head(here, _("Sign in"), Addresses.sign_in, indexed=False),
        notices=notices,
        title=_("Is this you?") if again else _("Sign in"),
        text=text or _("Your orders, addresses and basket, wherever you are."),
        forms=(
            Form(
                action=here.at.sign_in(),
                button=_("Sign in"),
                do="password",
                fields=(email_field(email, NO_ERRORS), password),
                hidden=goes_on,
            ),
            Form(
                action=here.at.sign_in(),
                button=_("Sign in with a passkey"),
                do="passkey",
                look="outline",
                hidden=goes_on,
                passkey="get",
                options=ceremony.options,
                state=ceremony.state,
            ),
        ),
        links=(
            Link(_("Create an account"), here.at.my_account("link")),
            Link(_("Forgotten your password?"), here.at.my_account("link")),
        ),
    )


def ask_link_page(here: Here, *, email: str = "", errors: Errors = NO_ERRORS) -> DoorPage:
    """For a new account and for a forgotten password alike: the link proves whose the mailbox is."""
    form = Form(
        action=here.at.my_account("link"),
        button=_("Send me the link"),
        fields=(email_field(email, errors, hint=_("The one you order with, if you have ordered before.")),),
    )
    return DoorPage(
        head=page_head(here, _("Your account by e-mail"), lambda at: at.my_account("link"), indexed=False),
        title=_("Your account by e-mail"),
        text=_("We send you a link to create your account, or to choose a new password if you have one."),
        errors=summary(errors, form.fields),
        forms=(form,),
        links=(Link(_("Sign in with a password or a passkey"), here.at.sign_in()),),
    )


def link_sent_page(here: Here, email: str) -> DoorPage:
    """The same whether the address has an account or not."""
    return DoorPage(
        head=page_head(here, _("Look in your mailbox"), lambda at: at.my_account("link"), indexed=False),
        title=_("Look in your mailbox"),
        text=_("A link is on its way to %(email)s. It works once, for 24 hours.") % {"email": email},
        notices=(
            Notice(
                "info",
                _("Nothing arrives within a few minutes?"),
                _("Check the spelling of the address, and the folder for unwanted mail."),
                Link(_("Ask again"), here.at.my_account("link")),
            ),
        ),
        links=(Link(_("Continue shopping"), here.at.home()),),
    )


def link_page(found: LetterLink, key: str, here: Here, *, name: str = "", errors: Errors = NO_ERRORS) -> DoorPage:
    """What a letter led to. Nothing happens before the button is pressed: mail scanners open links too."""
    action = here.at.account_link(key)
    if found.purpose is LinkPurpose.CHANGE:
        title, text = _("Your new e-mail address"), _("Sign in with %(email)s from now on?") % {"email": found.email}
        form = Form(action=action, button=_("Use this address"))
    else:
        named = Field("name", _("First and last name"), name, required=False, autocomplete="name")
        kept = Field("email", _("E-mail address"), found.email, "email", autocomplete="username")
        fields = (new_password_field(errors),) if found.known else (named, new_password_field(errors))
        title = _("Choose a new password") if found.known else _("Create your account")
        text = (
            _("For the account of %(email)s. Everybody who is signed in to it will be signed out.")
            if found.known
            else _("For %(email)s. What you have ordered with this address will be in it.")
        ) % {"email": kept.value}
        button = _("Save and sign in") if found.known else _("Create my account")
        form = Form(action=action, button=button, fields=fields)
    return DoorPage(
        head=page_head(here, title, lambda at: at.account_link(key), indexed=False),
        title=title,
        text=text,
        errors=summary(errors, form.fields),
        forms=(form,),
    )


def spent_link_page(key: str, why: str, here: Here) -> DoorPage:
    """A link that opens nothing any more."""
    return DoorPage(
        head=page_head(here, _("This link has been used"), lambda at: at.account_link(key), indexed=False),
        title=_("This link no longer works"),
        text=why,
        links=(
            Link(_("Ask for a new link"), here.at.my_account("link")),
            Link(_("Sign in with a password or a passkey"), here.at.sign_in()),
        ),
    )
