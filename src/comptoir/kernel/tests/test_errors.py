"""What people read of a refusal."""

from django.utils.translation import override

from comptoir.kernel.errors import BusinessError
from comptoir.kernel.money import Money


class TooDear(BusinessError):
    message = "At most %(most)s for %(pieces)s."


def test_amounts_are_said_in_the_language_of_the_moment_and_kept_for_machines():
    refusal = TooDear(most=Money(3180, "EUR"), pieces=2)
    with override("fr"):
        assert str(refusal) == "At most 31,80\u00a0€ for 2."
    with override("en"):
        assert str(refusal) == "At most €31.80 for 2."
    assert refusal.facts["most"] == Money(3180, "EUR")
