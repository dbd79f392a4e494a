"""Codes of agencies, procedures and dossiers, old and new, tidy and odd."""

from __future__ import annotations

from datetime import date
from hypothesis import given
from hypothesis import strategies as st
from motcua.base.codes import format_dossier_code
from motcua.base.codes import is_agency_code
from motcua.base.codes import parse_agency_code
from motcua.base.codes import parse_dossier_code
from motcua.base.codes import parse_procedure_code
import pytest


roots = st.builds("{}{:02d}".format, st.sampled_from("ABCDEFGHIJK"), st.integers(1, 99))
levels = st.lists(st.integers(1, 99), max_size=3).map(
    lambda numbers: [
        f"{number:0{width}d}" for number, width in zip(numbers, (2, 2, 3), strict=False)
    ]
)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("text", "notation", "parts"),
    [
        ("000.00.06.H56", "bottom-up", ("H56", "06")),
        ("000.00.00.G09", "bottom-up", ("G09",)),
        ("000.12.06.H56", "bottom-up", ("H56", "06", "12")),
        ("003.12.06.H56", "bottom-up", ("H56", "06", "12", "003")),
        ("H05", "top-down", ("H05",)),
        ("H05.11", "top-down", ("H05", "11")),
        ("H05.11.02", "top-down", ("H05", "11", "02")),
        ("H55.242", "top-down", ("H55", "242")),
        ("H15.50.05.13", "top-down", ("H15", "50", "05", "13")),
        ("G09.KQ.A1", "top-down", ("G09", "KQ", "A1")),
    ],
)
def test_both_notations_are_read_from_the_top(
    text: str, notation: str, parts: tuple[str, ...]
) -> None:
    code = parse_agency_code(text)
    assert (code.text, code.notation, code.parts) == (text, notation, parts)
    assert code.root == parts[0]
    assert str(code) == text


@pytest.mark.parametrize("text", [" h05.11 ", "H05.11\u00a0", "\ufeffH05.11", "h05.11"])
def test_blanks_around_and_lower_case_are_forgiven(text: str) -> None:
    assert parse_agency_code(text).text == "H05.11"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "H5",
        "L05",
        "H05.",
        "H05.1",
        "H05..11",
        "H05.1111",
        "05.H",
        "00.00.06.H56",
        "000.00.06.56",
        "000.00.06.H56.01.",
        "H05 11",
        "H05/11",
        "H0５",
        "H05" + ".11" * 11,
    ],
)
def test_what_is_no_agency_code_is_refused_by_name(text: str) -> None:
    assert not is_agency_code(text)
    with pytest.raises(ValueError, match="not an agency code") as refused:
        parse_agency_code(text)
    assert repr(text) in str(refused.value)
    assert "H05.11.02" in str(refused.value)


def test_thirty_five_characters_are_the_longest_code() -> None:
    longest = "H05" + ".11" * 8 + ".111.222"
    assert len(longest) == 35
    assert is_agency_code(longest)
    assert not is_agency_code(longest + ".11")


@pytest.mark.parametrize("text", ["000.12.00.H56", "003.00.06.H56", "003.12.00.H56"])
def test_an_empty_level_between_filled_ones_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a level is empty"):
        parse_agency_code(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("000.00.00.H56", "H56"),
        ("000.00.06.H56", "H56.06"),
        ("000.11.06.H56", "H56.06.11"),
        ("002.11.06.H56", "H56.06.11.002"),
    ],
)
def test_the_same_unit_has_both_notations(old: str, new: str) -> None:
    assert parse_agency_code(old).top_down().text == new
    assert parse_agency_code(new).bottom_up().text == old
    assert parse_agency_code(new).top_down().text == new
    assert parse_agency_code(old).bottom_up().text == old


@pytest.mark.parametrize("text", ["H55.242", "H05.A1", "H15.50.05.13", "H05.00"])
def test_a_code_without_an_old_form_says_so(text: str) -> None:
    with pytest.raises(ValueError, match=f"{text}: no bottom-up form"):
        parse_agency_code(text).bottom_up()


@given(roots, levels)
def test_there_and_back_is_the_same_unit(root: str, below: list[str]) -> None:
    code = parse_agency_code(".".join([root, *below]))
    old = code.bottom_up()
    assert len(old.text) == 13
    assert parse_agency_code(old.text).top_down() == code


def test_a_unit_is_within_those_above_it_in_either_notation() -> None:
    room = parse_agency_code("H05.11.02")
    department = parse_agency_code("000.00.11.H05")
    assert room.is_within(department)
    assert room.is_within(room)
    assert not department.is_within(room)
    assert not room.is_within(parse_agency_code("H05.12"))


