"""The QR code of a citizen's checklist, scanned at the counter."""

from __future__ import annotations

from datetime import timedelta
from motcua.base import vietnam
from motcua.base.durations import Term
from motcua.procedures import creation
from motcua.procedures.checklists.choices import Choice
from motcua.procedures.checklists.choices import scanned
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Exemption
from motcua.procedures.definitions import Fee
from motcua.procedures.definitions import Option
from motcua.procedures.definitions import Paper
from motcua.procedures.definitions import Question
from motcua.procedures.definitions import Version
from motcua.procedures.folder import folder
from motcua.procedures.procedure import Ending
from plone import api
from plone.app.testing import SITE_OWNER_NAME
import pytest
import transaction


CODE = "1.900020"
FEE = Fee(50_000, exempt=(Exemption("Hộ nghèo", "Giấy chứng nhận hộ nghèo"),))
CHANNEL = Channel(
    "counter", Term("working_days", 5), fees=(FEE,), committed=Term("working_days", 3)
)
SELF = Question("tu", "Tự đi nộp?", (Option("co", "Có"), Option("khong", "Không")))
VERSION = Version(
    CODE,
    "Thủ tục có câu hỏi",
    level="commune",
    questions=(SELF,),
    cases=(
        Case(
            "1",
            "",
            (CHANNEL,),
            (
                Paper("to", "Tờ khai", 1),
                Paper("sao", "Bản sao giấy khai sinh", copies=2),
                Paper("cc", "Căn cước", shown=True),
                Paper("uq", "Giấy ủy quyền", 1, when=("tu=khong",)),
            ),
        ),
    ),
)
QUERY = Choice.read("q.tu=co&pay=1&at=-").of(VERSION).query
ADDRESS = f"https://cua.example/vi/thu-tuc/{CODE}/chuan-bi?{QUERY}"


@pytest.fixture
def asking(house):
    """The house with a procedure that asks before it lists papers."""
    with api.env.adopt_user(SITE_OWNER_NAME), api.env.adopt_roles(["Manager"]):
        creation.create(folder(house), VERSION, "published")
    transaction.commit()
    return house


def scan(app, text=ADDRESS):
    """Type the text into the find box, as a scanner does."""
    page = app.get("/desk")
    form = next(f for f in page.forms.values() if "ma" in f.fields)
    form["ma"] = text
    return form.submit()


@pytest.mark.parametrize(
    "address",
    [
        f"http://localhost:8080/vi/thu-tuc/{CODE}/chuan-bi?q.tu=co",
        f"https://x.example/motcua/en/procedures/{CODE}/checklist?q.tu=co",
    ],
)
def test_the_address_of_a_checklist_is_read_in_both_languages(address):
    code, choice = scanned(address)
    assert (code, choice.answers) == (CODE, (("tu", "co"),))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "H99.01-261123-0042",
        f"/vi/thu-tuc/{CODE}",
        f"/vi/thu-tuc/{CODE}/chuan-bi",
        "/vi/thu-tuc/../../manage/chuan-bi?x=1",
        "javascript:alert(1)",
    ],
)
def test_other_texts_are_no_checklist(text):
    assert scanned(text) is None


def test_a_scan_opens_the_intake_with_case_and_papers(counter, asking):
    page = scan(counter).follow()
    form = page.forms["form"]
    assert f"/desk/tiep-nhan/{CODE}?" in page.request.url
    assert (form["case"].value, form["channel"].value) == ("1", "counter")
    needed = [cell.text.split()[0] for cell in page.html.select("tbody")[0]("td")[::3]]
    assert needed == ["Tờ", "Bản", "Căn"]
    assert form["paper-sao-count"].value == "2"
    assert page.html.select_one(".told[role=status]")


def test_no_paper_is_received_before_the_officer_has_looked(counter, asking):
    form = scan(counter).follow().forms["form"]
    for name in ("to", "sao", "cc", "uq"):
        assert form[f"paper-{name}-form"].value == ""


def test_papers_outside_the_list_stand_apart(counter, asking):
    page = scan(counter).follow()
    parts = page.html.select("table.papers tbody")
    assert len(parts) == 2
    assert "Giấy ủy quyền" in parts[1].text


def test_a_claimed_exemption_is_told_with_its_proof(counter, asking):
    told = scan(counter).follow().html.select_one(".told").text
    assert "Hộ nghèo" in told
    assert "Giấy chứng nhận hộ nghèo" in told


def test_the_due_date_follows_the_promised_time(counter, asking):
    page = scan(counter).follow()
    assert "3 ngày làm việc" in page.html.select_one(".promise").text


def test_the_prepared_intake_is_checked_and_keeps_the_list(counter, asking):
    form = scan(counter).follow().forms["form"]
    form["applicant-name"] = "Nguyễn Văn Đức"
    form["paper-to-form"] = "original"
    page = form.submit("check")
    again = page.forms["form"]
    assert again["paper-cc-form"].value == ""
    assert again["paper-to-form"].value == "original"
    assert len(page.html.select("table.papers tbody")) == 2


@pytest.mark.parametrize(
    "query",
    [
        QUERY.replace("v=", "v=0"),
        QUERY.replace("q.tu=co", "q.tu=mars"),
        QUERY.replace("pay=1", "pay=77"),
        QUERY.rpartition("&v=")[0],
        "v=" + VERSION.digest[:12],
        "x=1",
        "%00%FF'",
    ],
)
def test_stale_forged_and_unfinished_codes_fill_nothing_in(counter, asking, query):
    page = scan(counter, f"https://c.example/vi/thu-tuc/{CODE}/chuan-bi?{query}")
    page = page.follow()
    assert page.html.select_one(".problems[role=alert]")
    form = page.forms["form"]
    for name in ("to", "sao", "cc", "uq"):
        assert form[f"paper-{name}-form"].value == ""


def test_a_code_of_no_procedure_finds_nothing(counter, asking):
    page = scan(counter, "https://c.example/vi/thu-tuc/9.9/chuan-bi?v=1")
    assert page.follow(expect_errors=True).status_int == 404


def test_a_list_of_a_procedure_that_has_ended_is_answered_in_words(counter, asking):
    with api.env.adopt_user(SITE_OWNER_NAME), api.env.adopt_roles(["Manager"]):
        yesterday = vietnam.today() - timedelta(days=1)
        folder(asking)[CODE].repeal(Ending(yesterday, "9/QĐ-UBND"))
    transaction.commit()
    page = scan(counter).follow()
    assert page.request.path.endswith("/desk/tiep-nhan")
    told = page.html.select_one("[role=status]").text
    assert CODE in told
    assert "không có hiệu lực" in told


def test_the_scanned_choice_shows_as_text(counter, asking):
    evil = '"><script>alert(1)</script>'
    page = counter.get(f"/desk/tiep-nhan/{CODE}", {"chon": f"q.tu={evil}"})
    assert "<script>alert" not in page.text
