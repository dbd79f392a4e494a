"""The ledger tells when and where somebody touched it."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from datetime import UTC
import hashlib
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
import json
from motcua.dossiers import ledger
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.ledger.faults import KINDS
import pytest


NOW = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


def chain(payloads, **facts):
    dossier = Dossier("H99-261102-0001")
    for number, data in enumerate(payloads):
        ledger.append(
            dossier,
            "note",
            actor="handler",
            unit="H99.02",
            now=NOW + timedelta(seconds=number),
            facts={"state": "processing", **facts},
            data=data,
        )
    return dossier


def found(dossier):
    """Return where and what the faults of a chain are."""
    return [(fault.number, fault.kind) for fault in ledger.verify(dossier)]


def rewrite(event, before):
    """Alter an event as somebody does who knows how hashes are made."""
    event.payload = ledger.canonical({"text": "khác"})
    event.payload_digest = hashlib.sha256(event.payload).digest()
    event.hash = ledger.link(before, event.header, event.payload_digest)


@pytest.fixture
def dossier():
    return chain([{"text": f"ghi chú {n}"} for n in range(5)])


def test_an_untouched_ledger_holds(dossier):
    assert ledger.verify(dossier) == []


def test_events_come_in_order_and_numbered(dossier):
    assert [event.number for event in ledger.events(dossier)] == [1, 2, 3, 4, 5]


def test_the_hash_is_what_the_format_says(dossier):
    first = ledger.events(dossier)[0]
    expected = hashlib.sha256(
        b"motcua-ledger-1"
        + bytes(32)
        + hashlib.sha256(first.header).digest()
        + hashlib.sha256(first.payload).digest()
    ).digest()
    assert first.hash == expected


@pytest.mark.parametrize("number", [1, 3, 5])
def test_an_altered_payload_is_found_and_located(dossier, number):
    event = ledger.events(dossier)[number - 1]
    event.payload = ledger.canonical({"text": "khác"})
    faults = ledger.verify(dossier)
    assert [(fault.number, fault.what) for fault in faults] == [
        (number, "payload altered")
    ]


def test_an_altered_header_is_found_and_located(dossier):
    event = ledger.events(dossier)[2]
    event.header = event.header.replace(b"handler", b"leader")
    assert found(dossier) == [(3, "header-altered")]


def test_an_altered_number_is_found_and_located(dossier):
    event = ledger.events(dossier)[2]
    event.header = event.header.replace(b'"n":3', b'"n":9')
    assert found(dossier) == [(3, "header-altered")]
    last = dossier.last
    last.header = last.header.replace(b'"n":5', b'"n":900000000')
    assert (5, "header-altered") in found(dossier)


@pytest.mark.parametrize(("number", "upto"), [(2, 2), (2, 3), (3, 4)])
def test_removed_events_are_found_and_named(dossier, number, upto):
    chain_ = ledger.events(dossier)
    chain_[upto].previous = chain_[number - 2]
    (fault,) = ledger.verify(dossier)
    said = f"{number}-{upto}" if upto > number else str(number)
    assert (fault.number, fault.kind, fault.detail) == (number, "removed", said)


def test_a_removed_beginning_is_found(dossier):
    ledger.events(dossier)[2].previous = None
    assert [(f.number, f.detail) for f in ledger.verify(dossier)] == [(1, "1-2")]


def test_two_events_that_changed_places_are_found(dossier):
    _one, two, three, four, five = ledger.events(dossier)
    five.previous, four.previous, three.previous = three, two, four
    assert (3, "reordered") in found(dossier)


def test_an_event_put_in_twice_is_found(dossier):
    chain_ = ledger.events(dossier)
    twin = ledger.Event(chain_[2], chain_[2].hash, chain_[2].header, b"{}")
    chain_[3].previous = twin
    assert (3, "reordered") in found(dossier)


def test_a_rewritten_event_breaks_the_chain_behind_it(dossier):
    event = ledger.events(dossier)[1]
    rewrite(event, ledger.events(dossier)[0].hash)
    (fault,) = ledger.verify(dossier)
    assert (fault.number, fault.kind) == (3, "header-altered")
    assert "the event before it written anew" in fault.what


def test_a_rewritten_last_event_does_not_fit_the_head(dossier):
    rewrite(dossier.last, dossier.last.previous.hash)
    assert found(dossier) == [(5, "head-replaced")]


def test_an_altered_hash_is_told_from_an_altered_event(dossier):
    ledger.events(dossier)[2].hash = bytes(32)
    assert found(dossier) == [(3, "hash-altered")]
    ledger.events(dossier)[2].header = ledger.events(dossier)[1].header
    assert (3, "replaced") in found(dossier)


def test_an_altered_digest_is_told_from_an_altered_payload(dossier):
    ledger.events(dossier)[3].payload_digest = bytes(32)
    assert found(dossier) == [(4, "digest-altered")]


def test_a_replaced_head_is_found(dossier):
    dossier.head = bytes(32)
    assert found(dossier) == [(5, "head-replaced")]


def test_a_cut_tail_shows_against_the_length(dossier):
    dossier.last = dossier.last.previous.previous
    (fault,) = ledger.verify(dossier)
    assert (fault.number, fault.what) == (4, "tail cut: missing 4-5")


def test_a_length_of_its_own_is_found(dossier):
    dossier.length = 4
    assert found(dossier) == [(5, "length")]
    dossier.length = 10**12
    assert found(dossier) == [(6, "tail-cut")]


def test_all_events_gone_are_found(dossier):
    dossier.last = None
    assert found(dossier) == [(1, "tail-cut")]


def test_events_that_go_in_a_circle_are_found(dossier):
    ledger.events(dossier)[0].previous = dossier.last
    assert (0, "unreadable") in found(dossier)


def test_a_header_that_nobody_can_read_is_found(dossier):
    ledger.events(dossier)[2].header = b"\xff{"
    assert found(dossier) == [(3, "header-altered"), (3, "unreadable")]


def test_a_ledger_of_another_dossier_is_found():
    dossier = chain([{}], code="H99-261102-0001")
    assert ledger.verify(dossier) == []
    dossier.id = "H99-261102-0002"
    assert found(dossier) == [(1, "foreign")]


def test_times_that_do_not_rise_are_found(dossier):
    dossier.last = None
    dossier.head, dossier.length = ledger.GENESIS, 0
    for _twice in range(2):
        header = ledger.canonical(
            {"v": 1, "n": dossier.length + 1, "at": NOW.isoformat(), "type": "note"}
        )
        event = ledger.Event(dossier.last, dossier.head, header, b"{}")
        dossier.last, dossier.head = event, event.hash
        dossier.length += 1
    assert found(dossier) == [(2, "time")]


def test_every_kind_is_told_in_both_languages():
    for kind in KINDS:
        fault = ledger.Fault(1, kind, "3")
        assert fault.told("vi") != fault.told("en")
        assert "{" not in fault.told("vi") + fault.told("en")


def test_a_payload_can_lawfully_go_and_the_chain_still_verifies(dossier):
    ledger.events(dossier)[2].payload = None
    assert ledger.verify(dossier) == []
    assert ledger.events(dossier)[2].data == {}


def test_a_naive_time_is_refused(dossier):
    with pytest.raises(ValueError, match="time zone"):
        ledger.append(
            dossier,
            "note",
            actor="a",
            unit="u",
            now=datetime(2026, 11, 2),
            facts={"state": "processing"},
            data={},
        )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(st.text(max_size=8), JSON, max_size=4), max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_history_holds_and_gives_its_data_back(payloads):
    dossier = chain(payloads)
    assert ledger.verify(dossier) == []
    assert [event.data for event in ledger.events(dossier)] == json.loads(
        json.dumps(payloads)
    )


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_flipping_any_bit_of_any_event_is_found(data):
    dossier = chain([{"text": f"ghi chú {n}"} for n in range(4)])
    event = data.draw(st.sampled_from(ledger.events(dossier)))
    field = data.draw(st.sampled_from(["header", "payload", "hash", "payload_digest"]))
    value = bytearray(getattr(event, field))
    place = data.draw(st.integers(0, len(value) - 1))
    value[place] ^= 1 << data.draw(st.integers(0, 7))
    setattr(event, field, bytes(value))
    assert ledger.verify(dossier)
