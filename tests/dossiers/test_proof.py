"""Whatever repeats a ledger is compared with it, and what differs is located."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from motcua.dossiers import ledger
from motcua.dossiers.actions import act
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.folder import find
from motcua.dossiers.folder import root
from motcua.dossiers.handovers import lists
from motcua.dossiers.handovers import store
from motcua.dossiers.intake import receive
from motcua.dossiers.ledger import anchors
from motcua.dossiers.ledger import heads
from motcua.dossiers.ledger import proof
from motcua.dossiers.ledger.proof import prove
from motcua.dossiers.register import DOSSIERS
from motcua.dossiers.register import PARTICIPANTS
from motcua.dossiers.standing import told as standing_of
from motcua.procedures import versions
from motcua.storage.engines import register_engine
import pytest
import sqlalchemy as sa
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import build_province
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import JUSTICE
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
import transaction
from ZODB.utils import p64


ONE, TWO, THREE = (f"H99.01-261102-000{number}" for number in (1, 2, 3))
STEPS = (("reception", LAND), ("handler", JUSTICE), ("jurist", LAND))


@pytest.fixture
def site(functional_portal, tmp_path, monkeypatch):
    """Three dossiers of four events each, their heads kept for two nights."""
    monkeypatch.setattr(heads, "folder", lambda: tmp_path / "anchors")
    empty_sql()
    build_province(functional_portal)
    build_procedure(functional_portal)
    version = versions.current("1.001193", site=functional_portal)
    found = [
        receive(functional_portal, an_intake(version), "reception", MONDAY)
        for _number in range(3)
    ]
    for hours, (person, to) in enumerate(STEPS, start=1):
        for dossier in found:
            now = MONDAY + timedelta(hours=hours)
            act(dossier, "forward", person, data={"to": to}, now=now)
        if hours == 1:
            anchors.write(functional_portal, "2026-11-02")
    transaction.commit()
    anchors.write(functional_portal, "2026-11-03")
    return functional_portal


def told(site, codes=None):
    return [(f.code, f.fault.number, f.fault.kind) for f in prove(site, codes).faults]


def events(site, code):
    return ledger.events(find(site, code))


def rechain(dossier, start):
    """Compute all hashes from an event on, as somebody does who knows how."""
    chain = ledger.events(dossier)
    before = chain[start - 2].hash if start > 1 else ledger.GENESIS
    for event in chain[start - 1 :]:
        before = event.hash = ledger.link(before, event.header, event.payload_digest)
    dossier.head = before


def test_what_nobody_touched_holds(site):
    found = prove(site)
    assert found.faults == []
    assert (found.dossiers, found.events, found.heads, found.rows) == (3, 12, 6, 3)


def test_one_dossier_can_be_asked_for(site):
    found = prove(site, [TWO])
    assert (found.dossiers, found.events, found.heads, found.rows) == (1, 4, 2, 1)
    assert told(site, ["H99.01-261102-0077"]) == [("H99.01-261102-0077", 0, "gone")]


def test_an_altered_payload_is_located(site):
    events(site, TWO)[0].payload = events(site, TWO)[0].payload.replace(b"Hoa", b"Lan")
    transaction.commit()
    assert told(site) == [(TWO, 1, "payload-altered")]
    assert told(site, [ONE]) == []


def test_an_altered_header_is_located(site):
    event = events(site, TWO)[2]
    event.header = event.header.replace(b'"handler"', b'"jurist"')
    transaction.commit()
    assert told(site) == [(TWO, 3, "header-altered")]


def test_an_altered_hand_over_list_is_located(site):
    kind = "dossiers-handover"
    one = lists.issue(site, kind, UNIT, [ONE], "reception", MONDAY, to=LAND)
    transaction.commit()
    assert told(site) == []
    one.first.header = one.first.header.replace(b'"hand"', b'"post"')
    transaction.commit()
    assert (one.code, 1, "header-altered") in told(site)
    assert told(site, [ONE]) == []


def test_a_hand_over_list_whose_end_is_missing_is_located(site):
    kind, later = "dossiers-handover", MONDAY + timedelta(hours=9)
    one = lists.issue(site, kind, UNIT, [ONE], "reception", MONDAY, to=LAND)
    lists.acknowledge(site, one, [], "handler", later)
    transaction.commit()
    anchors.write(site, "2026-11-04")
    found = prove(site)
    assert (found.faults, found.events, found.heads) == ([], 14, 7)
    one.last, one.head, one.length = one.first, one.first.hash, 1
    transaction.commit()
    assert told(site) == [(one.code, 2, "tail-cut")]
    del store.shelf(site).lists[one.code]
    transaction.commit()
    assert told(site) == [(one.code, 0, "gone")]


def test_a_removed_event_is_located(site):
    chain = events(site, THREE)
    chain[2].previous = chain[0]
    transaction.commit()
    assert (THREE, 2, "removed") in told(site)


def test_events_that_changed_places_are_located(site):
    _one, two, three, four = events(site, THREE)
    four.previous, three.previous, two.previous = two, _one, three
    transaction.commit()
    assert (THREE, 2, "reordered") in told(site)


def test_a_cut_tail_is_located(site):
    dossier = find(site, TWO)
    dossier.last = dossier.last.previous
    transaction.commit()
    assert (TWO, 4, "tail-cut") in told(site)


def test_a_replaced_head_is_located(site):
    find(site, TWO).head = bytes(32)
    transaction.commit()
    assert told(site) == [(TWO, 4, "head-replaced"), (TWO, 4, "row-differs")]


def test_a_tail_cut_with_head_length_and_copies_shows_against_what_was_kept(site):
    dossier = find(site, TWO)
    last = dossier.last.previous
    dossier.last, dossier.head, dossier.length = last, last.hash, 3
    dossier.kept = standing_of(ledger.events(dossier))
    transaction.commit()
    assert ledger.verify(dossier) == []
    assert told(site) == [(TWO, 4, "tail-cut"), (TWO, 3, "row-differs")]


def test_who_computes_all_hashes_anew_is_told_by_the_heads_alone(site):
    """And by the row of the register, unless that is written anew as well."""
    dossier = find(site, TWO)
    event = ledger.events(dossier)[3]
    event.payload = ledger.canonical({"note": "khác"})
    event.payload_digest = ledger.Event(None, b"", b"{}", event.payload).payload_digest
    rechain(dossier, 4)
    transaction.commit()
    with register_engine().begin() as connection:
        connection.execute(
            sa.update(DOSSIERS).where(DOSSIERS.c.code == TWO).values(head=dossier.head)
        )
    assert ledger.verify(dossier) == []
    (found,) = prove(site).faults
    assert (found.code, found.fault.kind) == (TWO, "anchor-differs")
    # The head of the first night still fits: it happened behind event 2.
    assert (found.fault.number, found.fault.detail) == (4, "3-4")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state", "closed"),
        ("holder", JUSTICE),
        ("unit", LAND),
        ("participants", (LAND,)),
        ("public_status", 9),
    ],
)
def test_a_copy_of_its_own_is_located_and_named(site, name, value):
    dossier = find(site, ONE)
    dossier.kept = replace(dossier.kept, **{name: value})
    transaction.commit()
    found = [one for one in prove(site).faults if one.fault.kind == "copy-differs"]
    assert [(one.code, one.fault.number) for one in found] == [(ONE, 4)]
    assert found[0].fault.detail == name


def test_every_copy_of_the_interface_is_compared():
    from motcua.dossiers.interfaces import IDossier

    own = {"code", "last", "first", "standing"}
    assert set(IDossier.names()) - own <= set(proof.COPIES)


def test_a_dossier_that_is_gone_is_told(site):
    root(site).place(TWO)._tree.pop(TWO)
    transaction.commit()
    assert told(site) == [(TWO, 0, "gone")]


def test_a_dossier_that_only_the_register_knew_is_told_when_gone(site):
    for path in heads.files():
        path.unlink()
    root(site).place(TWO)._tree.pop(TWO)
    transaction.commit()
    assert told(site) == [(TWO, 0, "gone")]


def test_two_ledgers_that_changed_places_are_told(site):
    one, two = find(site, ONE), find(site, TWO)
    names = ("last", "head", "length")
    first = [getattr(one, name) for name in names]
    for name, value in zip(names, first, strict=True):
        setattr(one, name, getattr(two, name))
        setattr(two, name, value)
    transaction.commit()
    kinds = {(code, kind) for code, _number, kind in told(site)}
    assert {(ONE, "foreign"), (TWO, "foreign")} <= kinds
    assert {(ONE, "anchor-differs"), (TWO, "anchor-differs")} <= kinds


@pytest.mark.parametrize(
    ("statement", "kind", "detail"),
    [
        (sa.delete(DOSSIERS).where(DOSSIERS.c.code == ONE), "row-missing", ""),
        (
            sa.update(DOSSIERS).where(DOSSIERS.c.code == ONE).values(state="closed"),
            "row-differs",
            "state",
        ),
        (
            sa.delete(PARTICIPANTS).where(PARTICIPANTS.c.department == LAND),
            "row-differs",
            "participants",
        ),
    ],
)
def test_a_row_that_differs_is_named(site, statement, kind, detail):
    with register_engine().begin() as connection:
        connection.execute(statement)
    found = prove(site, [ONE]).faults
    assert [(f.code, f.fault.kind, f.fault.detail) for f in found] == [
        (ONE, kind, detail)
    ]


def test_rows_written_while_we_read_are_looked_at_again(site, monkeypatch):
    late = proof._rows([ONE])
    late[ONE]["state"] = "closed"
    answers = iter([late])
    real = proof._rows
    monkeypatch.setattr(
        proof, "_rows", lambda batch: next(answers, None) or real(batch)
    )
    assert told(site, [ONE]) == []


def test_a_ledger_of_nonsense_is_told_and_stops_nobody(site):
    find(site, TWO).last.header = b"[]"
    chain = events(site, ONE)
    chain[0].previous = chain[-1]
    transaction.commit()
    found = told(site)
    assert (TWO, 4, "unreadable") in found
    assert (ONE, 0, "unreadable") in found
    assert prove(site).dossiers == 3


def ghost(site, kind):
    """Return a reference to an object that the database does not hold."""
    lost = kind.__new__(kind)
    lost._p_oid, lost._p_jar = p64(1 << 60), site._p_jar
    lost._p_changed = None
    return lost


def test_an_event_that_the_database_lost_is_told(site):
    events(site, TWO)[2].previous = ghost(site, ledger.Event)
    transaction.commit()
    found = told(site)
    assert {(TWO, 0, "unreadable"), (TWO, 1, "removed")} <= set(found)
    assert {code for code, _number, _kind in found} == {TWO}


def test_a_dossier_that_the_database_lost_is_told_and_the_others_are_proved(site):
    root(site).place(TWO)._tree[TWO] = ghost(site, Dossier)
    transaction.commit()
    assert told(site) == [(TWO, 0, "unreadable")]
    assert prove(site).dossiers == 3


def test_an_altered_file_of_heads_is_told(site):
    first, _second = heads.files()
    first.chmod(0o600)
    first.write_text(first.read_text().replace('"n": 2', '"n": 1'))
    found = told(site)
    assert ("2026-11-03.jsonl", 0, "file") in found


def test_reading_all_keeps_little_awake(site, monkeypatch):
    """The cache is cleared between batches, so memory does not grow with them."""
    cache = site._p_jar._cache
    monkeypatch.setattr(proof, "BATCH", 1)
    monkeypatch.setattr(proof, "_prove", lambda *_args: awake.append(len(cache)))
    awake = []
    cleared = []
    monkeypatch.setattr(type(site._p_jar), "cacheGC", lambda self: cleared.append(1))
    prove(site)
    assert len(cleared) == len(awake) == 3
