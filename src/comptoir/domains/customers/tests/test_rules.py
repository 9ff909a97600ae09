import pytest

from comptoir.domains.customers.errors import BadVatNumber, FieldTooLong
from comptoir.domains.customers.rules import details_errors, tidy
from comptoir.domains.customers.values import CustomerDetails


def test_details_that_are_right() -> None:
    details = CustomerDetails(email="a@b.example", name="Lucie", company="Halle SAS", vat_number="FR44732829320")
    assert list(details_errors(details)) == []
    assert list(details_errors(CustomerDetails(email="a@b.example"))) == []


@pytest.mark.parametrize("field", ["name", "company", "phone", "language"])
def test_nothing_is_too_long(field: str) -> None:
    (error,) = details_errors(CustomerDetails(email="a@b.example", **{field: "x" * 201}))
    assert (type(error), error.field, error.facts["limit"]) == (FieldTooLong, field, 200)


def test_a_vat_number_is_checked() -> None:
    (error,) = details_errors(CustomerDetails(email="a@b.example", vat_number="FR00732829320"))
    assert (type(error), error.field) == (BadVatNumber, "vat_number")


def test_tidying() -> None:
    assert tidy("  Lucie \n Martin\u00a0") == "Lucie Martin"
