"""nginx in front: reading goes on, nothing private is kept, nobody asks too often."""

from __future__ import annotations

from collections.abc import Iterator
import gzip
import json
from motcua.setup import nginx
from motcua.setup.instance import home
from pathlib import Path
import pytest
import shutil
import socket
from tests.setup.fronts import Answer
from tests.setup.fronts import Asked
from tests.setup.fronts import Fronted
from tests.setup.fronts import fronted
from tests.setup.fronts import PAGE
from tests.setup.fronts import Played
from tests.setup.fronts import PUBLIC
import time


SECRET = "Nguyễn Thị Bí Mật".encode()
PRIVATE = [("Cache-Control", "private, no-store")]
TRACKED = ("/vi/tra-cuu", "/en/tracking", "/vi/kiem-tra-phieu", "/vi/thu-bao")
BODY = "thủ tục " * 400


class House:
    """Pages for everybody below ``/vi`` and ``/en``; secrets for whoever is known."""

    def __init__(self) -> None:
        self.text = "first"
        self.gone: set[str] = set()

    def __call__(self, asked: Asked) -> Answer:
        path = asked.path.partition("?")[0]
        known = "cookie" in asked.headers or "authorization" in asked.headers
        html = ("Content-Type", "text/html; charset=utf-8")
        said = f"{asked.path} {asked.headers.get('host')} {self.text} {BODY}"
        if path in self.gone:
            page = PAGE.format(text=f"404 {self.text}").encode()
            return 404, [html, *PRIVATE, *PUBLIC[-2:]], page
        if known:
            return 200, [html, *PRIVATE, ("Set-Cookie", "a=b")], SECRET
        if path.startswith("/vi/that-lac"):
            # A mistake of the house: public by its rules, but with a cookie.
            return 200, [html, *PUBLIC, ("Set-Cookie", "a=b")], SECRET
        if path.startswith("/vi/theo-nguoi"):
            return 200, [html, *PUBLIC, ("Vary", "Cookie")], SECRET
        if path.startswith(TRACKED):
            return 200, [html, *PRIVATE], SECRET if "?" in asked.path else b"form"
        if asked.method != "GET" and asked.method != "HEAD":
            return 200, [html, *PRIVATE], SECRET
        if path == "/" or path.startswith(("/vi", "/en", "/portal-style/")):
            page = PAGE.format(text=said).encode()
            if "gzip" in asked.headers.get("accept-encoding", ""):
                packed = [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
                return 200, [html, *PUBLIC, *packed], gzip.compress(page)
            return 200, [html, *PUBLIC], page
        return 200, [html, *PRIVATE], SECRET


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def played(house: House) -> Iterator[Played]:
    played = Played(house)
    played.start()
    yield played
    played.stop()


@pytest.fixture
def front(played: Played, tmp_path: Path) -> Iterator[Fronted]:
    if not shutil.which("nginx", path="/usr/sbin:/usr/bin"):
        pytest.skip("missing: nginx")
    with fronted(tmp_path, played.port) as running:
        yield running


def test_a_page_is_asked_for_once_until_the_next_edit(front, played, house):
    pages = {front.ask("/vi/thu-tuc/1.001193").text for _ in range(5)}
    assert len(pages) == 1
    assert len(played.asked) == 1
    house.text = "second"
    assert "first" in front.ask("/vi/thu-tuc/1.001193").text
    front.edit()
    began = time.monotonic()
    assert "second" in front.ask("/vi/thu-tuc/1.001193").text
    assert time.monotonic() - began < 1


def test_edits_within_one_second_are_all_seen(front, house):
    for number in range(20):
        house.text = f"edit-{number}."
        front.edit()
        assert house.text in front.ask("/vi/thu-tuc").text


def test_languages_are_kept_apart_and_accept_language_does_not_matter(front, played):
    assert "/vi/x" in front.ask("/vi/x", Accept_Language="en").text
    assert "/vi/x" in front.ask("/vi/x", Accept_Language="vi").text
    assert "/en/x" in front.ask("/en/x", Accept_Language="vi").text
    assert len(played.asked) == 2
    assert all("accept-language" not in each.headers for each in played.asked)


ATTACKS: list[tuple[str, str, dict[str, str]]] = [
    *(
        ("GET", f"/{path}{suffix}", {"Cookie": "__ac=known"})
        for path in ("ban-lam-viec", "quan-tri/tep", "vi/tra-cuu?ma=1", "private")
        for suffix in ("/x.css", "/x.js", ";x.css", "%2fx.css", "?x.css", "%00.css")
    ),
    *(
        ("GET", path, {"Cookie": "__ac=known"})
        for path in (
            "/vi/../private",
            "/vi/%2e%2e/private",
            "/vi/%252e%252e/private",
            "//vi/../private/x.css",
            "/vi//../private",
            "/vi;/../private",
            "/vi\\..\\private",
            "/portal-style/../private",
            "/portal-style/..%2fprivate",
            "/vi/that-lac",
            "/vi/theo-nguoi",
            "/vi/tra-cuu/x.css",
            "/vi",
            "/",
        )
    ),
    *(
        ("GET", path, {"Authorization": "Basic YTpi"})
        for path in ("/vi", "/private", "/++api++/@dossiers", "/vi/that-lac")
    ),
    *(
        (method, "/vi/gop-y", {"Content-Length": "0"})
        for method in ("POST", "PUT", "DELETE", "PURGE")
    ),
    ("GET", "/private", {"X-HTTP-Method-Override": "GET", "Cookie": "__ac=known"}),
    ("GET", "/private", {"X-Original-URL": "/vi", "Cookie": "__ac=known"}),
    ("GET", "/vi", {"X-Rewrite-URL": "/private", "Cookie": "__ac=known"}),
]


def test_no_private_byte_gets_into_the_cache(front):
    for method, path, headers in ATTACKS:
        front.ask(path, method, **headers)
    assert len(ATTACKS) == 49
    assert SECRET not in front.kept()
    # And whoever comes after, without a login, meets nothing of it.
    for path in {path for _m, path, _h in ATTACKS}:
        got = front.ask(path)
        if path.startswith(("/vi", "/en")) and ".." not in path:
            continue
        assert got["Cache-Control"] != PUBLIC[0][1] or SECRET not in got.body, path


def test_what_is_kept_for_everybody_was_asked_for_by_nobody(front, played):
    front.ask("/vi/a", Cookie="__ac=known", Authorization="Basic YTpi")
    assert b"/vi/a" in front.ask("/vi/a").body
    [asked] = played.asked
    assert not {"cookie", "authorization"} & set(asked.headers)


CLAIMS = {
    "X_Forwarded_Host": "evil.example",
    "X_Forwarded_Proto": "gopher",
    "X_Forwarded_Port": "1",
    "X_Forwarded_Server": "evil.example",
    "X_Forwarded_Prefix": "/evil",
    "X_Forwarded_For": "203.0.113.9",
    "Forwarded": "host=evil.example",
    "X_Original_URL": "/evil",
    "X_Rewrite_URL": "/evil",
    "X_Real_IP": "203.0.113.9",
}


@pytest.mark.parametrize("path", ["/vi/b", "/ban-lam-viec"])
def test_what_a_client_claims_of_itself_goes_no_further(front, played, path):
    front.ask(path, **CLAIMS)
    [asked] = played.asked
    assert asked.headers["host"] == f"localhost:{front.port}"
    assert asked.headers["x-forwarded-for"] == "127.0.0.1"
    assert "evil" not in json.dumps(asked.headers)
    assert "203.0.113.9" not in json.dumps(asked.headers)


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "10.0.0.1"])
def test_another_host_is_nobody(front, played, host):
    assert front.ask("/vi", Host=host).status == 404
    assert played.asked == []
    assert front.ask("/vi", Host="LOCALHOST").status == 200


