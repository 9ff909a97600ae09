"""Writing to the shop. No puzzle of others stands before it: a field that people do not see, and limits."""

from http import HTTPStatus

from django.http import HttpResponse

from comptoir.domains.cases.values import Question, Topic
from comptoir.flows.ask_shop import ask_shop
from comptoir.kernel.errors import Invalid
from comptoir.kernel.limits import Limit, take
from comptoir.kernel.requests import Request, limited
from comptoir.storefront.assemble.contact import TRAP, TypedQuestion, contact_page
from comptoir.storefront.carts import buyer
from comptoir.storefront.here import Here
from comptoir.storefront.pagecache.shared import shared_page
from comptoir.storefront.refusals import field_errors
from comptoir.storefront.respond import own, see_other, shared
from comptoir.storefront.views.around import READ_AND_POST, asked, said, shop_page

QUESTIONS = Limit("storefront.questions", burst=5, per_minute=1)
ALL_QUESTIONS = Limit("storefront.questions.all", burst=120, per_minute=20)
"""From everybody together: a crowd of addresses must not fill the inbox either."""


@shared_page
@shop_page(READ_AND_POST)
def contact(request: Request, here: Here) -> HttpResponse:
    if request.method != "POST":
        page, keys = contact_page(here, TypedQuestion(), sent=bool(asked(request, "sent")))
        return shared(here, page, keys=keys)
    typed = TypedQuestion(
        name=said(request, "name"),
        email=said(request, "email"),
        topic=said(request, "topic"),
        order_number=said(request, "order_number"),
        text=said(request, "text"),
    )
    sent = see_other(f"{here.at.contact()}?sent=1")
    if said(request, TRAP):
        return sent  # a program filled in what nobody sees: it is told nothing, and so learns nothing
    limited(request, QUESTIONS)
    take(ALL_QUESTIONS, who="", now=request.now)
    try:
        ask_shop(question=_question(typed, here), actor=buyer(), now=request.now)
    except Invalid as refusal:
        page, _keys = contact_page(here, typed, field_errors(refusal))
        return own(here, page, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return sent


def _question(typed: TypedQuestion, here: Here) -> Question:
    return Question(
        name=typed.name,
        email=typed.email,
        topic=Topic(typed.topic) if typed.topic in set(Topic) else Topic.OTHER,
        order_number=typed.order_number,
        text=typed.text,
        market=here.market.code,
        language=here.language,
    )
