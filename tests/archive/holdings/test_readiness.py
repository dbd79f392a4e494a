"""The meter tells from the first day what a dossier lacks for the archive."""

from __future__ import annotations

from motcua.archive.holdings import dossiers
from motcua.archive.holdings import readiness
from motcua.dossiers.actions import act
from tests.archive.holdings.conftest import LATER
from tests.archive.test_records import attach
from tests.archive.test_records import close
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY


def keys(site, dossier):
    return [key for key, _words in readiness.of(site, dossier, LATER).lacks]


def test_on_the_first_day_steps_papers_and_fonds_are_missing(province, dossier):
    found = readiness.of(province, dossier, LATER)
    assert keys(province, dossier) == ["steps", "papers", "fonds"]
    assert (found.done, found.total, found.full) == (4, 7, False)


def test_a_scan_that_was_not_read_is_counted(province, issued, dossier, scan):
    attach(province, dossier, scan)
    found = readiness.of(province, dossier, LATER)
    (words,) = [words for key, words in found.lacks if key == "unproven"]
    assert words.mapping == {"number": "1"}
    assert "heading" not in keys(province, dossier)


def test_a_draft_of_the_result_waits_for_its_signature(province, issued, dossier):
    for operation, person, data in (
        ("forward", "reception", {"to": LAND}),
        ("propose", "handler", {"proposal": "Đủ điều kiện"}),
        ("approve", "leader", {}),
    ):
        act(dossier, operation, person, data=data, now=MONDAY)
    told = {"sha256": "a" * 64, "size": 1, "media": "application/pdf", "name": "k.pdf"}
    act(dossier, "attach_result", "handler", data={**told, "signed": False}, now=LATER)
    assert "unsigned" in keys(province, dossier)
    signed = {**told, "sha256": "b" * 64, "signed": True}
    act(dossier, "attach_result", "handler", data=signed, now=LATER)
    assert "unsigned" not in keys(province, dossier)


def test_a_missing_heading_hinders_nothing(province, fonds, dossier, monkeypatch):
    monkeypatch.setattr(readiness.axes, "_digitisation", lambda _one: "complete")
    close(dossier)
    found = readiness.of(province, dossier, LATER)
    assert [key for key, _words in found.lacks] == ["heading"]
    assert found.full
    one = dossiers.take_record(province, dossier.code, "archivist", LATER, close=True)
    found = readiness.of(province, dossier, LATER)
    assert (found.file, found.full) == (one.code, False)
