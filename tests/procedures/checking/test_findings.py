"""Findings of the whole catalogue: counted, told per procedure, exported."""

from __future__ import annotations

from datetime import date
from datetime import datetime
import io
from motcua.base.vietnam import today
from motcua.base.vietnam import VIETNAM
from motcua.procedures.checking import findings
from motcua.procedures.checking import job as lint_job
from motcua.procedures.folder import folder
from motcua.procedures.forms import attach
from motcua.procedures.importing.importer import Importer
from motcua.procedures.naming import names
from motcua.procedures.procedure import Ending
from motcua.procedures.tables import FACETS
from motcua.storage import jobs
from motcua.storage import worker
from motcua.storage.engines import register_engine
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
import pytest
import sqlalchemy as sa
from tests.procedures.samples import channel
from tests.procedures.samples import group
from tests.procedures.samples import paper
from tests.procedures.samples import record
from tests.procedures.samples import write
import transaction


ON = today()


@pytest.fixture
def home(functional_portal, empty_tables, tmp_path):
    """Three procedures: one in order, one with doubts of two kinds, one with a twin."""
    login(functional_portal.aq_parent, SITE_OWNER_NAME)
    catalogue = folder(functional_portal)
    fees = [channel("DIRECT", fee="0 VNĐ (Phí 50.000 đồng)")]
    lines = (
        record("9.000101", ten_thu_tuc="Đăng ký nuôi ong"),
        record("9.000102", cach_thuc_items=fees, co_quan_thuc_hien="Sở Tư pháp"),
        record("9.000103", co_quan_thuc_hien="Sở Tư pháp, Sở Y tế"),
    )
    Importer(catalogue).run(write(tmp_path / "r.jsonl", *lines))
    transaction.commit()
    return catalogue


@pytest.fixture
def scanned(home):
    with register_engine().begin() as connection:
        for table in (findings.FINDINGS, findings.KEEPERS):
            connection.execute(sa.delete(table))
    assert findings.scan(home, register_engine(), ON) == 3
    with register_engine().connect() as connection:
        yield connection


def about():
    with register_engine().connect() as connection:
        return findings.ground(connection, ON)


def rules(home, code):
    return {one.rule for one in findings.of(home[code], about())}


def test_counts_are_kept_per_rule(scanned):
    found = {
        row.name: (row.procedures, row.findings) for row in findings.by_rule(scanned)
    }
    assert found["zero-fee-names-money"] == (1, 1)
    assert found["duplicate-title"] == (2, 2)
    assert "no-agency" not in found


def test_counts_are_kept_per_agency_a_procedure_of_two_counts_for_both(scanned):
    found = {row.name: row.procedures for row in findings.by_agency(scanned)}
    assert found == {"Sở Tư pháp": 2, "Sở Y tế": 1}
    twins = findings.by_agency(scanned, "zero-fee-names-money")
    assert [(row.name, row.serious) for row in twins] == [("Sở Tư pháp", 1)]


def test_procedures_are_listed_worst_first(scanned):
    rows = findings.procedures(scanned)
    assert [(code, serious) for code, _title, _number, serious in rows] == [
        ("9.000102", 1),
        ("9.000103", 0),
    ]
    assert findings.procedures(scanned, agency="Sở Y tế") == rows[1:]
    assert findings.procedures(scanned, rule="zero-fee-names-money")[0][2] == 1
    assert findings.procedures(scanned, first=1, size=1) == rows[1:]


def test_counting_again_counts_anew_and_not_twice(home, scanned):
    before = findings.by_rule(scanned)
    findings.scan(home, register_engine(), ON)
    with register_engine().connect() as connection:
        assert findings.by_rule(connection) == before


def test_only_published_procedures_are_counted(home, scanned):
    from motcua.procedures import creation

    creation.enter(home["9.000102"], "withdrawn")
    assert findings.scan(home, register_engine(), ON) == 2


def test_a_repealed_procedure_that_is_still_published_is_told(home):
    home["9.000101"].repeal(Ending(date(2026, 1, 1), "5/QĐ-UBND"))
    assert "expired-published" in rules(home, "9.000101")


def test_an_attached_form_settles_its_finding(home, tmp_path):
    papers = [
        group("", {**paper("Đơn đăng ký theo Mẫu số 01"), "mau_don": ["M01.pdf"]})
    ]
    line = record("9.000101", thanh_phan_items=papers)
    Importer(home).run(write(tmp_path / "f.jsonl", line))
    assert "form-missing" in rules(home, "9.000101")
    attach(home["9.000101"], io.BytesIO(b"%PDF-1.7"), "M01.pdf")
    assert "form-missing" not in rules(home, "9.000101")


def test_a_name_entered_by_the_site_is_used_at_once(home):
    names.enter("agency", "Sở Y tế", "Sở Sức khỏe", date(2026, 1, 1), "1/QĐ", "lan", ON)
    assert "former-agency" in rules(home, "9.000103")
    findings.scan(home, register_engine(), ON)
    with register_engine().connect() as connection:
        found = {row.name for row in findings.by_agency(connection)}
    assert "Sở Sức khỏe" in found


def test_the_export_has_one_row_per_finding_in_words(home, scanned):
    head, *rows = findings.export(home, about())
    assert head[0] == "code"
    told = [row for row in rows if row[3] == "zero-fee-names-money"]
    assert told == [
        (
            "9.000102",
            "Cấp thẻ đọc sách thư viện xã",
            "Sở Tư pháp",
            "zero-fee-names-money",
            "serious",
            "cases",
            "Bản ghi nêu mức 0 đồng mà ghi chú lại nêu số tiền.",
        )
    ]


def test_the_job_counts(home):
    jobs.enqueue(lint_job.LINT, "now", {})
    transaction.commit()
    worker.drain()
    assert jobs.status(lint_job.LINT, "now").state == jobs.DONE
    with register_engine().connect() as connection:
        assert findings.by_rule(connection)


def test_each_night_it_is_asked_for_once(home):
    evening = datetime(2031, 5, 6, 1, 59, tzinfo=VIETNAM)
    assert not lint_job.each_night(evening)
    assert lint_job.each_night(evening.replace(hour=2))
    assert not lint_job.each_night(evening.replace(hour=3))


def test_a_new_name_reaches_the_lists_by_a_job(home):
    with register_engine().connect() as connection:
        before = set(connection.execute(sa.select(FACETS.c.value)).scalars())
    assert "Sở Y tế" in before
    names.enter("agency", "Sở Y tế", "Sở Sức khỏe", ON, "1/QĐ", "lan", ON)
    transaction.commit()
    worker.drain()
    with register_engine().connect() as connection:
        after = set(connection.execute(sa.select(FACETS.c.value)).scalars())
    assert after == before - {"Sở Y tế"} | {"Sở Sức khỏe"}
