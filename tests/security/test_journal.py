"""Papers under watch: who opens one is written down first, or it does not open."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from datetime import UTC
import io
from motcua.archive.finding.readings import ground_of
from motcua.archive.incoming import scans
from motcua.dossiers.actions import act
from motcua.dossiers.folder import find
from motcua.dossiers.handovers import lists
from motcua.dossiers.handovers import prints
from motcua.dossiers.papers import PaperGiven
from motcua.dossiers.slips import issued
from motcua.storage import journal
from motcua.storage.engines import register_engine
from motcua.storage.settings import SettingsError
from PIL import Image
import pytest
import sqlalchemy as sa
from tests.desk.conftest import receive
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import UNIT
from tests.security.conftest import PERSONAL
import transaction
from zope.component.hooks import setSite


NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
CARD = PaperGiven("1", "Ảnh căn cước", "copy", 1, sensitive=True)
FORM = PaperGiven("2", "Đơn đăng ký", "original", 1)


def picture(shade):
    found = io.BytesIO()
    Image.new("L", (300, 300), shade).save(found, "PNG")
    found.seek(0)
    return found


@pytest.fixture
def code(house):
    """A dossier with a picture of an identity card, and a form that anyone may see."""
    made = receive(house, papers=(CARD, FORM))
    dossier = find(house, made)
    scans.add(house, dossier, "1", picture(40), "a.png", "reception")
    scans.add(house, dossier, "2", picture(200), "b.png", "reception")
    transaction.commit()
    return made


def test_who_opens_the_page_of_a_restricted_dossier_is_written_down(
    house, officer, code
):
    page = f"/desk/ho-so/{code}"
    officer("reception").get(page)
    assert journal.of(code) == []
    setSite(house)
    transaction.begin()
    act(find(house, code), "restrict", "supervisor", data={"ground": "Có đơn"})
    transaction.commit()
    officer("supervisor").get(page)
    officer("reception").get(page, status=404)
    [look] = journal.of(code)
    assert (look.person, look.subject) == ("supervisor", "page")
    assert look.ground == f"{UNIT}:supervision (unit)"
    address = f"/++api++/@dossiers/{code}"
    officer("supervisor").get(address, headers={"Accept": "application/json"})
    assert [one.subject for one in journal.of(code)] == ["page", "page"]


def digests(house, code):
    transaction.begin()
    return [event.data["sha256"] for event in events(find(house, code))]


def events(dossier):
    from motcua.dossiers.ledger import events as chain

    return [event for event in chain(dossier) if event.type == "attach_scan"]


def test_opening_a_sensitive_paper_is_written_down(house, counter, code):
    card, form = digests(house, code)
    last = house._p_jar.db().lastTransaction()
    assert counter.get(f"/desk/ho-so/{code}/tep/{card}").content_type == "image/png"
    assert counter.get(f"/luu-tru/so-hoa/{code}/tep/{card}").status_int == 200
    counter.get(f"/desk/ho-so/{code}/tep/{form}")
    looks = journal.of(code)
    assert [(look.person, look.subject) for look in looks] == [("reception", card)] * 2
    assert looks[0].ground == "H99.01:reception (unit)"
    assert abs(datetime.now(UTC) - looks[0].at) < timedelta(minutes=1)
    # Asking does not write into the database of content.
    transaction.begin()
    assert house._p_jar.db().lastTransaction() == last


def test_a_list_that_names_persons_of_a_restricted_dossier_is_under_watch(
    house, officer, code
):
    dossier = find(house, code)
    act(dossier, "forward", "reception", data={"to": LAND})
    act(dossier, "propose", "handler", data={"proposal": "Cấp"})
    act(dossier, "approve", "leader")
    scans.add_result(dossier, picture(90), "Nguyen Van A.png", "handler")
    made = lists.issue(house, "results-handover", LAND, [code], "handler", NOW, to=UNIT)
    act(dossier, "restrict", "leader", data={"ground": "x"})
    transaction.commit()
    path = f"/desk/ban-giao/{made.code}/in"
    for name in ("handler", "reception"):
        assert officer(name).get(path).content_type == "application/pdf"
    assert not journal.of(code)
    assert officer("leader").get(path).content_type == "application/pdf"
    looks = [(one.person, one.subject) for one in journal.of(code)]
    assert looks == [("leader", made.code)]
    assert made.code in officer("supervisor").get(f"/desk/ho-so/{code}/quyen").text
    row = prints.filled(house, made, lambda code: False)["rows"][0]
    assert (row["owner"], row["address"], row["result"]) == ("", "", "")


def test_every_paper_of_a_restricted_dossier_is_under_watch(house, counter, code):
    _card, form = digests(house, code)
    act(find(house, code), "restrict", "reception", data={"ground": "x"})
    transaction.commit()
    counter.get(f"/desk/ho-so/{code}/tep/{form}")
    counter.get(f"/desk/ho-so/{code}/giay-tiep-nhan")
    slip = issued.slips_of(find(house, code))[0].key
    assert {look.subject for look in journal.of(code)} == {form, slip}


def test_what_cannot_be_written_down_is_not_shown(house, counter, code, monkeypatch):
    card, form = digests(house, code)
    with register_engine().begin() as connection:
        connection.exec_driver_sql("ALTER TABLE access_journal RENAME TO elsewhere")
    try:
        answer = counter.get(f"/desk/ho-so/{code}/tep/{card}", status=503)
        assert answer.content_type == "text/html"
        assert b"PNG" not in answer.body
        assert counter.get(f"/desk/ho-so/{code}/tep/{form}").status_int == 200
    finally:
        with register_engine().begin() as connection:
            connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO access_journal")


def test_who_supervises_reads_the_journal_and_nobody_else(
    house, counter, officer, code
):
    card, _form = digests(house, code)
    counter.get(f"/desk/ho-so/{code}/tep/{card}")
    page = officer("supervisor").get(f"/desk/ho-so/{code}/quyen")
    assert "Trần Thị Lụa" in page.html.find(id="looks").parent.text
    assert "Ảnh căn cước" in page.text
    assert "looks" not in counter.get(f"/desk/ho-so/{code}/quyen").text
    officer("handler").get(f"/desk/ho-so/{code}/quyen", status=404)
    # Who is refused leaves no entry and learns nothing.
    officer("handler").get(f"/desk/ho-so/{code}/tep/{card}", status=404)
    assert len(journal.of(code)) == 1


def test_who_acts_for_another_is_written_down_with_the_name(house, code):
    from datetime import date
    from motcua.organisation import duties
    from motcua.organisation.delegations import Delegation

    row = Delegation(
        *("reception", "jurist", "H99.01", "reception"),
        *(date(2026, 1, 1), date(2099, 1, 1), "absence", "QĐ 9"),
    )
    duties.book(house).by_receiver["jurist"] = (row,)
    found = ground_of(find(house, code), "jurist", NOW)
    assert found == "H99.01:reception (unit) @reception"


def test_the_journal_names_no_citizen(house, counter, code):
    for digest in digests(house, code):
        counter.get(f"/desk/ho-so/{code}/tep/{digest}")
    with register_engine().connect() as connection:
        rows = str(connection.execute(sa.select(journal.JOURNAL)).all())
    assert code in rows
    assert not any(word in rows for word in (*PERSONAL, "căn cước"))


def test_the_journal_is_kept_as_long_as_is_set(house, monkeypatch):
    monkeypatch.setenv("MOTCUA_JOURNAL_DAYS", "30")
    for days in (1, 29, 31):
        look = journal.Look(NOW - timedelta(days=days), "a", "paper", "c", "s", "g")
        journal.note(look)
    assert journal.forget(NOW) == 1
    assert len(journal.of("c")) == 2
    monkeypatch.setenv("MOTCUA_JOURNAL_DAYS", "for ever")
    with pytest.raises(SettingsError, match="for ever"):
        journal.forget(NOW)


def test_a_paper_is_marked_at_the_counter(house, counter):
    page = counter.get("/desk/tiep-nhan/1.001193")
    form = page.forms["form"]
    form["applicant-name"] = "Nguyễn Văn Đức"
    form["paper-1-form"] = "copy"
    form["paper-1-sensitive"] = True
    form["paper-2-form"] = "original"
    page = form.submit("save").follow()
    code = page.request.path.rpartition("/")[2]
    transaction.begin()
    from motcua.dossiers.states import fold

    papers = fold(find(house, code)).papers
    assert [paper.sensitive for paper in papers] == [True, False]
    assert "sensitive" not in papers[1].to_json()


def test_a_forwarded_dossier_is_watched_in_the_other_department(house, officer, code):
    card, _form = digests(house, code)
    act(find(house, code), "forward", "reception", data={"to": LAND})
    transaction.commit()
    officer("handler").get(f"/desk/ho-so/{code}/tep/{card}")
    assert journal.of(code)[0].ground == f"{LAND}:processing (holder)"
