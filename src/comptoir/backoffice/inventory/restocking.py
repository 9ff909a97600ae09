"""What to order next."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.formats import number_text
from comptoir.backoffice.inventory.forms import ProposalsForm, proposal_name
from comptoir.backoffice.inventory.papers import article_lines, place_names, supply_tabs
from comptoir.backoffice.inventory.screens import ArticleLine, Figure, ProposalRow, ToOrder
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.inventory.actions import draft_restocking
from comptoir.domains.inventory.permissions import INVENTORY_BUY, INVENTORY_VIEW
from comptoir.domains.inventory.queries import proposals, suppliers
from comptoir.domains.inventory.values import Proposal
from comptoir.kernel.paging import Page


@require_http_methods(["GET", "POST"])
@desk("stock", INVENTORY_VIEW)
def to_order(at: Desk) -> HttpResponse:
    page = proposals(actor=at.actor, now=at.now, cursor=at.asked("cursor") or None)
    if at.request.method != "POST":
        return at.show(_to_order(at, page, ProposalsForm(proposals=page.items)))
    at.actor.must(INVENTORY_BUY)
    form = ProposalsForm(at.request.POST, proposals=page.items)
    if form.is_valid():
        chosen = form.chosen()
        if not chosen:
            form.add_error(None, _("Tick what to order."))
        else:
            with refusals_in(form):
                draft_restocking(lines=chosen, key=form.cleaned_data["key"], actor=at.actor, now=at.now)
    if form.errors:
        return at.show(_to_order(at, page, form), status=422)
    at.said(_("The purchase order drafts are created. Review and send them."))
    return at.to("purchases")


def _to_order(at: Desk, page: Page[Proposal], form: ProposalsForm) -> ToOrder:
    names, sellers = place_names(at), {one.code: one.name for one in suppliers(actor=at.actor)}
    rows = zip(page.items, article_lines(at, [(one.variant_id, ()) for one in page.items]), strict=True)
    return ToOrder(
        title=_("To order"),
        context=_("Low-stock items, and how many to order to reach their target."),
        tabs=supply_tabs("stock-to-order"),
        form=form,
        action=at.request.get_full_path(),
        heads=(_("Available units"), _("Incoming"), _("Sold in 28 days"), _("Target")),
        rows=tuple(
            _row(form, one, article, names.get(one.place_code, one.place_code), sellers.get(one.supplier_code, ""))
            for one, article in rows
        ),
        may_buy=at.can(INVENTORY_BUY),
        next_href=f"?cursor={page.next_cursor}" if page.next_cursor else "",
    )


def _row(form: ProposalsForm, one: Proposal, article: ArticleLine, place: str, supplier: str) -> ProposalRow:
    take = f"take_{proposal_name(one)}"
    return ProposalRow(
        article=article,
        place=place,
        supplier=supplier or _("no one yet"),
        figures=(
            Figure(_("Available units"), number_text(one.free)),
            Figure(_("Incoming"), number_text(one.incoming)),
            Figure(_("Sold in 28 days"), number_text(one.sold)),
            Figure(_("Target"), number_text(one.target)),
        ),
        idle=not one.sold,
        take=form[take] if take in form.fields else None,
        quantity=form[f"quantity_{proposal_name(one)}"],
    )
