"""What holds on every public page, in both languages."""

from __future__ import annotations

from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from i18ndude.extract import tal_strings
import motcua
from motcua.portal.stylesheet import LOOKS
from pathlib import Path
import pytest
import re
from tests.portal.samples import BIRTH
from tests.portal.samples import HOSTILE
from urllib.parse import urlsplit


PAGES = {
    "vi": (
        "/",
        "/vi/thu-tuc",
        "/vi/thu-tuc?q=dang+ky&field=x",
        f"/vi/thu-tuc/{BIRTH}",
        f"/vi/thu-tuc/{HOSTILE}",
        "/vi/linh-vuc",
        "/vi/tra-cuu",
        "/vi/co-quan",
        "/vi/co-quan/H99.11.01",
        f"/vi/thu-tuc/{BIRTH}/chuan-bi",
        "/vi/tro-giup",
        f"/vi/gop-y/{BIRTH}",
        "/vi/tin-tuc",
        "/vi/hoi-dap",
        "/vi/dich-vu",
        "/vi/lien-he",
        "/vi/khong-co",
    ),
    "en": (
        "/en",
        "/en/procedures",
        "/en/procedures?q=dang+ky&field=x",
        f"/en/procedures/{BIRTH}",
        f"/en/procedures/{HOSTILE}",
        "/en/fields",
        "/en/tracking",
        "/en/check-slip",
        "/en/units",
        "/en/units/H99.11.01",
        f"/en/procedures/{BIRTH}/checklist",
        "/en/help",
        f"/en/feedback/{BIRTH}",
        "/en/news",
        "/en/questions",
        "/en/services",
        "/en/contact",
        "/en/nothing",
    ),
}
EVERY = PAGES["vi"] + PAGES["en"]
LIMIT = 100_000
PORTAL = Path(motcua.__file__).parent / "portal"
CONTENT = ".results, .facets, .cards, .index, .rows, .units, .chips, address, .count"


@pytest.fixture
def pages(visitor):
    """Every page by its address."""
    return {each: visitor.get(each, expect_errors=True) for each in EVERY}


def messages():
    """Every msgid of the portal's templates and modules."""
    found = {str(m) for m in tal_strings(str(PORTAL), domain="motcua", exclude=())}
    for module in PORTAL.glob("*.py"):
        with module.open("rb") as source:
            rows = extract_python(source, ["_"], [], {})
            # A call with more arguments than the message gives a tuple.
            found |= {m[0] if isinstance(m, tuple) else m for _l, _f, m, _c in rows}
    return found - {"${DYNAMIC_CONTENT}"}


def translations():
    path = PORTAL.parent / "locales" / "vi" / "LC_MESSAGES" / "motcua.po"
    with path.open("rb") as source:
        return {m.id: m.string for m in read_po(source) if m.id and not m.fuzzy}


def test_every_message_has_a_vietnamese_translation():
    known = translations()
    assert len(messages()) > 100
    assert sorted(m for m in messages() if not known.get(m)) == []


def test_translations_keep_the_places_of_values():
    known = translations()
    places = re.compile(r"\$\{\w+\}")
    for message in messages():
        assert sorted(places.findall(message)) == sorted(
            places.findall(known[message])
        ), message


def test_no_english_label_is_left_on_vietnamese_pages(pages):
    labels = {m for m in messages() if translations()[m] != m and "${" not in m}
    for address in PAGES["vi"]:
        shown = {text.strip() for text in pages[address].html.stripped_strings}
        assert shown & labels == set(), address


def test_no_vietnamese_label_is_left_on_english_pages(pages):
    vietnamese = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệịọốồộớờợụủứừựỳỵỷỹ]")
    for address in PAGES["en"]:
        html = pages[address].html
        for part in html.select(f"[lang=vi], {CONTENT}"):
            part.decompose()
        html.select_one(".brand strong").decompose()
        names = html.select(".crumbs li:nth-child(3), #q")
        for name in names:
            name.decompose()
        assert not vietnamese.findall(html.body.text), address


