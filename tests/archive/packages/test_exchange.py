"""A package goes out through a channel, and an answer comes back."""

from __future__ import annotations

import json
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Unknown
from motcua.archive.packages import accessions
from motcua.archive.packages import checking
from motcua.archive.packages import deliveries
from motcua.archive.packages import exchange
from motcua.archive.packages import store
from motcua.archive.packages.errors import Blocked
from motcua.archive.packages.reports import Report
from motcua.dossiers import ledger
import pytest
from tests.archive.packages.conftest import LATER
import transaction


#: JSON that no reader without end comes out of.
NESTED = b"[" * 200_000


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder of the channel."""
    place = tmp_path / "exchange"
    (place / "in").mkdir(parents=True)
    (place / "receipts-in").mkdir()
    monkeypatch.setenv("MOTCUA_EXCHANGE", str(place))
    monkeypatch.setattr(transaction, "commit", lambda: None)
    return place


def send(site, code, **more):
    """Send a file for the archivist."""
    return deliveries.send(site, code, "directory", "archivist", LATER, **more)


def receipt(found, verdict="taken", **more):
    """Return what the other side answers."""
    told = {
        "format": "motcua-receipt-1",
        "package": found.sha256,
        "verdict": verdict,
        "accession": "GN-2026-0001",
        "head": "0" * 64,
        "reason": "",
        **more,
    }
    return json.dumps(told).encode()


def test_a_package_is_sent_and_its_receipt_written_down(province, closed, folder):
    one = send(province, closed.code)
    deliveries.run(one.code, {}, print)
    deliveries.run(one.code, {}, print)
    found = deliveries.view(one)
    assert [path.name for path in (folder / "out").iterdir()] == [found.name]
    assert found.state == deliveries.SENT
    place = folder / "receipts-in" / f"{found.name}.receipt.json"
    place.write_bytes(receipt(found))
    done = exchange.run(province, "directory", "H99", "archivist")
    assert done.receipts == 1
    found = deliveries.view(one)
    assert (found.state, found.accession) == (deliveries.TAKEN, "GN-2026-0001")
    assert exchange.run(province, "directory", "H99", "archivist").receipts == 0
    assert list((folder / "receipts-in").glob("*.json")) == [], "it was put away"
    assert ledger.verify(one) == []


def test_what_was_refused_is_sent_again(province, closed, folder):
    one = send(province, closed.code)
    with pytest.raises(Impossible, match=one.code):
        send(province, closed.code)
    found = deliveries.view(one)
    answer = receipt(found, "refused", reason="thiếu mục lục")
    deliveries.answered(province, found.name, answer, LATER)
    assert deliveries.view(one).reason == "thiếu mục lục"
    again = send(province, closed.code)
    assert again.code != one.code
    assert deliveries.answered(province, found.name, answer, LATER) is None
    assert deliveries.view(again).state == deliveries.SENT, "the old answer is old"
    name = deliveries.view(again).name
    deliveries.answered(province, name, receipt(found), LATER)
    assert deliveries.view(again).state == deliveries.TAKEN


def test_a_receipt_of_another_package_changes_nothing(province, closed, folder):
    one = send(province, closed.code)
    found = deliveries.view(one)
    other = receipt(found, package="0" * 64)
    assert deliveries.answered(province, found.name, other, LATER) is None
    assert deliveries.view(one).state == deliveries.SENT
    with pytest.raises(ValueError, match="verdict"):
        deliveries.answered(province, found.name, receipt(found, "lost"), LATER)


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"{}", b"\xff", b'{"package": 1}', NESTED]
)
def test_what_is_no_receipt_is_passed_over(province, closed, folder, text):
    (folder / "receipts-in" / "x.receipt.json").write_bytes(text)
    assert exchange.run(province, "directory", "H99", "archivist").receipts == 0
    assert list((folder / "receipts-in").glob("*.json")) == []
    assert (folder / "receipts-in" / "done" / "x.receipt.json").read_bytes() == text


def test_only_what_can_be_packed_is_sent(province, filled, folder):
    with pytest.raises(Blocked):
        send(province, filled.code)
    with pytest.raises(Missing, match="nowhere"):
        deliveries.send(province, filled.code, "nowhere", "archivist", LATER)
    assert list(store.every_delivery(province)) == []


def test_what_arrives_waits_and_what_is_faulty_is_answered(
    province, fonds, folder, sent
):
    (folder / "in" / "good.zip").write_bytes(sent.read_bytes())
    (folder / "in" / "bad.zip").write_bytes(b"no package")
    done = exchange.run(province, "directory", "H99", "archivist")
    assert (done.received, done.faulty, done.answered) == (2, 1, 1)
    [path] = (folder / "receipts-out").glob("*.json")
    told = json.loads(path.read_bytes())
    assert path.name == "bad.zip.receipt.json"
    assert (told["verdict"], told["faults"][0]["code"]) == ("refused", "not-zip")
    assert [path.name for path in (folder / "in").glob("*.zip")] == ["good.zip"]
    again = exchange.run(province, "directory", "H99", "archivist")
    assert (again.received, again.answered) == (0, 0), "it still waits"
    [one] = [
        each
        for each in store.every_accession(province)
        if accessions.view(each).state == accessions.SOUND
    ]
    accessions.refuse(province, one, "nhầm nơi nhận", "archivist", LATER)
    assert exchange.run(province, "directory", "H99", "archivist").answered == 1


def test_a_corrected_package_may_be_called_as_the_one_before(
    province, fonds, folder, sent
):
    place = folder / "in" / "p.zip"
    place.write_bytes(b"no package")
    assert exchange.run(province, "directory", "H99", "archivist").faulty == 1
    place.write_bytes(sent.read_bytes())
    done = exchange.run(province, "directory", "H99", "archivist")
    assert (done.received, done.faulty, done.answered) == (1, 0, 0)
    assert place.exists(), "it waits for its decision"


def test_the_same_package_is_answered_again_and_received_once(province, fonds, folder):
    place = folder / "in" / "p.zip"
    for received in (1, 0):
        place.write_bytes(b"no package")
        done = exchange.run(province, "directory", "H99", "archivist")
        assert (done.received, done.answered) == (received, 1)
    assert len(list(store.every_accession(province))) == 1


def test_a_long_name_is_answered(province, fonds, folder):
    name = f"{'x' * 220}.zip"
    (folder / "in" / name).write_bytes(b"no package")
    assert exchange.run(province, "directory", "H99", "archivist").answered == 1
    assert [path.name for path in (folder / "receipts-out").iterdir()] == [
        f"{name}.receipt.json"
    ]


def test_what_could_not_be_judged_is_not_refused(
    province, fonds, folder, sent, monkeypatch
):
    full = Report()
    full.fault("no-room", "x.zip")
    monkeypatch.setattr(checking, "_judged", lambda *_words: full)
    (folder / "in" / "p.zip").write_bytes(sent.read_bytes())
    done = exchange.run(province, "directory", "H99", "archivist")
    assert (done.received, done.faulty, done.answered) == (1, 0, 0)
    [one] = store.every_accession(province)
    assert accessions.view(one).state == accessions.UNCHECKED


def test_a_round_for_an_agency_that_one_does_not_keep_is_refused(
    province, fonds, folder, sent
):
    (folder / "in" / "p.zip").write_bytes(sent.read_bytes())
    with pytest.raises(Unknown):
        exchange.run(province, "directory", "H98", "archivist")
    with pytest.raises(Unknown):
        exchange.run(province, "directory", "H99", "handler")


def test_a_round_reads_no_accession_but_those_that_lie_there(
    province, fonds, folder, sent, monkeypatch
):
    (folder / "in" / "p.zip").write_bytes(sent.read_bytes())
    exchange.run(province, "directory", "H99", "archivist")
    monkeypatch.setattr(store, "every_accession", None)
    assert exchange.run(province, "directory", "H99", "archivist").received == 0
