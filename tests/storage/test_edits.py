"""The mark that edits leave for the cache in front."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
import logging
from motcua.storage import edits
import pytest
import shutil
import transaction
from zope.processlifetime import ProcessStarting


@pytest.fixture
def link(tmp_path, monkeypatch):
    monkeypatch.setenv("MOTCUA_EDITED", str(tmp_path / "edited"))
    return tmp_path / "edited" / "now"


def test_each_edit_leads_somewhere_else(link):
    places = []
    for _ in range(5):
        edits.mark()
        places.append(link.resolve(strict=True))
    assert len(set(places)) == 5


def test_edits_at_the_same_time_lead_to_places_of_their_own(link):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: edits.mark(), range(200)))
    assert link.readlink().name == "200"


def test_old_places_go_and_numbers_begin_anew(link, monkeypatch):
    monkeypatch.setattr(edits, "PLACES", 50)
    monkeypatch.setattr(edits, "LEFT", 10)
    for _ in range(120):
        edits.mark()
        assert link.is_dir()
    assert len(list(link.parent.iterdir())) <= 13


def test_only_what_was_committed_is_marked_and_once(link):
    edits.begin(link)
    transaction.begin()
    edits.after_commit()
    edits.after_commit()
    transaction.abort()
    assert link.readlink().name == "1"
    transaction.begin()
    edits.after_commit()
    edits.after_commit()
    assert link.readlink().name == "1"
    transaction.commit()
    assert link.readlink().name == "2"


def test_a_place_that_cannot_be_written_does_not_stop_the_edit(link, caplog):
    link.parent.parent.joinpath("edited").write_text("a file in the way")
    with caplog.at_level(logging.ERROR):
        edits.mark()
    assert "not told of an edit" in caplog.text


def test_a_copy_of_the_data_has_a_mark_again(link, tmp_path, monkeypatch):
    edits.mark()
    shutil.copytree(link.parent, tmp_path / "copy")
    monkeypatch.setenv("MOTCUA_EDITED", str(tmp_path / "copy"))
    copied = tmp_path / "copy" / "now"
    assert not copied.is_symlink()
    edits.begin(copied)
    before = copied.resolve()
    edits.mark()
    assert copied.is_symlink()
    assert copied.resolve() != before


def test_a_process_that_starts_may_bring_other_pages(link):
    edits.mark()
    edits.process_started(ProcessStarting())
    assert link.readlink().name == "2"
