from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from comptoir.connectors.carriers.own.carrier import OwnCarrier
from comptoir.connectors.carriers.own.label import routing_of, weight_label
from comptoir.connectors.carriers.tests.bench import RECIPIENT, a_parcel, new_key
from comptoir.connectors.carriers.tests.conformance import CarrierConformance


class OwnBench:
    """There is nothing at the other end."""

    carrier = OwnCarrier()
    serves = "Le vélo de Jo"
    has_network = False

    def refuse_next(self, reason: str) -> None:
        raise NotImplementedError

    def lose_next_reply(self) -> None:
        raise NotImplementedError

    def be_down(self) -> None:
        raise NotImplementedError


class TestOwn(CarrierConformance):
    @pytest.fixture
    def bench(self) -> OwnBench:
        return OwnBench()

    def test_the_label_says_where_the_parcel_goes(self, bench: OwnBench) -> None:
        outcome = bench.carrier.book(key=new_key(), request=a_parcel("Le vélo de Jo"))
        (page,) = PdfReader(BytesIO(outcome.pdf)).pages
        words = page.extract_text()
        number = outcome.tracking_number
        spaced = f"CP {number[2:6]} {number[6:10]} {number[10:14]} {number[14:]}"
        for text in ("Le vélo de Jo", "FR 33", "Lucie Martin", "33000 Bordeaux", "FR-1001", "1,24\u00a0kg", spaced):
            assert text in words
        assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [100, 150]

    def test_the_same_key_gives_the_same_bytes(self, bench: OwnBench) -> None:
        key, request = new_key(), a_parcel("Jo")
        assert bench.carrier.book(key=key, request=request) == bench.carrier.book(key=key, request=request)

    def test_an_address_of_any_length_and_script_stays_on_one_page(self, bench: OwnBench) -> None:
        long = replace(
            RECIPIENT, name="Александра 🐝 " + "de Saint-Exupéry " * 4, company="Coopérative " * 9, region="Осака"
        )
        outcome = bench.carrier.book(key=new_key(), request=replace(a_parcel("Jo"), recipient=long))
        assert len(PdfReader(BytesIO(outcome.pdf)).pages) == 1


def test_what_the_sorter_looks_at_first() -> None:
    assert routing_of(RECIPIENT) == "FR 33"
    assert routing_of(replace(RECIPIENT, country="IE", postal_code="")) == "IE"
    assert routing_of(replace(RECIPIENT, country="GB", postal_code="sw1a 1aa")) == "GB SW"


def test_weights_are_written_as_people_say_them() -> None:
    assert (weight_label(840, "fr"), weight_label(1_250, "fr"), weight_label(1_250, "en")) == (
        "840\u00a0g",
        "1,25\u00a0kg",
        "1.25\u00a0kg",
    )
