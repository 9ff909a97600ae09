"""Being told when an article is back."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.messages.values import AlertState, StockAlert
from comptoir.kernel.texts import text_in
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.carts import ALERT, key_of
from comptoir.storefront.here import Here
from comptoir.storefront.pages.alerts import AlertPage, Deed
from comptoir.storefront.pages.fields import Choice, Field
from comptoir.storefront.pages.parts import Link
from comptoir.storefront.pages.product import Awaiting, Variant


def awaiting_of(shown: Variant, choices: Sequence[Variant], here: Here) -> Awaiting | None:
    """The form on a product's page, where something of what can be chosen there is sold out."""
    gone = [one for one in choices or (shown,) if one.sold_out]
    if not gone:
        return None
    return Awaiting(
        action=here.at.alerts(),
        choices=tuple(Choice(one.sku, one.label, one.sku == shown.sku) for one in gone),
    )


def asked_words() -> str:
    """Told to whoever asked, whether or not the address waits already: nobody learns who waits for what."""
    return _("We have written to you: open the message to confirm, and we will tell you when it is back.")


def asked_page(here: Here) -> AlertPage:
    return AlertPage(
        head=page_head(here, _("Availability alert"), lambda at: at.alerts(), indexed=False),
        title=_("One more step"),
        text=asked_words(),
        goods=Link(_("Continue shopping"), here.at.products()),
    )


def refused_page(sku: str, email: str, error: str, here: Here) -> AlertPage:
    """The form once more, with what was typed and what is wrong with it."""
    return AlertPage(
        head=page_head(here, _("Availability alert"), lambda at: at.alerts(), indexed=False),
        title=_("Be told when it is back"),
        text=_("For one message about this item, and nothing else."),
        action=here.at.alerts(),
        sku=sku,
        fields=(Field(name="email", label=_("E-mail"), value=email, kind="email", error=error, autocomplete="email"),),
        deeds=(Deed(name="ask", label=_("Tell me when it is back")),),
    )


def alert_page(found: StockAlert, here: Here) -> AlertPage:
    """How an alert stands, for whoever came by a letter about it."""
    key = key_of(ALERT, found.id)
    variant = variants_for([found.variant_id]).get(found.variant_id)
    name, goods = "", None
    if variant is not None:
        name = text_in(variant.title, here.language)
        goods = Link(name, here.at.product(variant.slug_in(here.language), variant=variant.sku))
    title, text = _words(found.state, name)
    stop = Deed(name="stop", label=_("Stop this alert"), primary=False)
    deeds = {
        AlertState.ASKED: (Deed(name="confirm", label=_("Yes, tell me")), stop),
        AlertState.CONFIRMED: (stop,),
        AlertState.TOLD: (Deed(name="stop", label=_("Forget my address now"), primary=False),),
        AlertState.STOPPED: (),
    }[found.state]
    return AlertPage(
        head=page_head(here, title, lambda at: at.alert(key), indexed=False),
        title=title,
        text=text,
        action=here.at.alert(key),
        deeds=deeds,
        goods=goods if variant is not None and variant.active else None,
    )


def _words(state: AlertState, name: str) -> tuple[str, str]:
    match state:
        case AlertState.ASKED:
            return (
                _("Shall we tell you when it is back?"),
                _("One message, when “%(name)s” is available again.") % {"name": name},
            )
        case AlertState.CONFIRMED:
            return (
                _("We will tell you"),
                _("When “%(name)s” is available again, you get one message, in the order in which people asked.")
                % {"name": name},
            )
        case AlertState.TOLD:
            return _("You have been told"), _("This alert is done. We do not write again.")
    return _("This alert is stopped"), _("We do not write again, and have forgotten the address.")
