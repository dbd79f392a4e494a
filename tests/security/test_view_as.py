"""Seeing as another: what both may see, nothing to do, every look written down."""

from __future__ import annotations

from datetime import date
from motcua.dossiers import inbox
from motcua.dossiers import rights
from motcua.dossiers.actions import act
from motcua.dossiers.folder import find
from motcua.organisation import duties
from motcua.organisation.duties import Duty
from motcua.storage import journal
from motcua.storage.engines import register_engine
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
import pytest
from tests.desk.conftest import browser
from tests.desk.conftest import receive
from tests.dossiers.conftest import JUSTICE
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import SINCE
from tests.dossiers.conftest import UNIT
from tests.security.conftest import PERSONAL
import transaction


@pytest.fixture
def keeper(house):
    """Who keeps the house, without a duty."""
    app = browser()
    app.authorization = ("Basic", (SITE_OWNER_NAME, SITE_OWNER_PASSWORD))
    return app


@pytest.fixture
def supervisor(officer):
    return officer("supervisor")


@pytest.fixture
def sent(house):
    """A dossier in the land department, and one of a unit nobody supervises here."""
    code = receive(house)
    act(find(house, code), "forward", "reception", data={"to": LAND})
    transaction.commit()
    return code


def test_a_supervisor_sees_the_list_of_an_officer(house, supervisor, sent):
    page = supervisor.get("/desk/xem-nhu?nguoi=handler")
    assert sent in page.text and "Phòng Đất đai" in page.text
    # What the jurist does not have, the jurist's list does not show.
    assert sent not in supervisor.get("/desk/xem-nhu?nguoi=jurist").text
    looks = journal.newest(journal.VIEW_AS)
    assert [(look.person, look.subject) for look in looks] == [
        ("supervisor", "jurist"),
        ("supervisor", "handler"),
    ]


def test_no_more_is_seen_than_both_may_see(house, officer, sent):
    """A supervisor of justice looks as an officer of land."""
    book = duties.book(house)
    book.write("magistrate", (Duty("magistrate", JUSTICE, "supervision", SINCE),))
    transaction.commit()
    app = officer("magistrate")
    assert sent not in app.get("/desk/xem-nhu?nguoi=handler").text
    assert sent not in app.get("/desk/xem-nhu?nguoi=handler&all=1").text
    foreign = app.get(f"/desk/xem-nhu?nguoi=handler&ma={sent}", status=404)
    missing = app.get(f"/desk/xem-nhu?nguoi=handler&ma={sent[:-4]}9999", status=404)
    assert foreign.text.replace(sent, "") == missing.text.replace(
        f"{sent[:-4]}9999", ""
    )


def test_one_dossier_as_the_officer_has_it(house, supervisor, sent):
    page = supervisor.get(f"/desk/xem-nhu?nguoi=handler&ma={sent}")
    # Steps and grounds, no names of citizens, no form but the question.
    assert "Phòng Đất đai" in page.text and "QĐ 01/QĐ-UBND" in page.text
    assert not any(word in page.text for word in PERSONAL)
    asking = [one for one in page.forms.values() if one.action != "/desk/tim"]
    assert {form.method for form in asking} <= {"GET", "get"}
    gone = supervisor.get(f"/desk/xem-nhu?nguoi=jurist&ma={sent}")
    assert "không tồn tại" in gone.text


def test_nothing_can_be_sent_while_looking(house, supervisor, keeper, sent):
    from tests.security.test_duties import token

    mark = token(house, "supervisor")
    head = find(house, sent).head
    for data in ({"operation": "propose", "proposal": "x"}, {}):
        supervisor.post(
            f"/desk/xem-nhu?nguoi=handler&ma={sent}",
            {**data, "_authenticator": mark},
            status=404,
        )
    keeper.post("/quan-tri/quyen", {"nguoi": "handler"}, status=403)
    transaction.begin()
    assert find(house, sent).head == head
    assert journal.newest(journal.VIEW_AS) == []


@pytest.mark.parametrize("person", ["reception", "handler", "leader", "stranger"])
def test_only_who_supervises_looks_as_another(house, officer, sent, person):
    officer(person).get("/desk/xem-nhu?nguoi=reception", status=404)
    officer(person).get("/quan-tri/quyen?nguoi=reception", status=[302, 401, 403, 404])
    assert journal.newest(journal.VIEW_AS) == []


