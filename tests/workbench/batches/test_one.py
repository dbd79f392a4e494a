"""A batch in the browser: what stands where, and every act as a button."""

from __future__ import annotations

from io import BytesIO
from motcua.archive.capture import batches
from motcua.archive.capture import portraying
from motcua.archive.capture import seeing
from motcua.archive.capture import showing
from motcua.archive.capture import store
from motcua.archive.capture.arranging import Acting
from motcua.archive.capture.pages import Target
from motcua.archive.finding import picturecache
from motcua.dossiers.actions import act
from motcua.dossiers.folder import find
from motcua.storage import journal
from motcua.storage.settings import settings
from motcua.workbench.batches.thumbs import MOST
from PIL import Image
import pytest
from tests.archive.capture.conftest import arrived
from tests.archive.conftest import blank_pdf
from tests.desk.conftest import receive
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
from tests.security.test_journal import CARD
from tests.security.test_journal import FORM
from tests.workbench.batches.conftest import scanned
from tests.workbench.conftest import walk
import transaction
from webtest import Upload
from zope.component.hooks import site


def press(app, code, do, *pages, place="", status=None, **fields):
    """Tick pages and press a button; return the answer."""
    form = app.get(f"/luu-tru/lo/{code}?noi={place}").forms["arrange"]
    for box in form.fields["page"]:
        box.checked = box._value in pages
    for name, value in fields.items():
        form[name] = value
    return form.submit("do", value=do, status=status)


def documents(found):
    """Return the numbers of pages of each document."""
    return [
        [int(page.partition(".")[2]) for page in one.pages] for one in found.documents
    ]


def test_pages_come_in_by_the_form_and_wait_to_be_looked_at(
    house, officer, pdf, scan, tmp_path, stands
):
    with site(house):
        code = batches.open_batch(house, UNIT, "papers", "archivist", MONDAY).code
        transaction.commit()
    archivist = officer("archivist")
    form = archivist.get(f"/luu-tru/lo/{code}").forms["upload"]
    three = blank_pdf(tmp_path / "ba.pdf", 3)
    form["files"] = [
        Upload("một.jpg", scan.read_bytes()),
        Upload("ba.pdf", three.read_bytes()),
    ]
    page = form.submit("do", value="upload").follow()
    assert "Đã nhận 4 trang." in page.text
    assert stands(code).figures.arrived == 4
    assert page.html.find(id="coming") is not None
    watch = archivist.get(f"/luu-tru/lo/{code}/tien-do")
    assert "0 trên 3 trang" in watch.text
    assert "Refresh" in watch.headers
    assert "Refresh" not in archivist.get(f"/luu-tru/lo/{code}/tien-do?dung=1").headers
    with site(house):
        for number in (1, 2):
            seeing.look(f"{code}:{number}", {}, lambda *_args: None)
            transaction.commit()
    page = archivist.get(f"/luu-tru/lo/{code}")
    assert page.html.find(id="coming") is None
    picture = archivist.get(page.html.select_one(".leaf img")["src"])
    assert Image.open(BytesIO(picture.body)).size[1] <= 280


def test_what_is_refused_is_named_and_what_is_good_is_kept(
    house, officer, scan, stands
):
    with site(house):
        code = batches.open_batch(house, UNIT, "papers", "archivist", MONDAY).code
        transaction.commit()
    form = officer("archivist").get(f"/luu-tru/lo/{code}").forms["upload"]
    form["files"] = [
        Upload("một.jpg", scan.read_bytes()),
        Upload("xấu.pdf", b"MZ not a pdf"),
    ]
    page = form.submit("do", value="upload", status=200)
    assert "xấu.pdf" in page.html.find(id="problem").text
    assert stands(code).figures.arrived == 1


def test_figures_add_up_and_places_are_addresses(officer, stack, stands):
    archivist = officer("archivist")
    press(archivist, stack, "reject", "a1.3", reason="blank")
    page = archivist.get(f"/luu-tru/lo/{stack}")
    counters = [int(one.text) for one in page.html.select(".counter b")]
    assert counters == [5, 0, 0, 1, 0]
    assert stands(stack).figures.adds_up
    rejected = archivist.get(f"/luu-tru/lo/{stack}?noi=loai")
    assert [box["value"] for box in rejected.html.select("input[name=page]")] == [
        "a1.3"
    ]
    assert "Trang trắng" in rejected.html.select_one(".why").text


