"""Reviews: the queue, one in full, and one step a request."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.parts import Words
from comptoir.backoffice.refusals import refusals_in
from comptoir.backoffice.reviews.forms import AnswerForm, DecideForm, RefuseForm
from comptoir.backoffice.reviews.reading import review_list, review_page
from comptoir.domains.reviews.actions import answer_review, dismiss_reports, publish_review, refuse_review
from comptoir.domains.reviews.permissions import REVIEWS_MODERATE, REVIEWS_VIEW
from comptoir.domains.reviews.queries import review_for_staff
from comptoir.domains.reviews.values import ReviewId


@require_GET
@desk("reviews", REVIEWS_VIEW)
def reviews(at: Desk) -> HttpResponse:
    return at.show(review_list(at))


@require_GET
@desk("reviews", REVIEWS_VIEW)
def review(at: Desk, id: UUID) -> HttpResponse:
    return at.show(review_page(at, review_for_staff(id, actor=at.actor)))


@require_POST
@desk("reviews", REVIEWS_MODERATE)
def publish(at: Desk, id: UUID) -> HttpResponse:
    form = DecideForm(at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            edition = form.cleaned_data["edition"]
            publish_review(review_id=ReviewId(id), edition=edition, actor=at.actor, now=at.now)
    return _after(at, id, form, _("The review is published."))


@require_POST
@desk("reviews", REVIEWS_MODERATE)
def refuse(at: Desk, id: UUID) -> HttpResponse:
    form = RefuseForm(at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            refuse_review(
                review_id=ReviewId(id),
                edition=form.cleaned_data["edition"],
                refusal=form.reason,
                note=form.cleaned_data["note"],
                actor=at.actor,
                now=at.now,
            )
    return _after(at, id, form, _("The review is refused. The author is told why."))


@require_POST
@desk("reviews", REVIEWS_MODERATE)
def keep(at: Desk, id: UUID) -> HttpResponse:
    form = forms.Form(at.request.POST)
    with refusals_in(form):
        dismiss_reports(review_id=ReviewId(id), actor=at.actor, now=at.now)
    return _after(at, id, form, _("The review stays as it is. The reports are closed."))


@require_POST
@desk("reviews", REVIEWS_MODERATE)
def answer(at: Desk, id: UUID) -> HttpResponse:
    form = AnswerForm(at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            answer_review(review_id=ReviewId(id), text=form.cleaned_data["text"], actor=at.actor, now=at.now)
    return _after(at, id, form, _("Your answer is saved. It is shown with the review once that is published."))


def _after(at: Desk, id: UUID, form: forms.Form, words: Words) -> HttpResponse:
    """On to the review with good news, or the review with what was refused beside its field."""
    if form.errors:
        for refusal in form.non_field_errors():
            messages.error(at.request, str(refusal))
        return at.show(review_page(at, review_for_staff(id, actor=at.actor), form), status=422)
    at.said(words)
    return at.to("review", id)