def test_a_look_that_cannot_be_written_down_is_refused(house, supervisor, sent):
    rename = "ALTER TABLE {} RENAME TO {}"
    with register_engine().begin() as connection:
        connection.exec_driver_sql(rename.format("access_journal", "elsewhere"))
    try:
        answer = supervisor.get("/desk/xem-nhu?nguoi=handler", status=503)
        assert sent not in answer.text
    finally:
        with register_engine().begin() as connection:
            connection.exec_driver_sql(rename.format("elsewhere", "access_journal"))


def test_who_keeps_the_house_learns_who_could_and_nothing_else(house, keeper, sent):
    keeper.get(f"/desk/ho-so/{sent}", status=404)
    page = keeper.get(f"/quan-tri/quyen?ma={sent}")
    for word in ("Đang xử lý", "handler", "leader", "Phòng Đất đai"):
        assert word in page.text, word
    assert not any(word in page.text for word in PERSONAL)
    assert "Đăng ký biến động đất đai" not in page.text
    assert journal.newest(journal.VIEW_AS)[0].code == sent
    page = keeper.get("/quan-tri/quyen?nguoi=handler")
    assert sent not in page.html.find(id="person").parent.text
    assert "Chuyển" in page.text
    lost = keeper.get("/quan-tri/quyen?nguoi=nobody&ma=X")
    assert lost.html.find(role="alert")


# The double line of a seconded officer: of a department, at the one-stop unit.


@pytest.fixture
def seconded(house):
    """Who belongs to the land department and sits at the counter of the unit."""
    rows = (
        Duty("jurist", LAND, "processing", SINCE, deed="QĐ 1"),
        Duty("jurist", UNIT, "reception", SINCE, deed="QĐ 2 biệt phái"),
    )
    duties.book(house).write("jurist", rows)
    transaction.commit()
    return "jurist"


def test_a_seconded_officer_acts_in_the_place_of_the_step(house, seconded):
    code = receive(house)
    dossier = find(house, code)
    event = act(dossier, "forward", seconded, data={"to": LAND})
    assert event.unit == UNIT
    event = act(dossier, "propose", seconded, data={"proposal": "x"})
    assert event.unit == LAND
    assert "for" not in event.facts


def test_both_lines_show_in_list_counts_and_grounds(house, seconded):
    from motcua.dossiers import grounds

    here, there = receive(house), receive(house)
    act(find(house, there), "forward", "reception", data={"to": LAND})
    transaction.commit()
    groups = rights.groups_of(seconded, MONDAY.date())
    assert {row.code for row in inbox.inbox(groups)} == {here, there}
    assert inbox.counts(groups)["all"] == 2
    found = grounds.account(find(house, there), seconded, rights.VIEW, MONDAY)
    assert {(each.department, each.deed) for each in found.grounds} == {
        (UNIT, "QĐ 2 biệt phái"),
        (LAND, "QĐ 1"),
    }


def test_the_end_of_the_secondment_leaves_the_home_line(house, seconded, officer):
    here, there = receive(house), receive(house)
    act(find(house, there), "forward", "reception", data={"to": LAND})
    rows = duties.book(house).rows(seconded)
    ended = Duty("jurist", UNIT, "reception", SINCE, date(2026, 1, 2))
    duties.book(house).write(seconded, (rows[0], ended))
    transaction.commit()
    app = officer(seconded)
    app.get(f"/desk/ho-so/{here}", status=404)
    app.get("/desk/tiep-nhan", status=404)
    assert app.get(f"/desk/ho-so/{there}").status_int == 200


def test_both_lines_supervise_a_seconded_officer(house, seconded, officer):
    """The head of the unit and the home department each see their side."""
    book = duties.book(house)
    book.write("magistrate", (Duty("magistrate", LAND, "supervision", SINCE),))
    here, there = receive(house), receive(house)
    act(find(house, there), "forward", "reception", data={"to": LAND})
    transaction.commit()
    asked = f"/desk/xem-nhu?nguoi={seconded}"
    unit = officer("supervisor").get(asked).text
    home = officer("magistrate").get(asked).text
    assert here in unit and there in unit
    assert there in home and here not in home
