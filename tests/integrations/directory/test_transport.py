"""Two houses join their folders crosswise."""

from __future__ import annotations

from motcua.archive.packages.interfaces import ITransport
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
