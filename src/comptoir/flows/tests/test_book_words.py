"""Every movement of stored value has its word in the books."""

from comptoir.domains.stored_value.values import AccountKind, EntryKind
from comptoir.flows.steps.book_stored_value import _KINDS, _MOVEMENTS


def test_every_kind_has_its_word() -> None:
    assert set(_MOVEMENTS) == set(EntryKind)
    assert set(_KINDS) == set(AccountKind)
