"""What is offered of a person's earlier papers, and what never is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.archive.reuse import offers
from motcua.base.counters import add_months
from motcua.base.durations import Term
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import ledger
from motcua.dossiers.actions import act
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.folder import find
from motcua.dossiers.persons import Person
from motcua.storage import files
from motcua.storage import journal
import pytest
from tests.archive.reuse.conftest import ended
from tests.archive.reuse.conftest import NAME
from tests.archive.reuse.conftest import NEW
from tests.archive.reuse.conftest import NUMBER
from tests.archive.reuse.conftest import people
from tests.archive.reuse.conftest import RESULT
from tests.dossiers.conftest import UNIT
import transaction
from zope.component.hooks import site


def test_result_and_signed_scan_are_offered_with_their_provenance(kept, prior, look):
    found = look()
    assert set(found) == {"2", "3"}
    result, scan = found["2"], found["3"]
    assert (result.dossier, result.result, result.event.type) == (
        prior,
        True,
        "approve",
    )
    assert result.event.actor == "leader"
    today = datetime.now(UTC).astimezone(VIETNAM).date()
    assert result.until == add_months(today, 6)
    assert (scan.dossier, scan.result, scan.until) == (prior, False, None)
    assert scan.event.actor == "reception"
    assert result.asked == f"{RESULT} (bản chính)"


def test_each_look_is_written_down_without_the_number(prior, look):
    look()
    look(people(name="Trần Thị Khác"))
    newest = journal.newest(journal.REUSE)
    assert [(one.person, one.hits) for one in newest] == [
        ("reception", 0),
        ("reception", 2),
    ]
    assert {one.ground for one in newest} == {f"{UNIT}: {NEW}"}
    assert all(NUMBER not in one.subject for one in newest)


@pytest.mark.parametrize(
    ("name", "number", "birth"),
    [
        ("Trần Thị Khác", NUMBER, "1957-04-30"),
        (NAME, "030957001235", "1957-04-30"),
        (NAME, NUMBER, "1958-04-30"),
        (NAME, NUMBER, "1957-05"),
        ("Nguyễn Văn", NUMBER, ""),
    ],
)
def test_a_guessed_number_opens_nothing(prior, look, name, number, birth):
    assert look(people(name, number, birth)) == {}


def test_the_name_is_compared_as_people_type_it(prior, look):
    assert set(look(people("NGUYỄN  VĂN ĐỨC", birth="1957"))) == {"2", "3"}


@pytest.mark.parametrize("number", ["", "001234", "0912345678", "03095700123"])
def test_half_a_number_is_refused(prior, look, number):
    with pytest.raises(MissingData):
        look(people(number=number))


def test_nothing_is_looked_for_without_consent_or_right(prior, look):
    with pytest.raises(MissingData):
        look(consent=False)
    for actor in ("handler", "leader", "archivist", "stranger"):
        with pytest.raises(NotAllowed):
            look(actor=actor)
    assert journal.newest(journal.REUSE) == []


def test_of_another_owner_only_who_proves_the_mandate_asks(prior, look):
    _applicant, owner = people()
    messenger = Person("applicant", "Lê Thị Mai", id_number="030980009999")
    with pytest.raises(MissingData):
        look((messenger, owner))
    acting = Person("representative", "Lê Thị Mai", proof="Giấy ủy quyền 12/2026")
    with pytest.raises(MissingData):
        look((messenger, owner, replace(acting, proof="")))
    assert set(look((messenger, owner, acting))) == {"2", "3"}


def test_nothing_is_offered_whose_validity_ended(prior, look):
    now = datetime.now(UTC)
    last = add_months(now.astimezone(VIETNAM).date(), 6)
    noon = datetime(last.year, last.month, last.day, 12, tzinfo=VIETNAM)
    duties = {"2", "3"}
    assert set(look(now=noon)) == duties
    assert set(look(now=noon + timedelta(days=1))) == {"3"}


@pytest.mark.parametrize("upto", ["propose", "approve"])
def test_what_has_not_ended_is_not_offered(kept, look, upto):
    with site(kept):
        ended(kept, upto)
    assert look() == {}


def test_a_restricted_dossier_and_a_sensitive_paper_are_not_offered(kept, look):
    with site(kept):
        ended(kept, sensitive=True)
    assert set(look()) == {"2"}


def test_what_was_restricted_afterwards_is_not_offered(kept, prior, look):
    with site(kept):
        dossier = find(kept, prior)
        dossier.kept = replace(dossier.standing, restricted=True)
        transaction.commit()
    assert look() == {}


@pytest.mark.parametrize("form", ["copy", "shown"])
def test_a_plain_copy_is_no_paper(kept, look, form):
    with site(kept):
        ended(kept, form=form)
    assert set(look()) == {"2"}


def test_a_scan_without_signature_has_not_the_value_of_the_paper(kept, look):
    with site(kept):
        ended(kept, scan={"signed": False}, result={"signed": False})
    found = look()
    assert set(found) == {"2"}
    assert not found["2"].signed


def test_what_was_destroyed_is_not_offered(kept, prior, look, monkeypatch):
    with site(kept):
        gone = {one.sha256 for one in (look()["2"].file, look()["3"].file)}
    there = files.exists
    monkeypatch.setattr(files, "exists", lambda one: one not in gone and there(one))
    assert look() == {}


def test_the_newest_of_several_is_offered(kept, prior, look):
    with site(kept):
        later = ended(kept)
    assert {one.dossier for one in look().values()} == {later}


def test_last_days():
    begin = date(2026, 8, 31)
    assert offers.last_day(None, begin) is None
    assert offers.last_day(Term("none"), begin) is None
    assert offers.last_day(Term("months", 6), begin) == date(2027, 2, 28)
    assert offers.last_day(Term("days", 30), begin) == date(2026, 9, 30)
    assert offers.last_day(Term("in_the_day"), begin) == begin


def test_nobody_says_by_hand_that_a_paper_was_in_the_store(kept):
    with site(kept):
        code = ended(kept, upto="forward")
        dossier = find(kept, code)
        claimed = {"key": "1", "title": "x", "form": "reused", "count": 1}
        data = {"reason": "x", "changes": {"papers": [claimed]}}
        length = dossier.length
        with pytest.raises(MissingData):
            act(dossier, "correct", "reception", data=data)
        assert len(ledger.events(dossier)) == length
        transaction.abort()
