"""A few questions, then my checklist: by plain forms, kept nowhere."""

from __future__ import annotations

from motcua.base.durations import Term
from motcua.organisation import units
from motcua.procedures import creation
from motcua.procedures.checklists.choices import DIGITS
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Exemption
from motcua.procedures.definitions import Fee
from motcua.procedures.definitions import Option
from motcua.procedures.definitions import Paper
from motcua.procedures.definitions import Question
from motcua.procedures.definitions import Version
from motcua.procedures.folder import folder
from plone import api
from plone.app.testing import SITE_OWNER_NAME
import pytest
from tests.portal.samples import HOSTILE
from tests.portal.samples import POLYGLOT
import transaction
from urllib.parse import parse_qs
from urllib.parse import urlencode
from urllib.parse import urlsplit
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


CODE = "1.900020"
PAGE = f"/vi/thu-tuc/{CODE}/chuan-bi"
FEE = Fee(
    50_000,
    kind="charge",
    exempt=(Exemption("Hộ nghèo", "Giấy chứng nhận hộ nghèo"),),
)
COUNTER = Channel(
    "counter", Term("working_days", 5), fees=(FEE,), committed=Term("working_days", 3)
)
ONLINE = Channel("online", Term("working_days", 5), fees=(FEE,))
WHERE = Question(
    "noi",
    "Bé sinh ở đâu?",
    (Option("vn", "Trong nước"), Option("out", "Nước ngoài")),
    "Ghi trên giấy chứng sinh.",
)
MARRIED = Question(
    "kh", "Cha mẹ có kết hôn?", (Option("co", "Có"), Option("khong", "Không"))
)
VERSION = Version(
    CODE,
    "Khai sinh theo câu hỏi",
    level="commune",
    receipt=("province", "commune"),
    questions=(WHERE, MARRIED),
    cases=(
        Case(
            "trong",
            "Trong nước",
            (COUNTER, ONLINE),
            (
                Paper("to", "Tờ khai riêng", 1, form="Mẫu 1"),
                Paper("cc", "Căn cước", shown=True, channels=("counter",)),
                Paper("kh", "Giấy chứng nhận kết hôn", copies=1, when=("kh=co",)),
            ),
            ("noi=vn",),
        ),
        Case(
            "ngoai",
            "Nước ngoài",
            (COUNTER,),
            (Paper("ls", "Bản dịch", 1),),
            ("noi=out",),
        ),
    ),
)


@pytest.fixture
def asking(visitor, filled):
    """A visitor of a site in which a procedure asks, and a commune was merged."""
    with api.env.adopt_user(SITE_OWNER_NAME), api.env.adopt_roles(["Manager"]):
        creation.create(folder(filled), VERSION, "published")
        unit = units.find("H99.11", filled)
        unit.former_names = ("Xã Bình Cũ (huyện Đông Cũ)",)
        units.find("H99.11.01", filled).accessibility = "Có đường dốc ở cửa chính"
        notify(ObjectModifiedEvent(unit))
        notify(ObjectModifiedEvent(units.find("H99.11.01", filled)))
    transaction.commit()
    return visitor


def shown(page):
    return " ".join(page.html.main.text.split())


def answer(page, name, value):
    """Choose an answer on the page and go on, as a browser does."""
    form = next(f for f in page.forms.values() if name in f.fields)
    form[name] = value
    return form.submit()


def walk(visitor, *answers):
    page = visitor.get(PAGE)
    for name, value in answers:
        page = answer(page, name, value)
    return page


HOME = (("q.noi", "vn"), ("by", "counter"), ("q.kh", "co"), ("pay", "-"))
LIST = (*HOME, ("at", "H99.11.01"))


def test_the_first_page_asks_one_question_with_its_hint(asking):
    page = asking.get(PAGE)
    assert page.html.select_one("legend").text.strip() == "Bé sinh ở đâu?"
    assert "Ghi trên giấy chứng sinh." in shown(page)
    values = [each["value"] for each in page.html.select("input[type=radio]")]
    assert values == ["vn", "out"]


def test_questions_lead_to_exactly_my_papers(asking):
    text = shown(walk(asking, *LIST))
    assert "Danh mục của tôi" in text
    for paper in ("Tờ khai riêng", "Căn cước", "Giấy chứng nhận kết hôn"):
        assert paper in text
    assert "Bản dịch" not in text


