"""How much of a batch another person looks at: the points of ISO 2859-1."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from motcua.archive.quality import sampling
from motcua.archive.quality.sampling import plan
import pytest


@pytest.mark.parametrize(
    ("lot", "level", "letter"),
    [
        (2, "II", "A"),
        (8, "II", "A"),
        (9, "II", "B"),
        (150, "II", "F"),
        (151, "II", "G"),
        (500, "I", "F"),
        (500, "II", "H"),
        (500, "III", "J"),
        (3200, "II", "K"),
        (3201, "II", "L"),
        (500_000, "II", "P"),
        (500_001, "II", "Q"),
        (500_001, "III", "R"),
    ],
)
def test_the_size_of_a_lot_gives_its_letter(lot, level, letter):
    assert sampling._letter(lot, level) == letter


@pytest.mark.parametrize(
    ("letter", "aql", "size", "accept"),
    [
        # The diagonal of plans that allow none.
        ("A", 6.5, 2, 0),
        ("E", 1.0, 13, 0),
        ("K", 0.10, 125, 0),
        # Before it: the first plan below the arrow.
        ("A", 1.0, 13, 0),
        ("B", 0.65, 20, 0),
        # The two behind it: the plan above, then the plan below.
        ("F", 1.0, 13, 0),
        ("G", 1.0, 50, 1),
        # And so on along the letters.
        ("H", 1.0, 50, 1),
        ("J", 1.0, 80, 2),
        ("K", 1.0, 125, 3),
        ("L", 1.0, 200, 5),
        ("M", 1.0, 315, 7),
        ("N", 1.0, 500, 10),
        ("P", 1.0, 800, 14),
        ("Q", 1.0, 1250, 21),
        ("R", 1.0, 1250, 21),
        ("J", 2.5, 80, 5),
        ("L", 4.0, 200, 14),
        ("M", 4.0, 315, 21),
        ("N", 4.0, 315, 21),
        ("R", 0.10, 2000, 5),
        ("M", 0.065, 200, 0),
        ("P", 0.065, 800, 1),
    ],
)
def test_letter_and_limit_give_sample_and_acceptance_number(letter, aql, size, accept):
    used, allowed = sampling._single(letter, aql)
    assert (sampling.SIZES[used], allowed) == (size, accept)


def test_a_lot_smaller_than_its_sample_is_looked_at_whole():
    assert plan(5, 1.0).size == 5


def test_a_lot_of_nothing_and_a_limit_of_no_standard_are_refused():
    with pytest.raises(ValueError, match="nothing to look at"):
        plan(0, 1.0)
    with pytest.raises(ValueError, match=r"AQL 1\.1"):
        plan(100, 1.1)
    with pytest.raises(ValueError, match="level 'IV'"):
        plan(100, 1.0, "IV")


def test_one_defective_page_more_than_allowed_sends_the_batch_back():
    found = plan(500, 1.0)
    assert found.accepts(found.accept)
    assert not found.accepts(found.accept + 1)


@given(st.integers(1, 10**6), st.sampled_from(sampling.AQLS))
def test_tightened_inspection_never_lets_more_pass(lot, aql):
    normal, strict = plan(lot, aql), plan(lot, aql, tightened=True)
    share = (normal.accept + 1) / normal.size
    assert (strict.accept + 1) / strict.size <= share
    assert strict.size <= lot


PAGES = [f"a1.{n}" for n in range(1, 183)]


@given(st.integers(0, 182), st.text(max_size=20))
def test_a_sample_is_drawn_once_and_can_be_drawn_again(size, seed):
    drawn = sampling.draw(PAGES, size, seed)
    assert len(set(drawn)) == size
    assert drawn == sorted(drawn, key=PAGES.index)
    assert drawn == sampling.draw(PAGES, size, seed)


def test_every_page_is_drawn_about_as_often():
    counts = dict.fromkeys(PAGES, 0)
    for seed in range(2000):
        for page in sampling.draw(PAGES, 50, str(seed)):
            counts[page] += 1
    expected = 2000 * 50 / len(PAGES)
    assert max(abs(n - expected) for n in counts.values()) < expected * 0.2


@pytest.mark.parametrize(
    ("verdicts", "strict"),
    [
        ("", False),
        ("-", False),
        ("--", True),
        ("-++++-", False),
        ("-+++-", True),
        ("--++++", True),
        ("--+++++", False),
        ("--++++-+++++", False),
        ("--++++-++++", True),
    ],
)
def test_two_refusals_of_five_tighten_and_five_in_a_row_relax(verdicts, strict):
    assert sampling.tightened(each == "+" for each in verdicts) is strict
