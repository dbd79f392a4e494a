"""Heads of ledgers lie outside the database: what was cannot be unwritten unseen."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
import json
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import ledger
from motcua.dossiers.actions import act
from motcua.dossiers.folder import root
from motcua.dossiers.handovers import lists
from motcua.dossiers.handovers import store
from motcua.dossiers.ledger import anchors
from motcua.dossiers.ledger import heads
from motcua.storage import jobs
import pytest
import stat
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT


FIRST, SECOND, THIRD = "2026-11-03", "2026-11-04", "2026-11-05"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Every test keeps its own files."""
    monkeypatch.setattr(heads, "folder", lambda: tmp_path / "anchors")
    return tmp_path / "anchors"


def forward(dossier):
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)


def told(site):
    return [str(fault) for fault in anchors.check(site).faults]


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_night_keeps_the_heads_that_are_new(province, dossier, elsewhere):
    assert anchors.write(province, FIRST) == 1
    assert anchors.write(province, SECOND) == 0
    forward(dossier)
    assert anchors.write(province, THIRD) == 1
    assert [path.name for path in heads.files()] == [
        f"{FIRST}.jsonl",
        f"{THIRD}.jsonl",
    ]
    kept = lines(heads.files()[-1])[1]
    assert kept == {"code": dossier.code, "n": 2, "head": dossier.head.hex()}
    assert anchors.check(province) == anchors.Check(heads=2, faults=[])


def test_nothing_personal_is_kept(province, dossier):
    anchors.write(province, FIRST)
    (path,) = heads.files()
    for personal in ("Đức", "Nguy", "0912", "reception"):
        assert personal not in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o440


def test_a_file_is_written_once(province, dossier):
    anchors.write(province, FIRST)
    before = heads.files()[0].read_bytes()
    forward(dossier)
    assert anchors.write(province, FIRST) == 0
    assert heads.files()[0].read_bytes() == before


def test_an_end_that_was_cut_off_is_told(province, dossier):
    forward(dossier)
    anchors.write(province, FIRST)
    first = dossier.last.previous
    dossier.last, dossier.head, dossier.length = first, first.hash, 1
    assert ledger.verify(dossier) == []
    assert told(province) == [f"{dossier.code}: event 2: tail cut: missing 2"]


def test_a_ledger_that_was_written_anew_is_told(province, dossier):
    anchors.write(province, FIRST)
    facts, data = dossier.last.facts, dossier.last.data
    dossier.last, dossier.head, dossier.length = None, ledger.GENESIS, 0
    ledger.append(
        dossier,
        facts.pop("type"),
        actor="somebody",
        unit=facts.pop("unit"),
        now=MONDAY + timedelta(hours=1),
        facts=facts,
        data=data,
    )
    assert ledger.verify(dossier) == []
    assert told(province) == [
        f"{dossier.code}: event 1: not the head that was kept; written anew: 1"
    ]


def test_an_altered_event_is_told(province, dossier):
    anchors.write(province, FIRST)
    dossier.last.payload = dossier.last.payload.replace(b"Hoa", b"Lan")
    assert f"{dossier.code}: event 1: payload altered" in told(province)


def test_a_dossier_that_is_gone_is_told(province, dossier):
    anchors.write(province, FIRST)
    code = dossier.code
    leaf = root(province).place(code)
    leaf._tree.pop(code)
    assert told(province) == [f"{code}: gone from the database"]


@pytest.fixture
def handed_over(province, dossier):
    """A list of one dossier that was taken over: its ledger has two events."""
    forward(dossier)
    one = lists.issue(
        province,
        "dossiers-handover",
        UNIT,
        [dossier.code],
        "reception",
        MONDAY,
        to=LAND,
    )
    lists.acknowledge(province, one, [], "handler", MONDAY + timedelta(hours=1))
    return one


def cut(one):
    """Cut the last event off, as somebody does who may write into the database."""
    one.last, one.head, one.length = one.first, one.first.hash, 1
    assert ledger.verify(one) == []


def test_heads_of_hand_over_lists_are_kept_as_well(province, dossier, handed_over):
    assert anchors.write(province, FIRST) == 2
    kept = {line["code"]: line for line in lines(heads.files()[0])[1:]}
    assert kept[handed_over.code] == {
        "code": handed_over.code,
        "n": 2,
        "head": handed_over.head.hex(),
    }
    assert anchors.write(province, SECOND) == 0
    assert anchors.check(province) == anchors.Check(heads=2, faults=[])


def test_a_hand_over_list_that_was_cut_off_is_told(province, handed_over):
    anchors.write(province, FIRST)
    cut(handed_over)
    assert told(province) == [f"{handed_over.code}: event 2: tail cut: missing 2"]


def test_a_hand_over_list_that_is_gone_is_told(province, handed_over):
    anchors.write(province, FIRST)
    del store.shelf(province).lists[handed_over.code]
    assert told(province) == [f"{handed_over.code}: gone from the database"]


def test_files_vouch_for_each_other(province, dossier):
    anchors.write(province, FIRST)
    forward(dossier)
    anchors.write(province, SECOND)
    first, second = heads.files()
    before = first.read_bytes()
    first.chmod(0o600)
    first.write_bytes(before.replace(b'"n": 1', b'"n": 9'))
    assert f"{second.name}: the file before it is missing or was altered" in told(
        province
    )
    first.write_bytes(b"\xff{")
    assert len(told(province)) == 2
    first.unlink()
    assert told(province) == [
        f"{second.name}: the file before it is missing or was altered"
    ]


def test_the_job_of_the_night_compares_and_keeps(province, dossier, monkeypatch):
    said = []
    monkeypatch.setattr(anchors, "getSite", lambda: province)
    anchors.Anchor()(FIRST, {}, lambda *told: said.append(told))
    assert said[-1] == (1, 1, "0 / 0, +1")
    dossier.last, dossier.head, dossier.length = None, ledger.GENESIS, 0
    with pytest.raises(jobs.JobFailed, match=r"1 / 1: .*event 1: tail cut"):
        anchors.Anchor()(SECOND, {}, lambda *told: None)


@pytest.mark.parametrize(("hour", "asked"), [(1, False), (2, True)])
def test_it_is_asked_for_once_a_night(monkeypatch, hour, asked):
    keys = set()

    def enqueue(kind, key, data):
        new = (kind, key) not in keys
        keys.add((kind, key))
        return new

    monkeypatch.setattr(jobs, "enqueue_now", enqueue)
    now = datetime(2026, 11, 3, hour, 30, tzinfo=VIETNAM)
    assert anchors.each_night(now) is asked
    assert anchors.each_night(now) is False
    assert keys == ({(anchors.KIND, FIRST)} if asked else set())
