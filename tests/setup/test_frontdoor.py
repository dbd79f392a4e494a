"""The front door: the portal at the root, and nothing behind it by other ways."""

from __future__ import annotations

from collections.abc import Iterator
import json
from motcua.setup import frontdoor
from motcua.setup.frontdoor import FrontDoor
from motcua.setup.frontdoor import hardened
from motcua.setup.frontdoor import server_factory
import pytest
from types import SimpleNamespace
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
        "/_vh_evil/vi",
        "/_vh_/_vh_evil.example/vi",
    ],
)
def test_nobody_chooses_the_virtual_host_from_outside(
    inside: Inside, path: str
) -> None:
    assert Answer(FrontDoor(inside), path).status == "404 Not Found"
    assert inside.asked == {}


def test_programs_are_refused_with_an_object(inside: Inside) -> None:
    answer = Answer(FrontDoor(inside), "/++api++/@dossiers/VirtualHost/accept")
    assert answer.headers["Content-Type"] == "application/json"
    assert json.loads(answer.body) == {"type": "NotFound", "message": "Not Found"}


def test_head_is_get_without_the_body(inside: Inside) -> None:
    answer = Answer(FrontDoor(inside), "/", REQUEST_METHOD="HEAD")
    assert answer.status == "200 OK"
    assert answer.body == b""
    assert answer.headers["Content-Length"] == "4"
    assert inside.asked["REQUEST_METHOD"] == "GET"
    assert inside.closed


def test_answers_do_not_name_the_software(inside: Inside) -> None:
    headers = Answer(FrontDoor(inside), "/").headers
    assert headers["Content-Length"] == "4"
    assert not {name.lower() for name in headers} & {"server", "via", "x-powered-by"}


def test_every_answer_forbids_framing_sniffing_and_telling(inside: Inside) -> None:
    for answer in (
        Answer(FrontDoor(inside), "/"),
        Answer(FrontDoor(inside), "/VirtualHostRoot/"),
        Answer(FrontDoor(inside), "/", HTTP_HOST="a/b"),
    ):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
        assert "Strict-Transport-Security" not in answer.headers


def test_what_a_page_says_itself_is_not_said_again() -> None:
    said = [("X-Frame-Options", "DENY"), ("content-security-policy", "x")]
    kept: list[tuple[str, str]] = []
    start = hardened(lambda _status, headers, _=None: kept.extend(headers), False)
    start("200 OK", said)
    assert [pair for pair in kept if pair[0].lower() == "x-frame-options"] == said[:1]
    names = [name.lower() for name, _value in kept]
    assert names.count("content-security-policy") == 1


def test_behind_https_cookies_and_browsers_stay_there() -> None:
    kept: list[tuple[str, str]] = []
    start = hardened(lambda _status, headers, _=None: kept.extend(headers), True)
    start("200 OK", [("Set-Cookie", "__ac=x; Path=/"), ("Set-Cookie", "b=y; secure")])
    cookies = [value for name, value in kept if name == "Set-Cookie"]
    assert cookies == ["__ac=x; Path=/; Secure", "b=y; secure"]
    assert dict(kept)["Strict-Transport-Security"].startswith("max-age=")


@pytest.mark.parametrize(
    "method", ["PROPFIND", "PROPPATCH", "LOCK", "MOVE", "TRACE", "CONNECT", "get", "X"]
)
def test_only_methods_of_pages_and_programs_come_in(
    inside: Inside, method: str
) -> None:
    answer = Answer(FrontDoor(inside), "/desk", REQUEST_METHOD=method)
    assert answer.status == "501 Not Implemented"
    assert not inside.asked


def test_a_path_that_is_no_text_is_refused(inside: Inside) -> None:
    assert Answer(FrontDoor(inside), "/\xed\xa0\x80").status == "400 Bad Request"
    assert inside.asked == {}


@pytest.mark.parametrize(
    ("profile", "believed"), [("production", True), ("development", False)]
)
def test_only_the_proxy_of_production_names_the_client(
    monkeypatch: pytest.MonkeyPatch, profile: str, believed: bool
) -> None:
    given: dict[str, Any] = {}
    ended = SimpleNamespace(run=lambda: None)
    monkeypatch.setattr(
        frontdoor.waitress,
        "create_server",
        lambda _app, **options: given.update(options) or ended,
    )
    monkeypatch.setattr(frontdoor.signal, "signal", lambda *_: None)
    monkeypatch.setenv("MOTCUA_PROFILE", profile)
    server_factory({})(lambda *_: [])
    assert given["clear_untrusted_proxy_headers"]
    assert (given.get("trusted_proxy") == "127.0.0.1") is believed
    if believed:
        assert given["trusted_proxy_headers"] == {"x-forwarded-for"}
        assert given["trusted_proxy_count"] == 1


@pytest.mark.parametrize("url", ["motcua.example.vn", "ftp://x.vn", "https://x@y.vn"])
def test_bad_public_address_is_refused_at_start(inside: Inside, url: str) -> None:
    with pytest.raises(ValueError, match="MOTCUA_URL"):
        FrontDoor(inside, url)


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ("Basic YTpi", "200 OK"),
        ("basic YTpi", "200 OK"),
        ("Bearer x.y.z", "200 OK"),
        ("Basic", "200 OK"),
        ("Basic YQ==", "400 Bad Request"),
        ("Basic /zr/", "400 Bad Request"),
        ("Basic !!!", "400 Bad Request"),
        ("Basic \xff", "400 Bad Request"),
    ],
)
def test_a_login_that_is_none_is_refused(
    inside: Inside, given: str, status: str
) -> None:
    answer = Answer(FrontDoor(inside), "/", HTTP_AUTHORIZATION=given)
    assert answer.status == status
