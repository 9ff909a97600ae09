"""The figures that must be reached, as ratios to what the machine did in the same run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from comptoir.operations.bench.values import Measured, Report, Size

# By operation, and whether shared pages are kept: at least so much of the limit.
LEAST: Final[Mapping[tuple[str, str], float]] = {
    ("product", "kept"): 0.30,
    ("list", "kept"): 0.30,
    ("product", "off"): 0.015,
    ("list", "off"): 0.015,
    ("search", "kept"): 0.015,
    ("search", "off"): 0.015,
    ("checkout", "kept"): 0.02,
    ("checkout", "off"): 0.02,
}
MOST_GROWTH: Final = 1.5


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """``reached`` compares ``value`` with ``wanted`` as measured, not as printed."""

    what: str
    value: float
    wanted: float
    reached: bool


def verdicts(report: Report) -> list[Verdict]:
    """Everything that was measured and has a figure; the ratios at the largest size, the growth from the smallest."""
    if not report.sizes:
        return []
    smallest, largest = report.sizes[0], report.sizes[-1]
    found = [*_ratios(largest)]
    if smallest is not largest:
        found += _growth(smallest, largest)
    return [*found, *_errors(report)]


def _ratios(size: Size) -> Iterator[Verdict]:
    for each in size.measured:
        least = LEAST.get((each.operation, each.cache))
        if least is not None:
            yield Verdict(
                what=f"{described(each)}: share of {each.limit}{_compared(each)}, {size.products:,} products",
                value=each.share,
                wanted=least,
                reached=each.share >= least,
            )


def _growth(smallest: Size, largest: Size) -> Iterator[Verdict]:
    """By the shares and not the rates: between the two sizes the machine may have had other things to do."""
    before = {(each.operation, each.cache): each for each in smallest.measured}
    for each in largest.measured:
        former = before.get((each.operation, each.cache))
        if former is not None:
            growth = _growth_of(former, each)
            yield Verdict(
                what=f"{described(each)}: {smallest.products:,} to {largest.products:,} products costs at most",
                value=growth,
                wanted=MOST_GROWTH,
                reached=growth <= MOST_GROWTH,
            )


def _growth_of(former: Measured, each: Measured) -> float:
    if former.is_disturbed or each.is_disturbed:
        # One kind of share with itself: the two kinds differ by more than goods can make.
        before, after = former.processor_ratio, each.processor_ratio
    else:
        before, after = former.ratio, each.ratio
    return before / after if after else float("inf")


def _compared(each: Measured) -> str:
    return f" by processor time (others had {each.others:.0%} of the machine)" if each.is_disturbed else ""


def _errors(report: Report) -> Iterator[Verdict]:
    """A refusal is quick: with errors among the answers no rate says anything."""
    errors = sum(each.errors for size in report.sizes for each in size.measured)
    yield Verdict(what="errors", value=errors, wanted=0, reached=errors == 0)


def described(each: Measured) -> str:
    if each.operation == "search":
        return f"{each.label}, {'remembered' if each.cache == 'kept' else 'found anew'}"
    if each.operation not in ("product", "list"):
        return each.label
    return f"{each.label}, {'kept' if each.cache == 'kept' else 'made anew'}"
