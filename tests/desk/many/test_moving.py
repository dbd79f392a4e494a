"""Running dossiers move to another version of their process, or stay and say why."""

from __future__ import annotations

from datetime import date
from motcua.dossiers.actions import act
from motcua.dossiers.folder import find
from motcua.dossiers.processes import book
from motcua.organisation import duties
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import TEST_USER_NAME
import pytest
from tests.desk.conftest import step
from tests.desk.many.conftest import again
from tests.desk.many.conftest import receive
from tests.desk.many.conftest import rows
from tests.desk.many.conftest import state
from tests.desk.many.test_storm import moment
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import SINCE
from tests.dossiers.test_process_road import a_process
from tests.dossiers.test_process_road import a_step
import transaction
from zope.component.hooks import setSite


CODE = "1.001193"
OLD = a_process()
#: The new version asks for no opinion of another department.
NEW = a_process(
    title="Biến động đất đai, rút gọn",
    deed="QĐ 1/2027",
    way={
        "sequence": [
            a_step("reception", "reception", "@unit", "reception"),
            a_step("check", "handle", LAND, "processing", term="4 working days"),
            a_step("approve", "approve", LAND, "approval"),
        ]
    },
)


@pytest.fixture
def followed(house, monkeypatch):
    """Two dossiers under the old version: one at its reception, one further on."""
    for process in (OLD, NEW):
        book.keep(house, process)
    shelf = book.made_shelf(house, CODE)
    first = date(2026, 1, 1)
    shelf.rows = tuple(
        book.Row(process.digest, first, deed=process.deed) for process in (OLD, NEW)
    )
    monkeypatch.setattr("motcua.dossiers.receipt.book.in_force", lambda *_args: OLD)
    early, later = sorted(receive(house) for _number in range(2))
    act(find(house, later), "complete", "reception")
    transaction.commit()
    return early, later


def screen(app, digest=NEW.digest, **asked):
    query = "&".join(f"{name}={value}" for name, value in {"xem": 1, **asked}.items())
    return app.get(f"/desk/nhieu-ho-so/chuyen/{CODE}/{digest}?{query}")


def test_each_lands_where_the_preview_said_or_stays_for_the_reason_it_gave(
    supervisor, house, followed, carry_out
):
    early, later = followed
    page = screen(supervisor)
    first, second = rows(page)
    assert first[0] == early
    assert "Reception" in first[1]
    assert "Reception" in first[2]
    # It waits for an opinion that the new version does not know.
    assert second[0] == later
    assert "Không chuyển" in second[2]
    assert "Opinion" in second[2]
    assert [box._value for box in page.forms["decide"].fields["hs"]] == [early]
    promised = state(house, early).due
    form = page.forms["decide"]
    form["deed"], form["reason"] = "QĐ 1/2027", "Rút gọn quy trình"
    result = form.submit("do", value="page").follow()
    carry_out()
    assert rows(again(supervisor, result)) == [[early, "✓ Đã xong"]]
    view = state(house, early)
    assert view.process == NEW.digest
    assert view.due == promised
    assert moment(view.tasks[0].due) in first[2]
    assert state(house, later).process == OLD.digest
    # The one that was moved is not offered again.
    assert [row[0] for row in rows(screen(supervisor))] == [later]


def test_who_goes_past_the_obstacle_can_be_moved(
    supervisor, officer, house, followed, carry_out
):
    _early, later = followed
    step(officer("jurist"), later, "complete")
    row = rows(screen(supervisor))[1]
    assert "Check" in row[2]
    before = moment(state(house, later).tasks[0].due)
    assert before in row[1]
    assert before not in row[2]


def test_without_a_document_nobody_is_moved(supervisor, house, followed, carry_out):
    form = screen(supervisor).forms["decide"]
    form["reason"] = "Rút gọn"
    page = form.submit("do", value="page", status=400)
    assert "văn bản" in page.html.select_one("#problem").text
    assert page.forms["decide"]["reason"].value == "Rút gọn"
    carry_out()
    assert state(house, followed[0]).process == OLD.digest


def test_a_page_that_is_stale_moves_nobody(supervisor, counter, house, followed):
    early, _later = followed
    form = screen(supervisor).forms["decide"]
    form["deed"], form["reason"] = "QĐ 1/2027", "Rút gọn"
    step(counter, early, "complete")
    form.submit("do", value="page", status=409)
    assert state(house, early).process == OLD.digest


def test_only_versions_of_the_procedure_can_be_moved_to(supervisor, officer, followed):
    screen(supervisor, digest=OLD.digest)
    for path in (f"{CODE}/{'0' * 64}", f"9.999999/{NEW.digest}"):
        supervisor.get(f"/desk/nhieu-ho-so/chuyen/{path}", status=404)
    officer("leader").get(f"/desk/nhieu-ho-so/chuyen/{CODE}/{NEW.digest}", status=404)
    assert CODE in supervisor.get("/desk/nhieu-ho-so").text


def test_the_page_of_a_version_leads_here(supervisor, house, followed):
    setSite(house)
    login(house, TEST_USER_NAME)
    duties.assign("supervisor", "H99", "catalogue", SINCE, deed="QĐ 3")
    transaction.commit()
    logout()
    page = supervisor.get(f"/quy-trinh/{CODE}/ban/{NEW.digest}")
    page = page.click("Chuyển hồ sơ đang giải quyết sang phiên bản này")
    assert page.html.select_one("h1").text.startswith("Chuyển hồ sơ đang giải quyết")
    assert "decide" not in page.forms
