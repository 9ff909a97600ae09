"""What journeys share that take an account."""

import re

from tests.journeys.buyer import Buyer
from tests.journeys.letters import Letter

PASSWORD = "le chat dort sur le pain"


def letter_about_account(buyer: Buyer) -> Letter:
    """The next letter with a link into the account; those about the order come as well."""
    while True:
        letter = buyer.mailbox.next()
        if re.search(r"/(compte/lien|account/link)/", letter.text):
            return letter