def test_papers_that_answers_exclude_are_not_on_the_list(asking):
    page = walk(
        asking,
        ("q.noi", "vn"),
        ("by", "online"),
        ("q.kh", "khong"),
        ("pay", "-"),
        ("at", "-"),
    )
    titles = [each.text for each in page.html.select(".ticks b")]
    assert titles == ["Tờ khai riêng"]


def test_an_exemption_costs_nothing_and_asks_for_its_proof(asking):
    page = walk(asking, *HOME[:3], ("pay", "1"), ("at", "H99.11.01"))
    assert "0 đồng" in shown(page)
    titles = [each.text for each in page.html.select(".ticks b")]
    assert "Giấy chứng nhận hộ nghèo" in titles


def test_the_name_of_an_exempt_group_stands_in_no_address(asking):
    page = walk(asking, *HOME[:3], ("pay", "1"))
    assert "ngheo" not in page.request.url.lower()
    assert "Hộ nghèo" not in page.request.query_string


def test_an_old_commune_leads_to_the_unit_of_today(asking):
    page = walk(asking, *HOME)
    form = next(f for f in page.forms.values() if "near" in f.fields)
    form["near"] = "binh cu"
    page = form.submit()
    values = [each["value"] for each in page.html.select("input[name=at]")]
    assert values == ["H99.11.01", "-"]
    assert "Xã Bình Cũ (huyện Đông Cũ)" in shown(page)


def test_an_unknown_place_is_said_to_be_unknown(asking):
    page = walk(asking, *HOME)
    form = next(f for f in page.forms.values() if "near" in f.fields)
    form["near"] = "Atlantis"
    assert form.submit().html.select_one("form.near [role=status]")


def test_the_place_comes_with_hours_telephone_and_access(asking):
    text = shown(walk(asking, *LIST))
    assert "Bộ phận Một cửa xã An Mẫu" in text
    assert "Có đường dốc ở cửa chính" in text
    assert "Vào lúc này" in text


def test_the_date_if_handed_in_now_is_explained(asking):
    page = walk(asking, *LIST)
    assert page.html.select_one(".due").text.strip()
    assert len(page.html.select(".lines li")) >= 4
    assert "3 ngày làm việc" in shown(page)
    assert "5 ngày làm việc" in shown(page)


def test_every_answer_can_be_changed_by_a_link(asking):
    page = walk(asking, *LIST)
    links = page.html.select(".given dd a")
    assert len(links) == len(LIST)
    first = asking.get(links[0]["href"])
    assert first.html.select_one("legend").text.strip() == "Bé sinh ở đâu?"
    # What was said later is kept as far as it still fits.
    assert len(first.html.select(".given dd a")) == 0
    back = answer(first, "q.noi", "vn")
    assert "Giấy chứng nhận kết hôn" not in shown(first)
    # All but the exemption, whose numbers may have changed their meaning.
    assert back.html.select_one("legend").text.strip().startswith("Bạn có thuộc diện")
    assert "Danh mục của tôi" in shown(answer(back, "pay", "-"))


def test_the_qr_code_holds_the_choice_and_nobody(asking):
    page = walk(asking, *LIST)
    link = page.html.select_one("link[rel=alternate][hreflang=vi]")["href"]
    values = parse_qs(urlsplit(link).query)
    digest = VERSION.digest
    assert values == {
        "q.noi": ["vn"],
        "q.kh": ["co"],
        "by": ["counter"],
        "pay": ["-"],
        "at": ["H99.11.01"],
        "v": [digest[:DIGITS]],
    }
    assert page.html.select_one(".qr svg")
    again = asking.get(link)
    assert shown(again) == shown(page)


def test_a_changed_procedure_says_so_and_keeps_what_fits(asking):
    page = asking.get(f"{PAGE}?q.noi=vn&v=000000000000")
    assert page.html.select_one("[role=status]")
    assert page.html.select(".given dd a")


def test_answers_that_do_not_fit_are_left_out_and_said_to_be(asking):
    page = asking.get(f"{PAGE}?q.noi=mars&case=zzz")
    assert page.html.select_one("legend").text.strip() == "Bé sinh ở đâu?"
    assert page.html.select_one("[role=status]")


