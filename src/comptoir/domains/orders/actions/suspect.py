"""Orders that are held by rule, before anybody has looked at them."""

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from comptoir.domains.markets.queries import market as market_of
from comptoir.domains.orders.actions.hold import hold_order
from comptoir.domains.orders.errors import BadHoldRules
from comptoir.domains.orders.models import HoldRules as RulesRow
from comptoir.domains.orders.permissions import ORDERS_CONFIGURE, ORDERS_SETTLE
from comptoir.domains.orders.queries import hold_rules, order
from comptoir.domains.orders.rules import rule_that_holds
from comptoir.domains.orders.values import HoldFacts, HoldRule, HoldRules, Order, OrderId
from comptoir.kernel.access import Actor, job_actor
from comptoir.kernel.history import record
from comptoir.kernel.sql import fetch

_RULES = job_actor("orders.hold_rules")

_FACTS = """
SELECT NOT EXISTS (SELECT FROM orders_order
                    WHERE customer_id = %(customer)s AND id <> %(id)s AND paid_at IS NOT NULL AND state <> 'cancelled'),
       (SELECT count(*) FROM orders_order
         WHERE placed_at > %(since)s AND (customer_id = %(customer)s OR id = ANY(%(others)s) OR id = %(id)s)),
       (SELECT count(DISTINCT lower(email)) FROM orders_order WHERE id = ANY(%(others)s) OR id = %(id)s)
"""


def set_hold_rules(*, market: str, rules: HoldRules, actor: Actor, now: datetime) -> None:
    """Say which orders of a market are held as soon as they are paid. Orders that are paid already stay as they are.

    :raises BadHoldRules: for amounts of another currency or below zero, or numbers that hold everything or nothing.
    """
    actor.must(ORDERS_CONFIGURE, market=market)
    _check(rules, market_of(market).currency)
    with transaction.atomic(savepoint=False):
        before = hold_rules(market)
        if rules == before:
            return
        columns = {
            "amount_above_minor": rules.amount_above.minor if rules.amount_above else None,
            "first_above_minor": rules.first_above.minor if rules.first_above else None,
            **{name: getattr(rules, name) for name in _COUNTED},
            "countries_differ": rules.countries_differ,
        }
        RulesRow.objects.update_or_create(market_id=market, defaults=columns)
        record(
            action="hold rules set",
            subject_type="orders.holdrules",
            subject_id=market,
            actor=actor,
            now=now,
            before=_told(before),
            after=_told(rules),
        )


_COUNTED = ("orders_most", "emails_most", "tries_most", "hours")


def _check(rules: HoldRules, currency: str) -> None:
    for name in ("amount_above", "first_above"):
        amount = getattr(rules, name)
        if amount is not None and (amount.currency != currency or amount.minor < 0):
            raise BadHoldRules(field=name)
    for name in _COUNTED:
        count = getattr(rules, name)
        if (count is not None and not 1 <= count <= 1_000) or (name == "hours" and count is None):
            raise BadHoldRules(field=name)


def _told(rules: HoldRules) -> dict[str, object]:
    return {name: getattr(rules, name) for name in (field.name for field in fields(rules))}


def hold_by_rule(
    *, order_id: OrderId, from_source: Collection[UUID], tries: int, actor: Actor, now: datetime
) -> HoldRule | None:
    """Hold an order that is being paid if a rule of its market says so, and tell which. The customer is not told.

    Called in the transaction that marks it as paid: nobody can prepare it in between. ``from_source`` are the orders
    that were paid from the same place within the rules' hours, ``tries`` the payments of this one that were refused.
    """
    actor.must(ORDERS_SETTLE)
    with transaction.atomic(savepoint=False):
        found = order(order_id)
        rules = hold_rules(found.market)
        if rules == HoldRules():
            return None
        rule = rule_that_holds(rules, _facts(found, rules, from_source, tries, now))
        if rule is not None:
            hold_order(order_id=order_id, because=rule, actor=_RULES, now=now)
        return rule


def _facts(found: Order, rules: HoldRules, from_source: Collection[UUID], tries: int, now: datetime) -> HoldFacts:
    given = {
        "id": found.id,
        "customer": found.customer_id,
        "since": now - timedelta(hours=rules.hours),
        "others": list(from_source),
    }
    ((is_first, orders, emails),) = fetch(_FACTS, given)
    return HoldFacts(
        total=found.total,
        is_first=is_first,
        countries=(found.shipping_address.country, found.billing_address.country),
        orders=orders,
        emails=emails,
        tries=tries,
    )
