"""Rows of hand-over follow the truth, and none is lost when one kind is rebuilt."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from motcua.archive.handover import accepting
from motcua.archive.handover import holdback
from motcua.archive.handover import register
from motcua.archive.holdings import closing
from motcua.archive.holdings import files
from motcua.archive.holdings import rights
from motcua.storage.engines import register_engine
from motcua.storage.interfaces import IProjection
import sqlalchemy as sa
from tests.archive.handover.conftest import a_file
from tests.archive.handover.conftest import DIGITAL
from tests.archive.handover.conftest import rows
from tests.archive.handover.conftest import shut
from tests.archive.handover.conftest import submitted
from tests.archive.holdings.conftest import PROVINCE
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from zope.component import getUtility


#: After every digital file of these tests is due.
DAY = date(2026, 11, 27)


def codes(table):
    with register_engine().connect() as connection:
        return sorted(connection.execute(sa.select(table.c.code)).scalars())


def test_lists_of_one_kind_leave_those_of_the_others_alone(kept):
    one = submitted(kept, a_file(kept))
    until = date(2029, 1, 1)
    two = holdback.ask(kept, [a_file(kept).code], until, "Cần", "handler", MONDAY)
    rows(kept)
    for name in ("handover-inventories", "handover-holdbacks", "handover-leavings"):
        projection = getUtility(IProjection, name)
        with register_engine().begin() as connection:
            stored = list(projection.stored(connection))
        truth = [projection.row(each) for each in projection.truth(kept)]
        assert [row for _key, row in stored] == truth
    assert codes(register.LISTS) == sorted([one.code, two.code])


def test_a_file_that_was_opened_again_waits_no_more(kept):
    file = a_file(kept, **DIGITAL)
    rows(kept)
    assert register.ready(PROVINCE, LAND, 10, DAY) == [file.code]
    closing.reopen(kept, file, "Thêm tờ", "archivist", MONDAY)
    rows(kept)
    assert register.ready(PROVINCE, LAND, 10, DAY) == []
    shut(kept, file)
    rows(kept)
    assert register.ready(PROVINCE, LAND, 10, DAY) == [file.code]


def test_returned_files_are_overdue_as_before(kept):
    file = a_file(kept, **DIGITAL)
    one = submitted(kept, file)
    accepting.return_(kept, one, [file.code], "term", "Sai", "archivist", MONDAY)
    rows(kept)
    (row,) = register.counts([PROVINCE], None, (), DAY, DAY + timedelta(days=30))
    assert row["overdue"] == 1


def test_a_destroyed_file_is_not_due_and_has_no_holder(kept):
    file = a_file(kept, **DIGITAL)
    rows(kept)
    assert register.held_by("archivist") == [file.code]
    facts = dict.fromkeys(("list", "deed", "retention", "until"), "")
    counted = dict.fromkeys(("documents", "pages", "sheets"), 0)
    group = f"{PROVINCE}:archive"
    rights.append(file, "destroy", "archivist", group, MONDAY, {**facts, **counted})
    assert files.view(file).destroyed is not None
    rows(kept)
    day = DAY + timedelta(days=30)
    assert register.counts([PROVINCE], None, (), DAY, day) == []
    assert register.held_by("archivist") == []


def test_restricted_files_of_others_do_not_stand_in_the_way(kept, monkeypatch):
    first, second = a_file(kept, **DIGITAL), a_file(kept)
    rows(kept)
    hidden = register.FILES.c.code == first.code
    monkeypatch.setattr(register, "shown_to", lambda *_told: sa.not_(hidden))
    assert register.ready(PROVINCE, LAND, 1, DAY, frozenset()) == [second.code]


def test_requests_that_are_over_stand_behind_open_ones(kept):
    made = [
        holdback.ask(
            kept, [a_file(kept).code], date(2029, 1, 1), "Cần", "handler", MONDAY
        )
        for _number in range(2)
    ]
    holdback.end(kept, made[1], "handler", MONDAY)
    rows(kept)
    listed = [row["code"] for row in register.of_fonds("GL", [PROVINCE], ())]
    assert listed == [made[0].code, made[1].code]
