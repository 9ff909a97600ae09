"""How the machine acts: one thing at a time, perhaps cut off, and what is written down afterwards is counted."""

import logging
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.core.management import call_command
from django.db import OperationalError, connection
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from comptoir.domains.cart.values import CartId
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.orders.errors import TotalChanged
from comptoir.domains.orders.values import OrderId, OrderState
from comptoir.domains.stored_value.values import AccountId
from comptoir.flows.place_order import Checkout, Placed
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.clock import living_again
from comptoir.kernel.errors import BusinessError
from comptoir.kernel.testing import NOON
from tests.life.bank import Bank
from tests.life.books import lines_of, owned_pieces, states_of_orders
from tests.life.cutting import Cutter, Died
from tests.life.model import KnownOrder, can_become
from tests.life.world import SHELF

MEMORY = Path("/dev/shm")
NTH = st.integers(min_value=0, max_value=9)
"""Which one of several: the latest first."""

SEEN: Counter[str] = Counter()
"""What became of everything that was tried, by rule: what a run has really been through."""

type Notebook = Callable[[KnownOrder, Counter[str]], None]


@dataclass(slots=True)
class KnownCart:
    """What somebody has put into a cart, and what they pressed to order it."""

    id: CartId
    market: str
    delivery: str
    pieces: dict[str, int]
    pressed: tuple[Checkout, str] | None = None
    answer: Placed | None = None
    order: KnownOrder | None = None


class Complaints(logging.Handler):
    """What the program itself calls an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if not isinstance(error, BusinessError):
            self.heard.append(f"{record.getMessage()}: {error!r}")


class Acting(RuleBasedStateMachine):
    """A shop that somebody trades with, and the notebook that is kept beside it."""

    def __init__(self) -> None:
        super().__init__()
        call_command("flush", verbosity=0, interactive=False, allow_cascade=True, inhibit_post_migrate=True)
        self.now = NOON
        self.cutter, self.complaints = Cutter(), Complaints()
        self._log = logging.getLogger("comptoir")
        self._usual_log = self._log.handlers, self._log.propagate
        self._log.handlers, self._log.propagate = [self.complaints], False
        self.bank = Bank(Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None)), self.cutter.point)
        self.variants: dict[str, VariantId] = {}
        self.carts: list[KnownCart] = []
        self.orders: list[KnownOrder] = []
        self.cards: dict[AccountId, str] = {}  # with the code, where it was told
        self.owned = Counter({sku: count + count // 3 for sku, count in SHELF.items()})
        self.keys = self.steps = 0

    def teardown(self) -> None:
        self._log.handlers, self._log.propagate = self._usual_log
        self.bank.close()

    @property
    def is_broken(self) -> bool:
        """Whether it ends because something was found, so that nothing more is to be looked for."""
        return sys.exception() is not None

    def new_key(self) -> str:
        self.keys += 1
        return f"k{self.keys}"

    def nth[T](self, of: Sequence[T], number: int) -> T:
        return of[-1 - number % len(of)]

    def has(self, *states: OrderState) -> bool:
        return any(each.state in states for each in self.orders)

    def order_in(self, number: int, *states: OrderState) -> KnownOrder:
        """One that can be expected to take part, if there is one; the tenth is any."""
        likely = [each for each in self.orders if each.state in states] if number < 9 else []
        return self.nth(likely or self.orders, number)

    def act[T](self, do: Callable[[], T], *, about: KnownOrder | None = None, then: Notebook | None = None) -> T | None:
        """Do one thing, and compare with what the notebook says then.

        A refusal changes nothing that is counted; what is cut off has been done or not, and nothing between.
        Returns the answer, None if there was none.
        """
        self.now += timedelta(seconds=1)
        answer, was_done, refusal = None, False, ""
        with living_again(self.now), self.cutter.watching():
            try:
                answer, was_done = do(), True
            except (NotAllowed, TotalChanged):
                raise
            except BusinessError as refused:
                refusal = type(refused).__name__
            except Died:
                pass
            except OperationalError:
                if not self.cutter.was_cut:
                    raise
        assert not connection.in_atomic_block
        assert self.cutter.was_cut or not self.complaints.heard, self.complaints.heard
        self.complaints.heard.clear()
        outcome = "cut off" if self.cutter.was_cut else "done" if was_done else refusal
        SEEN[f"{sys._getframe(1).f_code.co_name}: {outcome}"] += 1
        self._write_down(about, then, was_done=was_done, was_cut=self.cutter.was_cut)
        return answer

    def _write_down(self, about: KnownOrder | None, then: Notebook | None, *, was_done: bool, was_cut: bool) -> None:
        order = about or KnownOrder(id=UUID(int=0), market="", delivery=0, lines=[])
        changed, owned = deepcopy(order), Counter(self.owned)
        if then and (was_done or was_cut):
            then(changed, owned)
        found = self._found(about)
        if was_cut and found == _as_found(about, self.owned):
            return
        assert found == _as_found(changed if about else None, owned), (
            f"counted {found}, noted {_as_found(changed if about else None, owned)}, done {was_done}, cut {was_cut}"
        )
        self.owned = owned
        if about:
            for name in KnownOrder.__slots__:
                setattr(about, name, getattr(changed, name))

    def _found(self, about: KnownOrder | None) -> object:
        if about is None:
            return (owned_pieces(),)
        return (owned_pieces(), lines_of(about.id))

    def see_states(self) -> None:
        """How all orders stand: what anything has done to them was a declared move, or several."""
        found = states_of_orders()
        for known in self.orders:
            state = found[known.id]
            assert can_become(known.state, state), f"order {known.id} was {known.state} and is {state}"
            assert not known.called_off or state is OrderState.CANCELLED, f"order {known.id} was called off, is {state}"
            known.state = state


def _as_found(order: KnownOrder | None, owned: Counter[str]) -> object:
    return (dict(owned),) if order is None else (dict(owned), order.pieces)


def order_id_of(order: KnownOrder) -> OrderId:
    return OrderId(order.id)
