import pytest
from django.utils import translation

from comptoir.kernel.emails import BadEmail, NoEmail, normalised_email


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        (" Lucie.Martin@Courriel.Example ", "lucie.martin@courriel.example"),
        ("lucie+cadeaux@courriel.example", "lucie+cadeaux@courriel.example"),
    ],
)
def test_one_person_is_one_address(given: str, normal: str) -> None:
    assert normalised_email(given) == normal


@pytest.mark.parametrize("bad", ["", "lucie", "lucie@", "@x.example", "a b@x.example", "é@x.example", "a@é.example"])
def test_what_is_no_address_is_refused_by_field(bad: str) -> None:
    with pytest.raises(BadEmail) as refused:
        normalised_email(bad, field="support_email")
    assert refused.value.field == "support_email"


def test_who_wrote_nothing_made_no_typing_error() -> None:
    with translation.override("en"), pytest.raises(NoEmail, match="Enter an e-mail address"):
        normalised_email("  ")


def test_an_address_longer_than_any_mailbox_is_refused() -> None:
    with pytest.raises(BadEmail):
        normalised_email("a" * 60 + "@" + ".".join(["b" * 60] * 4) + ".example")
