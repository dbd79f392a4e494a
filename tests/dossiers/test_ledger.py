"""The ledger tells when and where somebody touched it."""

from __future__ import annotations

import contextlib
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
import pytest


NOW = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


def chain(payloads):
    dossier = Dossier("H99-261102-0001")
    for number, data in enumerate(payloads):
        ledger.append(
            dossier,
            "note",
            actor="handler",
            unit="H99.02",
            now=NOW + timedelta(seconds=number),
            facts={"state": "processing"},
            data=data,
        )
    return dossier


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
    assert [fault.number for fault in ledger.verify(dossier)] == [3]


def test_a_removed_event_is_found(dossier):
    chain_ = ledger.events(dossier)
    chain_[3].previous = chain_[1]
    assert ledger.verify(dossier)


def test_a_rewritten_event_breaks_the_chain_behind_it(dossier):
    event = ledger.events(dossier)[1]
    event.payload = ledger.canonical({"text": "khác"})
    event.payload_digest = hashlib.sha256(event.payload).digest()
    event.hash = ledger.link(
        ledger.events(dossier)[0].hash, event.header, event.payload_digest
    )
    assert 3 in [fault.number for fault in ledger.verify(dossier)]


def test_a_cut_tail_shows_against_length_and_head(dossier):
    dossier.last = dossier.last.previous
    whats = {fault.what for fault in ledger.verify(dossier)}
    assert "length says 5" in whats
    assert "head is not the hash of the last event" in whats


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
    # A header that is no JSON any more cannot be overlooked either.
    with contextlib.suppress(ValueError):
        assert ledger.verify(dossier)
