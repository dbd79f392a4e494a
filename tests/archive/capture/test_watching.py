"""Folders of scanners: nothing is taken half, nothing is lost, nothing comes twice."""

from __future__ import annotations

from motcua.archive.capture import batches
from motcua.archive.capture import layout
from motcua.archive.capture import store
from motcua.archive.capture import verification
from motcua.archive.capture import watching
from motcua.archive.capture.arranging import Acting
import os
import pytest
from tests.archive.conftest import blank_pdf
from tests.dossiers.conftest import build_province
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
import time
import transaction


@pytest.fixture
def site(functional_portal, tmp_path, monkeypatch):
    """A province with an open batch that the scanner ``may-1`` feeds."""
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path / "var"))
    empty_sql()
    build_province(functional_portal)
    batches.open_batch(
        functional_portal, UNIT, "papers", "archivist", MONDAY, scanner="may-1"
    )
    transaction.commit()
    watching._met.clear()
    watching.take(functional_portal)
    return functional_portal


@pytest.fixture
def batch(site):
    return store.open_ones(site)[0]


@pytest.fixture
def folder(site):
    return watching.root() / "may-1"


def put(path, pages=1, age=3600, content=None):
    """Write a file that was last changed so many seconds ago."""
    if content is None:
        blank_pdf(path, pages, (500 + pages, 842))
    else:
        path.write_bytes(content)
    aged(path, age)
    return path


def aged(path, age):
    moment = time.time() - age
    os.utime(path, (moment, moment))


def outcomes(site):
    return {one.name: one.outcome for one in watching.take(site)}


def test_a_whole_file_goes_into_the_batch_and_aside(site, batch, folder):
    put(folder / "1.pdf", 3)
    put(folder / "mat-truoc" / "2.pdf", 2)
    assert outcomes(site) == {"1.pdf": "taken", "2.pdf": "taken"}
    found = layout.fold(batch)
    assert [(one.pages, one.side, one.via) for one in found.arrivals] == [
        (3, "all", "folder"),
        (2, "fronts", "folder"),
    ]
    assert not (folder / "1.pdf").exists()
    assert len(list(folder.glob("taken/*/*.pdf"))) == 2
    assert outcomes(site) == {}


def test_a_file_that_still_grows_is_left(site, batch, folder):
    path = put(folder / "1.pdf", 3, age=0)
    whole = path.read_bytes()
    assert outcomes(site) == {"1.pdf": "waiting"}
    path.write_bytes(whole + b"\n")
    aged(path, watching.SETTLED + 1)
    assert outcomes(site) == {"1.pdf": "waiting"}, "it has grown since"
    assert outcomes(site) == {"1.pdf": "taken"}
    assert layout.fold(batch).figures.arrived == 3


