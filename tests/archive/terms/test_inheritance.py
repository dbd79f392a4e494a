"""Why a file is kept so long: the list, the file, a rule, or what was decided later."""

from __future__ import annotations

from datetime import date
from motcua.archive.holdings import closing
from motcua.archive.holdings import dossiers
from motcua.archive.holdings import files
from motcua.archive.holdings import filing
from motcua.archive.holdings import inheritance
from motcua.archive.holdings import rights
from motcua.archive.retention import rules
from motcua.archive.terms import revising
from motcua.archive.terms import starting
from motcua.archive.terms import verification
from tests.archive.holdings.conftest import document
from tests.archive.holdings.conftest import GIVEN
from tests.archive.holdings.conftest import LATER
from tests.archive.holdings.conftest import PROVINCE
from tests.archive.holdings.conftest import YEAR
from tests.archive.terms.conftest import in_force
from tests.archive.terms.conftest import PROCEDURE
from tests.archive.terms.conftest import rows
from tests.archive.test_records import close
from tests.dossiers.conftest import MONDAY


DAY = date(2026, 11, 5)


def opened(site, heading="k3", **given):
    """Open a file of paper that can be closed at once."""
    told = {"end": "2026-10-30", "sheets": "9", "numbered": "yes", **given}
    return filing.open_file(
        site, PROVINCE, YEAR, "archivist", MONDAY, heading=heading, given=told
    )


def told(site, one, on=DAY):
    """Return (class, by, first reason) of a file."""
    found = inheritance.explain(site, files.view(one), on)
    return found.class_.key, found.by, str(found.reasons[0])


def words(reason):
    return {name: str(value) for name, value in reason.mapping.items()}


def test_the_heading_above_says_the_term_and_the_list_names_its_decision(
    province, issued
):
    one = opened(province)
    found = inheritance.explain(province, files.view(one), DAY)
    assert (found.class_.key, found.by) == ("10-years", rules.LIST)
    assert words(found.reasons[0]) == {
        "term": "10 năm",
        "deed": "QĐ 12/QĐ-UBND",
        "year": "2026",
        "heading": "II Văn phòng",
    }


def test_what_the_file_says_of_itself_goes_first(province, issued):
    one = opened(province, retention="50-years")
    in_force(province, "heading", "k3", "20-years", (2026, 1, 1))
    assert told(province, one)[:2] == ("50-years", rules.FILE)


def test_a_rule_on_the_entry_goes_before_the_list_and_closes_the_file(province, issued):
    one = opened(province)
    in_force(province, "heading", "k3", "20-years", (2026, 1, 1))
    assert told(province, one)[:2] == ("20-years", rules.HEADING)
    assert told(province, one, date(2025, 12, 31))[:2] == ("10-years", rules.LIST)
    event = closing.close(province, one, "archivist", LATER)
    facts = {name: event.facts[name] for name in ("retention", "by", "rule", "until")}
    assert facts == {
        "retention": "20-years",
        "by": "heading",
        "rule": "TH-H99:r1",
        "until": "2046-12-31",
    }
    # Another rule later: what is written stays, and so does its explanation.
    in_force(province, "heading", "k3", "5-years", (2026, 11, 2))
    assert told(province, one)[:2] == ("20-years", rules.HEADING)
    assert files.view(one).fields["retention"] == "20-years"


def test_a_file_outside_the_list_is_kept_as_it_says(province, fonds):
    one = filing.open_file(
        province,
        PROVINCE,
        YEAR,
        "archivist",
        MONDAY,
        department="H99.01",
        given=GIVEN,
    )
    assert told(province, one)[:2] == ("10-years", rules.FILE)


def test_a_dossier_is_kept_by_the_rule_of_its_closing(province, issued, dossier):
    in_force(province, "procedure", PROCEDURE, "20-years", (2026, 1, 1))
    close(dossier)
    one = dossiers.take_record(province, dossier.code, "archivist", LATER, close=True)
    found = files.view(one)
    assert found.until == date(2046, 12, 31)
    assert (found.kept.by, found.kept.rule) == (rules.RULE, "TH-H99:r1")
    assert (found.kept.procedure, found.kept.confirmed) == (PROCEDURE, True)


def test_a_default_says_that_nobody_confirmed_it(province, fonds, dossier):
    close(dossier)
    one = dossiers.take_record(province, dossier.code, "archivist", LATER)
    found = inheritance.explain(province, files.view(one), DAY)
    assert not found.confirmed
    assert "nobody has confirmed" in str(found.reasons[0])


