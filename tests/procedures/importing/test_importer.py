"""Importing: every record once, nothing twice, nothing lost, nobody stopped."""

from __future__ import annotations

import json
import lzma
from motcua.procedures import creation
from motcua.procedures import versions
from motcua.procedures.finding.search import search
from motcua.procedures.folder import folder
from motcua.procedures.importing import importer as module
from motcua.procedures.importing import record_lines
from motcua.procedures.importing.exporter import export
from motcua.procedures.importing.importer import Importer
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
import pytest
from tests.procedures.samples import record
from tests.procedures.samples import write
import transaction
from ZODB.POSException import ConflictError


@pytest.fixture
def home(functional_portal, empty_tables):
    login(functional_portal.aq_parent, SITE_OWNER_NAME)
    return folder(functional_portal)


@pytest.fixture
def three(tmp_path):
    return write(
        tmp_path / "three.jsonl",
        record("9.000101"),
        record("9.000102", ten_thu_tuc="Đăng ký nuôi ong"),
        record("9.000103", so_quyet_dinh="SỐ 7"),
    )


def counts(report):
    found = report.to_dict()
    names = ("records", "created", "updated", "unchanged", "failed")
    return [found[name] for name in names]


def stored(home):
    """Return what the storage holds, to see whether anything was written."""
    transaction.begin()
    return home._p_jar.db().lastTransaction()


def test_what_is_imported_is_published_and_says_what_the_record_says(home, three):
    report = Importer(home).run(three)
    assert counts(report) == [3, 3, 0, 0, 0]
    assert report.to_dict()["flags"] == {"decision_unusual": 1}
    assert versions.current("9.000102").title == "Đăng ký nuôi ong"
    assert home["9.000102"].portal_type == "Procedure"


def test_the_report_has_exactly_the_agreed_names(home, three):
    assert set(Importer(home).run(three).to_dict()) == {
        "records",
        "created",
        "updated",
        "unchanged",
        "failed",
        "flags",
        "failures",
    }


def test_the_catalogue_knows_it_and_keeps_no_text_of_it(home, three):
    Importer(home).run(three)
    catalog = home.portal_catalog
    (brain,) = catalog(getId="9.000102")
    assert (brain.Title, brain.review_state) == ("Đăng ký nuôi ong", "published")
    assert not catalog(SearchableText="ong")


def test_drafts_are_not_public(home, three):
    Importer(home, state="draft").run(three)
    with pytest.raises(KeyError):
        versions.current("9.000101")
    assert not search("nuôi ong").total


def test_the_second_run_writes_nothing(home, three):
    Importer(home).run(three)
    before = stored(home)
    report = Importer(home).run(three)
    assert counts(report) == [3, 0, 0, 3, 0]
    assert report.flags == {"decision_unusual": 1}
    assert stored(home) == before


def test_other_order_and_spacing_is_no_change(home, three, tmp_path):
    Importer(home).run(three)
    turned = dict(reversed(record("9.000101").items()))
    line = json.dumps(turned, indent=None, ensure_ascii=False).encode()
    report = Importer(home).run(write(tmp_path / "turned.jsonl", b"  " + line))
    assert counts(report) == [1, 0, 0, 1, 0]


def test_one_changed_record_is_one_update_and_the_old_version_stays(
    home, three, tmp_path
):
    Importer(home).run(three)
    old = versions.current("9.000101")
    changed = write(
        tmp_path / "changed.jsonl",
        record("9.000101", ket_qua_thuc_hien="Thẻ điện tử"),
        record("9.000102", ten_thu_tuc="Đăng ký nuôi ong"),
    )
    assert counts(Importer(home).run(changed)) == [2, 0, 1, 1, 0]
    assert versions.current("9.000101").result == "Thẻ điện tử"
    assert versions.get("9.000101", old.digest) == old


def test_a_withdrawn_procedure_is_not_published_again_by_an_import(
    home, three, tmp_path
):
    Importer(home).run(three)
    creation.enter(home["9.000101"], "withdrawn")
    transaction.commit()
    changed = write(tmp_path / "c.jsonl", record("9.000101", linh_vuc="Khác"))
    Importer(home).run(changed)
    assert home["9.000101"].state == "withdrawn"


