"""A disposal list from the first file to the tombstone, at four browsers."""

from __future__ import annotations

from datetime import timedelta
from motcua.archive.appraisal import deciding
from motcua.archive.appraisal import destroying
from motcua.archive.appraisal import lists
from motcua.archive.appraisal import store
from motcua.archive.holdings import files
from motcua.archive.holdings import store as holdings
from motcua.storage import backups
from tests.archive.appraisal.conftest import purge
from tests.archive.appraisal.conftest import TOLD
from tests.workbench.holdings.test_screens import filled
from tests.workbench.holdings.test_screens import main
import transaction
from zope.component.hooks import site


LIST = "HG-H99-2026-1"
ROAD = f"/luu-tru/huy/{LIST}"


def convened(officer):
    """Return the page of a list that lies before a council."""
    page = officer("archivist").get("/luu-tru/huy")
    page = page.forms["draft"].submit().follow()
    page = page.forms["expired"].submit("do", value="expired").follow()
    form = filled(page, "convene", deed="QĐ 1/QĐ-UBND")
    for seat, login in enumerate(("leader", "archivist", "handler")):
        form[f"login-{seat}"] = login
    return form.submit("do", value="convene").follow()


def speak(officer, login, verdict="destroy", status=None, **values):
    """Let a member say the same of all files."""
    page = officer(login).get(f"{ROAD}/hoi-dong")
    form = filled(page, "speak", verdict=verdict, **values)
    return form.submit("do", value="rest", status=status)


def test_files_whose_term_is_over_are_counted_and_put_on(house, officer, old):
    page = officer("archivist").get("/luu-tru/huy")
    assert "hồ sơ hết thời hạn: 2" in main(page)
    page = convened(officer)
    assert all(code in main(page) for code in old)
    assert "Hội đồng đang họp" in main(page)


def test_a_member_sees_the_files_as_long_as_the_council_sits(house, officer, old):
    handler = officer("handler")
    handler.get(ROAD, status=404)
    convened(officer)
    page = handler.get("/luu-tru/huy")
    assert LIST in main(page)
    page = handler.get(f"{ROAD}/hoi-dong")
    assert "Hồ sơ bạn chưa cho ý kiến: 2" in main(page)
    page = handler.get(f"/luu-tru/ho-so/{old[0]}")
    document = f"{old[0]}.0000001"
    assert document in main(page.click(document))
    for login in ("handler", "leader", "archivist"):
        speak(officer, login).follow()
    page = officer("leader").get(f"{ROAD}/hoi-dong")
    page.forms["report"].submit("do", value="report").follow()
    handler.get(f"{ROAD}/hoi-dong", status=404)
    handler.get(f"/luu-tru/ho-so/{old[0]}", status=404)
    handler.get(f"/luu-tru/tai-lieu/{document}", status=404)


def test_what_is_kept_needs_a_term_and_what_was_typed_stays(house, officer, old):
    convened(officer)
    page = speak(officer, "handler", "keep", 400, reason="Còn cần")
    assert "Hồ sơ giữ lại cần thời hạn mới" in main(page)
    assert page.forms["speak"]["reason"].value == "Còn cần"
    form = page.forms["speak"]
    page = form.submit("do", value="speak", status=400)
    assert "Chọn hồ sơ Hội đồng đang xem xét" in main(page)


def test_the_road_of_a_list_to_the_tombstone(house, officer, old, monkeypatch):
    convened(officer)
    for login in ("handler", "leader", "archivist"):
        speak(officer, login).follow()
    page = officer("leader").get(f"{ROAD}/hoi-dong")
    page.forms["report"].submit("do", value="report").follow()
    archivist = officer("archivist")
    page = archivist.get(ROAD)
    form = filled(page, "ask", authority="Sở Nội vụ", deed="CV 3/UBND")
    page = form.submit("do", value="ask").follow()
    form = filled(page, "files", deed="CV 8/SNV")
    page = form.submit("do", value="answer").follow()
    head = officer("leader")
    early = filled(head.get(ROAD), "decide", deed="QĐ 9/QĐ-UBND")
    page = early.submit("do", value="decide", status=400)
    assert "Được quyết định từ ngày" in main(page)
    # The days of waiting are over.
    monkeypatch.setattr(deciding, "may_from", lambda found: found.answered_at.date())
    form = filled(head.get(ROAD), "decide", deed="QĐ 9/QĐ-UBND")
    form.submit("do", value="decide").follow()
    page = archivist.get(ROAD)
    assert "Phải hủy chậm nhất ngày" in main(page)
    page = page.forms["destroy"].submit("do", value="destroy").follow()
    assert "Đang hủy lần lượt" in main(page)
    tombstone(house, archivist, old[0])


def tombstone(house, archivist, code):
    """Run the jobs, and read what is left of the first file."""
    with site(house):
        one = store.disposal_list(house, LIST)
        key = f"{LIST}:{lists.view(one).events[-1].number}"
        destroying.run(key, {}, lambda *_told: None)
        transaction.commit()
        gone = files.view(holdings.file(house, code)).destroyed
        backups.note(gone.at - timedelta(days=1), "hang-ngay")
        purge(house, gone.at + timedelta(hours=1))
        transaction.commit()
    assert "Đã xong" in main(archivist.get(ROAD))
    page = archivist.get(f"/luu-tru/ho-so/{code}")
    words = main(page)
    for told in ("Hồ sơ đã bị hủy", "QĐ 9/QĐ-UBND", LIST, "hang-ngay", "5 năm"):
        assert told in words
    assert "Mua văn phòng phẩm".lower() in words.lower()
    assert {"describe", "take", "out", "close"} & set(page.forms) == set()
    for paper in ("danh-muc", "bien-ban-huy"):
        assert archivist.get(f"{ROAD}/{paper}").content_type == "application/pdf"


def test_a_hold_is_placed_and_another_person_releases_it(house, officer, old):
    archivist, head = officer("archivist"), officer("leader")
    page = archivist.get("/luu-tru/giu")
    assert "Không có hồ sơ nào bị giữ" in main(page)
    form = filled(page, "place", codes="\n".join(old), kind="court", **TOLD)
    page = form.submit("do", value="place").follow()
    assert TOLD["owner"] in main(page)
    assert "đang bị giữ" in main(archivist.get(f"/luu-tru/ho-so/{old[0]}"))
    mine = release(page)
    assert "người khác của lưu trữ" in main(mine)
    page = release(head.get("/luu-tru/giu"), status=None).follow()
    assert main(page).count(TOLD["owner"]) == 1


def release(page, status=400):
    """Send the first form with which a hold is released."""
    form = next(one for one in page.forms.values() if "hold" in one.fields)
    form["why"] = "Án đã xử"
    return form.submit("do", value="release", status=status)


def test_a_code_that_is_none_is_named_and_nothing_is_held(house, officer, old):
    page = officer("archivist").get("/luu-tru/giu")
    form = filled(page, "place", codes=f"{old[0]} H99.1.1", kind="court", **TOLD)
    page = form.submit("do", value="place", status=400)
    assert "H99.1.1" in main(page)
    assert page.forms["place"]["reason"].value == TOLD["reason"]
    assert "Không có hồ sơ nào bị giữ" in main(page)


def test_for_others_there_is_nothing(house, officer, old):
    convened(officer)
    for path in (ROAD, f"{ROAD}/hoi-dong", f"{ROAD}/danh-muc", "/luu-tru/giu"):
        officer("reception").get(path, status=404)