def test_pages_of_papers_are_compared_with_those_that_were_counted(officer, stack):
    archivist = officer("archivist")
    page = archivist.get(f"/luu-tru/lo/{stack}")
    assert page.html.select_one(".wrong") is None
    press(archivist, stack, "reject", "a1.3", reason="rescan")
    told = archivist.get(f"/luu-tru/lo/{stack}").html.select_one(".wrong").text
    assert "Nhận 5 trang, đã đếm 6 trang. Hãy tìm phần còn thiếu." in told


def test_findings_are_told_by_a_sign_and_words(officer, stack):
    page = officer("archivist").get(f"/luu-tru/lo/{stack}")
    flags = {
        box["value"]: [" ".join(one.text.split()) for one in leaf.select(".flag")]
        for leaf in page.html.select(".leaf")
        for box in leaf.select("input")
    }
    assert flags["a1.2"] == ["✖ thiếu dpi"]
    assert flags["a1.3"] == ["▲ trang trắng?"]
    assert flags["a1.1"] == []


@pytest.mark.parametrize(
    ("do", "pages", "expected"),
    [
        ("split", ["a1.2"], [[1], [2, 3], [4, 5, 6]]),
        ("merge", ["a1.4"], [[1, 2, 3, 4, 5, 6]]),
        ("merge", ["a1.1", "a1.6"], [[1, 2, 3, 4, 5, 6]]),
        ("earlier", ["a1.3"], [[1, 3, 2], [4, 5, 6]]),
        ("earlier", ["a1.4"], [[1, 2, 3, 4], [5, 6]]),
        ("later", ["a1.1"], [[2, 1, 3], [4, 5, 6]]),
        ("later", ["a1.3"], [[1, 2], [3, 4, 5, 6]]),
        ("later", ["a1.1", "a1.2"], [[3, 1, 2], [4, 5, 6]]),
        ("reject", ["a1.1", "a1.2", "a1.3"], [[4, 5, 6]]),
    ],
)
def test_buttons_arrange(officer, stack, stands, do, pages, expected):
    archivist = officer("archivist")
    assert press(archivist, stack, do, *pages).status_int == 303
    assert documents(stands(stack)) == expected
    press(archivist, stack, "undo")
    assert documents(stands(stack)) == [[1, 2, 3], [4, 5, 6]]


def test_one_page_of_a_signed_file_takes_all_of_it_along(house, officer, stands):
    """It may be longer than a screen, so that not all of it can be ticked."""
    with site(house):
        batch = batches.open_batch(house, UNIT, "papers", "archivist", MONDAY)
        scanned(batch, 1)
        scanned(batch, MOST + 20, signed=True)
        transaction.commit()
    archivist = officer("archivist")
    page = archivist.get(f"/luu-tru/lo/{batch.code}?noi=chua-xep&tu={MOST}")
    assert "đánh dấu một trang" in page.html.select_one(".why").text
    press(archivist, batch.code, "split", "a2.30", place="chua-xep")
    press(archivist, batch.code, "assign", "a2.7", ordinal="1")
    found = stands(batch.code)
    assert documents(found) == [list(range(1, MOST + 21))]
    assert list(found.unassigned) == ["a1.1"]
    refused = press(archivist, batch.code, "turn-over", "a2.7", status=400)
    assert "chữ ký số" in refused.html.find(id="problem").text
    press(archivist, batch.code, "reject", "a2.7", reason="alien")
    assert len(stands(batch.code).rejected) == MOST + 20


def test_turning_adds_up_and_the_picture_turns(officer, stack, stands):
    archivist = officer("archivist")
    for _number in range(3):
        press(archivist, stack, "turn-right", "a1.1")
    assert stands(stack).pages["a1.1"].rotation == 270
    press(archivist, stack, "turn-over", "a1.1")
    page = archivist.get(f"/luu-tru/lo/{stack}")
    picture = archivist.get(page.html.find(id="p-a1.1").parent.parent.img["src"])
    drawn = Image.open(BytesIO(picture.body)).convert("L")
    assert drawn.width > drawn.height
    # Clockwise: what was above on the left is above on the right.
    assert drawn.getpixel((drawn.width - 8, 8)) < 60
    assert drawn.getpixel((8, 8)) > 200


def test_pages_are_rejected_and_taken_back(officer, stack, stands):
    archivist = officer("archivist")
    press(archivist, stack, "reject", "a1.2", reason="double")
    press(archivist, stack, "restore", "a1.2", place="loai")
    assert dict(stands(stack).unassigned) == {"a1.2": "restored"}
    first = stands(stack).documents[0].id
    press(archivist, stack, "move", "a1.2", to=first)
    assert documents(stands(stack))[0] == [1, 3, 2]