def test_a_dry_run_counts_and_writes_nothing(home, three):
    before = stored(home)
    report = Importer(home, dry_run=True).run(three)
    assert counts(report) == [3, 3, 0, 0, 0]
    assert "9.000101" not in home
    assert stored(home) == before


BROKEN = [
    b"{half a line",
    b'{"ma_thu_tuc": "9.000777", "ten_thu_tuc": "\xff\xfe"}',
    b"[1, 2]",
    b"null",
    b'{"ten_thu_tuc": "no code"}',
    b'{"ma_thu_tuc": "9.000777", "ma_thu_tuc": "9.000778"}',
    b'{"ma_thu_tuc": "9.000777", "ten_thu_tuc": "\\ud800"}',
    b'{"ma_thu_tuc": "../9"}',
    b"[" * 100_000,
    b'{"ma_thu_tuc": "9.000777", "cach_thuc_items": ["x"]}',
]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_malformed_line_is_named_and_stops_nobody(home, tmp_path, broken):
    path = write(tmp_path / "b.jsonl", record("9.000101"), broken, record("9.000102"))
    report = Importer(home).run(path)
    assert counts(report) == [3, 2, 0, 0, 1]
    assert [failure.line for failure in report.failures] == [2]
    assert report.failures[0].reason


def test_an_overlong_line_is_refused_without_reading_on_into_memory(
    home, tmp_path, monkeypatch
):
    monkeypatch.setattr("motcua.procedures.importing.record_lines.LONGEST_LINE", 5000)
    long = json.dumps(record("9.000777", mo_ta="x" * 20_000)).encode()
    path = write(tmp_path / "l.jsonl", long, record("9.000102"))
    report = Importer(home).run(path)
    assert counts(report) == [2, 1, 0, 0, 1]
    assert report.failures[0].line == 1


def test_blank_lines_and_a_byte_order_mark_are_no_records(home, tmp_path):
    line = json.dumps(record("9.000101")).encode()
    path = write(tmp_path / "bom.jsonl", b"\xef\xbb\xbf" + line, b"", b"   ")
    assert counts(Importer(home).run(path)) == [1, 1, 0, 0, 0]


def test_a_code_twice_with_other_content_is_a_failure_that_names_both_lines(
    home, tmp_path
):
    path = write(
        tmp_path / "t.jsonl", record("9.000101"), record("9.000101", linh_vuc="Khác")
    )
    for created, unchanged in ((1, 0), (0, 1)):
        report = Importer(home).run(path)
        assert counts(report) == [2, created, 0, unchanged, 1]
        assert report.failures[0].line == 2
        assert "line 1" in report.failures[0].reason


def test_a_record_twice_with_the_same_content_is_only_flagged(home, tmp_path):
    path = write(tmp_path / "t.jsonl", record("9.000101"), record("9.000101"))
    report = Importer(home).run(path)
    assert counts(report) == [2, 1, 0, 1, 0]
    assert report.flags["code_repeated"] == 1


def test_a_compressed_file_is_told_by_its_content(home, three, tmp_path):
    packed = tmp_path / "packed.data"
    packed.write_bytes(lzma.compress(three.read_bytes()))
    assert counts(Importer(home).run(packed)) == [3, 3, 0, 0, 0]


def test_a_compressed_file_that_breaks_off_gives_what_it_holds(home, tmp_path):
    lines = b"".join(
        json.dumps(record(f"9.{n:06}", mo_ta=f"{n * 7919}")).encode() + b"\n"
        for n in range(2000)
    )
    packed = tmp_path / "broken.xz"
    packed.write_bytes(lzma.compress(lines)[:-3000])
    report = Importer(home, dry_run=True).run(packed)
    assert report.created > 100
    assert "broken" in report.failures[-1].reason


class Killed(Exception):
    """Stands for the end of the process."""


def test_an_import_that_was_killed_is_run_again_and_completes(home, three):
    def kill(report, share):
        raise Killed

    with pytest.raises(Killed):
        Importer(home, batch=1, progress=kill).run(three)
    transaction.abort()
    report = Importer(home, batch=1).run(three)
    assert counts(report) == [3, 2, 0, 1, 0]
    assert counts(Importer(home).run(three)) == [3, 0, 0, 3, 0]