def test_a_document_is_kept_as_long_as_its_file(province, issued):
    one = opened(province)
    code = document(province, one.code, 1)
    assert inheritance.of_document(province, code, DAY) is None
    filing.take_documents(province, one, "archivist", LATER)
    found = inheritance.of_document(province, code, DAY)
    assert found.class_.key == "10-years"
    assert found.reasons[0].mapping == {"code": one.code}
    assert len(found.reasons) == 2


def test_files_closed_before_rules_were_named_are_read(province, issued):
    one = opened(province)
    facts = {"retention": "10-years", "until": "2036-12-31", "documents": 0}
    rights.append(
        one, "close", "archivist", "H99.01:archive", LATER, {**facts, "sheets": 9}
    )
    found = files.view(one)
    assert (found.kept.by, found.kept.ended, found.until) == (
        rules.LIST,
        2026,
        date(2036, 12, 31),
    )
    assert found.kept.term.until == found.until


def reopened(site, one):
    closing.reopen(site, one, "Thêm tờ", "archivist", LATER)
    return files.view(one)


def test_opened_again_a_rule_on_the_entry_is_asked_anew(province, issued):
    one = opened(province)
    in_force(province, "heading", "k3", "20-years", (2026, 1, 1))
    closing.close(province, one, "archivist", LATER)
    assert reopened(province, one).fields["retention"] == "10-years"
    in_force(province, "heading", "k3", "30-years", (2026, 11, 1))
    closing.close(province, one, "archivist", LATER)
    assert files.view(one).until == date(2056, 12, 31)


def test_opened_again_a_decision_on_its_term_stands_unless_described_otherwise(
    kept_sql, issued
):
    one = opened(kept_sql)
    closing.close(kept_sql, one, "archivist", LATER)
    rows(kept_sql)
    in_force(kept_sql, "heading", "k3", "20-years", (2026, 11, 1))
    event = revising.decide(
        kept_sql, PROVINCE, "TH-H99:r1", True, True, "Theo QĐ", "leader", LATER
    )
    revising.run(f"TH-H99:{event.number}", {}, lambda *_args: None)
    in_force(kept_sql, "heading", "k3", "5-years", (2026, 11, 2))
    for _time in range(2):
        reopened(kept_sql, one)
        closing.close(kept_sql, one, "archivist", LATER)
        found = files.view(one)
        assert (found.until, found.kept.rule) == (date(2046, 12, 31), "TH-H99:r1")
    reopened(kept_sql, one)
    filing.describe(kept_sql, one, {"retention": "50-years"}, "archivist", LATER)
    closing.close(kept_sql, one, "archivist", LATER)
    assert files.view(one).until == date(2076, 12, 31)
    assert verification.verify(kept_sql).faults == []


def test_opened_again_what_had_started_the_term_has_come(province, issued):
    in_force(province, "heading", "k3", "5-years", (2026, 1, 1), start="works")
    one = opened(province)
    closing.close(province, one, "archivist", LATER)
    assert files.view(one).kept.term.waits
    starting.begin(province, one, 2030, "BB 3", "archivist", LATER)
    reopened(province, one)
    closing.close(province, one, "archivist", LATER)
    assert files.view(one).until == date(2035, 12, 31)


def test_a_rule_for_ever_asks_for_a_document_list(province, issued):
    one = opened(province)
    assert closing.lacks(province, files.view(one)) == ()
    in_force(province, "heading", "k3", "permanent", (2026, 1, 1))
    assert closing.lacks(province, files.view(one)) == ("listed",)


def test_verification_finds_another_day_and_a_rule_that_is_not_there(province, issued):
    one = opened(province)
    closing.close(province, one, "archivist", LATER)
    told = verification.verify(province)
    assert (told.dated, told.faults) == (1, [])
    facts = {
        "retention": "20-years",
        "start": "end",
        "until": "2040-12-31",
        "by": "rule",
        "rule": "TH-H99:r9",
        "decided_by": "",
        "revision": "x",
    }
    rights.append(one, "retain", "archivist", "H99.01:archive", LATER, facts)
    faults = [what for _code, what in verification.verify(province).faults]
    assert len(faults) == 2
    assert "2040-12-31, 2046-12-31" in faults[0]
    assert "TH-H99:r9" in faults[1]
