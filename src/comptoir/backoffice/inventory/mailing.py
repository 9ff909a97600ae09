"""A purchase order by mail: the step on its page, with what became of the last letter."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.formats import moment_text
from comptoir.backoffice.inventory.forms import OnceForm
from comptoir.backoffice.inventory.screens import Panel
from comptoir.backoffice.parts import Act
from comptoir.domains.inventory.permissions import INVENTORY_BUY
from comptoir.domains.inventory.queries import suppliers
from comptoir.domains.inventory.values import MAILED, PurchaseOrder, PurchaseState
from comptoir.domains.messages.permissions import MESSAGES_VIEW
from comptoir.domains.messages.queries import messages_of_purchase
from comptoir.domains.messages.values import MessageState


def address_for(at: Desk, known: PurchaseOrder) -> str | None:
    """Where it can be sent to: "" where that is not known, None where it is not to be sent, or not by this person."""
    if known.state not in MAILED or not at.can(INVENTORY_BUY):
        return None
    return next((one.email for one in suppliers(actor=at.actor) if one.code == known.supplier_code), "")


def mail_panel(at: Desk, known: PurchaseOrder, to: str | None, form: forms.Form | None, *, moved: int) -> Panel | None:
    """The step, where there is an address; ``form`` is one that was refused. ``moved`` counts what has happened to the
    order: pages that show it as it was send one letter, however often they are sent."""
    if not (to or form):
        return None
    once = OnceForm(auto_id="mail_%s")
    once.fields["key"].initial = f"{known.id} {moved}"
    lead = _("To %(email)s, with the PDF attached.") % {"email": to}
    return Panel(
        title=_("Send by e-mail"),
        form=form or once,
        action=reverse("backoffice:purchase-mail", args=[known.id]),
        button=_("Send by e-mail"),
        lead=f"{lead} {_last(at, known)}".strip(),
        # Of what is ordered, the next step is that it comes.
        folded=form is None and known.state is not PurchaseState.DRAFT,
    )


def address_missing(known: PurchaseOrder, to: str | None) -> tuple[Act, ...]:
    """The way to the supplier's page, where there is no address to send it to."""
    if to != "":
        return ()
    href = reverse("backoffice:supplier", args=[known.supplier_code])
    return (Act(label=_("Add the supplier’s e-mail"), href=href, icon="mail"),)


def _last(at: Desk, known: PurchaseOrder) -> str:
    letters = messages_of_purchase(known.id, actor=at.actor) if at.can(MESSAGES_VIEW) else []
    if not letters:
        return ""
    last = letters[-1]
    facts = {"email": last.to, "at": moment_text(last.sent_at or last.queued_at, now=at.now), "why": last.failure}
    match last.state:
        case MessageState.SENT:
            return _("Last sent: %(at)s, to %(email)s.") % facts
        case MessageState.GIVEN_UP:
            return _("The last e-mail, to %(email)s, could not be delivered: %(why)s") % facts
    return _("An e-mail to %(email)s is about to be sent.") % facts
