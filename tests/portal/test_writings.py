"""News, questions and contact: written in Plone, shown when it is their time."""

from __future__ import annotations

from DateTime import DateTime
from datetime import date
from motcua.base import vietnam
from motcua.portal.writings import install
from motcua.portal.writings import ROOT
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.textfield.value import RichTextValue
import pytest
from tests.portal.samples import POLYGLOT
import transaction
from xml.etree import ElementTree


ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def write(filled):
    """Write a text as an editor does, and publish it."""

    def make(folder, name, state="published", **values):
        with api.env.adopt_user(SITE_OWNER_NAME), api.env.adopt_roles(["Manager"]):
            filled.portal_workflow.setDefaultChain("simple_publication_workflow")
            html = values.pop("html", "<p>Lời văn.</p>")
            content = api.content.create(
                filled[ROOT][folder],
                "News Item",
                id=name,
                title=values.pop("title", f"Tin {name}"),
                text=RichTextValue(html, "text/html", "text/x-html-safe"),
                **values,
            )
            if state == "published":
                api.content.transition(content, to_state=state)
            content.reindexObject()
        transaction.commit()
        return content

    return make


def test_published_news_are_listed_and_can_be_read(visitor, write):
    write("tin-tuc", "mot", description="Tóm tắt", html="<p>Câu <b>đậm</b>.</p>")
    page = visitor.get("/vi/tin-tuc")
    link = page.html.select_one(".results a")
    assert link["href"] == "/vi/tin-tuc/mot"
    text = visitor.get(link["href"])
    assert text.html.h1.text == "Tin mot"
    assert text.html.select_one(".rich b").text == "đậm"
    assert text.headers["Cache-Control"].startswith("public,")


def test_drafts_are_nowhere_to_be_seen_not_even_by_their_editor(visitor, write):
    write("tin-tuc", "nhap", state="private")
    assert not visitor.get("/vi/tin-tuc").html.select(".results a")
    visitor.get("/vi/tin-tuc/nhap", status=404)
    visitor.authorization = ("Basic", (SITE_OWNER_NAME, "secret"))
    visitor.get("/vi/tin-tuc/nhap", status=404)


@pytest.mark.parametrize(
    ("field", "days"), [("effective_date", 2), ("expiration_date", -1)]
)
def test_what_is_not_yet_or_no_longer_true_is_not_shown(visitor, write, field, days):
    content = write("hoi-dap", "thoi")
    setattr(content, field, DateTime() + days)
    content.reindexObject()
    transaction.commit()
    assert "Tin thoi" not in visitor.get("/vi/hoi-dap").text
    visitor.get("/vi/hoi-dap/thoi", status=404)


def test_scripts_in_rich_text_do_not_get_through(visitor, write):
    html = (
        f"<p>{POLYGLOT}</p><script>alert(1)</script>"
        '<p onclick="alert(2)">x</p><a href="javascript:alert(3)">y</a>'
        '<iframe src="https://evil.example"></iframe>'
    )
    write("tin-tuc", "doc", title=POLYGLOT, description=POLYGLOT, html=html)
    for address in ("/vi/tin-tuc", "/vi/tin-tuc/doc"):
        page = visitor.get(address)
        assert not page.html.select("script, iframe")
        assert "onclick" not in page.text.replace("&", "")
        assert 'href="javascript' not in page.text
        assert POLYGLOT in page.html.main.text


def test_a_text_and_its_translation_are_twins(visitor, write):
    write("tin-tuc", "mot")
    write("news", "mot", title="News one")
    write("tin-tuc", "le")
    page = visitor.get("/vi/tin-tuc/mot")
    assert page.html.select_one("a.tongue")["href"] == "/en/news/mot"
    lonely = visitor.get("/vi/tin-tuc/le")
    assert lonely.html.select_one("a.tongue")["href"] == "/en/news"


def test_long_lists_are_turned(visitor, write):
    for number in range(22):
        write("tin-tuc", f"t{number}")
    first = visitor.get("/vi/tin-tuc")
    assert len(first.html.select(".results li")) == 20
    second = visitor.get(first.html.select_one("a[rel=next]")["href"])
    assert len(second.html.select(".results li")) == 2
    assert visitor.get("/vi/tin-tuc?page=999999999999").status_int == 200


@pytest.mark.parametrize("name", ["%00", "acl_users", "a'b", "@@x"])
def test_odd_names_are_no_texts(visitor, name):
    page = visitor.get(f"/vi/tin-tuc/{name}", expect_errors=True)
    assert page.status_int in (400, 404)


def test_the_feed_tells_news_and_changed_procedures(visitor, write, monkeypatch):
    monkeypatch.setattr(vietnam, "today", lambda: date(2026, 4, 1))
    write("tin-tuc", "mot", title="Tin <mới> & hay")
    page = visitor.get("/vi/theo-doi")
    assert page.content_type == "application/atom+xml"
    feed = ElementTree.fromstring(page.body)
    titles = [each.text for each in feed.iter(f"{ATOM}title")]
    assert "Tin <mới> & hay" in titles
    assert "Đăng ký khai sinh" in titles
    ids = [each.text for each in feed.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    again = visitor.get("/vi/theo-doi", headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_int == 304


def test_a_letter_that_no_xml_may_hold_breaks_no_feed(visitor, write):
    write("tin-tuc", "mot", title="Tin \ufffe mới\x0b 😀")
    feed = ElementTree.fromstring(visitor.get("/vi/theo-doi").body)
    titles = [each.text for each in feed.iter(f"{ATOM}title")]
    assert "Tin  mới 😀" in titles


def test_the_feed_of_an_empty_site_is_a_feed(visitor):
    feed = ElementTree.fromstring(visitor.get("/en/feed").body)
    assert feed.tag == f"{ATOM}feed"


def test_folders_are_made_once(filled):
    with api.env.adopt_roles(["Manager"]):
        before = filled[ROOT].objectIds()
        install(filled)
        assert filled[ROOT].objectIds() == before
        assert set(before) >= {"tin-tuc", "news", "hoi-dap", "lien-he"}


def test_the_home_page_leads_to_news_and_answers(visitor, write):
    write("tin-tuc", "mot", title="Trung tâm mở cửa thứ Bảy", effective_date=DateTime())
    write("hoi-dap", "hai", title="Nộp ở xã nào?")
    part = visitor.get("/vi").html.select_one("section[aria-labelledby=news]")
    links = {link["href"]: link.text for link in part.select("a")}
    today = f"{vietnam.today():%d/%m/%Y}"
    assert links["/vi/tin-tuc/mot"].split("\n")[0] == "Trung tâm mở cửa thứ Bảy"
    assert today in links["/vi/tin-tuc/mot"]
    assert links["/vi/hoi-dap/hai"] == "Nộp ở xã nào?"
    assert "/vi/tin-tuc" in links
    assert "/vi/hoi-dap" in links


def test_the_home_page_names_the_first_news_only_and_no_drafts(visitor, write):
    for number in range(5):
        write("tin-tuc", f"tin{number}", effective_date=DateTime() - 5 + number)
    write("tin-tuc", "nhap", state="private")
    links = visitor.get("/vi").html.select("section[aria-labelledby=news] li a")
    assert [link["href"].rpartition("/")[2] for link in links] == [
        "tin4",
        "tin3",
        "tin2",
    ]


def test_the_home_page_says_nothing_where_nothing_was_written(visitor, write):
    write("tin-tuc", "nhap", state="private")
    for page in ("/vi", "/en"):
        assert not visitor.get(page).html.select("section[aria-labelledby=news]")
