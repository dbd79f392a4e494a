"""What travels packed, and what never does."""

from __future__ import annotations

import gzip
from hypothesis import given
from hypothesis import strategies as st
from motcua.setup.packing import accepts_gzip
from motcua.setup.packing import Packing
import pytest


PAGE = "<p>Đăng ký khai sinh</p>" * 200
PUBLIC = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "public, max-age=0"),
    ("ETag", '"abc"'),
)


def ask(headers=PUBLIC, body=PAGE, accept="gzip, deflate, br", status="200 OK"):
    """Return (status, headers, body) of one request through the middleware."""
    plain = body.encode() if isinstance(body, str) else body

    def application(environ, start_response):
        start_response(status, [*headers, ("Content-Length", str(len(plain)))])
        return [plain]

    seen = []
    parts = Packing(application)(
        {"HTTP_ACCEPT_ENCODING": accept},
        lambda status, headers, exc_info=None: seen.append((status, dict(headers))),
    )
    return seen[0][0], seen[0][1], b"".join(parts)


def test_a_public_page_is_packed_and_says_so():
    _status, headers, body = ask()
    assert headers["Content-Encoding"] == "gzip"
    assert headers["Content-Length"] == str(len(body))
    assert headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(body).decode() == PAGE
    assert len(body) < len(PAGE.encode()) / 5


def test_the_validator_becomes_weak():
    assert ask()[1]["ETag"] == 'W/"abc"'


def test_the_same_page_packs_to_the_same_bytes():
    assert ask()[2] == ask()[2]


@pytest.mark.parametrize(
    "headers",
    [
        (("Content-Type", "text/html"), ("Cache-Control", "private, no-store")),
        (("Content-Type", "text/html"),),
        (*PUBLIC, ("Set-Cookie", "a=b")),
        (*PUBLIC, ("Content-Encoding", "br")),
        (("Content-Type", "application/pdf"), ("Cache-Control", "public")),
        (("Content-Type", "image/png"), ("Cache-Control", "public")),
    ],
)
def test_what_is_private_or_packed_already_is_left_alone(headers):
    _status, answered, body = ask(headers)
    assert body.decode() == PAGE
    assert answered.get("Content-Encoding") != "gzip"


def test_an_error_page_is_left_alone():
    assert ask(status="404 Not Found")[2].decode() == PAGE


def test_a_short_answer_is_sent_as_it_is_but_varies():
    _status, headers, body = ask(body="x")
    assert (body, headers["Vary"]) == (b"x", "Accept-Encoding")
    assert "Content-Encoding" not in headers


@pytest.mark.parametrize("accept", ["", "br", "gzip;q=0", "gzip; q=0.0", "xgzip"])
def test_a_client_that_does_not_want_it_gets_plain_text(accept):
    assert ask(accept=accept)[2].decode() == PAGE


@pytest.mark.parametrize("accept", ["gzip", "GZIP;q=0.5", "br, gzip", "gzip;q=1.0"])
def test_a_client_that_wants_it_is_understood(accept):
    assert accepts_gzip(accept)


@given(st.binary(max_size=5000))
def test_nothing_is_lost(body):
    answered = ask(body=body)
    packed = answered[1].get("Content-Encoding") == "gzip"
    assert (gzip.decompress(answered[2]) if packed else answered[2]) == body


def test_the_application_is_closed_even_when_it_breaks():
    closed = []

    class Broken:
        def __iter__(self):
            raise OSError("disk")

        def close(self):
            closed.append(True)

    def application(environ, start_response):
        start_response("200 OK", list(PUBLIC))
        return Broken()

    with pytest.raises(OSError, match="disk"):
        Packing(application)({"HTTP_ACCEPT_ENCODING": "gzip"}, lambda *a: None)
    assert closed == [True]