def test_a_secret_page_has_no_picture_for_anybody(officer, stack, stands):
    archivist = officer("archivist")
    old = archivist.get(f"/luu-tru/lo/{stack}").html.find(id="p-a1.1")
    address = old.parent.parent.img["src"]
    assert archivist.get(address).status_int == 200
    press(archivist, stack, "secret", "a1.1", level="MẬT")
    archivist.get(address, status=404)
    page = archivist.get(f"/luu-tru/lo/{stack}?noi=cach-ly")
    assert page.html.select(".leaf img") == []
    assert "MẬT" in page.html.select_one(".why").text
    press(archivist, stack, "release", "a1.1", place="cach-ly", status=400)
    press(archivist, stack, "release", "a1.1", place="cach-ly", why="Đã giải mật")
    assert "a1.1" in stands(stack).unassigned


def test_numbers_are_given_in_order(officer, stack, stands):
    archivist = officer("archivist")
    press(archivist, stack, "split", "a1.2")
    press(archivist, stack, "number")
    found = stands(stack)
    assert [one.target.ordinal for one in found.documents] == [1, 3, 2]
    page = press(archivist, stack, "assign", "a1.2", ordinal="2", status=400)
    assert "Số thứ tự 2" in page.html.find(id="problem").text


def test_the_page_acted_on_has_the_focus_again(officer, stack):
    archivist = officer("archivist")
    page = press(archivist, stack, "turn-right", "a1.2").follow()
    assert page.html.find(autofocus=True)["value"] == "a1.2"
    page = press(archivist, stack, "reject", "a1.2", reason="blank").follow()
    assert page.html.find(autofocus=True)["value"] == "a1.3"


def test_who_was_slower_is_told_and_changes_nothing(house, officer, stack, stands):
    archivist = officer("archivist")
    form = archivist.get(f"/luu-tru/lo/{stack}").forms["arrange"]
    with site(house):
        batch = store.batch(house, stack)
        Acting(house, batch, "archivist", MONDAY, None).reject(["a1.6"], "blank")
        transaction.commit()
    form.fields["page"][1].checked = True
    page = form.submit("do", value="split", status=409)
    assert "Người khác" in page.html.find(id="problem").text
    assert documents(stands(stack)) == [[1, 2, 3], [4, 5]]
    # The page shows what stands there now.
    assert "a1.6" not in [box["value"] for box in page.html.select("input[name=page]")]


def test_a_page_is_cut_as_it_is_seen(officer, stack, stands):
    archivist = officer("archivist")
    press(archivist, stack, "turn-right", "a1.1")
    press(archivist, stack, "cut", "a1.1")
    found = stands(stack)
    # Turned clockwise, the lower half of the file lies on the left.
    assert found.documents[0].pages[:2] == ("a1.1-2", "a1.1-1")
    assert found.pages["a1.1-2"].part == (0.0, 0.5, 1.0, 1.0)
    assert "cắt đôi" in archivist.get(f"/luu-tru/lo/{stack}").text


def test_a_picture_to_read_is_small_and_kept(officer, stack, monkeypatch):
    archivist = officer("archivist")
    address = f"/luu-tru/lo/{stack}/hinh/a1.1?w=1000"
    first = archivist.get(address)
    assert first.content_type == "image/jpeg"
    assert len(first.body) <= portraying.LARGEST
    assert Image.open(BytesIO(first.body)).width == 1000
    assert first.headers["Cache-Control"] == "private, no-cache"
    (kept,) = (settings().var / "cache" / "pages").rglob("*.jpg")
    monkeypatch.setattr(
        "motcua.storage.confined.run_at_once", lambda *_a, **_k: pytest.fail("drawn")
    )
    again = archivist.get(address)
    assert again.body == first.body
    assert kept.stem.startswith(first.headers["ETag"].strip('"'))


def test_a_browser_asks_again_before_it_shows_a_page_that_can_be_read(officer, stack):
    archivist = officer("archivist")
    small = archivist.get(f"/luu-tru/lo/{stack}/hinh/a1.1?w=200")
    assert small.headers["Cache-Control"] == "private, max-age=3600"
    large = archivist.get(f"/luu-tru/lo/{stack}/hinh/a1.1?w=1000")
    assert large.headers["Cache-Control"] == "private, no-cache"
    for one in (small, large):
        width = 200 if one is small else 1000
        again = archivist.get(
            f"/luu-tru/lo/{stack}/hinh/a1.1?w={width}",
            headers={"If-None-Match": one.headers["ETag"]},
            status=304,
        )
        assert again.body == b""
    answer = press(archivist, stack, "secret", "a1.1", level="MẬT")
    # This browser forgets what it kept; every other one is told that there is nothing.
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    gone = archivist.get(
        f"/luu-tru/lo/{stack}/hinh/a1.1?w=1000",
        headers={"If-None-Match": large.headers["ETag"]},
        status=404,
    )
    assert gone.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in gone.headers


