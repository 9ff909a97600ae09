from collections.abc import Sequence

from comptoir.domains.invoicing.values import Withheld
from comptoir.domains.returns.values import ReceivedLine


def withheld_of(*, lines: Sequence[ReceivedLine]) -> dict[int, Withheld]:
    """What is kept back of each line (by position), as credit notes know it."""
    return {
        line.position: Withheld(amount=line.kept_back.amount, because=line.kept_back.because)
        for line in lines
        if line.kept_back
    }
