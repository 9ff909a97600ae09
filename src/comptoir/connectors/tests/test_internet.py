import pytest

from comptoir.connectors.internet import is_public


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1:248:1893:25c8:1946", True), ("127.0.0.1", False),
        ("224.0.1.1", False), ("240.0.0.1", False), ("100.64.0.1", False), ("fec0::1", False),
        ("2002:7f00:1::", False), ("ff0e::1", False), ("::", False), ("198.18.0.1", False),
    ],
)  # fmt: skip
def test_which_numbers_are_public(number: str, public: bool) -> None:
    assert is_public(number) is public