def test_a_conflict_is_tried_again(home, three, monkeypatch):
    commit = transaction.commit
    left = [2]

    def conflicting():
        if left[0]:
            left[0] -= 1
            raise ConflictError
        commit()

    monkeypatch.setattr(module.transaction, "commit", conflicting)
    assert counts(Importer(home).run(three)) == [3, 3, 0, 0, 0]
    assert sorted(home.objectIds()) == ["9.000101", "9.000102", "9.000103"]


def test_the_export_gives_every_line_back(home, three, tmp_path):
    Importer(home).run(three)
    out = tmp_path / "out.jsonl"
    assert export(home, out) == 3
    assert out.read_bytes() == three.read_bytes()


def test_the_export_is_after_an_update_the_newest_record(home, three, tmp_path):
    Importer(home).run(three)
    newer = record("9.000101", mo_ta="Khác")
    Importer(home).run(write(tmp_path / "n.jsonl", newer))
    out = tmp_path / "out.jsonl.xz"
    export(home, out)
    lines = lzma.decompress(out.read_bytes()).splitlines()
    assert json.loads(lines[0]) == newer


def test_real_records_come_back_field_by_field(home, shared, tmp_path):
    source = shared / "data" / "procedures" / "procedures.jsonl.xz"
    with lzma.open(source) as packed:
        lines = [line for number, line in enumerate(packed) if number % 40 == 0]
    path = tmp_path / "real.jsonl"
    path.write_bytes(b"".join(lines))
    report = Importer(home).run(path)
    assert counts(report) == [len(lines), len(lines), 0, 0, 0]
    out = tmp_path / "out.jsonl"
    export(home, out)
    wanted = {r["ma_thu_tuc"]: r for r in map(json.loads, lines)}
    found = {r["ma_thu_tuc"]: r for r in map(json.loads, out.open())}
    assert found == wanted


def test_what_unpacks_without_end_is_read_up_to_a_bound(home, tmp_path, monkeypatch):
    monkeypatch.setattr(record_lines, "UNPACKED", 200_000)
    path = tmp_path / "bomb.jsonl"
    good = json.dumps(record("9.000101")).encode()
    path.write_bytes(lzma.compress(good + b"\n" + b"\n" * 10_000_000))
    report = Importer(home).run(path)
    assert counts(report) == [2, 1, 0, 0, 1]
    assert "200000" in report.failures[0].reason


def test_a_file_that_wants_too_much_memory_is_refused(home, tmp_path, monkeypatch):
    monkeypatch.setattr(record_lines, "MEMORY", 1024 * 1024)
    path = tmp_path / "dictionary.jsonl"
    path.write_bytes(lzma.compress(json.dumps(record("9.000101")).encode(), preset=9))
    assert counts(Importer(home).run(path)) == [1, 0, 0, 0, 1]


def test_several_compressed_parts_are_one_file(home, tmp_path):
    path = tmp_path / "parts.jsonl"
    parts = [json.dumps(record(code)).encode() for code in ("9.000101", "9.000102")]
    path.write_bytes(b"".join(lzma.compress(part + b"\n") for part in parts))
    assert counts(Importer(home).run(path)) == [2, 2, 0, 0, 0]


def test_a_file_of_nothing_but_rubbish_is_not_read_to_its_end(
    home, tmp_path, monkeypatch
):
    monkeypatch.setattr("motcua.procedures.importing.importer.MOST_FAILURES", 20)
    path = tmp_path / "rubbish.jsonl"
    path.write_bytes(b"x\n" * 1000)
    report = Importer(home).run(path)
    assert report.records == 20
    assert len(report.failures) == 21
    assert "not read" in report.failures[-1].reason


def test_lines_without_anything_are_bounded_too(home, tmp_path, monkeypatch):
    monkeypatch.setattr(record_lines, "LINES", 100)
    path = write(tmp_path / "e.jsonl", record("9.000101"), *[b""] * 200)
    report = Importer(home).run(path)
    assert counts(report) == [2, 1, 0, 0, 1]
    assert "more than 100 lines" in report.failures[0].reason
