"""Two houses join their folders crosswise."""

from __future__ import annotations

from motcua.archive.packages.interfaces import ITransport
from motcua.integrations.directory import transport
from motcua.integrations.directory.transport import Directory
import pytest
from zope.interface.verify import verifyObject


@pytest.fixture
def ways(tmp_path):
    """The channels of two houses: what is out of one is in the other."""
    first, second = tmp_path / "a", tmp_path / "b"
    for folder in (first, second):
        folder.mkdir()
    for mine, theirs in (("out", "in"), ("receipts-out", "receipts-in")):
        for one, other in ((first, second), (second, first)):
            (one / mine).mkdir()
            (other / theirs).symlink_to(one / mine)
    return Directory(first), Directory(second)


@pytest.fixture
def package(tmp_path):
    """Some package."""
    path = tmp_path / "x.zip"
    path.write_bytes(b"PK")
    return path


def test_it_does_what_a_transport_does(ways):
    assert verifyObject(ITransport, ways[0])


def test_what_one_sends_arrives_at_the_other(ways, package):
    first, second = ways
    first.send("GG-1_a.zip", package)
    first.send("GG-1_a.zip", package)
    [(name, path)] = second.arrivals()
    assert name == "GG-1_a.zip"
    assert path.read_bytes() == b"PK"
    assert list(first.arrivals()) == []


def test_an_answer_comes_back_and_puts_the_package_away(ways, package):
    first, second = ways
    first.send("GG-1_a.zip", package)
    second.answer("GG-1_a.zip", b"{}")
    assert list(first.receipts()) == [("GG-1_a.zip", b"{}")]
    assert list(second.arrivals()) == []


def test_what_was_heard_is_put_away(ways):
    first, second = ways
    second.answer("GG-1_a.zip", b"{}")
    first.heard("GG-1_a.zip")
    first.heard("GG-1_a.zip")
    assert list(first.receipts()) == []
    place = first.folder / "receipts-in" / "done" / "GG-1_a.zip.receipt.json"
    assert place.read_bytes() == b"{}"


def test_a_package_that_is_still_being_written_is_not_there(ways, package, monkeypatch):
    first, second = ways
    met = []

    def copy(stream, out, length):
        out.write(stream.read())
        out.flush()
        met.append([path.name for path in (first.folder / "out").iterdir()])
        met.append(list(second.arrivals()))

    monkeypatch.setattr(transport.shutil, "copyfileobj", copy)
    first.send("GG-1_a.zip", package)
    names, arrived = met
    assert len(names) == 1 and names[0].endswith(".part")
    assert arrived == []
    assert [name for name, _path in second.arrivals()] == ["GG-1_a.zip"]


def test_drafts_of_others_are_not_there(ways):
    first, second = ways
    (first.folder / "out" / ".GG-1_a.zip").write_bytes(b"PK")
    (first.folder / "out" / "folder.zip").mkdir()
    assert list(second.arrivals()) == []


def test_it_is_on_the_disk_before_it_has_its_name(ways, package, monkeypatch):
    first, _second = ways
    done = []
    monkeypatch.setattr(transport.os, "fsync", lambda _file: done.append("sync"))
    before = transport.Path.replace
    monkeypatch.setattr(
        transport.Path,
        "replace",
        lambda one, to: done.append("name") or before(one, to),
    )
    first.send("GG-1_a.zip", package)
    assert done == ["sync", "name"]


def test_what_is_too_long_for_a_receipt_is_passed_over(ways):
    first, second = ways
    second.answer("GG-1_a.zip", b"x" * (2 << 20))
    assert list(first.receipts()) == []


def test_a_name_leads_nowhere_else(ways, package, tmp_path):
    first, _second = ways
    first.send("../../evil.zip", package)
    assert not (tmp_path / "evil.zip").exists()
    first.answer("../../evil", b"{}")
    assert not list(tmp_path.glob("evil*"))


def test_without_a_folder_it_says_so(monkeypatch, package):
    monkeypatch.delenv("MOTCUA_EXCHANGE", raising=False)
    with pytest.raises(OSError, match="MOTCUA_EXCHANGE"):
        Directory().send("x.zip", package)
