"""A rule that changed moves no date by itself; people decide, a job moves."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import UTC
from motcua.archive import retention
from motcua.archive.holdings import files
from motcua.archive.holdings import inheritance
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import NotYours
from motcua.archive.holdings.errors import Stale
from motcua.archive.holdings.errors import Unknown
from motcua.archive.holdings.interfaces import IKeepsBack
from motcua.archive.retention import rules as rules_module
from motcua.archive.retention import tables
from motcua.archive.terms import revising
from motcua.archive.terms import starting
from motcua.archive.terms.register import REVISE
from motcua.archive.terms.register import Tables
from motcua.archive.terms.register import Terms
from motcua.dossiers import ledger
from motcua.storage import jobs
import pytest
from tests.archive.holdings.conftest import LATER
from tests.archive.holdings.conftest import PROVINCE
from tests.archive.terms.conftest import a_file
from tests.archive.terms.conftest import ARCHIVE
from tests.archive.terms.conftest import in_force
from tests.archive.terms.conftest import PROCEDURE
from tests.archive.terms.conftest import rows
import transaction
from types import SimpleNamespace
from ZODB.POSException import ConflictError
from zope.component import getGlobalSiteManager
from zope.interface import implementer


def proposals(site):
    """Return {(rule, longer): {(now, then): files}}, days as years."""

    def year(term):
        if term.until:
            return term.until.year
        return "waits" if term.waits else "ever"

    return {
        (one.rule.id, one.longer): {
            (year(now), year(then)): how.files
            for (now, then), how in one.changes.items()
        }
        for one in revising.proposals(site, PROVINCE, None, LATER)
    }


def accepted(site, rule="TH-H99:r1", longer=True, who="leader", accepted=True):
    return revising.decide(
        site, PROVINCE, rule, longer, accepted, "Theo QĐ 45", who, LATER
    )


def run(site, event):
    key = f"TH-H99:{event.number}"
    revising.run(key, {}, lambda *_args: None)
    return ledger.events(tables.table(site, PROVINCE))[-1].facts


@implementer(IKeepsBack)
class Held:
    """Keeps some files back."""

    def __init__(self, codes):
        self.codes = codes

    def why(self, _site, found):
        return "Đang bị giữ" if found.code in self.codes else ""


@pytest.fixture
def held():
    """Keep files back for as long as the test runs."""
    registry = getGlobalSiteManager()
    one = Held(set())
    registry.registerUtility(one, IKeepsBack, "test")
    yield one.codes
    registry.unregisterUtility(one, IKeepsBack, "test")


def test_a_rule_moves_nothing_and_proposes(kept_sql):
    files_ = [a_file(kept_sql, ended=year) for year in (2025, 2026, 2026)]
    a_file(kept_sql, "10-years", by=rules_module.FILE)
    a_file(kept_sql, "10-years", procedure="2.002")
    rows(kept_sql)
    assert proposals(kept_sql) == {}
    in_force(kept_sql, "procedure", PROCEDURE, "20-years", (2026, 11, 1))
    assert {files.view(one).until.year for one in files_} == {2035, 2036}
    assert proposals(kept_sql) == {
        ("TH-H99:r1", True): {(2035, 2045): 1, (2036, 2046): 2}
    }


def test_longer_and_shorter_are_told_apart_and_the_head_decides_on_shorter(kept_sql):
    a_file(kept_sql, "5-years")
    a_file(kept_sql, "30-years")
    a_file(kept_sql, "permanent")
    rows(kept_sql)
    in_force(kept_sql, "procedure", PROCEDURE, "10-years", (2026, 11, 1))
    assert proposals(kept_sql) == {
        ("TH-H99:r1", True): {(2031, 2036): 1},
        ("TH-H99:r1", False): {(2056, 2036): 1, ("ever", 2036): 1},
    }
    with pytest.raises(NotYours):
        accepted(kept_sql, longer=False, who="archivist")
    with pytest.raises(Unknown):
        accepted(kept_sql, longer=False, who="handler")
    accepted(kept_sql, longer=True, who="archivist")
    accepted(kept_sql, longer=False, who="leader")


def test_accepted_files_move_one_by_one_and_say_why(kept_sql):
    one = a_file(kept_sql)
    other = a_file(kept_sql, procedure="2.002")
    rows(kept_sql)
    in_force(kept_sql, "procedure", PROCEDURE, "20-years", (2026, 11, 1))
    event = accepted(kept_sql)
    table = tables.table(kept_sql, PROVINCE)
    wanted = [job[:2] for job in Tables().jobs(table)]
    assert wanted == [(REVISE, f"TH-H99:{event.number}")]
    done = run(kept_sql, event)
    assert (done["moved"], done["skipped"]) == (1, [])
    found = files.view(one)
    assert found.until == date(2046, 12, 31)
    assert found.fields["retention"] == "20-years"
    assert found.events[-1].type == "retain"
    assert found.events[-1].facts["was"] == "2036-12-31"
    assert found.kept.rule == "TH-H99:r1"
    assert files.view(other).until == date(2036, 12, 31)
    assert ledger.verify(one) == []
    assert proposals(kept_sql) == {}
    assert Terms().row(one)["moved_by"] == f"TH-H99:{event.number}"
    with pytest.raises(Missing):
        accepted(kept_sql)


def test_the_job_run_twice_or_killed_moves_each_file_once(kept_sql, monkeypatch):
    made = [a_file(kept_sql) for _number in range(5)]
    rows(kept_sql)
    in_force(kept_sql, "procedure", PROCEDURE, "20-years", (2026, 11, 1))
    event = accepted(kept_sql)
    move, count = revising._move, []

    def killed(*told):
        count.append(told)
        if len(count) == 3:
            raise KeyboardInterrupt
        return move(*told)

    monkeypatch.setattr(revising, "_move", killed)
    with pytest.raises(KeyboardInterrupt):
        run(kept_sql, event)
    assert sum(files.view(one).until.year == 2046 for one in made) == 2
    monkeypatch.setattr(revising, "_move", move)
    monkeypatch.setattr(revising, "_CHUNK", 2)
    assert run(kept_sql, event)["moved"] == 5
    length = tables.table(kept_sql, PROVINCE).length
    run(kept_sql, event)
    assert tables.table(kept_sql, PROVINCE).length == length
    assert {one.length for one in made} == {3}


def test_a_file_under_hold_is_passed_over_and_named(kept_sql, held):
    one, other = a_file(kept_sql, "30-years"), a_file(kept_sql, "30-years")
    rows(kept_sql)
    in_force(kept_sql, "procedure", PROCEDURE, "10-years", (2026, 11, 1))
    held.add(one.code)
    done = run(kept_sql, accepted(kept_sql, longer=False))
    assert (done["moved"], done["skipped"]) == (1, [one.code])
    assert files.view(one).until == date(2056, 12, 31)
    assert files.view(other).until == date(2036, 12, 31)
    # It is proposed again, for when the hold is over.
    assert proposals(kept_sql) == {("TH-H99:r1", False): {(2056, 2036): 1}}


def test_a_refusal_leaves_everything_and_keeps_its_reason(kept_sql):
    one = a_file(kept_sql)
    rows(kept_sql)
    in_force(kept_sql, "procedure", PROCEDURE, "20-years", (2026, 11, 1))
    with pytest.raises(Missing):
        revising.decide(
            kept_sql, PROVINCE, "TH-H99:r1", True, False, " ", "leader", LATER
        )
    accepted(kept_sql, accepted=False)
    assert list(Tables().jobs(tables.table(kept_sql, PROVINCE))) == []
    (found,) = revising.proposals(kept_sql, PROVINCE, None, LATER)
    assert found.refused == "Theo QĐ 45"
    assert files.view(one).until == date(2036, 12, 31)


def test_a_rule_on_an_entry_moves_what_the_list_had_said(kept_sql, issued):
    listed = a_file(kept_sql, by=rules_module.LIST, heading="k3", procedure="")
    own = a_file(kept_sql, by=rules_module.FILE, heading="k3", procedure="")
    rows(kept_sql)
    in_force(kept_sql, "heading", "k3", "20-years", (2026, 11, 1))
    assert proposals(kept_sql) == {("TH-H99:r1", True): {(2036, 2046): 1}}
    run(kept_sql, accepted(kept_sql))
    assert files.view(listed).kept.by == rules_module.HEADING
    assert files.view(listed).until.year == 2046
    assert files.view(own).until.year == 2036


def test_a_rule_of_the_software_is_proposed_for_what_differs_from_it(kept_sql):
    a_file(kept_sql, "5-years", field="Hộ tịch")
    rows(kept_sql)
    assert list(proposals(kept_sql).values()) == [{(2031, "ever"): 1}]


def test_a_term_that_waits_starts_when_its_event_has_come(kept_sql):
    one = a_file(kept_sql, "5-years", start=retention.WORKS)
    rows(kept_sql)
    assert files.view(one).until is None
    assert [row["code"] for row in starting.waiting([PROVINCE])] == [one.code]
    with pytest.raises(Missing):
        starting.begin(kept_sql, one, 2030, " ", "archivist", LATER)
    with pytest.raises(Missing):
        starting.begin(kept_sql, one, 1800, "QĐ 5", "archivist", LATER)
    with pytest.raises(NotYours):
        starting.begin(kept_sql, one, 2030, "QĐ 5", "handler", LATER)
    starting.begin(kept_sql, one, 2030, "QĐ 5", "archivist", LATER)
    found = files.view(one)
    assert (found.until, found.kept.starts) == (date(2035, 12, 31), 2030)
    starting.begin(kept_sql, one, 2031, "Ghi nhầm năm", "archivist", LATER)
    assert files.view(one).until == date(2036, 12, 31)
    rows(kept_sql)
    assert starting.waiting([PROVINCE]) == []


def test_a_year_is_written_only_where_the_term_waits_for_one(kept_sql, held):
    plain = a_file(kept_sql)
    with pytest.raises(Impossible) as told:
        starting.begin(kept_sql, plain, 2030, "QĐ 5", "archivist", LATER)
    assert "does not wait" in str(told.value)
    one = a_file(kept_sql, "5-years", start=retention.WORKS)
    starting.begin(kept_sql, one, 2030, "QĐ 5", "archivist", LATER)
    held.add(one.code)
    with pytest.raises(Impossible) as told:
        starting.begin(kept_sql, one, 2031, "QĐ 6", "archivist", LATER)
    assert "Đang bị giữ" in str(told.value)


def test_a_change_of_the_start_makes_dates_wait(kept_sql):
    one = a_file(kept_sql)
    rows(kept_sql)
    in_force(
        kept_sql, "procedure", PROCEDURE, "10-years", (2026, 11, 1), start="validity"
    )
    assert proposals(kept_sql) == {("TH-H99:r1", True): {(2036, "waits"): 1}}
    run(kept_sql, accepted(kept_sql))
    assert files.view(one).kept.term.waits


def test_a_hold_in_the_same_minute_is_met_again_and_the_file_passed_over(
    kept_sql, held, monkeypatch
):
    one = a_file(kept_sql)
    rows(kept_sql)
    in_force(kept_sql, "procedure", PROCEDURE, "20-years", (2026, 11, 1))
    event = accepted(kept_sql)
    tried = []

    def commit():
        # Somebody wrote a hold between our reading and our commit.
        if not tried:
            tried.append(one.code)
            held.add(one.code)
            raise ConflictError

    back = one.__getstate__().copy()
    monkeypatch.setattr(transaction, "commit", commit)
    monkeypatch.setattr(transaction, "abort", lambda: one.__setstate__(back))
    done = run(kept_sql, event)
    assert (done["moved"], done["skipped"]) == (0, [one.code])
    assert files.view(one).until == date(2036, 12, 31)


def test_a_file_that_is_written_all_the_time_is_passed_over(kept_sql, monkeypatch):
    one = a_file(kept_sql)
    rows(kept_sql)
    in_force(kept_sql, "procedure", PROCEDURE, "20-years", (2026, 11, 1))
    event = accepted(kept_sql)

    def busy(*_told):
        raise ConflictError

    monkeypatch.setattr(revising, "_move", busy)
    assert run(kept_sql, event)["skipped"] == [one.code]


def test_what_nobody_confirmed_shortens_no_term(kept_sql, monkeypatch):
    one = a_file(kept_sql, "70-years")
    longer = a_file(kept_sql, "5-years", field="Hộ tịch")
    rows(kept_sql)
    in_force(kept_sql, "procedure", PROCEDURE, "70-years", (2026, 11, 1))
    in_force(kept_sql, "procedure", PROCEDURE, "", (2026, 11, 2))
    later = datetime(2026, 12, 1, tzinfo=UTC)
    found = revising.proposals(kept_sql, PROVINCE, None, later)
    # The defaults of the software speak again: they keep longer and nothing shorter.
    assert {told.rule.confirmed for told in found} == {False}
    assert [told.longer for told in found] == [True]
    event = revising.decide(
        kept_sql, PROVINCE, found[0].rule.id, True, True, "Theo QĐ", "leader", later
    )
    run(kept_sql, event)
    assert files.view(one).until == date(2096, 12, 31)
    # And what they moved says that nobody has confirmed it.
    assert files.view(longer).kept.rule == found[0].rule.id
    assert files.view(longer).kept.confirmed is False


def test_an_earlier_year_of_the_event_is_written_by_the_head(kept_sql):
    one = a_file(kept_sql, "5-years", start=retention.WORKS)
    starting.begin(kept_sql, one, 2030, "QĐ 5", "archivist", LATER)
    with pytest.raises(NotYours) as told:
        starting.begin(kept_sql, one, 1980, "QĐ 6", "archivist", LATER)
    assert "head" in str(told.value)
    assert files.view(one).until == date(2035, 12, 31)
    starting.begin(kept_sql, one, 2029, "QĐ 6", "leader", LATER)
    assert files.view(one).until == date(2034, 12, 31)
    # A later one does not need the head.
    starting.begin(kept_sql, one, 2031, "QĐ 7", "archivist", LATER)
    with pytest.raises(Unknown):
        starting.begin(kept_sql, one, 2032, "QĐ 7", "stranger", LATER)


@pytest.mark.parametrize("state", [jobs.FAILED, jobs.CANCELLED])
def test_what_a_job_has_given_up_is_decided_anew(kept_sql, state, monkeypatch):
    a_file(kept_sql)
    rows(kept_sql)
    in_force(kept_sql, "procedure", PROCEDURE, "20-years", (2026, 11, 1))
    told = (PROVINCE, "TH-H99:r1", True)
    revising.decide(kept_sql, *told, True, "Được", "leader", LATER)
    with pytest.raises(Impossible):
        revising.decide(kept_sql, *told, True, "Lại", "leader", LATER)
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "status", lambda *_key: SimpleNamespace(state=state))
        event = revising.decide(kept_sql, *told, True, "Lại", "leader", LATER)
    run(kept_sql, event)
    with pytest.raises(Missing):
        revising.decide(kept_sql, *told, True, "Nữa", "leader", LATER)


def test_who_accepts_and_who_refuses_do_not_pass_each_other(kept_sql):
    a_file(kept_sql)
    rows(kept_sql)
    in_force(kept_sql, "procedure", PROCEDURE, "20-years", (2026, 11, 1))
    seen = tables.table(kept_sql, PROVINCE).length
    told = (PROVINCE, "TH-H99:r1", True)
    event = revising.decide(kept_sql, *told, True, "Được", "leader", LATER, seen)
    with pytest.raises(Stale):
        revising.decide(kept_sql, *told, False, "Không", "leader", LATER, seen)
    # Nor while the job is under way, whatever the second one saw.
    with pytest.raises(Impossible):
        revising.decide(kept_sql, *told, False, "Không", "leader", LATER, seen + 1)
    run(kept_sql, event)
    with pytest.raises(Missing):
        revising.decide(kept_sql, *told, False, "Không", "leader", LATER)


def test_what_the_historical_archive_has_is_moved_no_more(kept_sql):
    one = a_file(kept_sql)
    event = {"list": "DS-H99-2026-1", "deed": "BB 4"}
    rights.append(one, "transfer", "archivist", ARCHIVE, LATER, event)
    rows(kept_sql)
    in_force(kept_sql, "procedure", PROCEDURE, "20-years", (2026, 11, 1))
    assert proposals(kept_sql) == {}
    assert inheritance.kept_back(kept_sql, files.view(one))


def test_the_job_says_how_far_it_is_by_files_it_looked_at(kept_sql, held, monkeypatch):
    made = [a_file(kept_sql) for _number in range(6)]
    rows(kept_sql)
    in_force(kept_sql, "procedure", PROCEDURE, "20-years", (2026, 11, 1))
    event = accepted(kept_sql)
    held.update(one.code for one in made[:3])
    monkeypatch.setattr(revising, "_TOLD", 2)
    told = []
    key = f"TH-H99:{event.number}"
    revising.run(key, {}, lambda *progress: told.append(progress[0]))
    assert told == [0, 1, 3, 3]