def test_widths_are_bounded(officer, stack):
    archivist = officer("archivist")
    picture = archivist.get(f"/luu-tru/lo/{stack}/hinh/a1.1?w=99999").body
    assert Image.open(BytesIO(picture)).width <= showing.WIDTHS[-1]
    assert len(picture) <= portraying.LARGEST


def test_a_noisy_page_is_made_small(tmp_path):
    noise = Image.effect_noise((1131, 1600), 120).convert("RGB")
    source, target = tmp_path / "noise", tmp_path / "small.jpg"
    noise.save(source, "JPEG", quality=95)
    portraying.draw(
        path=str(source),
        begins=0,
        length=source.stat().st_size,
        rotation=90,
        part=[0.0, 0.0, 1.0, 0.5],
        width=1400,
        target=str(target),
        progress=lambda *_args: None,
    )
    assert target.stat().st_size <= portraying.LARGEST
    assert Image.open(target).width >= 200


def test_the_cache_of_pictures_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(picturecache, "MOST", 3)
    for number in range(5):
        one = tmp_path / f"{number}.jpg"
        one.write_bytes(b"x")
        one.touch()
    import os

    for number in range(5):
        os.utime(tmp_path / f"{number}.jpg", (number, number))
    picturecache._clear(tmp_path)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["2.jpg", "3.jpg", "4.jpg"]


def test_cover_sheets_are_a_pdf(officer, stack):
    archivist = officer("archivist")
    form = archivist.get(f"/luu-tru/lo/{stack}/to-bia").forms["covers"]
    assert form["first"].value == "3"
    form["count"] = "2"
    answer = form.submit()
    assert answer.content_type == "application/pdf"
    assert answer.body.startswith(b"%PDF")
    form["count"] = "500"
    assert "200" in form.submit(status=400).html.find(id="problem").text


@pytest.mark.parametrize("name", ["reception", "handler", "stranger"])
def test_foreign_and_unknown_batches_are_one_answer(officer, stack, name):
    app = officer(name)
    for path in ("", "/tien-do", "/to-bia", "/hinh/a1.1"):
        foreign = app.get(f"/luu-tru/lo/{stack}{path}", status=404)
        unknown = app.get(f"/luu-tru/lo/H99.01-2026-L9999{path}", status=404)
        assert foreign.text == unknown.text


def test_handed_in_a_batch_is_only_looked_at(officer, stack, stands):
    archivist = officer("archivist")
    press(archivist, stack, "submit")
    assert stands(stack).state == "submitted"
    page = archivist.get(f"/luu-tru/lo/{stack}")
    assert "upload" not in page.forms
    assert page.html.select("button[value=split]") == []


def stack_of(house, code):
    """Return the code of a batch with one page, which is paper 1 of the dossier."""
    with site(house):
        batch = batches.open_batch(
            house, UNIT, "dossiers", "archivist", MONDAY, dossiers=[code]
        )
        scanned(batch, 1)
        acting = Acting(house, batch, "archivist", MONDAY, None)
        made = acting.move(["a1.1"], "new")
        acting.assign(f"d{made.number}", Target(code, "1"))
        transaction.commit()
    return batch.code


def test_a_page_under_watch_is_written_down_before_it_is_seen(house, officer, stands):
    code = receive(house, papers=(CARD, FORM))
    walk(house, code, "return_result")
    batch = stack_of(house, code)
    archivist = officer("archivist")
    archivist.get(f"/luu-tru/lo/{batch}/hinh/a1.1?w=200")
    assert journal.of(code) == []
    answer = archivist.get(f"/luu-tru/lo/{batch}/hinh/a1.1?w=1000")
    (look,) = journal.of(code)
    (page,) = stands(batch).pages.values()
    assert (look.person, look.subject) == ("archivist", page.sha256)
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_pages_of_a_dossier_restricted_to_others_are_not_seen(house, officer, received):
    with site(house):
        stack = batches.open_batch(
            house, UNIT, "counter", "reception", MONDAY, dossiers=[received]
        )
        scanned(stack, 1)
        transaction.commit()
    address = f"/luu-tru/lo/{stack.code}/hinh/a1.1"
    archivist = officer("archivist")
    archivist.get(address)
    with site(house):
        ground = {"ground": "Có đơn tố cáo"}
        act(find(house, received), "restrict", "supervisor", data=ground)
        transaction.commit()
    archivist.get(address, status=404)
    officer("reception").get(address, status=404)
    # And neither is what the batch says of it.
    archivist.get(f"/luu-tru/lo/{stack.code}", status=404)
    archivist.get(f"/luu-tru/lo/{stack.code}/kiem-tra", status=404)
    # Who has it by name sees it, and that is written down.
    officer("supervisor").get(f"{address}?w=1000")
    assert [one.person for one in journal.of(received)] == ["supervisor"]


