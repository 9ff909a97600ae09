from comptoir.domains.stored_value.values import AccountId
from comptoir.kernel.events import Event, event


@event("stored_value.stored_value_issued.1")
class StoredValueIssued(Event):
    """A gift card or store credit is there to be spent. Its code is told by nobody but the letter to its owner."""

    account_id: AccountId
    market: str
