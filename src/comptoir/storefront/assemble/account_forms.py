"""The pages of an account that ask: addresses, consents, sign-in and security, personal data."""

from collections.abc import Mapping, Sequence
from dataclasses import fields

from django.utils.translation import gettext as _

from comptoir.domains.customers.queries import (
    addresses_of,
    ceremony_to_add,
    consents_of,
    devices_of,
    passkeys_of,
)
from comptoir.domains.customers.values import Consent, Device, Passkey, Purpose, SavedAddress, Session, standing
from comptoir.kernel.addresses import Address
from comptoir.kernel.formats import locale_of
from comptoir.storefront.assemble.account import account_page
from comptoir.storefront.assemble.doors import NO_ERRORS, Errors, email_field, new_password_field, summary
from comptoir.storefront.assemble.forms import address_fields, company_fields
from comptoir.storefront.assemble.orders import on_day
from comptoir.storefront.here import Here
from comptoir.storefront.pages.account import AccountPage, Entry, Form, Hidden, Section
from comptoir.storefront.pages.fields import Check, Field
from comptoir.storefront.pages.parts import Link, Notice
from comptoir.storefront.sessions import relying_party
from comptoir.storefront.typed import Typed

_BOOK = ("company", "vat_number", "name", "line1", "line2", "postal_code", "city", "region", "country", "phone")


def address_of(typed: Typed) -> Address:
    return Address(**{name: getattr(typed, name) for name in _BOOK})


def addresses_page(
    session: Session,
    here: Here,
    *,
    edited: str = "",
    typed: Typed | None = None,
    errors: Errors = NO_ERRORS,
    notices: tuple[Notice, ...] = (),
) -> AccountPage:
    """The address book with a form for another one, or for the one that is edited."""
    book = addresses_of(session.login_id)
    known = next((each for each in book if str(each.id) == edited), None)
    if typed is None:
        typed = _typed(known.address) if known else Typed(name=session.name)
    shown = address_fields(typed.served(here.market.countries), errors, here)
    if typed.company or typed.vat_number:
        shown = (*shown, *company_fields(typed, errors))
    form = Form(
        action=here.at.my_account("addresses"),
        button=_("Save the address"),
        do="save",
        fields=shown,
        hidden=(Hidden("address", str(known.id)),) if known else (),
    )
    book_section = Section(
        id="book",
        text=_("The default address fills the checkout."),
        entries=tuple(_address(each, here) for each in book),
        empty=_("No address yet."),
    )
    form_section = Section(id="edit", title=_("Change this address") if known else _("Add an address"), forms=(form,))
    return account_page(
        here,
        "addresses",
        (book_section, form_section),
        notices=notices,
        errors=summary(errors, shown),
    )


def _typed(address: Address) -> Typed:
    return Typed(**{each.name: getattr(address, each.name) for each in fields(Address) if each.name in _BOOK})


def address_lines(address: Address, here: Here) -> tuple[str, ...]:
    """As it is written down below whom it is for, with the country."""
    return (*address.lines[1:], str(locale_of(here.language).territories.get(address.country, address.country)))


def _address(saved: SavedAddress, here: Here) -> Entry:
    action, hidden = here.at.my_account("addresses"), (Hidden("address", str(saved.id)),)
    prefer = Form(
        action=action,
        button=_("Make it the default"),
        do="prefer",
        look="quiet",
        hidden=hidden,
        about=saved.address.line1,
    )
    remove = Form(
        action=action, button=_("Remove"), do="remove", look="quiet", hidden=hidden, about=saved.address.line1
    )
    return Entry(
        label=saved.address.lines[0],
        lines=address_lines(saved.address, here),
        mark=_("default") if saved.preferred else "",
        link=Link(_("Edit"), f"{action}?address={saved.id}#edit"),
        forms=(remove,) if saved.preferred else (prefer, remove),
    )


def consent_words() -> Mapping[Purpose, str]:
    """What is agreed to, as it is shown and kept as proof. Other words are another consent."""
    return {
        Purpose.NEWSLETTER: _("I would like news of the shop and its makers by e-mail, at most once a week."),
        Purpose.ADVICE: _("I would like advice by e-mail about what I bought: care, recipes, when to order again."),
    }


def consents_page(session: Session, here: Here, notices: tuple[Notice, ...] = ()) -> AccountPage:
    """What may be written to them beyond their orders, and the history of what they said about it."""
    history = consents_of(session.customer_id)
    now = standing(history)
    checks = tuple(
        Check(purpose.value, words, checked=purpose in now and now[purpose].granted)
        for purpose, words in consent_words().items()
    )
    ask = Section(
        id="consents",
        title=_("What may we write to you about?"),
        text=_("Letters about your orders come in any case. The rest is up to you, and you can change it at any time."),
        forms=(Form(action=here.at.my_account("consents"), button=_("Save my choice"), checks=checks),),
    )
    told = Section(
        id="history",
        title=_("What you told us so far"),
        entries=tuple(_consent(each, here) for each in history),
        empty=_("Nothing so far: we write to you about your orders alone."),
    )
    return account_page(here, "consents", (ask, told), notices=notices)


def _consent(line: Consent, here: Here) -> Entry:
    return Entry(
        label=_("Agreed") if line.granted else _("Taken back"),
        lines=(
            on_day(line.at, here),
            _("“%(words)s”") % {"words": line.wording},
        ),
    )


