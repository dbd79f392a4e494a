"""A folder of results: nothing overwritten, nothing half there, found again."""

from __future__ import annotations

from motcua.archive.digitising import outlet
from motcua.archive.digitising import pipeline
import pytest
import subprocess
import sys


ONE, OTHER = "1" * 64, "2" * 64


@pytest.fixture
def place(tmp_path):
    with outlet.opened(tmp_path / "ra") as found:
        yield found


def made(place, body=b"%PDF-1.7", text="chữ"):
    """Files as a conversion leaves them."""
    folder = place.inside / "work-test"
    folder.mkdir(exist_ok=True)
    (folder / "a.pdf").write_bytes(body)
    (folder / "a.txt").write_text(text, "utf-8")
    return {".pdf": folder / "a.pdf", ".txt": folder / "a.txt"}


def shown(place):
    return sorted(each.name for each in place.folder.iterdir() if each.is_file())


def test_results_are_named_by_their_source_and_its_digest(place):
    told = place.keep(ONE, "Quyết định 5.pdf", made(place), {"pages": 2})
    assert shown(place) == [
        "Quyết định 5.1111111111.pdf",
        "Quyết định 5.1111111111.txt",
    ]
    assert told["archival"].endswith("Quyết định 5.1111111111.pdf")
    assert place.known(ONE) == told
    assert place.known(OTHER) is None


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a/b\\c.pdf", "CON.pdf", "\u202e"]
)
def test_no_name_leads_out_of_the_folder(place, name):
    told = place.keep(ONE, name, made(place), {})
    assert len(shown(place)) == 2
    assert (
        place.folder.resolve() in type(place.folder)(told["archival"]).resolve().parents
    )


def test_two_sources_of_one_name_stand_side_by_side(place):
    place.keep(ONE, "a.pdf", made(place), {})
    place.keep(OTHER, "a.pdf", made(place, b"other"), {})
    assert len(shown(place)) == 4


def test_what_somebody_else_wrote_there_is_never_overwritten(place):
    theirs = place.folder / "a.1111111111.pdf"
    theirs.write_bytes(b"theirs")
    told = place.keep(ONE, "a.pdf", made(place), {})
    assert theirs.read_bytes() == b"theirs"
    assert told["archival"].endswith("a.1111111111-2.pdf")
    assert place.known(ONE) == told


def test_a_result_that_was_altered_is_made_anew_beside_it(place):
    told = place.keep(ONE, "a.pdf", made(place), {})
    altered = type(place.folder)(told["archival"])
    altered.write_bytes(b"altered")
    assert place.known(ONE) is None
    again = place.keep(ONE, "a.pdf", made(place), {})
    assert altered.read_bytes() == b"altered"
    assert again["archival"] != told["archival"]
    assert place.known(ONE) == again


def test_a_run_that_was_killed_between_two_files_knows_its_own_again(
    place, monkeypatch
):
    placed = []

    def killed(path, target, own):
        if placed:
            raise KeyboardInterrupt
        placed.append(target)
        path.replace(target)

    with monkeypatch.context() as patch:
        patch.setattr(place, "_place", killed)
        with pytest.raises(KeyboardInterrupt):
            place.keep(ONE, "a.pdf", made(place), {})
    assert place.known(ONE) is None
    told = place.keep(ONE, "a.pdf", made(place, b"made again"), {})
    assert shown(place) == ["a.1111111111.pdf", "a.1111111111.txt"]
    assert place.known(ONE) == told


def test_on_a_disk_without_links_files_appear_all_the_same(place, monkeypatch):
    def refused(*_paths):
        raise OSError(outlet.errno.EPERM, "no links here")

    monkeypatch.setattr(outlet.os, "link", refused)
    told = place.keep(ONE, "a.pdf", made(place), {})
    assert place.known(ONE) == told


def test_results_of_an_older_making_are_made_anew(place, monkeypatch):
    place.keep(ONE, "a.pdf", made(place), {})
    monkeypatch.setattr(outlet, "FORMAT", outlet.FORMAT + 1)
    assert place.known(ONE) is None


@pytest.mark.parametrize("note", ["", "{", "[]", '{"format": 1}'])
def test_a_damaged_note_is_no_note(place, note):
    (place.inside / f"{ONE}.json").write_text(note)
    assert place.known(ONE) is None


def test_one_run_at_a_time_and_leftovers_go(tmp_path):
    folder = tmp_path / "ra"
    with outlet.opened(folder) as place:
        left = place.inside / "work-left"
        left.mkdir()
        script = (
            "from motcua.archive.digitising import outlet; from pathlib import Path\n"
            f"with outlet.opened(Path({str(folder)!r})): pass"
        )
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, check=False, text=True
        )
        assert "outlet.Busy" in done.stderr
        assert left.exists()
    with outlet.opened(folder):
        assert not left.exists()


def test_a_digest_is_that_of_the_bytes(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    assert pipeline.digest(path).startswith("ba7816bf8f01cfea")
