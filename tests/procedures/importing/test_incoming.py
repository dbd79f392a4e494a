"""Whatever bytes a file holds: rows come in or are refused, nothing else happens."""

from __future__ import annotations

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
import json
import lzma
from motcua.procedures.importing.incoming import Failure
from motcua.procedures.importing.incoming import opened
from motcua.procedures.importing.incoming import SOURCES
from motcua.procedures.importing.sheets import files
from motcua.procedures.importing.sheets.rows import tables_of
from pathlib import Path
import pytest
import tempfile
from tests.procedures.importing.pages import page
from tests.procedures.samples import record


TEXT = "\n".join(json.dumps(one) for one in (record(), page("9.000102"))).encode()
WHOLE = (
    TEXT,
    lzma.compress(TEXT),
    files.to_csv(tables_of(())).encode(),
    files.to_xlsx(tables_of(())),
)


def rows(data, source):
    """Return the rows of a file; all usable ones are read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(data)
        found = []
        with opened(path, source) as stream:
            for row in stream:
                found.append(row)
                if not isinstance(row, Failure):
                    try:
                        row.read(None)
                    except ValueError as error:
                        found.append(Failure(row.line, row.code, str(error)))
            assert 0 <= stream.share() <= 1
    return found


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(SOURCES))
def test_random_bytes_give_refused_rows_with_reasons(data, source):
    for row in rows(data, source):
        assert isinstance(row, Failure)
        assert row.reason


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(WHOLE), st.floats(0, 1), st.sampled_from(SOURCES))
def test_files_cut_anywhere_are_read_as_far_as_they_go(whole, share, source):
    for row in rows(whole[: int(len(whole) * share)], source):
        assert row.line >= 1


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_flipped_byte_is_no_error(data):
    whole = bytearray(data.draw(st.sampled_from(WHOLE)))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    rows(bytes(whole), "auto")


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(sorted(page())),
        st.text(max_size=60)
        | st.none()
        | st.integers()
        | st.lists(st.text(max_size=3)),
        max_size=8,
    )
)
def test_pages_with_anything_in_their_fields_are_read_or_refused(values):
    line = json.dumps(page(**{**values, "ma_thu_tuc": "9.000101"})).encode()
    for row in rows(line, "auto"):
        assert row.code == "9.000101"


@pytest.mark.parametrize("source", SOURCES)
def test_an_empty_file_is_no_error(source):
    assert all(isinstance(row, Failure) for row in rows(b"", source))
