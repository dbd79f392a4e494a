"""Codes are stored in one spelling only."""

from __future__ import annotations

from motcua.organisation import constraints
import pytest


@pytest.mark.parametrize("code", ["H99", "H99.01", "G12.99", "H99.90.T1"])
def test_codes_of_the_new_form_are_accepted(code):
    assert constraints.is_new_code(code)
    assert constraints.is_agency_code(code)


@pytest.mark.parametrize(
    "code", ["", "h99", " H99", "H9", "H99.1", "H99:01", "Z99", "000.00.01.H99"]
)
def test_other_spellings_are_not_new_codes(code):
    with pytest.raises(constraints.NotACode):
        constraints.is_new_code(code)


def test_old_codes_have_their_own_form():
    assert constraints.is_old_code("000.00.01.H99")
    assert constraints.is_agency_code("000.00.01.H99")
    with pytest.raises(constraints.NotACode):
        constraints.is_old_code("H99.01")