# What stands still


@pytest.fixture
def still(house):
    """The code of a batch with a file whose look failed for good."""
    from motcua.archive.capture import register
    from motcua.storage import jobs

    with site(house):
        batch = batches.open_batch(house, UNIT, "papers", "archivist", MONDAY)
        arrived(batch, 2)
        transaction.commit()
        code = batch.code
    key = f"{code}:1"
    jobs.enqueue_now(register.LOOK, key, {})
    with jobs.jobs_engine().begin() as connection:
        connection.execute(
            jobs.table.update()
            .where(jobs.table.c.key == key)
            .values(state=jobs.FAILED, message="ValueError: x")
        )
    return code


def decide(app, code, do, **fields):
    """Fill in the first form of what stands still; return the answer."""
    page = app.get(f"/luu-tru/lo/{code}")
    form = next(
        one
        for one in page.forms.values()
        if "file" in one.fields
        and do in [each.value_if_submitted() for each in one.fields["do"]]
    )
    for name, value in fields.items():
        form[name] = value
    return form.submit("do", value=do, status="*")


def test_a_failed_look_is_work_that_is_seen(officer, still):
    archivist = officer("archivist")
    page = archivist.get(f"/luu-tru/lo/{still}")
    box = page.html.find("section", "stuck")
    assert "x.pdf" in box.text and "ValueError: x" in box.text
    assert {one["value"] for one in box.find_all("button")} == {
        "look-again",
        "give-up",
        "refuse-file",
    }
    row = archivist.get("/luu-tru/lo").html.find("a", string=still).find_parent("tr")
    assert row.find("span", "late") is not None
    watched = archivist.get(f"/luu-tru/lo/{still}/tien-do")
    assert "Refresh" not in watched.headers, "nothing moves by itself"
    told = " ".join(watched.html.find("main").text.split())
    assert "Số tệp không xem được: 1" in told
    assert "Đã xem xong các trang" not in watched.text


def test_the_three_ways_out_are_buttons(officer, still, stands):
    archivist = officer("archivist")
    again = decide(archivist, still, "look-again")
    assert again.status_int == 303
    assert again.follow().html.find("section", "stuck") is None
    assert stands(still).arrivals[0].asked


def test_enter_behind_a_reason_refuses_and_turns_no_page(officer, still, stands):
    archivist = officer("archivist")
    page = archivist.get(f"/luu-tru/lo/{still}?noi=cach-ly")
    reason = page.html.select_one(".stuck input[name=why]").find_parent("form")
    assert reason.find("button")["value"] == "refuse-file"
    arranging = page.html.find(id="arrange")
    # A disabled first button: a browser then sends nothing.
    assert arranging.find("button").has_attr("disabled")
    # With scripts each field presses the button beside it.
    fields = arranging.select(".acts input, .acts > .pair > select")
    assert fields and all(one.has_attr("data-key") for one in fields)


def test_pages_are_taken_without_a_look_and_the_batch_goes_on(officer, still, stands):
    archivist = officer("archivist")
    assert decide(archivist, still, "give-up").status_int == 303
    assert set(stands(still).unassigned.values()) == {"unseen"}
    press(archivist, still, "split", "a1.1", status=303)
    press(archivist, still, "undo", status=303)
    press(archivist, still, "undo", status=303)
    assert stands(still).waiting


def test_a_file_is_refused_with_a_reason_only(officer, still, stands):
    archivist = officer("archivist")
    refused = decide(archivist, still, "refuse-file")
    assert refused.status_int == 400 and refused.html.find(id="problem") is not None
    assert not stands(still).rejected
    assert decide(archivist, still, "refuse-file", why="Quét sai").status_int == 303
    page = archivist.get(f"/luu-tru/lo/{still}?noi=loai")
    assert "từ chối" in page.text and stands(still).figures.rejected == 2
