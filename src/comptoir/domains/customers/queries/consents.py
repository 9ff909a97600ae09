"""What people agreed to, and, for the merchant, everyone who may be written to."""

from collections.abc import Mapping

from django.db.models import Count, Exists, OuterRef, QuerySet

from comptoir.domains.customers.models import FIND_TEXT
from comptoir.domains.customers.models import Consent as ConsentModel
from comptoir.domains.customers.models import Customer as CustomerModel
from comptoir.domains.customers.permissions import CUSTOMERS_NEWS
from comptoir.domains.customers.values import Consent, CustomerId, LinkId, Purpose, Subscriber
from comptoir.kernel.access import ALL_MARKETS, Actor
from comptoir.kernel.paging import Page, decode_cursor, page_of
from comptoir.kernel.sql import fetch
from comptoir.kernel.texts import folded


def news_wanted(link_id: LinkId) -> bool:
    """Whether who opened that link gets the shop's letters as it stands."""
    rows = fetch(
        """SELECT consent.granted FROM customers_link AS link
             JOIN customers_customer AS customer USING (email_normalised)
             JOIN customers_consent AS consent ON consent.customer_id = customer.id AND consent.purpose = %s
            WHERE link.id = %s ORDER BY consent.id DESC LIMIT 1""",
        [Purpose.NEWSLETTER, link_id],
    )
    return bool(rows and rows[0][0])


def consents_of(customer_id: CustomerId) -> tuple[Consent, ...]:
    """The whole history, newest first."""
    return tuple(map(_consent, ConsentModel.objects.filter(customer_id=customer_id).order_by("-id")))


def subscriber_rows(
    *, purpose: Purpose, actor: Actor, q: str = "", cursor: str | None = None, page_size: int = 50
) -> Page[Subscriber]:
    """Those of the actor's markets who agreed to that and did not take it back, whoever agreed last first. Every word
    of ``q`` must be found in name, company, e-mail or telephone. Who asked to be forgotten is none of them."""
    actor.must(CUSTOMERS_NEWS)
    wanted = _standing(actor, q).filter(purpose=purpose)
    if cursor:
        (before,) = decode_cursor(cursor, [int])
        wanted = wanted.filter(id__lt=before)
    rows = list(wanted.select_related("customer").order_by("-id")[: page_size + 1])
    return page_of(rows, size=page_size, key=lambda row: (row.id,), show=_subscriber)


def subscriber_counts(*, actor: Actor, q: str = "") -> Mapping[Purpose, int]:
    """How many those are, by purpose; 0 where nobody agreed."""
    actor.must(CUSTOMERS_NEWS)
    counted = dict(_standing(actor, q).values_list("purpose").annotate(Count("id")).order_by("purpose"))
    return {purpose: counted.get(purpose.value, 0) for purpose in Purpose}


def _standing(actor: Actor, q: str) -> QuerySet[ConsentModel]:
    """The consents after which nothing else was said about the same."""
    later = ConsentModel.objects.filter(
        customer_id=OuterRef("customer_id"), purpose=OuterRef("purpose"), id__gt=OuterRef("id")
    )
    found = ConsentModel.objects.filter(~Exists(later), granted=True, customer__erased_at=None)
    if actor.markets is not ALL_MARKETS:
        found = found.filter(customer__market_id__in=actor.markets)
    if words := folded(q).split():
        people = CustomerModel.objects.alias(found_in=FIND_TEXT)
        for word in words:
            people = people.filter(found_in__contains=word)
        found = found.filter(customer__in=people)
    return found


def _subscriber(row: ConsentModel) -> Subscriber:
    person = row.customer
    return Subscriber(
        customer_id=CustomerId(person.id),
        email=person.email,
        name=person.name or person.company,
        language=person.language,
        market=person.market_id,
        consent=_consent(row),
    )


def _consent(row: ConsentModel) -> Consent:
    return Consent(
        purpose=Purpose(row.purpose),
        granted=row.granted,
        wording=row.wording,
        language=row.language,
        given_on=row.given_on,
        source=row.source,
        at=row.at,
    )