def test_noise_in_the_query_finds_the_same_page(front, played):
    clean = front.ask("/vi/thu-tuc?q=khai+sinh").text
    noise = (
        "?q=khai+sinh&utm_source=zalo",
        "?q=khai+sinh&fbclid=1&gclid=2",
        "?q=khai+sinh&zarsrc=30",
    )
    assert {front.ask(f"/vi/thu-tuc{each}").text for each in noise} == {clean}
    assert len(played.asked) == 1
    front.ask("/vi/thu-tuc?fbclid=1")
    front.ask("/vi/thu-tuc")
    assert [each.path for each in played.asked[1:]] == ["/vi/thu-tuc"]
    long = f"/vi/thu-tuc?q={'x' * 400}"
    front.ask(long)
    assert b"x" * 400 not in front.kept()


def test_reading_goes_on_while_the_house_is_down(front, played, house):
    port = played.port
    assert "Hệ thống" not in front.ask("/vi/thu-tuc/1").text
    house.text = "second"
    front.edit()
    played.stop()
    got = front.ask("/vi/thu-tuc/1", Accept_Encoding="identity")
    assert got.status == 200
    assert "first" in got.text
    assert "Trang này được lưu lúc 09:30, 28/11/2026" in got.text
    assert "was kept at 09:30, 28/11/2026" in got.text
    assert got["ETag"] == ""
    assert got["Cache-Control"] == "no-store"
    packed = front.ask("/vi/thu-tuc/1", Accept_Encoding="gzip")
    assert "được lưu lúc" in gzip.decompress(packed.body).decode()
    played.start(port)
    after = front.ask("/vi/thu-tuc/1").text
    assert "second" in after
    assert "Hệ thống" not in after