def test_language_is_declared(pages):
    for lang, addresses in PAGES.items():
        for address in addresses:
            assert pages[address].html.html["lang"] == lang
            assert pages[address].headers["Content-Language"] == lang


def test_browsers_are_told_to_keep_to_the_standard(pages):
    for page in pages.values():
        assert page.text.startswith("<!DOCTYPE html>\n<html")


def test_no_cookie_is_set(pages):
    assert not [a for a in EVERY if "Set-Cookie" in pages[a].headers]


def test_pages_can_be_cached_and_their_absence_cannot(pages):
    for address, page in pages.items():
        # The form for reports carries the moment at which it was shown.
        if page.status_int == 404 or page.html.select("input[name=ticket]"):
            assert page.headers["Cache-Control"] == "private, no-store"
        else:
            assert page.headers["Cache-Control"].startswith("public,")
            assert page.headers["ETag"], address
        assert "Cookie" not in page.headers.get("Vary", "")


def test_a_page_with_all_it_needs_stays_small(pages):
    extra = len(LOOKS.text("portal.css").encode()) + len(
        LOOKS.text("mark.svg").encode()
    )
    assert len(LOOKS.text("portal.css").encode()) < 30_000
    for address, page in pages.items():
        assert len(page.body) + extra < LIMIT, address


def test_nothing_is_loaded_or_linked_from_elsewhere(pages):
    for address, page in pages.items():
        tags = page.html.select("[href], [src], [action]")
        links = [t.get("href") or t.get("src") or t.get("action") for t in tags]
        foreign = [each for each in links if urlsplit(each).netloc]
        assert foreign == [], address
        schemes = {urlsplit(each).scheme for each in links}
        assert schemes <= {"", "tel", "mailto", "geo"}, address
        assert not page.html.select("style, [style], iframe, img"), address
        scripts = [script.get("src") for script in page.html.select("script")]
        wanted = [
            LOOKS.address("", name)
            for mark, name in (("suggest", "suggest.js"), ("scan", "scan.js"))
            if page.html.select(f"[data-{mark}]")
        ]
        assert scripts == wanted, address
        assert not [script.text for script in page.html.select("script") if script.text]


def test_only_stylesheet_and_mark_are_loaded(pages):
    for page in pages.values():
        rels = sorted(link["rel"][0] for link in page.html.select("link[rel]"))
        assert [rel for rel in rels if rel != "alternate"] == ["icon", "stylesheet"]


def test_security_headers_stand_on_every_page(pages):
    for address, page in pages.items():
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy, address
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Referrer-Policy"] == "same-origin"
        assert "Server" not in page.headers


def test_every_page_has_one_heading_landmarks_and_a_way_to_skip(pages):
    for address, page in pages.items():
        html = page.html
        assert len(html.select("h1")) == 1, address
        assert len(html.select("main#content")) == 1
        assert len(html.select("body > header")) == 1
        assert len(html.select("body > footer")) == 1
        assert html.select_one("body > a")["href"] == "#content"
        assert html.title.text.strip().split(" - ")[0]
        ids = [tag["id"] for tag in html.select("[id]")]
        assert len(ids) == len(set(ids)), address


def test_titles_tell_pages_apart(pages):
    good = [pages[each].html.title.text for each in PAGES["vi"][:-1]]
    assert len(good) == len(set(good))


def test_the_address_for_petitions_is_on_every_page(pages):
    for address, page in pages.items():
        assert "0200 123 456" in page.html.footer.address.text, address


def test_officers_log_in_and_go_on_to_their_desk(pages):
    for page in pages.values():
        assert page.html.select('footer a[href="/login?came_from=/desk"]')


def test_every_link_leads_somewhere(visitor, pages):
    links = {
        link["href"].split("#")[0]
        for page in pages.values()
        for link in page.html.select("a[href^='/'], link[href^='/']")
    }
    for address in sorted(links - {""}):
        if not address.startswith("/login"):
            answer = visitor.get(address, expect_errors=True)
            assert answer.status_int < 400 or address in EVERY, address


def test_the_staff_theme_and_its_files_do_not_touch_public_pages(pages):
    for page in pages.values():
        assert "++theme++" not in page.text
        assert "++plone++" not in page.text