def security_page(
    session: Session, here: Here, *, email: str = "", errors: Errors = NO_ERRORS, notices: tuple[Notice, ...] = ()
) -> AccountPage:
    """How they sign in, and where they are signed in."""
    action = here.at.my_account("security")
    passkeys = passkeys_of(session.login_id)
    new_email = email_field(email, errors, label=_("New e-mail address"), hint=_("We send a link to it first."))
    password = new_password_field(errors)
    named = Field("name", _("First and last name"), session.name, required=False, autocomplete="name")
    sections = (
        Section(
            id="you",
            title=_("Name and e-mail address"),
            text=_("You sign in as %(email)s.") % {"email": session.email},
            forms=(
                Form(action=action, button=_("Save the name"), do="name", look="outline", fields=(named,)),
                Form(
                    action=action, button=_("Change the e-mail address"), do="email", look="outline",
                    fields=(new_email,),
                ),
            ),
        ),
        _password_section(session, action, password, passkeys),
        _passkeys_section(session, passkeys, action, here),
        _devices_section(session, devices_of(session.login_id, now=here.now), action, here),
    )  # fmt: skip
    return account_page(here, "security", sections, notices=notices, errors=summary(errors, (new_email, password)))


def _password_section(session: Session, action: str, password: Field, passkeys: Sequence[Passkey]) -> Section:
    save = Form(action=action, button=_("Save the password"), do="password", look="outline", fields=(password,))
    drop = Form(action=action, button=_("Remove the password"), do="no_password", look="quiet")
    return Section(
        id="password",
        title=_("Password"),
        text=_("Everybody who is signed in elsewhere will be signed out.")
        if session.has_password
        else _("Your account has no password: you sign in by passkey."),
        forms=(save, drop) if session.has_password and passkeys else (save,),
    )


def _passkeys_section(session: Session, passkeys: Sequence[Passkey], action: str, here: Here) -> Section:
    ceremony = ceremony_to_add(
        login_id=session.login_id, email=session.email, name=session.name, party=relying_party(), now=here.now
    )
    label = Field("label", _("Name of the device"), "", required=False, hint=_("For example: my phone."), maxlength=60)
    return Section(
        id="passkeys",
        title=_("Passkeys"),
        text=_("Sign in with your finger, your face or the code of your device. There is nothing to remember."),
        entries=tuple(_passkey(each, action, here) for each in passkeys),
        forms=(
            Form(
                action=action,
                button=_("Add a passkey"),
                do="passkey",
                look="outline",
                fields=(label,),
                passkey="create",
                options=ceremony.options,
                state=ceremony.state,
            ),
        ),
    )


def _passkey(passkey: Passkey, action: str, here: Here) -> Entry:
    name = passkey.label or _("Passkey")
    used = _("last used on %(day)s") % {"day": on_day(passkey.used_at, here)} if passkey.used_at else _("not used yet")
    return Entry(
        label=name,
        lines=(f"{_('added on %(day)s') % {'day': on_day(passkey.created_at, here)}} · {used}",),
        forms=(
            Form(
                action=action, button=_("Remove"), do="remove_passkey", look="quiet", about=name,
                hidden=(Hidden("passkey", str(passkey.id)),),
            ),
        ),
    )  # fmt: skip


def _devices_section(session: Session, devices: Sequence[Device], action: str, here: Here) -> Section:
    others = len(devices) > 1
    everywhere = Form(action=action, button=_("Sign out everywhere else"), do="close_others", look="outline")
    return Section(
        id="devices",
        title=_("Where you are signed in"),
        entries=tuple(_device(each, action, here, current=each.id == session.id) for each in devices),
        forms=(everywhere,) if others else (),
    )


def _device(device: Device, action: str, here: Here, *, current: bool) -> Entry:
    name = device.device or _("A browser")
    close = Form(
        action=action, button=_("Sign out"), do="close", look="quiet", about=name,
        hidden=(Hidden("session", str(device.id)),),
    )  # fmt: skip
    return Entry(
        label=name,
        lines=(_("seen on %(day)s") % {"day": on_day(device.seen_at, here)},),
        mark=_("this one") if current else "",
        forms=() if current else (close,),
    )


def data_page(here: Here, notices: tuple[Notice, ...] = ()) -> AccountPage:
    """What is known, as a file; and being forgotten, with what stays and why."""
    export = Section(
        id="export",
        title=_("Take your data with you"),
        text=_("One file with everything we know about you: a page to read, and the same as JSON for other programs."),
        entries=(
            Entry(
                label=_("My data"),
                lines=(_("Account, addresses, consents, baskets, orders, returns, invoices, reviews and letters"),),
                link=Link(_("Download"), here.at.data_file()),
            ),
        ),
    )
    erase = Section(
        id="erase",
        title=_("Delete your account"),
        text=_("We then forget who you are. This cannot be undone."),
        points=(
            _("Deleted at once: your account, passkeys, addresses, baskets, alerts, questions, the letters we sent you "
              "and the wish list of this browser."),
            _("Deleted wherever they stand: your e-mail address, your phone number and your notes."),
            _("Kept for ten years, as accounting law asks: orders and invoices, with the name and addresses on them."),
            _("Kept without your name: your reviews and, as proof, when you agreed to news or took that back."),
            _("Gift cards and store credit stay good for whoever has the code. Note it down first."),
            _("While an order or a return is under way, the account stays until it is finished."),
        ),
        forms=(
            Form(
                action=here.at.my_account("data"),
                button=_("Delete my account"),
                do="erase",
                look="danger",
                checks=(Check("sure", _("I have read what is deleted and what stays."), required=True),),
            ),
        ),
    )  # fmt: skip
    return account_page(here, "data", (export, erase), notices=notices)
