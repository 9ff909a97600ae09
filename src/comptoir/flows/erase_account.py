from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from comptoir.domains.cart.actions import empty_carts_of, erase_wishes
from comptoir.domains.cart.values import WishListId
from comptoir.domains.cases.actions import forget_asker
from comptoir.domains.customers.actions import erase_customers
from comptoir.domains.customers.errors import ErasureMustWait
from comptoir.domains.customers.permissions import CUSTOMERS_OWN
from comptoir.domains.customers.queries import emails_to_forget
from comptoir.domains.customers.values import Belonging, LoginId
from comptoir.domains.invoicing.queries import documents_for
from comptoir.domains.messages.actions import erase_alerts, forget_addressee
from comptoir.domains.orders.actions import forget_buyer
from comptoir.domains.orders.queries import own_orders
from comptoir.domains.orders.values import OPEN_STATES, OrderId
from comptoir.domains.pricing.actions import forget_voucher_user
from comptoir.domains.returns.actions import forget_returner
from comptoir.domains.returns.queries import returns_for
from comptoir.domains.returns.values import ReturnState
from comptoir.domains.reviews.actions import erase_reviewer
from comptoir.domains.stored_value.actions import forget_card_owner
from comptoir.kernel.access import Actor

_ENDED = frozenset({ReturnState.CLOSED, ReturnState.REFUSED, ReturnState.WITHDRAWN, ReturnState.STOPPED})


def erase_account(*, login_id: LoginId, wish_list_id: WishListId | None = None, actor: Actor, now: datetime) -> None:
    """Forget who somebody is, at their wish (regulation (EU) 2016/679, article 17), in one transaction.

    What accounting law has us keep stays (code de commerce, L123-22: ten years): invoices, to whom their orders were
    billed and sent, payments, and the ledger. Everything else that names them is taken away; see
    docs/explain/personal-data.md, and the test that looks through every table. ``wish_list_id`` is the list of the
    browser that they ask from: lists hang on no account. Saying it twice changes nothing.

    :raises ErasureMustWait: while an order or a return of theirs is under way; nothing was done.
    """
    actor.must(CUSTOMERS_OWN)
    ours = actor.with_consequences()
    with transaction.atomic(durable=True):
        # Cart and order before the customer: whoever holds an order may still refer to its customer, by another order
        # that replaces goods of it. Whoever orders meanwhile holds the cart, or is seen once the customer is locked.
        customers, emails = emails_to_forget(login_id)
        if not customers:
            return
        owners = [each.customer_id for each in customers]
        empty_carts_of(customer_ids=owners, emails=emails, actor=ours, now=now)
        if wish_list_id is not None:
            erase_wishes(wish_list_id=wish_list_id, actor=ours, now=now)
        order_ids = _ended_orders(customers)
        billed = {OrderId(each.order_id) for each in documents_for(order_ids)}
        forget_buyer(order_ids=order_ids, billed=billed, actor=ours, now=now)
        forget_returner(order_ids=order_ids, actor=ours, now=now)
        customers, emails = emails_to_forget(login_id, lock=True)
        if not customers:
            return  # somebody else was faster
        if late := [each.number for each in own_orders(customers) if each.id not in order_ids]:
            raise ErasureMustWait(numbers=", ".join(late))
        ids = [each.customer_id for each in customers]
        erase_customers(login_id=login_id, customer_ids=ids, actor=ours, now=now)
        forget_voucher_user(emails=emails, actor=ours, now=now)
        forget_card_owner(emails=emails, actor=ours, now=now)
        for customer_id in sorted(ids):
            erase_reviewer(customer_id=customer_id, actor=ours, now=now)
        forget_asker(emails=emails, actor=ours, now=now)
        forget_addressee(emails=emails, actor=ours, now=now)
        for email in emails:  # after the letters, as when one about an article is given up
            erase_alerts(email=email, actor=ours, now=now)


def _ended_orders(customers: Sequence[Belonging]) -> list[OrderId]:
    orders = own_orders(customers)
    returns = returns_for([each.id for each in orders])
    waiting = [each.number for each in orders if each.state in OPEN_STATES]
    waiting += [each.number for each in returns if each.state not in _ENDED]
    if waiting:
        raise ErasureMustWait(numbers=", ".join(waiting))
    return [each.id for each in orders]
