"""Files that were bought."""

from uuid import UUID

from comptoir.domains.catalogue.values import FileId
from comptoir.domains.fulfilment.errors import UnknownDownload
from comptoir.domains.fulfilment.models import Download as DownloadRow
from comptoir.domains.fulfilment.models import DownloadRules as RulesRow
from comptoir.domains.fulfilment.values import Download, DownloadId, DownloadRules


def downloads_of(order_id: UUID) -> tuple[Download, ...]:
    """What the buyer of an order may fetch, or might once, in the order of its lines. One statement."""
    rows = DownloadRow.objects.filter(order_id=order_id).order_by("position", "opened_at", "id")
    return tuple(_download(row) for row in rows)


def download(download_id: UUID) -> Download:
    """One file that was bought.

    :raises UnknownDownload: when there is none.
    """
    row = DownloadRow.objects.filter(pk=download_id).first()
    if row is None:
        raise UnknownDownload
    return _download(row)


def download_rules(market: str) -> DownloadRules:
    """How often and how long files may be fetched that are bought in a market: as usual, where nobody has said."""
    row = RulesRow.objects.filter(market_id=market).first()
    return DownloadRules() if row is None else DownloadRules(times=row.times, days=row.days)


def _download(row: DownloadRow) -> Download:
    return Download(
        id=DownloadId(row.pk),
        order_id=row.order_id,
        position=row.position,
        file_id=FileId(row.file_id),
        name=row.name,
        size=row.size,
        opened_at=row.opened_at,
        expires_at=row.expires_at,
        most=row.most,
        used=row.used,
        last_used_at=row.last_used_at,
        renewals=row.renewals,
        ended_at=row.ended_at,
    )