@pytest.mark.parametrize(
    ("text", "kind", "number", "owner"),
    [
        ("1.001193", "national", "1.001193", ""),
        ("2.000815", "national", "2.000815", ""),
        ("1.001193.000.00.00.H56", "national", "1.001193", "000.00.00.H56"),
        ("2.000815.000.00.00.H55.02", "national", "2.000815", "000.00.00.H55.02"),
        ("1.001193.H56", "national", "1.001193", "H56"),
        ("G03-GD10", "sector", "G03-GD10", ""),
        ("000.00.00.G09-KQ002269", "component", "000.00.00.G09-KQ002269", ""),
        ("KQ.G07.000122", "result", "KQ.G07.000122", ""),
    ],
)
def test_procedure_codes_of_every_kind(
    text: str, kind: str, number: str, owner: str
) -> None:
    code = parse_procedure_code(text)
    assert (code.kind, code.number, code.owner) == (kind, number, owner)
    assert code.flags == ()
    assert code.text == text


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("1.014955-Xoa", ("suffix",)),
        ("2.009182739", ("digits",)),
        ("1.1193", ("digits",)),
        (" 1.001193", ("blanks",)),
        ("1. 001193", ("blanks",)),
        ("1.001193\u200b", ("blanks",)),
        ("1.001193.000.00.00.h56", ("case",)),
        ("g03-gd10", ("case",)),
        ("2.009182739-Xoa", ("digits", "suffix")),
        ("không có", ("blanks", "unrecognised")),
        ("ABC", ("unrecognised",)),
        ("", ("empty",)),
        ("  ", ("blanks", "empty")),
    ],
)
def test_odd_procedure_codes_are_flagged_and_kept(
    text: str, flags: tuple[str, ...]
) -> None:
    code = parse_procedure_code(text)
    assert code.flags == flags
    assert code.text == text


def test_an_odd_suffix_is_kept_beside_the_number() -> None:
    code = parse_procedure_code("1.014955-Xoa")
    assert (code.kind, code.number, code.suffix) == ("national", "1.014955", "-Xoa")


@given(st.text(max_size=30))
def test_no_procedure_code_is_refused(text: str) -> None:
    code = parse_procedure_code(text)
    assert code.text == text
    assert code.kind != "unknown" or code.flags


@pytest.mark.parametrize(
    ("agency", "day", "serial", "code"),
    [
        ("H38", date(2026, 9, 15), 3, "H38-260915-0003"),
        ("000.00.06.H56", date(2023, 10, 27), 361, "000.00.06.H56-231027-0361"),
        ("H15.50.05.13", date(2026, 10, 8), 975, "H15.50.05.13-261008-0975"),
        ("H38", date(2026, 9, 15), 9999, "H38-260915-9999"),
        ("H38", date(2026, 9, 15), 10000, "H38-260915-10000"),
        ("h38", date(2000, 1, 1), 1, "H38-000101-0001"),
    ],
)
def test_a_dossier_code_names_agency_day_and_serial(
    agency: str, day: date, serial: int, code: str
) -> None:
    assert format_dossier_code(agency, day, serial) == code
    parsed = parse_dossier_code(code)
    assert parsed.agency == parse_agency_code(agency)
    assert (parsed.day, parsed.serial, str(parsed)) == (day, serial, code)


@given(roots, levels, days, st.integers(1, 10**7))
def test_a_dossier_code_is_read_as_it_was_written(
    root: str, below: list[str], day: date, serial: int
) -> None:
    agency = parse_agency_code(".".join([root, *below]))
    code = parse_dossier_code(format_dossier_code(agency, day, serial))
    assert (code.agency, code.day, code.serial) == (agency, day, serial)


def test_serials_of_ministry_systems_are_read_as_printed() -> None:
    code = parse_dossier_code("000.00.00.G09-231027-000123")
    assert (code.serial, code.text) == (123, "000.00.00.G09-231027-000123")


def test_a_typed_code_may_have_blanks_and_small_letters() -> None:
    assert parse_dossier_code(" h38-260915-0003\n").text == "H38-260915-0003"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not a dossier code"),
        ("H38-260915", "not a dossier code"),
        ("H38-260915-003", "not a dossier code"),
        ("H38-26915-0003", "not a dossier code"),
        ("260915-0003", "not a dossier code"),
        ("H38-260931-0003", "no date"),
        ("H38-261315-0003", "no date"),
        ("H38-260915-0000", "start at 1"),
        ("X38-260915-0003", "not an agency code"),
        ("H38-260915-0003-1", "not a dossier code"),
    ],
)
def test_what_is_no_dossier_code_is_refused_with_its_reason(
    text: str, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_dossier_code(text)


@pytest.mark.parametrize(
    ("agency", "day", "serial", "reason"),
    [
        ("H38", date(2026, 9, 15), 0, "start at 1"),
        ("H38", date(2026, 9, 15), -1, "start at 1"),
        ("H38", date(1999, 12, 31), 1, "2000 to 2099"),
        ("H38", date(2100, 1, 1), 1, "2000 to 2099"),
        ("XYZ", date(2026, 9, 15), 1, "not an agency code"),
    ],
)
def test_no_wrong_dossier_code_is_ever_issued(
    agency: str, day: date, serial: int, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        format_dossier_code(agency, day, serial)
