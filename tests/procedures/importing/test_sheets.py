"""Tables of small offices: out and in is the same; bad files and rows are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
import io
from motcua.base.durations import Term
from motcua.base.folding import normalise
from motcua.procedures import definitions as d
from motcua.procedures.importing.incoming import Failure
from motcua.procedures.importing.incoming import opened
from motcua.procedures.importing.sheets import columns
from motcua.procedures.importing.sheets import files
from motcua.procedures.importing.sheets.rows import incoming
from motcua.procedures.importing.sheets.rows import SheetRefused
from motcua.procedures.importing.sheets.rows import tables_of
from motcua.procedures.importing.sheets.rows import template
from openpyxl import load_workbook
from openpyxl import Workbook
import pytest
import zipfile


#: Letters, marks and the characters that formulas and quoting begin with.
LETTERS = "aăâbcdđeêghikơưủỷ AB12=+-@'\"|;,\\[]<>&/"
LINE = st.text(LETTERS, max_size=12).map(lambda text: normalise(text).strip())
WORD = LINE.filter(bool)
PROSE = st.lists(LINE, max_size=3).map(lambda lines: normalise("\n".join(lines)))
DAY = st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1))
TERM = st.none() | st.builds(
    Term,
    st.sampled_from(["working_days", "days", "months", "working_hours"]),
    st.integers(1, 500).map(Decimal),
)
KEYS = st.text("abc123", min_size=1, max_size=4)
LINES = st.lists(WORD, max_size=3).map(tuple)
PART = WORD.filter(lambda text: "|" not in text)
EXEMPT = st.builds(d.Exemption, PART, PART | st.just(""), st.integers(1, 100))
FEE = st.builds(
    d.Fee,
    st.none() | st.integers(0, 10**12),
    PROSE,
    st.sampled_from(["VND", "USD"]),
    st.sampled_from(["fee", "charge", ""]),
    DAY,
    DAY,
    st.lists(EXEMPT, max_size=2).map(tuple),
)
CHANNEL = st.builds(
    d.Channel,
    st.sampled_from(d.CHANNELS),
    TERM,
    LINE,
    st.lists(FEE, max_size=2).map(tuple),
    PROSE,
    TERM,
)
PAPER = st.builds(
    d.Paper,
    KEYS,
    PROSE,
    st.integers(0, 9),
    st.integers(0, 9),
    LINE,
    LINE,
    PROSE,
    st.booleans(),
    LINE,
    st.lists(st.sampled_from(d.CHANNELS), max_size=2).map(tuple),
    LINES,
)
CASES = st.lists(
    st.builds(
        d.Case,
        KEYS,
        LINE,
        st.lists(CHANNEL, max_size=2).map(tuple),
        st.lists(PAPER, max_size=2).map(tuple),
        LINES,
        LINES,
    ),
    max_size=2,
    unique_by=lambda case: case.key,
).map(tuple)
STEP = st.builds(
    d.Step, LINE, PROSE, LINE, LINE, LINES, TERM, LINE, LINE, st.booleans()
)
OPTION = st.builds(d.Option, KEYS, WORD)
QUESTION = st.builds(
    d.Question, KEYS, LINE, st.lists(OPTION, max_size=3).map(tuple), LINE
)
VERSION = st.builds(
    d.Version,
    st.just("9.000401"),
    WORD,
    field=LINE,
    level=st.sampled_from([*d.LEVELS, ""]),
    level_text=LINE,
    kind=LINE,
    decision=LINE,
    decision_date=DAY,
    effective_from=DAY,
    effective_to=DAY,
    agencies=LINES,
    competent=LINES,
    units=LINES,
    place=PROSE,
    steps=PROSE,
    cases=CASES,
    audience=st.lists(st.sampled_from(d.AUDIENCES), max_size=3).map(tuple),
    audience_text=LINE,
    legal_basis=st.lists(st.builds(d.Act, LINE, LINE), max_size=2).map(tuple),
    conditions=PROSE,
    result=PROSE,
    keywords=LINES,
    notes=LINES,
    sequence=st.lists(STEP, max_size=2).map(tuple),
    questions=st.lists(QUESTION, max_size=2).map(tuple),
    receipt=st.lists(st.sampled_from(["province", "commune"]), max_size=2).map(tuple),
    online=st.sampled_from(["full", "partial", "none", ""]),
    on_the_spot=st.booleans(),
    inter_agency=st.lists(st.sampled_from(["same_level"]), max_size=1).map(tuple),
    result_kind=st.sampled_from(["licence", "decision", ""]),
    result_validity=TERM,
)
PLAIN = d.Version(
    "9.000401",
    "Cấp thẻ",
    cases=(
        d.Case(
            "1", "", (d.Channel("counter", Term("days", 3)),), (d.Paper("p1", "Ảnh"),)
        ),
    ),
)

WHOLE = (files.to_csv(tables_of([PLAIN])).encode(), files.to_xlsx(tables_of([PLAIN])))


def back(numbered, base=None):
    """Return the versions that tables hold; a refused row is an error."""
    found = []
    for row in incoming(numbered):
        assert not isinstance(row, Failure), row
        found.append(row.read(base).version)
    return found


def failures(numbered):
    found = []
    for row in incoming(numbered):
        if isinstance(row, Failure):
            found.append(row.reason)
            continue
        try:
            row.read(None)
        except ValueError as error:
            found.append(str(error))
    return found


def numbered(tables):
    return {name: list(enumerate(rows, start=1)) for name, rows in tables.items()}


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(VERSION)
def test_out_and_in_as_csv_is_the_same(version):
    text = files.to_csv(tables_of([version]))
    assert back(files.from_csv(text.encode())) == [version]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(VERSION)
def test_out_and_in_as_xlsx_is_the_same(version):
    data = files.to_xlsx(tables_of([version]))
    assert back(files.from_xlsx(data)) == [version]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes_are_refused_in_words_and_raise_nothing_else(data):
    for read in (files.from_csv, files.from_xlsx):
        try:
            list(incoming(read(data)))
        except SheetRefused as error:
            assert " / " in str(error)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_cut_files_are_refused_or_read_and_never_an_error(data):
    whole = data.draw(st.sampled_from(WHOLE))
    cut = whole[: data.draw(st.integers(0, len(whole)))]
    read = files.from_xlsx if whole.startswith(files.ZIP) else files.from_csv
    try:
        failures(read(cut))
    except SheetRefused as error:
        assert str(error)


def test_headers_are_read_without_marks_and_case():
    table = columns.PROCEDURES.name
    rows = {"THU TUC": [["ma thu tuc", "TEN THU TUC"], ["9.000401", "Cấp thẻ"]]}
    assert table == "Thủ tục"
    assert back(numbered(rows)) == [d.Version("9.000401", "Cấp thẻ")]


def test_what_a_file_does_not_speak_of_stays():
    base = replace(PLAIN, place="Quầy 1", iso_code="QT-1")
    rows = {"Thủ tục": [["Mã thủ tục", "Tên thủ tục"], ["9.000401", "Cấp thẻ mới"]]}
    assert back(numbered(rows), base) == [replace(base, title="Cấp thẻ mới")]


def test_a_table_that_is_there_says_all_of_its_kind():
    rows = {
        "Thủ tục": [["Mã thủ tục"], ["9.000401"]],
        "Giấy tờ": [
            ["Mã thủ tục", "Tên giấy tờ", "Bản chính"],
            ["9.000401", "Đơn", "1"],
        ],
    }
    (version,) = back(numbered(rows), PLAIN)
    assert [paper.title for paper in version.cases[0].papers] == ["Đơn"]
    assert version.cases[0].channels == PLAIN.cases[0].channels


def test_words_and_keys_and_several_forms_of_days_and_numbers_are_read():
    heads = ["Mã thủ tục", "Tên thủ tục", "Cấp giải quyết", "Có hiệu lực từ"]
    rows = {
        "Thủ tục": [
            [*heads, "Giải quyết tại chỗ"],
            ["9.1", "A", "xa", "1-7-2025", "x"],
        ],
        "Cách thức": [
            ["Mã thủ tục", "Cách nộp", "Thời hạn"],
            ["9.1", "TRUC TIEP", "3 ngày"],
        ],
        "Phí, lệ phí": [["Mã thủ tục", "Số tiền"], ["9.1", "1.500.000"]],
    }
    (version,) = back(numbered(rows))
    assert (version.level, version.effective_from) == ("commune", date(2025, 7, 1))
    assert version.on_the_spot
    (channel,) = version.cases[0].channels
    assert (channel.kind, channel.fees) == ("counter", (d.Fee(1_500_000),))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"Thủ tục": [["Mã thủ tục", "Giá"], ["9.1", "x"]]}, "unknown columns"),
        ({"Thủ tục": [["Tên thủ tục"], ["x"]]}, "needed: Mã thủ tục"),
        ({"Thủ tục": [["Mã thủ tục", "Mã thủ tục"], ["9.1", "9.1"]]}, "twice"),
        ({"Bảng giá": [["Mã thủ tục"], ["9.1"]]}, "unknown table"),
        ({"Thủ tục": [["Mã thủ tục"]]}, "missing or empty"),
        ({}, "missing or empty"),
    ],
)
def test_wrong_tables_and_columns_refuse_the_file(rows, said):
    with pytest.raises(SheetRefused, match=said):
        list(incoming(numbered(rows)))


@pytest.mark.parametrize(
    ("table", "head", "cell", "said"),
    [
        ("Thủ tục", "Có hiệu lực từ", "31/02/2026", "day/month/year"),
        ("Thủ tục", "Cấp giải quyết", "Quận", "choose one of"),
        ("Thủ tục", "Giải quyết tại chỗ", "chắc vậy", "write có or không"),
        ("Giấy tờ", "Bản chính", "hai", "no whole number"),
        ("Cách thức", "Thời hạn", "sớm", "is not a processing time"),
        ("Phí, lệ phí", "Cách nộp thứ", "2", "known 1-0"),
        ("Giấy tờ", "Trường hợp", "9", "none"),
    ],
)
def test_a_wrong_cell_refuses_its_procedure_with_table_row_and_column(
    table, head, cell, said
):
    rows = {"Thủ tục": [["Mã thủ tục", "Tên thủ tục"], ["9.1", "A"], ["9.2", "B"]]}
    if table == "Thủ tục":
        rows[table] = [[*rows[table][0], head], ["9.1", "A", cell], ["9.2", "B", ""]]
    else:
        rows[table] = [["Mã thủ tục", head], ["9.1", cell]]
    (reason,) = failures(numbered(rows))
    assert reason.startswith(f"{table}, dòng/row 2, {head}: ")
    assert said in reason


def test_codes_that_come_twice_or_from_nowhere_are_refused_by_row():
    rows = {
        "Thủ tục": [
            ["Mã thủ tục", "Tên thủ tục"],
            ["9.1", "A"],
            ["9.1", "B"],
            ["/", "C"],
        ],
        "Giấy tờ": [["Mã thủ tục", "Tên giấy tờ"], ["9.7", "Đơn"]],
    }
    found = failures(numbered(rows))
    assert len(found) == 3
    assert "row 2 already" in found[0]
    assert "no usable code" in found[1]
    assert "no such row" in found[2]


def test_semicolons_and_tabs_part_cells_too():
    for mark in (";", "\t"):
        text = f"Mã thủ tục{mark}Tên thủ tục\r\n9.1{mark}A, B\r\n"
        (version,) = back(files.from_csv(text.encode()))
        assert version.title == "A, B"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("Mã thủ tục\n9.1".encode("utf-16"), "save it as CSV UTF-8"),
        ("Mã thủ tục\n9.1".encode("cp1258", "replace"), "UTF-8|unknown columns"),
        (b"Ma thu tuc\n9.1\0", "NUL"),
        (b"[Thu tuc]\nMa thu tuc\n[Thu tuc]\nMa thu tuc\n", "twice"),
        (b"Ma thu tuc\n" + b"," * 200, "missing or empty|at most"),
    ],
)
def test_files_in_wrong_encodings_and_shapes_say_what_to_do(data, said):
    with pytest.raises(SheetRefused, match=said):
        list(incoming(files.from_csv(data)))


@pytest.mark.parametrize("text", ["=1+1", "+84", "-x", "@cmd", "'quoted"])
def test_no_exported_cell_is_ever_computed(text):
    version = replace(PLAIN, title=text)
    exported = files.to_csv(tables_of([version]))
    assert f"'{text}" in exported
    book = load_workbook(io.BytesIO(files.to_xlsx(tables_of([version]))))
    cell = book["Thủ tục"]["B2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_formulas_of_a_workbook_are_refused():
    book = Workbook()
    book.active.title = "Thủ tục"
    book.active.append(["Mã thủ tục", "Tên thủ tục"])
    book.active.append(["9.1", '=HYPERLINK("http://example.org")'])
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(SheetRefused, match="a cell holds a formula"):
        files.from_xlsx(out.getvalue())


def repacked(change):
    """Return a workbook with one member changed."""
    out = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(files.to_xlsx(tables_of([PLAIN]))))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            target.writestr(
                member.filename, change(member.filename, source.read(member))
            )
    return out.getvalue()


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(files, "UNPACKED", 10_000)
    data = repacked(lambda name, held: held + b" " * 20_000)
    with pytest.raises(SheetRefused, match="unpacks too large"):
        files.from_xlsx(data)


def test_more_cells_than_memory_holds_are_refused(monkeypatch):
    monkeypatch.setattr(files, "TAGS", 100_000)
    many = b"<sst>" + b"<si><t/></si>" * 100_000 + b"</sst>"
    data = repacked(lambda name, held: many if name.endswith("sheet1.xml") else held)
    with pytest.raises(SheetRefused, match="too many cells"):
        files.from_xlsx(data)


def test_declared_entities_are_refused():
    lol = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]>'
    data = repacked(
        lambda name, held: lol + held if name.endswith("sheet1.xml") else held
    )
    with pytest.raises(SheetRefused, match="declares entities"):
        files.from_xlsx(data)


def test_a_text_too_long_for_a_cell_is_told_and_csv_holds_it():
    version = replace(PLAIN, conditions="x" * 40_000)
    with pytest.raises(SheetRefused, match="use CSV"):
        files.to_xlsx(tables_of([version]))
    text = files.to_csv(tables_of([version]))
    assert back(files.from_csv(text.encode())) == [version]


def test_the_template_has_every_table_and_nothing_in_it():
    tables = template()
    assert list(tables) == [table.name for table in columns.TABLES]
    assert all(len(rows) == 1 for rows in tables.values())
    with pytest.raises(SheetRefused, match="missing or empty"):
        list(incoming(files.from_xlsx(files.to_xlsx(tables))))


def test_a_file_too_large_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 100)
    path = tmp_path / "a.csv"
    path.write_bytes(b"[Thu tuc]" + b"x" * 200)
    with opened(path, "sheet") as stream:
        (failure,) = stream
    assert "larger than" in failure.reason


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_a_table_is_told_by_its_content(tmp_path, name):
    tables = tables_of([PLAIN])
    data = files.to_xlsx(tables) if name == "xlsx" else files.to_csv(tables).encode()
    path = tmp_path / "unnamed"
    path.write_bytes(data)
    with opened(path) as stream:
        (row,) = stream
    assert row.read(None).version == PLAIN
