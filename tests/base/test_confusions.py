"""What a scanner makes of a word: few variants, likely ones, never the word itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from motcua.base.confusions import MOST
from motcua.base.confusions import variants
import pytest


@pytest.mark.parametrize(
    ("word", "misread"),
    [
        ("i", "1"),
        ("125", "l25"),
        ("2026", "2o26"),
        ("so", "s0"),
        ("so", "5o"),
        ("thang", "thung"),
        ("nganh", "ngonh"),
        ("rnoi", "moi"),
        ("moi", "rnoi"),
        ("nam", "narn"),
        ("dai", "clai"),
    ],
)
def test_seen_confusions_are_variants(word, misread):
    assert (misread,) in variants(word)


def test_a_word_may_be_split_anywhere():
    assert {("t", "hu"), ("th", "u")} <= set(variants("thu"))


def test_short_words_keep_their_vowels_and_are_not_split():
    assert all(len(run) == 1 for run in variants("to"))
    assert ("ta",) not in variants("to")


def test_numbers_are_not_split():
    assert all(len(run) == 1 for run in variants("1250"))


@given(st.text("abcdeghiklmnopqrstuvxy0123456789", max_size=70))
def test_variants_are_few_and_never_the_word(word):
    found = variants(word)
    assert len(found) == len(set(found)) <= MOST
    assert (word,) not in found
    assert all(all(run) for run in found)
