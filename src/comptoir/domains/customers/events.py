from comptoir.domains.customers.values import LinkId, LoginId
from comptoir.kernel.events import Event, event


@event("customers.account_link_asked.1", subject="link_id")
class AccountLinkAsked(Event):
    """Somebody wants a link by letter: to enter, or to prove that an address is theirs."""

    link_id: LinkId


@event("customers.login_changed.1", subject="login_id")
class LoginChanged(Event):
    """How an account is signed in to was changed. ``what`` is "email", "password", "passkey_added" or
    "passkey_removed"; of an address, ``link_id`` is the link that proved the new one."""

    login_id: LoginId
    what: str
    link_id: str
