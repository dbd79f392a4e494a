"""Imports that are looked through first, applied in part, and undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from motcua.procedures.folder import folder
from motcua.procedures.importing import applying
from motcua.procedures.importing import jobs as import_jobs
from motcua.procedures.importing import journal
from motcua.procedures.importing import preview
from motcua.procedures.importing.importer import Importer
from motcua.storage import files
from motcua.storage import worker
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
import pytest
from tests.procedures.importing.pages import page
from tests.procedures.samples import record
from tests.procedures.samples import write
import transaction


@pytest.fixture
def home(functional_portal, empty_tables):
    login(functional_portal.aq_parent, SITE_OWNER_NAME)
    return folder(functional_portal)


@pytest.fixture
def uploaded(home, tmp_path):
    """Return a function that stores records as a file and looks through it."""

    def upload(*lines, source="auto"):
        path = write(tmp_path / "upload.jsonl", *lines)
        kept = files.store(path)
        run = journal.start("upload.jsonl", kept.sha256, "lan", source)
        applying.look_through(run, home)
        transaction.commit()
        return run

    return upload


@pytest.fixture
def three(home, uploaded):
    """A run that put three procedures into the catalogue."""
    run = uploaded(record("9.000101"), record("9.000102"), record("9.000103"))
    applying.apply(run, home)
    transaction.commit()
    return run


def titles(home):
    return {code: home[code].title for code in sorted(home.objectIds())}


def test_a_preview_tells_in_words_and_writes_nothing(home, three, uploaded):
    run = uploaded(
        record("9.000101"),
        record("9.000102", ten_thu_tuc="Cấp thẻ đọc sách"),
        record("9.000104"),
    )
    summary, rows = preview.load(run.preview)
    assert (summary.records, summary.same, summary.changed, summary.new) == (3, 1, 1, 1)
    assert summary.changes == {"title_changed": 1}
    changed, new = list(rows)
    assert changed.said[0][1].startswith("Name of the procedure changed from")
    assert changed.said[0][0].startswith("Tên thủ tục")
    assert new.new
    assert "9.000104" not in home


def test_other_blanks_are_no_difference(home, three, uploaded):
    run = uploaded(record("9.000101", dia_chi_tiep_nhan_hs="  Nhà văn  hóa xã "))
    summary, rows = preview.load(run.preview)
    assert (summary.same, list(rows)) == (1, [])


def test_only_what_was_chosen_is_applied(home, three, uploaded):
    run = uploaded(
        record("9.000101", ten_thu_tuc="Cấp thẻ đọc sách"),
        record("9.000102", ten_thu_tuc="Cấp thẻ đọc sách"),
    )
    run.selection = ("9.000102",)
    report = applying.apply(run, home)
    assert (report.updated, report.unchanged) == (1, 1)
    assert home["9.000101"].title == "Cấp thẻ đọc sách thư viện xã"
    assert home["9.000102"].title == "Cấp thẻ đọc sách"
    assert list(run.written) == ["9.000102"]


def test_another_procedure_under_a_known_code_is_odd_and_waits_for_a_word(
    home, three, uploaded
):
    run = uploaded(record("9.000101", ten_thu_tuc="Hỗ trợ sản xuất cộng đồng"))
    summary, (row,) = preview.load(run.preview)
    assert (summary.odd, row.odd) == (1, True)
    applying.apply(run, home)
    assert home["9.000101"].title == "Cấp thẻ đọc sách thư viện xã"
    run.selection = ("9.000101",)
    applying.apply(run, home)
    assert home["9.000101"].title == "Hỗ trợ sản xuất cộng đồng"


def test_what_changed_since_the_preview_is_refused_with_the_reason(
    home, three, uploaded
):
    run = uploaded(record("9.000101", ten_thu_tuc="Cấp thẻ đọc sách"))
    Importer(home).run(files.path(uploaded(record("9.000101", mo_ta="x")).sha256))
    applying.apply(run, home)
    assert home["9.000101"].title == "Cấp thẻ đọc sách thư viện xã"
    ((code, reason),) = run.refused
    assert code == "9.000101"
    assert "since the preview" in reason


def test_applying_again_changes_nothing(home, three):
    before = [home[code].timeline for code in home.objectIds()]
    report = applying.apply(three, home)
    assert (report.created, report.updated) == (0, 0)
    assert [home[code].timeline for code in home.objectIds()] == before
    assert len(three.written) == 3


def test_an_import_that_died_half_way_goes_on(home, uploaded, monkeypatch):
    run = uploaded(*(record(f"9.0001{n:02d}") for n in range(6)))
    commits = []
    commit = transaction.commit

    def dying():
        commit()
        commits.append(1)
        if len(commits) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(
        "motcua.procedures.importing.importer.transaction.commit", dying
    )
    importer = Importer(home, batch=2, journal=applying.journalist(run))
    with pytest.raises(KeyboardInterrupt):
        importer.run(files.path(run.sha256))
    monkeypatch.undo()
    transaction.abort()
    assert len(home.objectIds()) == len(run.written) == 4
    run.stage = "applying"
    report = applying.apply(run, home)
    assert (report.created, report.unchanged) == (2, 4)
    assert len(run.written) == 6


def test_undoing_says_again_what_was_said_before(home, three, uploaded):
    run = uploaded(record("9.000101", ten_thu_tuc="Cấp thẻ đọc sách"))
    before = home["9.000101"].latest()
    source = home["9.000101"].source.digest
    applying.apply(run, home)
    applying.undo(run, home)
    content = home["9.000101"]
    assert content.latest() == before
    assert content.source.digest == source
    assert len(content.timeline) == 3, "nothing is removed from the history"
    assert content.in_force(date(2100, 1, 1)) == before
    assert run.stage == "undone"


def test_undoing_withdraws_what_was_created(home, three):
    applying.undo(three, home)
    assert {home[code].state for code in home.objectIds()} == {"withdrawn"}
    assert three.refused == ()


def test_what_somebody_changed_since_stays_with_the_reason(home, three, uploaded):
    newer = uploaded(record("9.000101", ten_thu_tuc="Cấp thẻ đọc sách"))
    applying.apply(newer, home)
    applying.undo(three, home)
    assert home["9.000101"].state == "published"
    ((code, reason),) = three.refused
    assert (code, "newer version" in reason) == ("9.000101", True)


def test_what_was_undone_can_be_imported_again(home, three, uploaded):
    applying.undo(three, home)
    transaction.commit()
    run = uploaded(record("9.000101"))
    applying.apply(run, home)
    assert home["9.000101"].state == "published"
    assert home["9.000102"].state == "withdrawn"


def test_what_only_editors_enter_survives_a_new_record(home, three, uploaded):
    content = home["9.000101"]
    content.adopt(replace(content.latest(), iso_code="QT-1", online="full"))
    transaction.commit()
    applying.apply(uploaded(record("9.000101", so_quyet_dinh="8/QĐ-UBND")), home)
    latest = home["9.000101"].latest()
    assert (latest.iso_code, latest.online) == ("QT-1", "full")
    assert latest.decision == "8/QĐ-UBND"


def test_pages_are_a_source_too(home, three, uploaded):
    run = uploaded(page("9.000101"), page("9.000102", so_quyet_dinh="7/QĐ-UBND"))
    summary, _rows = preview.load(run.preview)
    assert (summary.same, summary.changed, summary.changes) == (
        1,
        1,
        {"decision_changed": 1},
    )
    applying.apply(run, home)
    assert home["9.000102"].source.kind == "portal-page"
    again = uploaded(page("9.000101"), page("9.000102", so_quyet_dinh="7/QĐ-UBND"))
    assert preview.load(again.preview)[0].same == 2


def test_records_are_no_pages(home, uploaded):
    summary, rows = preview.load(uploaded(record(), source="pages").preview)
    assert (summary.failed, list(rows)) == (1, [])
    assert "raw_text" in summary.failures[0][2]


def test_bad_rows_are_told_by_line_and_stop_nobody(home, uploaded):
    run = uploaded(
        record("9.000101"),
        "Thủ tục".encode("utf-16"),
        b'{"ma_thu_tuc": "9.000102", "ten',
        record("9.000101", mo_ta="khác"),
        record("///"),
    )
    summary, (row,) = preview.load(run.preview)
    assert row.code == "9.000101"
    assert [line for line, _code, _reason in summary.failures] == [2, 3, 4, 5]
    applying.apply(run, home)
    assert list(home.objectIds()) == ["9.000101"]


def test_the_jobs_do_it_from_upload_to_undoing(home, tmp_path):
    kept = files.store(write(tmp_path / "a.jsonl", record("9.000101")))
    run = journal.start("a.jsonl", kept.sha256, "lan", "auto")
    import_jobs.ask(run, import_jobs.PREVIEW)
    transaction.commit()
    worker.drain()
    assert run.stage == "previewed"
    run.stage = "applying"
    import_jobs.ask(run, import_jobs.APPLY)
    transaction.commit()
    worker.drain()
    assert (run.stage, home["9.000101"].state) == ("applied", "published")
    run.stage = "undoing"
    import_jobs.ask(run, import_jobs.UNDO)
    transaction.commit()
    worker.drain()
    assert (run.stage, home["9.000101"].state) == ("undone", "withdrawn")


def test_runs_are_listed_newest_first_and_keep_who_did_what(home):
    one = journal.start("a", "0" * 64, "lan", "auto")
    two = journal.start("b", "0" * 64, "minh", "auto")
    two.note("apply", "minh")
    assert [run.id for run in journal.listed()] == [two.id, one.id]
    assert [act.name for act in journal.get(two.id).acts] == ["upload", "apply"]
    with pytest.raises(KeyError, match="no such import"):
        journal.get("20260101-9999")
