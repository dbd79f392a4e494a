"""Senseless and hostile requests: refused, bounded, never an error of ours."""

from __future__ import annotations

from motcua.dossiers.folder import walk
import pytest
from tests.desk.conftest import browser
import transaction
from urllib.parse import unquote_to_bytes


HOSTILE = (
    "page=-1",
    "page=9999999999999999999999",
    "page:int=x",
    "b_size=-1",
    "b_size=x",
    "b_size=1000000",
    "b_start=99999999999999999999",
    "state=%00",
    "state=%27%20OR%201%3D1--",
    "q=%22",
    "q=NEAR(a%20b)*",
    "q=%27%3B%20DROP%20TABLE%20dossiers--",
    "q=%ED%A0%80",
    "q:records=a&x:date=zz&y:float=%00",
    "q=" + "a+" * 20_000,
    "&".join(f"a{number}=1" for number in range(5_000)),
    "from=0001-01-01&to=9999-12-31",
    "from=%00&to=x",
)
SCREENS = ("/desk", "/desk/tim", "/desk/tiep-nhan", "/luu-tru", "/luu-tru/ho-so")
PROGRAMS = (
    "/++api++/@dossiers",
    "/++api++/@procedures",
    "/++api++/@search",
    "/++api++/@scans",
)
PAGES = ("/", "/vi", "/vi/thu-tuc", "/vi/tra-cuu", "/en", "/login", "/organisation")
SENSELESS = (
    "SearchableText=%22",
    "b_size=-1",
    "b_start=x",
    "effectiveRange=x",
    "created.query=zz",
    "path.depth=x",
    "UID.not=x",
    "UID.operator=bad",
    "sort_limit=x",
    "sort_order.x=1&sort_on=x",
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


@pytest.mark.parametrize("path", [*SCREENS, *PROGRAMS, "/bao-cao"])
def test_officers_questions_never_fail(counter, path):
    for query in HOSTILE:
        answer = counter.get(f"{path}?{query}", status="*")
        assert answer.status_int < 500, query[:60]
        assert "Traceback" not in answer.text


@pytest.mark.parametrize("field", ["note=%ED%A0%80", "window=%FF%FE", "%ED%B0%80=x"])
@pytest.mark.parametrize("media", ["x-www-form-urlencoded", "form-data; boundary=x"])
def test_what_is_no_text_is_the_senders_mistake(counter, field, media):
    """Half a character: neither a ledger nor a register nor a draft can keep it."""
    body = f"do=keep&token=t&{field}".encode()
    if "form-data" in media:
        name, _is, value = (unquote_to_bytes(part) for part in field.partition("="))
        head = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n--x--'
        body = head % (name, value)
    kind = "multipart" if "form-data" in media else "application"
    headers = {"Content-Type": f"{kind}/{media}"}
    path = "/desk/tiep-nhan/1.001193"
    assert counter.post(path, body, headers=headers, status="*").status_int == 400


@pytest.mark.parametrize("path", PAGES)
def test_questions_of_the_public_never_fail(stranger, path):
    for query in HOSTILE:
        answer = stranger.get(f"{path}?{query}", status="*")
        assert answer.status_int < 500, query[:60]
        assert "Traceback" not in answer.text


@pytest.mark.parametrize("query", SENSELESS)
def test_a_senseless_search_is_the_askers_mistake(stranger, query):
    answer = stranger.get(f"/++api++/@search?{query}", status="*")
    assert answer.status_int in (200, 400), answer.text
    assert "Traceback" not in answer.text


def test_a_search_is_bounded(stranger, house):
    answer = stranger.get("/++api++/@search?b_size=1000000&fullobjects=1")
    assert len(answer.json["items"]) <= 100


@pytest.mark.parametrize("path", ["/vi/%ED%A0%80", "/desk/%FF", "/%80"])
def test_an_address_that_is_no_text_is_refused(stranger, path):
    # The browser of the tests does not send such bytes by itself.
    environ = {"PATH_INFO": "/vi/\xed\xa0\x80"}
    assert stranger.get("/", extra_environ=environ, status="*").status_int == 400
    assert stranger.get(path, status="*").status_int in (400, 404)


@pytest.mark.parametrize(
    "path",
    [
        "/_vh_thief/vi",
        "/_vh_/_vh_thief/vi",
        "/vi/_vh_thief",
        "/VirtualHostBase/http/thief:80/plone/VirtualHostRoot/vi",
    ],
)
def test_no_address_chooses_where_our_links_lead(stranger, path):
    answer = stranger.get(path, status=404)
    assert "thief" not in answer.text


@pytest.mark.parametrize(
    "path",
    ["/login", "/organisation", "/vi", "/nowhere", "/++api++/@procedures"],
)
def test_every_page_forbids_framing_and_sniffing(stranger, path):
    headers = stranger.get(path, status="*").headers
    for name, value in HEADERS.items():
        assert headers[name].startswith(value[:10]), name
    assert headers["X-Frame-Options"] in ("DENY", "SAMEORIGIN")
    assert "frame-ancestors" in headers["Content-Security-Policy"]
    for banner in ("Server", "X-Powered-By", "Via"):
        assert banner not in headers


CROSS = [
    ("text/plain", "https://thief.example"),
    ("application/x-www-form-urlencoded", "https://thief.example"),
    ("multipart/form-data; boundary=x", "https://thief.example"),
    ("application/json", "https://thief.example"),
    ("text/plain", "null"),
]


@pytest.mark.parametrize(("media", "origin"), CROSS)
@pytest.mark.parametrize(
    "path",
    [
        "/desk/ho-so/{}",
        "/desk/tiep-nhan/1.001193",
        "/luu-tru/so-hoa/{}",
        "/++api++/@dossiers/{}/withdraw",
        "/++api++/@scans/H99.01-2026-L0001",
        "/++api++/organisation",
    ],
)
def test_a_page_of_another_site_writes_nothing(
    counter, house, received, path, media, origin
):
    transaction.begin()
    last = house._p_jar.db().lastTransaction()
    answer = counter.post(
        path.format(received),
        b"operation=withdraw&reason_code=other&reason=x&save=1",
        headers={"Content-Type": media, "Origin": origin},
        status="*",
    )
    assert answer.status_int in (400, 401, 403, 404)
    transaction.begin()
    assert house._p_jar.db().lastTransaction() == last
    assert [dossier.length for dossier in walk(house)] == [1]


@pytest.mark.parametrize(
    "body",
    ["[" * 50_000, "[]", "null", "{", "\xff", '{"login": "\\ud800", "password": "x"}'],
)
@pytest.mark.parametrize("path", ["@login", "@dossiers/{}/forward"])
def test_senseless_json_is_the_senders_mistake(counter, received, path, body):
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    address = f"/++api++/{path.format(received)}"
    answer = counter.post(address, body.encode("latin-1"), headers=headers, status="*")
    assert answer.status_int == 400, answer.text


def test_control_characters_reach_no_dossier(counter, house, received):
    body = {"reason_code": "other", "reason": "x\x00\x1b[31m"}
    answer = counter.post_json(
        f"/++api++/@dossiers/{received}/withdraw", body, status=400
    )
    assert answer.json["type"] == "MissingData"
    transaction.begin()
    assert [dossier.length for dossier in walk(house)] == [1]


@pytest.mark.parametrize(
    "path",
    ["/", "/vi", "/en/units", "/vi/tra-cuu", "/en/tracking", "/vi/thu-tuc", "/vi/x"],
)
def test_a_public_page_is_the_same_for_people_with_a_login(house, officer, path):
    nobody = browser().get(path, status="*")
    somebody = officer("reception").get(path, status="*")
    assert somebody.body == nobody.body
    assert b"_authenticator" not in somebody.body
    for name in ("Cache-Control", "ETag", "Set-Cookie"):
        assert somebody.headers.get(name) == nobody.headers.get(name)
