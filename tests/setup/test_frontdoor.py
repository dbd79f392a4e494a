"""The front door: the portal at the root, and nothing behind it by other ways."""

from __future__ import annotations

from collections.abc import Iterator
from motcua.setup.frontdoor import FrontDoor
import pytest
from typing import Any


class Inside:
    """The application behind the door: remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}
        self.closed = False

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Inside:
        self.asked = environ
        headers = [
            ("Content-Length", "4"),
            ("Server", "Zope"),
            ("X-Powered-By", "Zope (www.zope.dev), Python (www.python.org)"),
            ("via", "waitress"),
        ]
        start_response("200 OK", headers)
        return self

    def __iter__(self) -> Iterator[bytes]:
        yield b"page"

    def close(self) -> None:
        self.closed = True


class Answer:
    """What came back through the door."""

    def __init__(self, door: FrontDoor, path: str, **environ: str) -> None:
        self.body = b"".join(
            door(
                {
                    "REQUEST_METHOD": "GET",
                    "PATH_INFO": path,
                    "HTTP_HOST": "localhost:8080",
                    "wsgi.url_scheme": "http",
                    **environ,
                },
                self.start,
            )
        )

    def start(self, status: str, headers: list[tuple[str, str]], _: Any = None) -> Any:
        self.status = status
        self.headers = dict(headers)


@pytest.fixture
def inside() -> Inside:
    return Inside()


@pytest.mark.parametrize("path", ["/", "", "/vi/thu-tuc", "/a b"])
def test_root_shows_the_portal(inside: Inside, path: str) -> None:
    assert Answer(FrontDoor(inside), path).body == b"page"
    assert inside.asked["PATH_INFO"] == (
        f"/VirtualHostBase/http/localhost:8080/motcua/VirtualHostRoot{path or '/'}"
    )


@pytest.mark.parametrize(
    ("host", "expected"),
    [("localhost", "localhost:80"), ("[::1]", "[::1]:80"), ("a.vn:81", "a.vn:81")],
)
def test_host_always_carries_its_port(inside: Inside, host: str, expected: str) -> None:
    Answer(FrontDoor(inside), "/", HTTP_HOST=host)
    assert inside.asked["PATH_INFO"].startswith(f"/VirtualHostBase/http/{expected}/")


def test_public_address_beats_what_a_client_claims(inside: Inside) -> None:
    door = FrontDoor(inside, "https://motcua.example.vn")
    Answer(door, "/", HTTP_HOST="evil.example")
    assert inside.asked["PATH_INFO"].startswith(
        "/VirtualHostBase/https/motcua.example.vn:443/motcua/"
    )


@pytest.mark.parametrize("host", ["a/b", "a b", "a@b", "x:y", "x/../y", "<x>", ":80"])
def test_a_host_that_is_no_host_is_refused(inside: Inside, host: str) -> None:
    assert Answer(FrontDoor(inside), "/", HTTP_HOST=host).status == "400 Bad Request"
    assert inside.asked == {}


@pytest.mark.parametrize(
    "path",
    [
        "/VirtualHostBase/https/evil.example:443/VirtualHostRoot/",
        "/VirtualHostRoot/",
        "/vi/VirtualHostBase/http/x:80/",
    ],
)
def test_nobody_chooses_the_virtual_host_from_outside(
    inside: Inside, path: str
) -> None:
    assert Answer(FrontDoor(inside), path).status == "404 Not Found"
    assert inside.asked == {}


def test_head_is_get_without_the_body(inside: Inside) -> None:
    answer = Answer(FrontDoor(inside), "/", REQUEST_METHOD="HEAD")
    assert answer.status == "200 OK"
    assert answer.body == b""
    assert answer.headers["Content-Length"] == "4"
    assert inside.asked["REQUEST_METHOD"] == "GET"
    assert inside.closed


def test_answers_do_not_name_the_software(inside: Inside) -> None:
    headers = Answer(FrontDoor(inside), "/").headers
    assert headers == {"Content-Length": "4"}


@pytest.mark.parametrize("url", ["motcua.example.vn", "ftp://x.vn", "https://x@y.vn"])
def test_bad_public_address_is_refused_at_start(inside: Inside, url: str) -> None:
    with pytest.raises(ValueError, match="MOTCUA_URL"):
        FrontDoor(inside, url)