def test_what_was_never_read_says_so_in_both_languages(front, played):
    port = played.port
    played.stop()
    for path in ("/vi/thu-tuc/2", "/ban-lam-viec", "/vi/tra-cuu"):
        got = front.ask(path)
        assert got.status == 503
        assert got["Retry-After"] == "120"
        assert got["Cache-Control"] == "no-store"
        assert "đang tạm dừng" in got.text
        assert "down for now" in got.text
        assert got["Content-Type"] == "text/html; charset=utf-8"
    told = json.loads(front.ask("/++api++/@search").text)
    assert told["type"] == "ServiceUnavailable"
    played.start(port)
    assert front.ask("/vi/thu-tuc/2").status == 200


def test_a_page_that_was_withdrawn_does_not_come_back(front, played, house):
    port = played.port
    assert front.ask("/vi/thu-tuc/3").status == 200
    house.gone.add("/vi/thu-tuc/3")
    front.edit()
    assert front.ask("/vi/thu-tuc/3").status == 404
    played.stop()
    front.edit()
    assert front.ask("/vi/thu-tuc/3").status == 404
    played.start(port)


def test_headers_are_there_once(front):
    for path in ("/vi", "/ban-lam-viec", "/-motcua/down", "/x"):
        got = front.ask(path)
        for name in (
            "X-Content-Type-Options",
            "X-Frame-Options",
            "Referrer-Policy",
            "Content-Security-Policy",
        ):
            assert got.times(name) == 1, (path, name)
        assert got.times("Cache-Control") == 1
        assert got["X-Accel-Expires"] == ""
        assert got["Server"] == "nginx"
    assert front.ask("/vi")["Content-Security-Policy"] == "default-src 'self'"


def test_a_browser_that_has_the_page_gets_nothing_more(front):
    tag = front.ask("/vi", Accept_Encoding="gzip")["ETag"]
    assert tag == '"one"'
    assert front.ask("/vi", If_None_Match=tag, Accept_Encoding="gzip").status == 304


