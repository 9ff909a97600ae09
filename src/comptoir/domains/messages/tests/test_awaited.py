"""What letters say of goods that are still to come."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from comptoir.domains.inventory.actions import reserve_stock
from comptoir.domains.inventory.testing import let_order, make_stock
from comptoir.domains.inventory.values import StockLine
from comptoir.domains.messages.actions import queue_order_message
from comptoir.domains.messages.queries import letter_for, message
from comptoir.domains.messages.values import MessageKind
from comptoir.domains.orders.testing import a_draft, make_order
from comptoir.kernel.testing import NOON, OWNER

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("on_shelf", "preorder", "on", "said"),
    [
        (0, False, date(2026, 12, 12), "2 on order, expected on 12 December 2026"),
        (1, True, date(2026, 12, 12), "1 as a pre-order, available on 12 December 2026"),
        (1, False, None, "1 on order\n"),
        (0, True, NOON.date() - timedelta(days=1), "2 as a pre-order\n"),
        (2, False, date(2026, 12, 12), ""),
    ],
)
def test_a_line_says_what_of_it_is_still_to_come(on_shelf: int, preorder: bool, on: date | None, said: str) -> None:
    draft = a_draft(language="en")
    (line,) = draft.lines
    make_stock(on_shelf, variant_id=line.variant_id)
    let_order(line.variant_id, expected_on=on, preorder=preorder)
    delivery = replace(draft.delivery, promised_on=None)
    placed = make_order(language="en", delivery=delivery, lines=(replace(line, on_order=2 - on_shelf),))
    goods = [StockLine(variant_id=line.variant_id, quantity=2)]
    reserve_stock(lines=goods, order_id=placed.id, until=NOON + timedelta(hours=1), actor=OWNER, now=NOON)
    id = queue_order_message(kind=MessageKind.ORDER_TO_PAY, order_id=placed.id, actor=OWNER, now=NOON)
    assert id is not None
    letter = letter_for(message(id), now=NOON)
    assert letter is not None
    if said:
        assert f"\n  {said}" in letter.text
        assert said.strip() in letter.html
    else:
        assert "on order" not in letter.text + letter.html