def test_half_a_file_may_be_on_its_way_and_is_refused_in_the_end(site, batch, folder):
    path = put(folder / "1.pdf", 4, age=watching.UNSEEN + 1)
    whole = path.read_bytes()
    put(path, content=whole[: len(whole) // 2], age=watching.UNSEEN + 1)
    assert outcomes(site) == {"1.pdf": "waiting"}
    aged(path, watching.PATIENCE + 1)
    assert outcomes(site) == {"1.pdf": "refused"}
    assert (folder / "refused" / "1.pdf").read_bytes() == whole[: len(whole) // 2]
    found = layout.fold(batch)
    assert found.turned_away == (("1.pdf", "broken"),)
    assert found.figures.turned_away == 1 and not found.arrivals
    put(path, content=whole)
    assert outcomes(site) == {"1.pdf": "taken"}


def test_what_is_no_scan_is_refused_and_kept(site, batch, folder):
    put(folder / "thu.docx", content=b"PK\x03\x04 nothing")
    assert outcomes(site) == {"thu.docx": "refused"}
    put(folder / "thu.docx", content=b"PK\x03\x04 another")
    assert outcomes(site) == {"thu.docx": "refused"}
    assert len(list((folder / "refused").iterdir())) == 2


def test_names_as_long_as_a_disk_takes_block_nothing(site, batch, folder):
    names = ("đ" * 125 + ".docx", "a." + "b" * 253)
    for number, name in enumerate(names * 3):
        put(folder / name, content=b"PK\x03\x04 %d" % number)
        put(folder / f"z{number}{name[:3]}.pdf", 1 + number)
        assert sorted(outcomes(site).values()) == ["refused", "taken"]
    assert len(list((folder / "refused").iterdir())) == 6
    assert layout.fold(batch).figures.arrived == 21
    assert [path for path in folder.iterdir() if path.is_file()] == []


def test_a_file_that_cannot_be_moved_hinders_no_other(site, batch, folder, monkeypatch):
    put(folder / "1.pdf", 1)
    put(folder / "2.pdf", 2)
    move = watching._move

    def stuck(one, where):
        if one.path.name == "1.pdf":
            raise PermissionError(13, "Permission denied")
        move(one, where)

    monkeypatch.setattr(watching, "_move", stuck)
    assert outcomes(site) == {"1.pdf": "no-room", "2.pdf": "taken"}
    monkeypatch.undo()
    monkeypatch.setenv("MOTCUA_VAR", str(folder.parents[1]))
    assert outcomes(site) == {"1.pdf": "again"}
    assert layout.fold(batch).figures.arrived == 3


def test_a_file_at_which_a_program_fails_hinders_no_other(
    site, batch, folder, monkeypatch, caplog
):
    put(folder / "1.pdf", 1)
    put(folder / "2.pdf", 2)
    arrive = watching.arrivals.arrive

    def broken(site, batch, stream, name, *arguments, **how):
        if name == "1.pdf":
            raise RuntimeError("Nguyễn Văn A")
        return arrive(site, batch, stream, name, *arguments, **how)

    monkeypatch.setattr(watching.arrivals, "arrive", broken)
    assert outcomes(site) == {"1.pdf": "no-room", "2.pdf": "taken"}
    assert (folder / "1.pdf").exists()
    assert "RuntimeError" in caplog.text and "Nguyễn" not in caplog.text


def test_the_same_file_again_is_put_aside_and_counted_once(site, batch, folder):
    put(folder / "1.pdf", 2)
    watching.take(site)
    put(folder / "2.pdf", content=next(folder.glob("taken/*/*")).read_bytes())
    assert outcomes(site) == {"2.pdf": "again"}
    assert layout.fold(batch).figures.arrived == 2


def test_a_round_that_died_before_the_move_takes_nothing_twice(
    site, batch, folder, monkeypatch
):
    put(folder / "1.pdf", 2)

    def killed(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(watching.os, "rename", killed)
    with pytest.raises(KeyboardInterrupt):
        watching.take(site)
    monkeypatch.undo()
    monkeypatch.setenv("MOTCUA_VAR", str(folder.parents[1]))
    assert outcomes(site) == {"1.pdf": "again"}
    assert layout.fold(batch).figures.arrived == 2


def test_on_a_full_disk_nothing_is_lost(site, batch, folder, monkeypatch):
    put(folder / "1.pdf", 2)
    from motcua.storage import files

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "store", full)
    assert outcomes(site) == {"1.pdf": "no-room"}
    assert (folder / "1.pdf").exists()
    assert batch.length == 1
    monkeypatch.undo()
    monkeypatch.setenv("MOTCUA_VAR", str(folder.parents[1]))
    assert outcomes(site) == {"1.pdf": "taken"}


def test_without_an_open_batch_files_wait(site, batch, folder):
    Acting(site, batch, "archivist", MONDAY, None).close()
    transaction.commit()
    put(folder / "1.pdf")
    assert outcomes(site) == {"1.pdf": "no-batch"}
    assert (folder / "1.pdf").exists()
    batches.open_batch(site, UNIT, "papers", "archivist", MONDAY, scanner="may-1")
    transaction.commit()
    assert outcomes(site) == {"1.pdf": "taken"}


def test_links_and_unfinished_files_are_no_scans(site, batch, folder, tmp_path):
    secret = put(tmp_path / "elsewhere.pdf")
    (folder / "link.pdf").symlink_to(secret)
    put(folder / "x.pdf.part")
    put(folder / ".hidden.pdf")
    assert outcomes(site) == {}
    assert secret.exists()


def test_pages_in_are_pages_placed(site, batch, folder):
    put(folder / "1.pdf", 3)
    watching.take(site)
    told = verification.verify(site)
    assert (told.batches, told.arrived, told.placed, told.faults) == (1, 3, 3, [])


def test_what_is_lost_is_named(site, batch, folder):
    from motcua.storage import files

    put(folder / "1.pdf", 3)
    watching.take(site)
    sha256 = layout.fold(batch).arrivals[0].sha256
    files.path(sha256).unlink()
    batches.append(
        batch,
        "look",
        "archivist",
        MONDAY,
        {
            "arrival": 1,
            "sha256": "0" * 64,
            "marks": {"a1.1": ["cover", ["", "", 1], "", ""]},
            "rotations": {},
        },
    )
    document = layout.fold(batch).documents[0].id
    batches.append(batch, "filing", "archivist", MONDAY, {"documents": [document]})
    gone = {"document": document, "sha256": "1" * 64, "as": {"document": "x.0000001"}}
    batches.append(batch, "file", "archivist", MONDAY, gone)
    faults = verification.verify(site).faults
    assert len(faults) == 2
    assert sha256 in faults[0][1] and document in faults[1][1]


def test_the_command_line_takes_in_and_proves(site, batch, folder, capsys):
    from motcua.setup.cli import batches as command

    assert command._take(site) == 0
    put(folder / "1.pdf", 3)
    put(folder / "thu.docx", content=b"PK\x03\x04 nothing")
    assert command._take(site) == 1, "a file was refused"
    told = capsys.readouterr().out
    assert "may-1/1.pdf: đã nhận / taken" in told
    assert "may-1/thu.docx: từ chối / refused" in told
    assert command._verify(site) == 0
    assert "1 batches, 3 pages in, 0 cut in two, 3 placed" in capsys.readouterr().out
    files_of(batch)[0].unlink()
    assert command._verify(site) == 1


def files_of(batch):
    from motcua.storage import files

    return [files.path(one.sha256) for one in layout.fold(batch).arrivals]
