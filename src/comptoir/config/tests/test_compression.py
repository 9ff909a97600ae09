import gzip
from io import BytesIO

import pytest
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from comptoir.config.compression import compressed_pages

PAGE = "<p>Miel de châtaignier</p>" * 40


def answered(response: HttpResponseBase, accepted: str = "gzip, br") -> HttpResponseBase:
    def made(_: HttpRequest) -> HttpResponseBase:
        return response

    return compressed_pages(made)(RequestFactory().get("/", headers={"Accept-Encoding": accepted}))


def test_a_page_is_compressed_for_who_takes_it() -> None:
    response = answered(HttpResponse(PAGE))
    assert isinstance(response, HttpResponse)
    assert response["Content-Encoding"] == "gzip"
    assert response["Vary"] == "Accept-Encoding"
    assert int(response["Content-Length"]) == len(response.content) < len(PAGE) / 2
    assert gzip.decompress(response.content).decode() == PAGE


def test_its_length_tells_nothing() -> None:
    lengths = {answered(HttpResponse(PAGE))["Content-Length"] for _ in range(40)}
    assert len(lengths) > 5


@pytest.mark.parametrize(
    "response",
    [FileResponse(BytesIO(PAGE.encode()), content_type="text/html"), HttpResponse(PAGE, content_type="text/csv")],
)
def test_files_are_left_as_they_are(response: HttpResponseBase) -> None:
    assert not answered(response).has_header("Content-Encoding")


def test_who_takes_no_compression_gets_it_plain() -> None:
    assert not answered(HttpResponse(PAGE), accepted="identity").has_header("Content-Encoding")
