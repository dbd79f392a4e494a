"""SQL follows the procedures: what holds when, and nothing that never holds."""

from __future__ import annotations

from datetime import date
from motcua.procedures import creation
from motcua.procedures.definitions import Version
from motcua.procedures.entries import agency_name
from motcua.procedures.entries import entries_of
from motcua.procedures.finding.search import search
from motcua.procedures.folder import folder
from motcua.procedures.importing.importer import Importer
from motcua.procedures.procedure import Procedure
from motcua.procedures.projection import ProcedureProjection
from motcua.procedures.tables import CHANGES
from motcua.procedures.tables import PROCEDURES
from motcua.procedures.tables import TERMS
from motcua.storage.engines import register_engine
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
import pytest
import sqlalchemy as sa
from tests.procedures.samples import record
from tests.procedures.samples import write
import transaction


def spans(*versions):
    procedure = Procedure("9.000401")
    for begins, ends in versions:
        version = Version(
            "9.000401",
            f"Bản {begins} {ends}",
            effective_from=begins,
            effective_to=ends,
        )
        procedure.adopt(version)
    found = [(entry.begins, entry.ends) for entry in entries_of(procedure)]
    transaction.abort()
    return found


A, B, C = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
BEFORE_B = date(2026, 1, 31)


def test_a_version_holds_until_the_next_one_begins():
    assert spans((A, None), (B, None)) == [(A, BEFORE_B), (B, None)]


def test_a_version_replaced_at_once_never_holds():
    assert spans((A, None), (None, None)) == [(None, None)]


def test_a_version_replaced_before_it_began_never_holds():
    assert spans((B, None), (A, None)) == [(A, None)]


def test_a_repeal_ends_the_last_one():
    assert spans((A, None), (B, C)) == [(A, BEFORE_B), (B, C)]


@pytest.mark.parametrize(
    "text", ["UBND cấp xã", "Ủy ban nhân dân cấp Xã", "Uỷ ban Nhân dân cấp xã."]
)
def test_one_agency_has_one_name(text):
    assert agency_name(text) == "Ủy ban nhân dân cấp xã"


@pytest.fixture
def home(functional_portal, sql, empty_tables, tmp_path):
    login(functional_portal.aq_parent, SITE_OWNER_NAME)
    path = write(tmp_path / "p.jsonl", record("9.000401"), record("9.000402"))
    Importer(folder(functional_portal)).run(path)
    return folder(functional_portal)


def differences(home):
    """Return the keys whose rows are not what the truth would have them be."""
    projection = ProcedureProjection()
    truth = {projection.key(obj): projection.row(obj) for obj in home.objectValues()}
    with register_engine().connect() as connection:
        stored = dict(projection.stored(connection))
    return {
        key
        for key in truth.keys() | stored.keys()
        if key not in truth
        or key not in stored
        or projection.compare(truth[key], stored[key])
    }


def test_after_an_import_sql_is_as_the_truth(home):
    assert differences(home) == set()


def test_a_row_that_was_altered_is_found(home):
    with register_engine().begin() as connection:
        connection.execute(
            sa.update(PROCEDURES)
            .where(PROCEDURES.c.code == "9.000401")
            .values(state="draft")
        )
    assert differences(home) == {("9.000401",)}


def test_words_that_were_deleted_are_found(home):
    with register_engine().begin() as connection:
        connection.execute(sa.delete(TERMS))
    assert differences(home) == {("9.000401",), ("9.000402",)}


def test_every_write_is_counted_so_that_other_processes_see_it(home):
    counting = sa.select(CHANGES.c.number)
    with register_engine().begin() as connection:
        before = connection.execute(counting).scalar() or 0
        ProcedureProjection().remove(connection, ("9.000401",))
        assert connection.execute(counting).scalar() == before + 1


def test_an_older_row_never_replaces_a_newer_one(home):
    projection = ProcedureProjection()
    row = projection.row(home["9.000401"])
    with register_engine().begin() as connection:
        assert not projection.upsert(connection, {**row, "state": "draft"})


def test_a_withdrawn_procedure_leaves_the_search_with_its_commit(home):
    creation.enter(home["9.000401"], "withdrawn")
    assert search("thư viện").total == 2
    transaction.commit()
    assert [r.code for r in search("thư viện").results] == ["9.000402"]
    assert differences(home) == set()


def test_what_is_rolled_back_never_reaches_sql(home):
    creation.enter(home["9.000401"], "withdrawn")
    transaction.abort()
    assert search("thư viện").total == 2


def test_a_removed_draft_leaves_sql(home, tmp_path):
    path = write(tmp_path / "d.jsonl", record("9.000403"))
    Importer(home, state="draft").run(path)
    home.manage_delObjects(["9.000403"])
    transaction.commit()
    assert differences(home) == set()
