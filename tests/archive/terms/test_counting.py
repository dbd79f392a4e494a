"""Rows are grouped, and found again by what rules ask, on both databases."""

from __future__ import annotations

from datetime import date
from motcua.archive.holdings.register import FILES
from motcua.archive.terms import counting
from motcua.archive.terms import expired
from motcua.archive.terms import starting
from motcua.archive.terms.counting import Subject
from motcua.archive.terms.register import TERMS
from motcua.storage.engines import register_engine
import pytest
import sqlalchemy as sa
from tests.dossiers.conftest import dossier_database
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import sql


__all__ = ["dossier_database", "sql"]
ROW = {
    "length": 2,
    "fonds": "H99",
    "state": "closed",
    "department": "H99.02",
    "heading": "",
    "medium": "paper",
    "record": None,
    "class": "10-years",
    "start": "end",
    "until": date(2020, 12, 31),
    "waits": False,
    "ended": 2010,
    "starts": None,
    "by": "rule",
    "rule": "",
    "procedure": "1.1",
    "field": "",
    "moved_by": "",
    "documents": 1,
    "sheets": 100,
    "bytes": 3_000_000_000,
}
LISTED = {
    "length": 2,
    "fonds": "H99",
    "year": 2026,
    "number": 1,
    "state": "closed",
    "list": "",
    "heading": "",
    "department": "H99.02",
    "origin": "papers",
    "title": "Hồ sơ",
    "words": "ho so",
    "retention": "10-years",
    "access": "",
    "medium": "paper",
    "begins": "",
    "ends": "2010",
    "documents": 1,
    "sheets": 100,
    "opened_at": MONDAY,
}
WAITS = {"until": None, "waits": True, "start": "works"}


@pytest.fixture
def rows(sql):
    """Four files: two of one term and subject, another subject, one that waits."""
    made = [{}, {}, {"procedure": "2.2", "department": "H99.03"}, WAITS]
    told = [
        {**ROW, **one, "code": f"H99.2026.{number}"}
        for number, one in enumerate(made, start=1)
    ]
    listed = [{**LISTED, "code": one["code"]} for one in told]
    with register_engine().begin() as connection:
        for table, found in ((TERMS, told), (FILES, listed)):
            connection.execute(sa.delete(table))
            connection.execute(table.insert(), found)
    return sql


def test_files_of_one_term_are_one_group(rows):
    found = counting.groups_of(["H99"])
    assert sorted((one.waits, one.files, one.sheets, one.bytes) for one in found) == [
        (False, 3, 300, 9_000_000_000),
        (True, 1, 100, 3_000_000_000),
    ]
    parted = counting.groups_of(["H99"], part="department")
    assert sorted((one.part, one.files) for one in parted) == [
        ("H99.02", 1),
        ("H99.02", 2),
        ("H99.03", 1),
    ]
    by_class = counting.groups_of(["H99"], part="class")
    assert {one.part for one in by_class} == {"10-years"}
    assert counting.groups_of(["H77"]) == []


def test_what_rules_ask_is_asked_once_and_finds_its_files(rows):
    first = Subject("H99", "rule", "1.1", "", "")
    second = Subject("H99", "rule", "2.2", "", "")
    assert sorted(counting.subjects_of(["H99"])) == [first, second]
    found = counting.groups_about([second])
    assert [(one.subject, one.ended, one.files) for one in found] == [(second, 2010, 1)]
    assert sum(one.files for one in counting.groups_about([first, second])) == 4
    assert counting.groups_about([]) == []


def test_expired_and_waiting_files_are_told_apart(rows):
    found = expired.expired(["H99"], date(2026, 11, 5), limit=2)
    last = (found[-1]["until"], found[-1]["code"])
    found += expired.expired(["H99"], date(2026, 11, 5), after=last)
    assert [one["code"][-1] for one in found] == ["1", "2", "3"]
    assert expired.expired_sum(["H99"], date(2026, 11, 5)).bytes == 9_000_000_000
    assert [one["code"] for one in starting.waiting(["H99"])] == ["H99.2026.4"]
