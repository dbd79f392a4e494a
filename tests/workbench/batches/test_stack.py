"""The stack of a dossier at the counter: what is missing is told at once."""

from __future__ import annotations

from motcua.archive.capture import batches
from motcua.archive.capture import filing
from motcua.archive.capture import layout
from motcua.archive.capture import register
from motcua.archive.capture import store
from motcua.archive.incoming.attachments import attachments
from motcua.dossiers.folder import find
from motcua.dossiers.papers import PaperGiven
from motcua.storage import files
import pytest
from tests.archive.conftest import blank_pdf
from tests.desk.conftest import receive
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
from tests.workbench.batches.conftest import scanned
import transaction
from zope.component.hooks import site


def gaps_of(page):
    """Return what is told to be missing: title -> (why, ways)."""
    return {
        one.b.text: (one.select_one(".why").text, [way["href"] for way in one("a")])
        for one in page.html.select("#gaps li")
    }


@pytest.fixture
def at_counter(house, received):
    """A stack with paper 1 alone; the dossier has papers 1 and 2."""
    with site(house):
        batch = batches.open_batch(
            house, UNIT, "counter", "reception", MONDAY, dossiers=[received]
        )
        scanned(batch, 3, {"a1.1": ("cover", [received, "1", 0], "", "")})
        transaction.commit()
    return batch.code


def test_papers_that_lack_a_scan_are_told_before_the_citizen_leaves(
    officer, received, at_counter
):
    page = officer("reception").get(f"/luu-tru/lo/{at_counter}")
    told = gaps_of(page)
    why, ways = told["Giấy chứng nhận"]
    assert why == "Đã nộp nhưng không có trong chồng giấy"
    correct = f"/desk/ho-so/{received}/dinh-chinh?sua=papers"
    assert [way.rpartition("/plone")[2] for way in ways] == ["#files", correct]
    assert "Đơn đăng ký" not in told
    # They stand above the pages and above everything that can be done to them.
    assert page.text.index('id="gaps"') < page.text.index('class="counters"')
    # The way leads to where the list of papers is corrected.
    officer("reception").get(correct).html.find(attrs={"value": "papers"})


def test_what_is_scanned_fills_the_gap(house, officer, received, at_counter):
    reception = officer("reception")
    with site(house):
        batch = store.batch(house, at_counter)
        scanned(batch, 2, {"a2.1": ("cover", [received, "2", 0], "", "")})
        transaction.commit()
    page = reception.get(f"/luu-tru/lo/{at_counter}")
    assert "Giấy chứng nhận" not in gaps_of(page)


def test_a_paper_that_everybody_hands_in_is_asked_for(house, officer):
    code = receive(house, papers=(PaperGiven("2", "Giấy chứng nhận", "copy", 1),))
    page = officer("reception").get(f"/luu-tru/so-hoa/{code}")
    whys = [why for why, _ways in gaps_of(page).values()]
    assert whys.count("Phải có nhưng chưa nộp") >= 1
    # What was handed in and lies on the counter comes first.
    assert whys[0] == "Đã nộp nhưng không có trong chồng giấy"


def test_the_counter_opens_one_stack_and_goes_on_with_it(house, officer, received):
    reception = officer("reception")
    page = reception.get(f"/luu-tru/so-hoa/{received}")
    assert "Quét chung" in page.html.find(id="stack").text
    batch = page.forms["stack"].submit("do", value="stack").follow()
    code = batch.html.h1.text.strip()
    with site(house):
        assert layout.fold(store.batch(house, code)).purpose == "counter"
    again = reception.get(f"/luu-tru/so-hoa/{received}")
    assert again.forms["stack"].submit("do", value="stack").location.endswith(code)
    transaction.begin()
    assert register.stack_of(received) == code
    # Who may not scan its papers has no such button, and none that works.
    handler = officer("handler")
    handler.get(f"/luu-tru/so-hoa/{received}", status=404)
    handler.get(f"/luu-tru/lo/{code}", status=404)


