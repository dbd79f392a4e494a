"""Both sides read the same pages, and wrong characters are counted."""

from __future__ import annotations

import importlib.util
from pathlib import Path
import pytest
from tests.archive.conftest import LINES
from tests.archive.conftest import page


# The fixture that tells whether Vietnamese can be read here.
from tests.archive.conftest import tesseract  # noqa: F401  # isort: skip

FILE = Path(__file__).parents[2] / "benchmarks" / "digitising.py"


@pytest.fixture(scope="module")
def module():
    """The benchmark as a module."""
    spec = importlib.util.spec_from_file_location("digitising_benchmark", FILE)
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("", "", 0),
        ("chữ", "", 3),
        ("", "chữ", 3),
        ("hồ sơ", "hồ sơ", 0),
        ("hổ sơ", "hồ sơ", 1),
        ("hồsơ", "hồ sơ", 1),
        ("kitten", "sitting", 3),
    ],
)
def test_edits_are_counted_as_levenshtein_did(module, one, other, edits):
    assert module.edits(one, other) == edits


@pytest.mark.ocr
def test_it_tells_time_memory_and_wrong_characters(tesseract, bench, tmp_path):  # noqa: F811
    page(dpi=200).save(tmp_path / "a.png", dpi=(200, 200))
    (tmp_path / "a.gt.txt").write_text("\n".join(LINES), "utf-8")
    *runs, speed, read, folder, _seconds = bench(
        "digitising", "--pages", "1", "--truth", str(tmp_path)
    )
    assert [each["side"] for each in runs] == ["ours", "raw", "raw", "ours"]
    assert speed["runs"] == 4
    assert speed["ours : raw processor"] > 0.3
    assert speed["ours memory"]["median"] > 50
    assert read["ours"] < 0.05 and read["tesseract"] < 0.05
    assert folder["characters"] == read["characters"] > 100