def test_parts_heads_and_packed_pages(front, played):
    packed = front.ask("/vi/c", Accept_Encoding="gzip, deflate, br")
    whole = front.ask("/vi/c")
    part = front.ask("/vi/c", Range="bytes=0-14", Accept_Encoding="gzip")
    assert (part.status, part.body) == (206, packed.body[:15])
    head = front.ask("/vi/c", "HEAD", Accept_Encoding="gzip")
    assert (head.status, head.body) == (200, b"")
    assert head["Content-Length"] == str(len(packed.body))
    assert len(played.asked) == 2
    assert packed["Content-Encoding"] == "gzip"
    assert packed["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.body) == whole.body
    assert front.ask("/vi/c", Accept_Encoding="gzip;q=0").body == whole.body


@pytest.mark.parametrize(
    ("method", "path", "most"),
    [
        ("POST", "/login", 6),
        ("POST", "/@@login", 6),
        ("POST", "/vi/login", 6),
        ("POST", "/++api++/@login", 6),
        ("POST", "/vi/tra-cuu", 11),
        ("GET", "/en/tracking?code=1", 11),
        ("GET", "/vi/kiem-tra-phieu/x?code=1", 11),
        ("POST", "/vi/thu-bao", 11),
        ("POST", "/++api++/@track", 11),
    ],
)
def test_whoever_asks_too_often_is_told_to_wait(front, played, method, path, most):
    got = [front.ask(path, method) for _ in range(most + 3)]
    assert [each.status for each in got[:most]] == [200] * most
    assert [each.status for each in got[most:]] == [429] * 3
    assert len(played.asked) == most
    last = got[-1]
    assert last["Retry-After"] == "60"
    assert last["Cache-Control"] == "no-store"
    if path.startswith("/++api++"):
        assert json.loads(last.text)["type"] == "TooManyRequests"
    else:
        assert "Xin chờ một phút" in last.text
        assert "Wait a minute" in last.text
    # Reading is not held up by it, and neither is looking at the form.
    assert front.ask("/vi").status == 200
    assert front.ask(path.partition("?")[0]).status != 429 or "GET" not in method


def test_a_head_without_end_is_refused(front):
    with socket.create_connection(("127.0.0.1", front.port), timeout=10) as line:
        line.sendall(b"GET /vi HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 40_000)
        assert b" 400 " in line.recv(4096)


@pytest.mark.parametrize(
    "smuggled",
    [
        b"Content-Length: 4\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: identity, chunked",
        b"Content-Length: 4\r\nContent-Length: 5",
    ],
)
def test_a_request_within_a_request_is_refused(front, played, smuggled):
    body = b"0\r\n\r\nGET /private HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with socket.create_connection(("127.0.0.1", front.port), timeout=10) as line:
        line.sendall(
            b"POST /vi HTTP/1.1\r\nHost: localhost\r\n" + smuggled + b"\r\n\r\n" + body
        )
        first = line.recv(65536)
    assert first.split(b" ")[1] in (b"400", b"501"), first
    assert played.asked == []


def test_the_site_of_a_server_names_its_certificate():
    front = nginx.Front(
        url="https://motcua.example.vn",
        port=8080,
        edited=Path("/run/motcua/edited"),
        folder=Path("/var/lib/motcua-nginx"),
        certificate="/etc/letsencrypt/live/motcua.example.vn",
    )
    text = nginx.site(front, home())
    assert "listen 443 ssl http2;" in text
    assert (
        "ssl_certificate /etc/letsencrypt/live/motcua.example.vn/fullchain.pem;" in text
    )
    assert "$(" not in text


@pytest.mark.parametrize(
    "changed",
    [
        {"url": "motcua.example.vn"},
        {"url": "https://a.vn"},
        {"url": "http://a.vn; return 200"},
        {"folder": Path("/srv/hai chữ")},
    ],
)
def test_what_cannot_stand_in_the_configuration_is_refused(changed):
    given = {
        "url": "http://localhost:8081",
        "port": 8080,
        "edited": Path("/run/edited"),
        "folder": Path("/srv/nginx"),
    }
    with pytest.raises(nginx.NginxError):
        nginx.Front(**{**given, **changed}).values()
