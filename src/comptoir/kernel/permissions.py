"""What may be done to the program at work, beside what domains allow."""

from comptoir.kernel.access import Permission

OPERATIONS_VIEW = Permission("operations.view")
OPERATIONS_REPLAY = Permission("operations.replay")  # have what failed for good tried again
