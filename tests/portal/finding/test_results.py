"""Finding procedures: every question gets a helpful page."""

from __future__ import annotations

from datetime import timedelta
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from motcua.base.vietnam import today
from motcua.portal.stylesheet import LOOKS
from motcua.procedures import creation
from motcua.procedures.definitions import Version
from motcua.procedures.finding import misses
from motcua.procedures.folder import folder
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from tests.portal.samples import BIRTH
import transaction
from urllib.parse import quote
from urllib.parse import urlencode


ODD_QUERIES = (
    "",
    "'",
    '"',
    '"khai sinh',
    "a" * 10_000,
    "khai " * 3_000,
    "khai\x00sinh",
    "\x00",
    "😀👶",
    "* OR NEAR( -khai ^",
    "NOT",
    "title:khai",
    "khai AND",
    "%",
    "\\",
    "{}[]()",
    "'; DROP TABLE procedures; --",
    "<script>alert(1)</script>",
    "${count} {{7*7}}",
    "\u202ekhai",
    "\ud800",
    "hoa\u0300",
)
ODD_STRINGS = (
    "q",
    "=",
    "&&&",
    "%",
    "q=%ff%fe",
    "q=a&q=b&q=c",
    "q:int=khai",
    "q:list:int=x",
    "q:records=1",
    "page:int=x",
    ":method=nowhere",
    "q:tokens=a+b",
    "page=-1",
    "page=0",
    "page=1000000000",
    "page=" + "9" * 5_000,
    "page=1e9",
    "page=%D9%A3",
    "page=1.5",
    "field=" + "x" * 9_000,
    "field=&level=&agency=&audience=",
    "level=galaxy&audience=dogs&agency=%00&field='",
    "level[]=commune",
    "b_start:int=-5&sort_on=;drop",
    "&".join(f"x{n}=1" for n in range(3_000)),
    "-C",
)


SCRIPT = LOOKS.address("", "suggest.js")


def codes(page):
    return [code.text for code in page.html.select(".results .code")]


def test_the_list_without_a_question_holds_every_published_procedure(visitor):
    page = visitor.get("/vi/thu-tuc")
    assert len(codes(page)) == 10
    assert page.html.select_one(".total strong").text == "10"


def test_words_without_marks_find_and_mark_the_title(visitor):
    page = visitor.get("/vi/thu-tuc?q=dang+ky+khai+sinh")
    assert codes(page)[0] == BIRTH
    link = page.html.select_one(".results a")
    assert link.text == "Đăng ký khai sinh"
    assert [mark.text for mark in link.select("mark")] == ["Đăng ký khai sinh"]
    assert link["href"] == f"/vi/thu-tuc/{BIRTH}"


def test_the_code_finds_its_procedure_first(visitor):
    assert codes(visitor.get(f"/en/procedures?q={BIRTH}"))[0] == BIRTH


def test_facets_count_and_lead_to_that_many(visitor):
    page = visitor.get("/vi/thu-tuc")
    for entry in page.html.select(".facets li"):
        narrowed = visitor.get(entry.a["href"])
        assert len(codes(narrowed)) == int(entry.select_one(".count").text)


def test_a_chosen_facet_can_be_taken_back(visitor):
    page = visitor.get("/vi/thu-tuc?" + urlencode({"q": "dang ky", "field": "Hộ tịch"}))
    assert len(codes(page)) == 2
    (chip,) = page.html.select(".chips a")
    assert "Hộ tịch" in chip.text
    assert chip["href"] == "/vi/thu-tuc?q=dang+ky"


def test_searching_again_keeps_what_was_chosen(visitor):
    page = visitor.get("/vi/thu-tuc?level=commune")
    hidden = page.html.select_one("form[role=search] input[type=hidden]")
    assert (hidden["name"], hidden["value"]) == ("level", "commune")


def test_nothing_found_is_said_with_ways_on(visitor):
    page = visitor.get("/vi/thu-tuc?q=zzzzqqqq")
    assert "Không tìm thấy" in page.html.select_one(".total").text
    assert "zzzzqqqq" in page.html.select_one(".total").text
    addresses = [link["href"] for link in page.html.select(".ways-on a")]
    assert addresses == ["/vi/linh-vuc", "/vi/co-quan", "tel:0200123456"]


def test_a_misspelt_question_leads_to_the_one_that_was_meant(visitor):
    page = visitor.get("/vi/thu-tuc?" + urlencode({"q": "khai xinh"}))
    (link,) = [a for a in page.html.select(".note a") if a.text == "khai sinh"]
    assert codes(visitor.get(link["href"]))[0] == BIRTH


def test_words_typed_without_an_input_method_are_understood(visitor):
    for query in ("ddawng kys khai sinh", "d9a8ng ky1 khai sinh", "khaisinh"):
        assert codes(visitor.get("/vi/thu-tuc?" + urlencode({"q": query})))[0] == BIRTH


def test_a_place_leads_to_the_units_and_spoils_nothing(visitor):
    asked = urlencode({"q": "khai sinh ở xã Tân Phú"})
    page = visitor.get(f"/vi/thu-tuc?{asked}")
    assert codes(page)[0] == BIRTH
    (link,) = page.html.select(".note a")
    assert link["href"] == "/vi/co-quan?" + urlencode({"q": "xã Tân Phú"})


def test_words_that_stand_in_the_texts_alone_are_shown_there(visitor):
    page = visitor.get("/vi/thu-tuc?" + urlencode({"q": "giấy chứng sinh"}))
    assert page.html.select(".results .excerpt mark")


