import pytest
from django.utils import translation

from comptoir.backoffice.formats import percent_text


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(11, 13, "85%"), (1, 8, "13%"), (999, 1000, "99%"), (7, 7, "100%"), (0, 9, "0%")]
)
def test_a_share_is_rounded_half_up_and_all_is_only_said_of_all(part: int, whole: int, shown: str) -> None:
    with translation.override("en"):
        assert percent_text(part, whole) == shown