def test_the_list_of_batches_is_offered_to_those_who_have_one(officer, received):
    page = officer("reception").get(f"/luu-tru/so-hoa/{received}")
    assert [one.text.strip() for one in page.html.select(".tabs a")] == [
        "Tìm trong kho lưu trữ",
        "Số hóa",
        "Hồ sơ lưu trữ",
        "Kho giấy",
        "Phòng đọc",
    ]


def test_on_a_stack_the_counter_is_told_where_it_is(house, officer, received):
    reception = officer("reception")
    page = reception.get(f"/luu-tru/so-hoa/{received}").forms["stack"]
    page = page.submit("do", value="stack").follow()
    [here] = page.html.select(".tabs [aria-current]")
    assert (here.text.strip(), here["aria-current"]) == ("Số hóa", "true")


def worked(house, code):
    """Let the worker file what was asked for."""
    with site(house):
        batch = store.batch(house, code)
        number = batch.length
        filing.file(f"{code}:{number}", {}, lambda *_args: None)
        transaction.commit()


def test_the_stack_is_filed_and_closed(house, officer, received, tmp_path):
    reception = officer("reception")
    with site(house):
        batch = batches.open_batch(
            house, UNIT, "counter", "reception", MONDAY, dossiers=[received]
        )
        code = batch.code
        content = blank_pdf(tmp_path / "x.pdf", 2).read_bytes()
        scanned(
            batch,
            2,
            {"a1.1": ("cover", [received, "1", 0], "", "")},
            sha256=files.store(content).sha256,
        )
        transaction.commit()
    page = reception.get(f"/luu-tru/lo/{code}")
    assert page.html.find("button", value="close") is None
    assert page.html.find("button", value="submit") is None
    page = page.forms["ending"].submit("do", value="file").follow()
    assert "đang được lưu" in page.text
    worked(house, code)
    with site(house):
        transaction.begin()
        assert [one.paper for one in attachments(find(house, received))] == ["1"]
    page = reception.get(f"/luu-tru/lo/{code}")
    page = page.forms["ending"].submit("do", value="close").follow()
    assert "Lô đã đóng" in page.text
    assert "ending" not in page.forms
    assert "upload" not in page.forms
    transaction.begin()
    assert register.stack_of(received) == ""


def test_a_batch_with_pages_left_is_not_closed(house, officer, stack, stands):
    archivist = officer("archivist")
    page = archivist.get(f"/luu-tru/lo/{stack}")
    assert page.html.find("button", value="close") is None
    sent = [*page.forms["arrange"].submit_fields(), ("do", "close")]
    page = archivist.post(f"/luu-tru/lo/{stack}", sent, status=400)
    told = page.html.find(id="problem").text
    assert "2 tài liệu" in told
    assert stands(stack).state == "open"


@pytest.fixture
def passes(house):
    """A batch into which two passes of three sheets came, the backs looked at last."""
    with site(house):
        batch = batches.open_batch(house, UNIT, "papers", "archivist", MONDAY)
        for side, pages in (("fronts", 3), ("backs", 3), ("backs", 2)):
            scanned(batch, pages, side=side)
        transaction.commit()
    return batch.code


def test_two_passes_are_made_one_stack_by_hand(officer, passes, stands):
    archivist = officer("archivist")
    form = archivist.get(f"/luu-tru/lo/{passes}").forms["passes"]
    assert [one[2] for one in form["backs"].options] == [
        "x.pdf, 3 trang",
        "x.pdf, 2 trang",
    ]
    form["backs"] = "3"
    told = form.submit("do", value="collate", status=400).html.find(id="problem").text
    assert "3 mặt trước" in told
    form["backs"] = "2"
    page = form.submit("do", value="collate").follow()
    assert "thành một chồng" in page.text
    assert list(stands(passes).unassigned) == [
        *("a3.1", "a3.2"),
        *("a1.1", "a2.3", "a1.2", "a2.2", "a1.3", "a2.1"),
    ]
    # No side waits for another any more.
    assert "passes" not in page.forms


def test_a_pass_that_is_none_is_refused(officer, passes):
    archivist = officer("archivist")
    form = archivist.get(f"/luu-tru/lo/{passes}").forms["passes"]
    form["fronts"].force_value("99")
    form.submit("do", value="collate", status=400)
