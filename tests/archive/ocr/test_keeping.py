"""Readings of pages are kept whole or not at all, and none is taken for another."""

from __future__ import annotations

import errno
from motcua.archive.ocr import hearing as ocrhearing
from motcua.archive.ocr.keeping import Keeping
from motcua.archive.pdf import conversion
from motcua.archive.pdf.pages import PageFigure
from ocrmypdf.exceptions import SubprocessOutputError
import pytest


WHOLE = "<html>\n <body></body>\n</html>\n"


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Read one page of which tesseract says something; return what is kept."""
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"a picture")
    keeping = Keeping(tmp_path / "kept")
    hearing = ocrhearing.Hearing(keeping=keeping, asks=False)
    monkeypatch.setattr(ocrhearing, "present", hearing)

    def read(said):
        def generate(_picture, hocr, text, _options):
            hocr.write_text(said, "utf-8")
            text.write_text("", "utf-8")

        monkeypatch.setattr(
            ocrhearing.TesseractOcrEngine, "generate_hocr", staticmethod(generate)
        )
        hocr, text = tmp_path / "000001_ocr_hocr.hocr", tmp_path / "000001.txt"
        ocrhearing.HearingEngine.generate_hocr(picture, hocr, text, None)
        return keeping.recall(keeping.name(picture))

    return read


def test_a_page_is_read_once(read):
    assert read(WHOLE) == WHOLE
    assert read("<html>another</html>") == WHOLE


def test_a_reading_serves_the_same_picture_in_another_file(tmp_path):
    shared = tmp_path / "cache"
    Keeping(tmp_path / "one", shared).keep("ab", WHOLE)
    assert Keeping(tmp_path / "two", shared).recall("ab") == WHOLE
    assert Keeping(tmp_path / "two", shared).recall("cd") is None
    assert Keeping(tmp_path / "three").recall("ab") is None
    [packed] = shared.rglob("ab.*")
    packed.write_bytes(packed.read_bytes()[:-5])
    assert Keeping(tmp_path / "two", shared).recall("ab") is None, "half of one is none"
    (shared / "cd").write_text("in the way of a folder")
    Keeping(tmp_path / "four", shared).keep("cd", WHOLE)
    assert Keeping(tmp_path / "four", shared).recall("cd") == WHOLE


def test_a_page_that_took_too_long_is_read_again(read):
    assert read("") is None
    assert read(WHOLE) == WHOLE


def test_a_reading_that_is_cut_off_is_neither_used_nor_kept(read):
    with pytest.raises(EOFError):
        read(WHOLE[:20])
    assert read(WHOLE) == WHOLE


def test_on_a_full_disk_no_page_becomes_a_picture(tmp_path, monkeypatch):
    def full(*_arguments, **_how):
        try:
            raise OSError(errno.ENOSPC, "No space left on device")
        except OSError as error:
            raise SubprocessOutputError from error

    monkeypatch.setattr(conversion, "_run", full)
    scan = PageFigure(1, visible=0, hidden=0, cover=1.0, dpi=300, skew=0.0)
    paths = tmp_path / "a.pdf", tmp_path / "b.pdf"
    with pytest.raises(SubprocessOutputError):
        conversion._archive(*paths, [scan], 10**6, judged=False)


def test_another_version_of_the_reader_reads_anew(tmp_path):
    picture = tmp_path / "page.png"
    picture.write_bytes(b"a page")
    old, same, new = (
        Keeping(tmp_path / str(number), tmp_path / "shared", reader)
        for number, reader in enumerate(("5.3 vie 1", "5.3 vie 1", "5.4 vie 2"))
    )
    old.keep(old.name(picture), WHOLE)
    assert same.recall(same.name(picture)) == WHOLE
    assert new.recall(new.name(picture)) is None
