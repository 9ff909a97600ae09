"""Who is to be told when an article is back: asked, confirmed by a letter, told once, forgotten."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from comptoir.domains.catalogue.queries import variants_by_sku, variants_for
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.queries import availability_for
from comptoir.domains.inventory.values import Band
from comptoir.domains.markets.queries import market as market_of
from comptoir.domains.messages.errors import NothingToWaitFor, StillThere, UnknownAlert
from comptoir.domains.messages.models import StockAlert as AlertRow
from comptoir.domains.messages.permissions import MESSAGES_SEND, MESSAGES_SUBSCRIBE
from comptoir.domains.messages.rules import A_ROUND, TOLD_KEPT, UNCONFIRMED_KEPT, may_be_told
from comptoir.domains.messages.values import ALERT_STATES, AlertId, AlertState, MessageKind, PastAlert
from comptoir.domains.pricing.queries import prices_for
from comptoir.kernel.access import Actor, ActorKind
from comptoir.kernel.clock import local_day
from comptoir.kernel.emails import normalised_email
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import execute, fetch, jsonb
from comptoir.kernel.transitions import move


def ask_for_alert(*, sku: str, market: str, language: str, email: str, actor: Actor, now: datetime) -> None:
    """Ask to be told when an article can be had again. Whoever owns the address confirms it by the letter they get.

    Asking again changes nothing, and tells nobody who waits already; the letter comes once a day at most.

    :raises BadEmail: for what is no address.
    :raises NothingToWaitFor: when the article is not sold in this market.
    :raises StillThere: when it can be had now.
    """
    actor.must(MESSAGES_SUBSCRIBE, market=market)
    email = normalised_email(email)
    variant = variants_by_sku([sku]).get(sku)
    if variant is None or not variant.active or variant.id not in prices_for([variant.id], market=market):
        raise NothingToWaitFor(field="sku", sku=sku)
    if availability_for([variant.id])[variant.id].band is not Band.OUT:
        raise StillThere(sku=sku)
    with transaction.atomic(savepoint=False):
        execute(
            """INSERT INTO messages_stockalert (id, variant_id, market_id, language, email, state, round, asked_at)
               VALUES (%s, %s, %s, %s, %s, 'asked', 1, %s)
                   ON CONFLICT (variant_id, market_id, email) WHERE state IN ('asked', 'confirmed') DO NOTHING""",
            [new_id(), variant.id, market, language, email, now],
        )
        waits = AlertRow.objects.filter(variant_id=variant.id, market_id=market, email=email)
        for row in waits.filter(state=AlertState.ASKED):
            day = local_day(now, market_of(market).time_zone).isoformat()
            _queue(MessageKind.ALERT_ASKED, {f"{row.pk}:{day}": row}, now)


def confirm_alert(*, alert_id: AlertId, actor: Actor, now: datetime) -> None:
    """Whoever reads the letter wants to be told. Confirming again changes nothing.

    :raises UnknownAlert: when there is none, or it is not the guest's.
    :raises MoveRefused: when it was stopped.
    """
    actor.must(MESSAGES_SUBSCRIBE)
    with transaction.atomic(savepoint=False):
        row = _opened(alert_id, actor)
        if row.state == AlertState.ASKED:
            changes = {"confirmed_at": now}
            move(row, to=AlertState.CONFIRMED, table=ALERT_STATES, actor=actor, now=now, changes=changes)


def stop_alert(*, alert_id: AlertId, actor: Actor, now: datetime) -> None:
    """Whoever reads a letter wants no more of them: the address is forgotten. Stopping again changes nothing.

    :raises UnknownAlert: when there is none, or it is not the guest's.
    """
    actor.must(MESSAGES_SUBSCRIBE)
    with transaction.atomic(savepoint=False):
        row = _opened(alert_id, actor)
        if row.state != AlertState.STOPPED:
            move(row, to=AlertState.STOPPED, table=ALERT_STATES, actor=actor, now=now)
            AlertRow.objects.filter(pk=alert_id).update(email="")


def _opened(alert_id: AlertId, actor: Actor) -> AlertRow:
    row = AlertRow.objects.select_for_update(no_key=True).filter(pk=alert_id).first()
    if row is None or (actor.kind is ActorKind.GUEST and actor.id != str(alert_id)):
        raise UnknownAlert(alert_id=str(alert_id))
    return row


def tell_back_in_stock(*, variant_ids: Collection[VariantId], actor: Actor, now: datetime) -> int:
    """Queue the letter to those who wait for these variants, of what is on a shelf and on sale; returns to how many.

    In the order in which they confirmed; for each piece no more within a day than ``rules.LETTERS_A_PIECE``. Nobody is
    told twice: their alert moves with the letter, in one transaction, and whoever comes second finds it moved.
    """
    actor.must(MESSAGES_SEND)
    if not variant_ids:
        return 0
    stock = availability_for(sorted(variant_ids))
    there = [id for id in sorted(variant_ids) if stock[id].band in (Band.IN_STOCK, Band.LOW) and stock[id].on_shelf]
    variants = variants_for(there)
    told = 0
    for id in there:
        if id in variants and variants[id].active:
            with transaction.atomic(savepoint=False):
                told += _tell(id, stock[id].on_shelf, now)
    return told


def _tell(variant_id: VariantId, pieces: int, now: datetime) -> int:
    # One at a time for each variant: two who count the same pieces would tell twice as many.
    fetch("SELECT pg_advisory_xact_lock(hashtext('messages.tell'), hashtext(%s))", [str(variant_id)])
    lately = AlertRow.objects.filter(variant_id=variant_id, state=AlertState.TOLD, told_at__gt=now - A_ROUND).count()
    sold = [code for code in _markets_of(variant_id) if variant_id in prices_for([variant_id], market=code)]
    first = fetch(
        """SELECT id FROM messages_stockalert
            WHERE variant_id = %s AND state = 'confirmed' AND market_id = ANY(%s)
            ORDER BY confirmed_at, id LIMIT %s FOR NO KEY UPDATE""",
        [variant_id, sold, may_be_told(pieces, lately)],
    )
    ids = [id for (id,) in first]
    rows = AlertRow.objects.filter(pk__in=ids)
    _queue(MessageKind.STOCK_BACK, {f"{row.pk}:{row.round}": row for row in rows}, now)
    # No line of history: thousands may be told at once, and each has its letter.
    return execute(
        "UPDATE messages_stockalert SET state = 'told', told_at = %s, round = round + 1 WHERE id = ANY(%s)", [now, ids]
    )


def _markets_of(variant_id: VariantId) -> list[str]:
    waiting = AlertRow.objects.filter(variant_id=variant_id, state=AlertState.CONFIRMED)
    return sorted(waiting.values_list("market_id", flat=True).distinct())


def _queue(kind: MessageKind, rows: Mapping[str, AlertRow], now: datetime) -> None:
    """Letters about alerts, each queued once under its key."""
    letters = [
        {"id": new_id(), "key": f"{kind}:{once}", "to": row.email, "language": row.language, "alert": row.pk}
        for once, row in rows.items()
    ]
    execute(
        """INSERT INTO messages_message (id, key, kind, "to", language, about_alert_id, state, subject, text, html,
                                         failure, queued_at)
           SELECT id, key, %s, "to", language, alert, 'queued', '', '', '', '', %s
             FROM jsonb_to_recordset(%s) AS given(id uuid, key text, "to" text, language text, alert uuid)
               ON CONFLICT (key) DO NOTHING""",
        [kind, now, jsonb(letters)],
    )


def forget_old_alerts(*, actor: Actor, now: datetime) -> int:
    """Forget the addresses of alerts that nobody confirmed, and of those that were told a while ago; how many."""
    actor.must(MESSAGES_SEND)
    return execute(
        """UPDATE messages_stockalert SET email = '', state = 'stopped'
            WHERE email <> '' AND (state = 'asked' AND asked_at < %s OR state = 'told' AND told_at < %s)""",
        [now - UNCONFIRMED_KEPT, now - TOLD_KEPT],
    )


def erase_alerts(*, email: str, actor: Actor, now: datetime) -> int:
    """Forget an address, whatever it waits for: part of forgetting a person. Returns how many alerts had it."""
    actor.must(MESSAGES_SEND)
    return execute(
        "UPDATE messages_stockalert SET email = '', state = 'stopped' WHERE email = %s", [normalised_email(email)]
    )


def add_alerts(*, batch: Sequence[PastAlert], actor: Actor, now: datetime) -> int:
    """Take over alerts that were confirmed elsewhere, or for a demonstration. Those that wait already are passed over;
    returns how many came in."""
    actor.must(MESSAGES_SEND)
    rows = [
        {
            "id": new_id(),
            "variant": past.variant_id,
            "market": past.market,
            "language": past.language,
            "email": normalised_email(past.email),
            "at": min(past.asked_at, now),
        }
        for past in batch
    ]
    return execute(
        """INSERT INTO messages_stockalert (id, variant_id, market_id, language, email, state, round, asked_at,
                                            confirmed_at)
           SELECT id, variant, market, language, email, 'confirmed', 1, at, at
             FROM jsonb_to_recordset(%s) AS given(id uuid, variant uuid, market text, language text, email text,
                                                  at timestamptz)
               ON CONFLICT (variant_id, market_id, email) WHERE state IN ('asked', 'confirmed') DO NOTHING""",
        [jsonb(rows)],
    )