def test_large_print_is_one_link_away_and_leads_back(asking):
    page = walk(asking, *LIST)
    large = asking.get(page.html.select_one("a.button[rel=nofollow]")["href"])
    assert large.html.select_one(".large")
    small = asking.get(large.html.select_one("a.button[rel=nofollow]")["href"])
    assert not small.html.select_one(".large")


def test_the_english_twin_keeps_every_answer(asking):
    page = walk(asking, *LIST)
    twin = asking.get(page.html.select_one("a.tongue")["href"])
    assert "My checklist" in shown(twin)
    assert "/en/procedures/" in twin.request.path
    assert len(twin.html.select(".given dd a")) == len(LIST)


def test_answers_are_kept_by_no_cache_and_no_cookie(asking):
    page = walk(asking, *LIST)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in page.headers
    bare = asking.get(PAGE)
    assert bare.headers["Cache-Control"].startswith("public,")


def test_nothing_is_written_whatever_is_asked(asking, filled):
    before = filled._p_jar.db().lastTransaction()
    walk(asking, *LIST)
    asking.get(f"{PAGE}?at=H99.11.01&q.noi=out")
    assert filled._p_jar.db().lastTransaction() == before


ODD = (
    "'",
    "q.noi='",
    "q.noi=" + "x" * 10_000,
    "&".join(f"q.{n}=1" for n in range(2000)),
    "q.noi=%00",
    "q.noi=%F0%9F%98%80",
    "group=999999999999999999999999",
    "row=-1",
    "pay=99",
    "at=../../etc/passwd",
    "v=%ZZ",
    "by:int=x",
    "near=%00%FF",
    "size=18;x=1",
    "q.=1&=2&&&",
)


@pytest.mark.parametrize("query", ODD)
def test_odd_queries_are_answered_with_the_page(asking, query):
    page = asking.get(f"{PAGE}?{query}")
    assert page.html.select_one("legend")


def test_markup_in_every_text_is_shown_as_text(asking, filled):
    evil = POLYGLOT
    question = Question("e", evil, (Option("x", evil), Option("y", evil)), evil)
    fee = Fee(5, evil, exempt=(Exemption(evil, evil),))
    channel = Channel("counter", Term("days", 2), fees=(fee,), note=evil)
    papers = (
        Paper("p", evil, 1, 1, evil, evil, evil, held_by=evil),
        Paper("r", evil, group="Lưu ý"),
    )
    version = Version(
        "1.900021",
        evil,
        place=evil,
        questions=(question,),
        cases=(
            Case("1", evil, (channel,), papers, ("e=x",)),
            Case("2", evil, (channel, channel), papers, ("e=y",)),
        ),
    )
    with api.env.adopt_user(SITE_OWNER_NAME), api.env.adopt_roles(["Manager"]):
        creation.create(folder(filled), version, "published")
    transaction.commit()
    page = "/vi/thu-tuc/1.900021/chuan-bi"
    for query in ("", "q.e=x", "q.e=x&pay=1", "q.e=x&group=1&pay=1", "q.e=y&row=1"):
        html = asking.get(f"{page}?{query}").html
        assert not html.select("script, img, iframe")
        assert evil in html.h1.text


def test_pages_of_no_published_procedure_do_not_exist(asking):
    for address in (
        "/vi/thu-tuc/9.999999/chuan-bi",
        f"/vi/thu-tuc/{CODE}/checklist",
        f"/vi/thu-tuc/{CODE}/chuan-bi/x",
        "/vi/thu-tuc/1.900099/chuan-bi",
    ):
        assert asking.get(address, status=404)


def test_a_procedure_without_usable_way_of_handing_in_says_so(asking, filled):
    version = Version("1.900022", "Không có cách", cases=(Case("1"),))
    with api.env.adopt_user(SITE_OWNER_NAME), api.env.adopt_roles(["Manager"]):
        creation.create(folder(filled), version, "published")
    transaction.commit()
    page = asking.get("/vi/thu-tuc/1.900022/chuan-bi")
    assert page.html.select_one("[role=alert]")


def test_the_hostile_sample_is_walked_to_its_end(asking):
    page = asking.get(f"/vi/thu-tuc/{HOSTILE}/chuan-bi?{urlencode({'case': '1'})}")
    assert not page.html.select("script, img")
