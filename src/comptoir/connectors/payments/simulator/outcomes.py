"""What can be asked to happen at the bank simulator."""

from enum import StrEnum


class SimulatedOutcome(StrEnum):
    APPROVE = "approve"
    DECLINE = "decline"
    NO_FUNDS = "no_funds"
    CHALLENGE = "challenge"  # 3-D Secure on the bank's own page
    LATE = "late"  # answers that it does not know yet, and tells by a message after a while
    SLOW = "slow"  # answers after a while, on the line
    NEVER = "never"  # takes the money and never answers
    LOST = "lost"  # neither takes the money nor answers
    TWICE = "twice"  # approves, and sends every message twice
    CHOOSE = ""  # the buyer chooses on the bank's page


PUBLIC = (
    SimulatedOutcome.APPROVE,
    SimulatedOutcome.DECLINE,
    SimulatedOutcome.CHALLENGE,
    SimulatedOutcome.LATE,
    SimulatedOutcome.NEVER,
)
"""Those that the API takes, in demonstration and test mode."""
