"""The cookie with a visitor's choice: the version of the list, the number of the proof, what was accepted."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from comptoir.domains.visitors.queries import services
from comptoir.domains.visitors.values import KEPT, ConsentId
from comptoir.storefront.fragments import consent_scripts

COOKIE = "comptoir_consent"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a visitor's cookie says, as far as it holds for the present list."""

    proof: ConsentId
    accepted: tuple[str, ...]


def chosen(request: HttpRequest) -> Chosen | None:
    """None for whoever has to be asked: they never were, or about another list. Visitors can forge nothing by it but
    their own choice."""
    number, _, rest = request.COOKIES.get(COOKIE, "").partition(".")
    proof, _, codes = rest.partition(".")
    try:
        id, version = ConsentId(UUID(proof)), int(number)
    except ValueError:
        return None
    held = services().held(version, codes.split("_"))
    return None if held is None else Chosen(id, held)


def keep_choice(response: HttpResponse, *, number: int, proof: ConsentId, accepted: Iterable[str]) -> None:
    response.set_cookie(
        COOKIE,
        f"{number}.{proof}.{'_'.join(sorted(accepted))}",
        max_age=int(KEPT.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.BASE_URL.startswith("https://"),
    )


def agreed_to(request: HttpRequest) -> str | None:
    """What stands in a page instead of the banner: the scripts that were agreed to; None while the banner stays."""
    choice = chosen(request)
    if choice is None:
        return None
    return consent_scripts([one.script_url for one in services().services if one.code in choice.accepted])