def test_ways_of_handing_in_divide_the_list(visitor):
    page = visitor.get("/vi/thu-tuc")
    addresses = [a["href"] for a in page.html.select(".facets a")]
    assert any("channel=" in address for address in addresses)


def test_a_question_without_certain_answer_is_counted_behind_the_answer(visitor):
    question = urlencode({"q": "giá vàng thế giới"})
    day = today()
    for on in (day - timedelta(days=1), day):
        misses.note("giá vàng thế giới", on)
    visitor.get(f"/vi/thu-tuc?{question}")
    visitor.get(f"/vi/thu-tuc?{question}&level=commune")
    misses.flush()
    (miss,) = misses.listed()
    assert (miss.question, miss.asked, miss.days) == ("gia vang the gioi", 3, 2)


def test_a_page_behind_the_last_shows_the_last(visitor):
    assert codes(visitor.get("/vi/thu-tuc?page=999")) == codes(
        visitor.get("/vi/thu-tuc")
    )


def test_pages_are_turned_by_plain_links(visitor, monkeypatch):
    monkeypatch.setattr("motcua.portal.finding.results.PAGE_SIZE", 4)
    first = visitor.get("/vi/thu-tuc?level=commune")
    assert not first.html.select("a[rel=prev]")
    second = visitor.get(first.html.select_one("a[rel=next]")["href"])
    assert len(codes(first)) == 4
    assert len(codes(second)) == 3
    assert not set(codes(first)) & set(codes(second))
    back = second.html.select_one("a[rel=prev]")["href"]
    assert back == "/vi/thu-tuc?level=commune"


def test_every_search_is_answered_with_a_page(visitor):
    for query in ODD_QUERIES:
        sent = quote(query.encode("utf-8", "surrogatepass"))
        page = visitor.get(f"/vi/thu-tuc?q={sent}", status=200)
        assert page.html.select_one("form[role=search]"), query
        assert [s.get("src") for s in page.html.select("script")] == [SCRIPT], query


def test_every_query_string_is_answered_with_a_page(visitor):
    for string in ODD_STRINGS:
        for path in ("/vi/thu-tuc", "/", "/en/tracking"):
            page = visitor.get(f"{path}?{string}", expect_errors=True)
            assert page.status_int in (200, 400, 404), (path, string)
            assert "Traceback" not in page.text


def test_a_long_text_is_shortened_and_that_is_said(visitor):
    page = visitor.get("/vi/thu-tuc?q=" + "khai" * 100)
    assert "200 ký tự đầu" in page.text
    assert len(page.html.select_one("#q")["value"]) == 200


def test_suggestions_are_phrases_and_titles_that_begin_like_this(visitor):
    answer = visitor.get("/vi/goi-y?" + urlencode({"q": "dang ky khai s"}))
    assert answer.content_type == "application/json"
    found = {each["text"]: each["address"] for each in answer.json}
    assert found["Đăng ký khai sinh"] == f"/vi/thu-tuc/{BIRTH}"
    assert "script-src 'none'" in answer.headers["Content-Security-Policy"]


def test_nothing_is_suggested_for_a_letter_or_for_nonsense(visitor):
    for query in ("", "k", "zzzz", "x" * 500, "\x00", "%", "{}"):
        assert visitor.get("/vi/goi-y?" + urlencode({"q": query})).json == []


def test_the_only_script_is_our_own_and_small(visitor):
    page = visitor.get("/vi/thu-tuc")
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    script = visitor.get(page.html.select_one("script")["src"])
    style = visitor.get(page.html.select_one("link[rel=stylesheet]")["href"])
    assert len(script.body) + len(style.body) < 50_000


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.dictionaries(
        st.sampled_from(["q", "field", "level", "channel", "spot", "page", "x:int"]),
        st.text(max_size=300) | st.integers().map(str),
        max_size=4,
    )
)
def test_whatever_is_asked_is_answered_with_a_page(visitor, asked):
    string = urlencode(asked, errors="surrogatepass")
    for path in ("/vi/thu-tuc", "/vi/goi-y"):
        page = visitor.get(f"{path}?{string}", expect_errors=True)
        assert page.status_int in (200, 400), asked


def test_namesakes_are_told_apart_by_agency_and_deciding_document(visitor, filled):
    """Provinces publish procedures of one title, each for its own offices."""
    with api.env.adopt_user(SITE_OWNER_NAME), api.env.adopt_roles(["Manager"]):
        for number, place in ((1, "Lạng Sơn"), (2, "Bắc Ninh")):
            version = Version(
                f"1.90007{number}",
                "Xóa ghi nợ lệ phí trước bạ",
                level="province",
                agencies=(f"Văn phòng đăng ký đất đai {place}",),
                decision=f"{number}/QĐ-UBND",
            )
            creation.create(folder(filled), version, "published")
    transaction.commit()
    page = visitor.get("/vi/thu-tuc?q=ghi+nợ+lệ+phí+trước+bạ")
    told = [" ".join(each.text.split()) for each in page.html.select(".results .meta")]
    told = [each for each in told if "1.90007" in each]
    for each, place, deed in zip(
        sorted(told), ("Lạng Sơn", "Bắc Ninh"), ("1/QĐ-UBND", "2/QĐ-UBND"), strict=True
    ):
        assert each.endswith(f"đất đai {place} {deed}")
    alone = visitor.get(f"/vi/thu-tuc?q={BIRTH}").html.select_one(".results .meta").text
    assert "QĐ" not in alone
