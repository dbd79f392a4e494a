"""What may be shown later, while the house is down."""

from __future__ import annotations

from motcua.setup.lasting import Lasting
import pytest
import re


PUBLIC = ("Cache-Control", "public, max-age=0, s-maxage=1")
PRIVATE = ("Cache-Control", "private, no-store")


def marks(*headers, status="200 OK", path="/vi/x", method="GET"):
    """Return the headers that the middleware adds."""
    seen = []

    def application(environ, start_response):
        start_response(status, list(headers))
        return [b""]

    Lasting(application)(
        {"REQUEST_METHOD": method, "PATH_INFO": path},
        lambda status, headers, exc_info=None: seen.extend(headers),
    )
    return dict(seen[len(headers) :])


def test_a_public_answer_is_kept_with_the_time_at_which_it_was_made():
    said = marks(PUBLIC)
    assert said["X-Accel-Expires"] == "@1"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d", said["X-Made"])
    assert marks(PUBLIC, path="/portal-style/1/portal.css")


def test_a_public_page_that_is_gone_takes_the_place_of_what_stood_there():
    assert marks(PRIVATE, status="404 Not Found")
    assert marks(PRIVATE, status="410 Gone", path="/en/procedures/1")
    assert not marks(PRIVATE, status="404 Not Found", path="/ban-lam-viec")


@pytest.mark.parametrize(
    "headers",
    [
        (),
        (PRIVATE,),
        (PUBLIC, PRIVATE),
        (PUBLIC, ("Set-Cookie", "a=b")),
        (("Cache-Control", "max-age=60"),),
        (("Cache-Control", "x-public"),),
    ],
)
def test_nothing_else_is(headers):
    assert marks(*headers) == {}


def test_neither_are_answers_to_posts_nor_failures():
    assert marks(PUBLIC, method="POST") == {}
    assert marks(PUBLIC, status="500 Internal Server Error") == {}
    assert marks(PUBLIC, status="302 Found") == {}
