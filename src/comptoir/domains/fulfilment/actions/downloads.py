"""Files that were bought: opened to their buyer, fetched, renewed, ended."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from comptoir.domains.catalogue.values import FileId, VariantFile
from comptoir.domains.fulfilment.errors import BadDownloadRules, DownloadOver
from comptoir.domains.fulfilment.models import Download as DownloadRow
from comptoir.domains.fulfilment.models import DownloadRules as RulesRow
from comptoir.domains.fulfilment.permissions import FULFILMENT_DOWNLOAD, FULFILMENT_SHIP
from comptoir.domains.fulfilment.queries import download, download_rules
from comptoir.domains.fulfilment.values import MOST_DAYS, MOST_TIMES, DownloadId, DownloadRules
from comptoir.domains.markets.permissions import MARKETS_EDIT
from comptoir.kernel.access import Actor
from comptoir.kernel.history import record
from comptoir.kernel.ids import new_id

_SUBJECT = "orders.order"


def open_downloads(
    *, order_id: UUID, market: str, files: Mapping[int, Sequence[VariantFile]], actor: Actor, now: datetime
) -> None:
    """From now on the buyer of an order may fetch these files, by the position of the line they were bought with: as
    often and as long as the market's rules say. Doing it again changes nothing."""
    actor.must(FULFILMENT_SHIP)
    rules = download_rules(market)
    DownloadRow.objects.bulk_create(
        (
            DownloadRow(
                id=new_id(),
                order_id=order_id,
                position=position,
                file_id=file.id,
                name=file.name,
                size=file.size,
                opened_at=now,
                expires_at=now + timedelta(days=rules.days),
                most=rules.times,
            )
            for position, each in files.items()
            for file in each
        ),
        ignore_conflicts=True,
    )


def use_download(*, download_id: DownloadId, renewals: int, actor: Actor, now: datetime) -> FileId:
    """The buyer fetches a file once more; returns which. Counted before a byte leaves, so that of many at once no more
    get it than may.

    :raises DownloadOver: when it was fetched as often as it may be, its time is over, or it was ended.
    """
    actor.must(FULFILMENT_DOWNLOAD)
    with transaction.atomic(savepoint=False):
        used = DownloadRow.objects.filter(
            pk=download_id, renewals=renewals, ended_at=None, expires_at__gt=now, used__lt=F("most")
        ).update(used=F("used") + 1, last_used_at=now)
        if not used:
            raise DownloadOver
        return download(download_id).file_id


def renew_download(*, download_id: DownloadId, market: str, actor: Actor, now: datetime) -> None:
    """The buyer may fetch a file anew, as often and as long as the market's rules say, by another link: the one there
    was opens nothing any more.

    :raises UnknownDownload: when there is none.
    """
    actor.must(FULFILMENT_SHIP, market=market)
    rules = download_rules(market)
    with transaction.atomic(savepoint=False):
        known = download(download_id)
        DownloadRow.objects.filter(pk=download_id).update(
            renewals=F("renewals") + 1,
            used=0,
            most=rules.times,
            expires_at=now + timedelta(days=rules.days),
            ended_at=None,
        )
        _tell("download renewed", known.order_id, known.name, actor, now)


def end_downloads(*, order_id: UUID, positions: Collection[int] | None = None, actor: Actor, now: datetime) -> None:
    """What an order's buyer may fetch ends: all of it, or what was bought with the lines at those positions."""
    actor.must(FULFILMENT_SHIP)
    with transaction.atomic(savepoint=False):
        rows = DownloadRow.objects.filter(order_id=order_id, ended_at=None)
        if positions is not None:
            rows = rows.filter(position__in=positions)
        names = list(rows.values_list("name", flat=True))
        if rows.update(ended_at=now):
            _tell("downloads ended", order_id, ", ".join(sorted(names)), actor, now)


def end_download(*, download_id: DownloadId, market: str, actor: Actor, now: datetime) -> None:
    """The buyer may fetch a file no more; whoever ended it may renew it.

    :raises UnknownDownload: when there is none.
    """
    actor.must(FULFILMENT_SHIP, market=market)
    with transaction.atomic(savepoint=False):
        known = download(download_id)
        if DownloadRow.objects.filter(pk=download_id, ended_at=None).update(ended_at=now):
            _tell("downloads ended", known.order_id, known.name, actor, now)


def save_download_rules(*, market: str, rules: DownloadRules, actor: Actor, now: datetime) -> None:
    """How often and how long files of a market may be fetched that are bought from now on.

    :raises BadDownloadRules: for a number below 1, or beyond ``MOST_TIMES`` or ``MOST_DAYS``.
    """
    actor.must(MARKETS_EDIT, market=market)
    if not 1 <= rules.times <= MOST_TIMES:
        raise BadDownloadRules(field="times", most=MOST_TIMES)
    if not 1 <= rules.days <= MOST_DAYS:
        raise BadDownloadRules(field="days", most=MOST_DAYS)
    with transaction.atomic(savepoint=False):
        before = download_rules(market)
        if before == rules:
            return
        RulesRow.objects.update_or_create(market_id=market, defaults={"times": rules.times, "days": rules.days})
        record(
            action="download rules set",
            subject_type="markets.market",
            subject_id=market,
            before={"times": before.times, "days": before.days},
            after={"times": rules.times, "days": rules.days},
            actor=actor,
            now=now,
        )


def _tell(action: str, order_id: UUID, name: str, actor: Actor, now: datetime) -> None:
    record(action=action, subject_type=_SUBJECT, subject_id=order_id, after={"file": name}, actor=actor, now=now)
