"""Which tests run in one process, one after the other: those that share what takes longer to open than they do."""

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # ships no types

TOGETHER = {
    "tests/journeys/": "a demo shop and a browser",
    "tests/faults/": "a running shop",
    "tests/races/over_http/": "a running shop",
    "tests/races/burst/": "a drop",
    "src/comptoir/connectors/payments/stripe/": "localstripe",
    "tests/house/": "every file, parsed",
    "src/comptoir/operations/events/": "every file, parsed",
    "tests/find/": "goods to be found",
    "tests/ownership/": "a shop for many people",
}
"""By the start of their names, and what they share."""


class Together(LoadScopeScheduling):  # type: ignore[misc]  # for the same reason
    """Hands out tests one by one, but these in one go, and first."""

    def _split_scope(self, nodeid: str) -> str:
        return next((shared for start, shared in TOGETHER.items() if nodeid.startswith(start)), nodeid)
