"""Where payment providers write to us."""

from http import HTTPStatus

from django.http import HttpResponse
from ninja import Router

from comptoir.domains.accounts.values import PROVIDER
from comptoir.flows.take_provider_message import NotResolvedYet, take_provider_message
from comptoir.kernel.access import ALL_MARKETS, Actor, ActorKind
from comptoir.kernel.requests import Request

router = Router(tags=["Payments"])


@router.post("/payments/{kind}/messages", auth=None, include_in_schema=False)
def hear_provider(request: Request, kind: str) -> HttpResponse:
    """A signed message; 2xx once it needs not be sent again, 503 when it is to come again."""
    actor = Actor(ActorKind.PROVIDER, kind, kind, PROVIDER, ALL_MARKETS)
    try:
        take_provider_message(kind=kind, headers=request.headers, body=request.body, actor=actor, now=request.now)
    except NotResolvedYet as error:
        retry_after = {"Retry-After": str(error.facts["retry_after"])}
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE, headers=retry_after)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)
