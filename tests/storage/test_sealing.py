"""What is sealed comes back as it was, or not at all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from motcua.storage.sealing import seal
from motcua.storage.sealing import unseal
import pytest


@given(st.text(min_size=1, max_size=60))
def test_a_sealed_value_opens_as_it_was(value):
    assert unseal("cursor", seal("cursor", value)) == value


@given(st.text(min_size=1, max_size=60))
def test_it_opens_as_nothing_else(value):
    with pytest.raises(ValueError, match=r"^"):
        unseal("other", seal("cursor", value))


@given(st.text(max_size=90))
def test_what_was_not_sealed_does_not_open(text):
    with pytest.raises(ValueError, match=r"^"):
        unseal("cursor", text)


def test_a_seal_shows_nothing_of_near_values():
    first, second = seal("cursor", "0041"), seal("cursor", "0042")
    assert first != second
    assert len(first) == len(second)
    assert sum(a == b for a, b in zip(first, second, strict=True)) < 10
