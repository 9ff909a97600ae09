"""From reviews to what their screens show."""

from collections.abc import Mapping

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.narrowing import Narrowing
from comptoir.backoffice.parts import Link, Pill, Tone, Words
from comptoir.backoffice.returns.screens import Step
from comptoir.backoffice.reviews.forms import AnswerForm, DecideForm, RefuseForm
from comptoir.backoffice.reviews.screens import ReportLine, ReviewLine, ReviewList, ReviewPage
from comptoir.domains.catalogue.queries import products_for
from comptoir.domains.orders.queries import numbers_for
from comptoir.domains.reviews import queries
from comptoir.domains.reviews.permissions import REVIEWS_MODERATE
from comptoir.domains.reviews.values import REFUSALS, REPORT_REASONS, Review, ReviewFilter, ReviewRow, ReviewState
from comptoir.kernel.texts import text_in

_REPORTED = "reported"
_VIEWS = (
    ("", gettext_lazy("To read")),
    (_REPORTED, pgettext_lazy("reviews", "Reported")),
    ("published", pgettext_lazy("reviews", "Published")),
    ("refused", pgettext_lazy("reviews", "Refused")),
)
STATES: Mapping[ReviewState, Pill] = {
    ReviewState.PENDING: Pill(gettext_lazy("To read"), Tone.WARNING),
    ReviewState.PUBLISHED: Pill(pgettext_lazy("a review", "Published"), Tone.POSITIVE),
    ReviewState.REFUSED: Pill(pgettext_lazy("a review", "Refused"), Tone.NEUTRAL),
}
_SHOWN_WORDS = 140


def review_list(at: Desk) -> ReviewList:
    wanted = Narrowing.read(at.request, "view", "stars")
    view, stars = wanted.get("view"), wanted.get("stars")
    states = {"": (ReviewState.PENDING,), "published": (ReviewState.PUBLISHED,), "refused": (ReviewState.REFUSED,)}
    choices = [(str(each), _star_words(each)) for each in range(1, 6)]
    page = queries.review_rows(
        ReviewFilter(
            states=states.get(view, (ReviewState.PUBLISHED,)),
            reported=view == _REPORTED,
            market=at.market.code,
            stars=int(stars) if stars in dict(choices) else None,
            oldest_first=view in ("", _REPORTED),
        ),
        actor=at.actor,
        cursor=wanted.cursor,
    )
    counts = queries.review_counts(actor=at.actor, market=at.market.code)
    products = products_for({row.product_id for row in page.items})
    titles = {id: text_in(one.titles, at.language) for id, one in products.items()}
    waiting = {"": counts.pending, _REPORTED: counts.reported}
    return ReviewList(
        title=_("Reviews"),
        context=_("What buyers say. Refuse what breaks the rules, never what is unpleasant to read."),
        back=Link(_("Products"), reverse("backoffice:products")),
        tabs=tuple(wanted.tab("view", value, name, count=waiting.get(value)) for value, name in _VIEWS),
        listing=wanted.listing(
            search_label="",
            shown=len(page.items),
            next_cursor=page.next_cursor,
            filters=(wanted.filter("stars", _("Stars"), choices),),
            chips=wanted.chip("stars", _("Stars"), choices),
        ),
        rows=tuple(_line(row, titles.get(row.product_id, "–")) for row in page.items),
    )


def _star_words(stars: int) -> str:
    return ngettext("%(count)s star", "%(count)s stars", stars) % {"count": stars}


def _line(row: ReviewRow, product: str) -> ReviewLine:
    words = " – ".join(filter(None, (row.title, row.text.replace("\n", " "))))
    cut = words if len(words) <= _SHOWN_WORDS else f"{words[:_SHOWN_WORDS].rpartition(' ')[0]}…"
    reports = ngettext("%(count)s report", "%(count)s reports", row.reports) % {"count": row.reports}
    return ReviewLine(
        href=reverse("backoffice:review", args=[row.id]),
        stars=row.stars,
        words=cut,
        product=product,
        by=row.shown_name or _("A customer"),
        state=STATES[row.state],
        reports=reports if row.reports else "",
        written_at=row.written_at,
    )


def review_page(at: Desk, found: Review, tried: forms.Form | None = None) -> ReviewPage:
    """``tried`` is a form that was refused, shown again with what was written."""
    product = products_for([found.product_id])[found.product_id]
    number = numbers_for([found.order_id])[found.order_id]
    name = text_in(product.titles, at.language)
    refusal = _("%(reason)s. %(note)s") if found.note else _("%(reason)s.")
    told = {"reason": REFUSALS.get(found.refusal, ""), "note": found.note}
    return ReviewPage(
        title=_("Review of %(product)s") % {"product": name},
        context=_star_words(found.stars),
        back=Link(_("Reviews"), reverse("backoffice:reviews")),
        pills=(STATES[found.state],),
        stars=found.stars,
        headline=found.title,
        text=found.text,
        by=found.shown_name or _("A customer"),
        product=Link(name, reverse("backoffice:product", args=[product.id])),
        order=Link(number, reverse("backoffice:order", args=[found.order_id])),
        language=dict(settings.LANGUAGES).get(found.language, found.language),
        bought_on=found.bought_on,
        written_at=found.edited_at or found.written_at,
        edition=found.edition,
        because=refusal % told if found.refusal else "",
        answer=found.answer,
        reports=tuple(
            ReportLine(reason=REPORT_REASONS[one.reason], text=one.text, at=one.reported_at, is_open=one.is_open)
            for one in queries.reports_of(found.id, actor=at.actor)
        ),
        steps=tuple(_steps(at, found, tried)) if at.actor.can(REVIEWS_MODERATE, market=found.market) else (),
        history=history_told("reviews.review", found.id),
    )


def _steps(at: Desk, found: Review, tried: forms.Form | None) -> list[Step]:
    steps: list[Step] = []
    read = {"edition": found.edition}
    if any(one.is_open for one in queries.reports_of(found.id, actor=at.actor)):
        steps.append(_step(found, "keep", _("Keep it published"), "check", forms.Form(), primary=True))
    if found.state is not ReviewState.PUBLISHED:
        form = tried if type(tried) is DecideForm else DecideForm(initial=read)
        pending = found.state is ReviewState.PENDING
        steps.append(_step(found, "publish", _("Publish the review"), "check", form, primary=pending))
    answer = tried if isinstance(tried, AnswerForm) else AnswerForm(initial={"text": found.answer})
    label = _("Change the answer") if found.answer else _("Answer in public")
    steps.append(_step(found, "answer", label, "message-square-text", answer))
    if found.state is not ReviewState.REFUSED:
        form = tried if isinstance(tried, RefuseForm) else RefuseForm(initial=read)
        note = _("The author is told the reason by e-mail and can change the review.")
        steps.append(_step(found, "refuse", _("Refuse the review"), "ban", form, danger=True, note=note))
    return steps


def _step(
    found: Review,
    name: str,
    label: Words,
    icon: str,
    form: forms.Form,
    *,
    primary: bool = False,
    danger: bool = False,
    note: Words = "",
) -> Step:
    href = reverse(f"backoffice:review-{name}", args=[found.id])
    return Step(label=label, href=href, icon=icon, form=form, primary=primary, danger=danger, note=note)
