"""Codings and conditions of pages and static files, in process."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import brotli
import pytest
import zstandard

from jakgraph.service.app import YEAR_SECONDS

if TYPE_CHECKING:
    from flask.testing import FlaskClient

PAGES = ("/", "/problem", "/query", "/query?query=SELECT+*+%7B%3Fs+%3Fp+%3Fo%7D", "/static/jakgraph.css")
BROWSER = {"Accept": "text/html,*/*;q=0.8"}
DECODE = {"gzip": gzip.decompress, "br": brotli.decompress, "zstd": zstandard.ZstdDecompressor().decompress}


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_a_page_comes_coded_under_its_own_tag(client: FlaskClient, address: str, coding: str) -> None:
    """RFC 9110, 8.8.3.3 and 12.5.5: other bytes are another representation; Vary says what it depends on."""
    plain = client.get(address, headers=BROWSER)
    coded = client.get(address, headers={**BROWSER, "Accept-Encoding": coding})
    assert (coded.status_code, coded.headers["Content-Encoding"]) == (200, coding)
    assert DECODE[coding](coded.data) == plain.data
    assert "Content-Encoding" not in plain.headers
    assert all("Accept-Encoding" in response.headers["Vary"] for response in (plain, coded))
    assert plain.headers["ETag"] != coded.headers["ETag"]
    assert not coded.headers["ETag"].startswith("W/")
    assert len(coded.data) < len(plain.data)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("coding", ["identity", "br"])
def test_a_page_that_the_client_holds_is_304(client: FlaskClient, address: str, coding: str) -> None:
    """RFC 9110, 13.1.2 and 15.4.5: without a body, with the tag and Vary; lists are read, other tags do not count."""
    headers = {**BROWSER, "Accept-Encoding": coding}
    first = client.get(address, headers=headers)
    again = client.get(address, headers={**headers, "If-None-Match": f'"other", {first.headers["ETag"]}'})
    again.close()  # as a server does: Flask opens the file before it compares tags
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert "Accept-Encoding" in again.headers["Vary"]
    assert again.headers.get("Cache-Control") == first.headers.get("Cache-Control")
    assert client.get(address, headers={**headers, "If-None-Match": '"other"'}).data == first.data


@pytest.mark.parametrize("address", [*PAGES, "/sparql?query=SELECT+*+%7B%3Fs+%3Fp+%3Fo%7D", "/store?default"])
@pytest.mark.parametrize("coding", ["identity", "br"])
def test_head_says_what_get_says(client: FlaskClient, address: str, coding: str) -> None:
    """RFC 9110, 9.3.2: the same header fields, Content-Length included, and no body."""
    headers = {"Accept": "text/html" if address in PAGES else "*/*", "Accept-Encoding": coding}
    got, head = client.get(address, headers=headers), client.head(address, headers=headers)
    own = ("Date", "Query-Id")
    said = [{name: value for name, value in response.headers if name not in own} for response in (got, head)]
    assert said[0] == said[1]
    assert head.data == b""


def test_files_say_how_long_they_hold_once(client: FlaskClient) -> None:
    """RFC 9111, 5.3: max-age goes before Expires, which would make the same answer another one each second."""
    response = client.get("/static/jakgraph.css")
    assert response.cache_control.max_age == YEAR_SECONDS
    assert "Expires" not in response.headers


@pytest.mark.parametrize("address", ["/", "/sparql?query=ASK%7B%7D", "/store?default"])
def test_ranges_are_ignored(client: FlaskClient, address: str) -> None:
    """RFC 9110, 14.2: a server may ignore Range; the whole comes, as 200."""
    whole, asked = client.get(address), client.get(address, headers={"Range": "bytes=0-3"})
    assert (asked.status_code, asked.data) == (200, whole.data)
    assert "Content-Range" not in asked.headers


@pytest.mark.parametrize("address", ["/", "/sparql?query=ASK%7B%7D", "/store?default", "/static/jakgraph.css"])
def test_what_cannot_be_sent_at_all_is_406(client: FlaskClient, address: str) -> None:
    """RFC 9110, 12.5.3: with identity ruled out and no coding known, the client is told which there are."""
    response = client.get(address, headers={"Accept-Encoding": "identity;q=0, compress"})
    assert (response.status_code, response.json["available"]) == (406, ["br", "zstd", "gzip"])
    assert "Accept-Encoding" in response.headers["Vary"]


@pytest.mark.parametrize("address", ["/sparql?query=ASK", "/store", "/sparql?query=ASK%7B%7D&format=turtle", "/none"])
def test_errors_are_not_kept_and_vary(client: FlaskClient, address: str) -> None:
    """A mistake may be mended at any moment, and browsers get a page of it."""
    response = client.get(address)
    assert response.status_code >= 400
    assert response.headers["Cache-Control"] == "no-store"
    assert "Accept" in response.headers["Vary"]
