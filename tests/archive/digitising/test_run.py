"""Many files at once: each told, none lost, none done twice."""

from __future__ import annotations

import json
from motcua.archive.digitising import office
from motcua.archive.digitising import outlet
from motcua.archive.digitising import pipeline
from motcua.archive.digitising import run
from motcua.archive.pdf import pdfa
from motcua.archive.pdf.verdicts import Verdict
from motcua.setup import cli
import os
from pathlib import Path
import pikepdf
import pytest
import shutil
import signal
import subprocess
import sys
from tests.archive.conftest import page
from tests.archive.pdf.test_pdfa import born_digital
from tests.archive.pdf.test_pdfa import digest
from tests.archive.pdf.test_pdfa import signed
import zipfile


KEYS = {
    "file", "sha256", "pages", "signed", "archival", "pdfa", "text", "words",
    "original", "method", "converted", "page_figures", "fields", "secrecy", "error",
}  # fmt: skip


def digitise(files, folder, said=None):
    with outlet.opened(folder) as place:
        say = (said if said is not None else []).append
        return list(run.digitise([str(each) for each in files], place, say))


@pytest.fixture
def letter(tmp_path):
    return born_digital(tmp_path / "công văn.pdf", "Số: 12/UBND-VP")


def test_a_file_with_text_becomes_archival_without_becoming_pictures(tmp_path, letter):
    before = digest(letter)
    (told,) = digitise([letter], tmp_path / "ra")
    assert set(told) == KEYS
    assert told["error"] is None
    assert told["method"] == "text kept"
    assert told["pdfa"]["flavour"] == "2b" and told["pdfa"]["verdict"] == "pass"
    assert told["pdfa"]["validator"].startswith("pikepdf.pdfa")
    assert (told["sha256"], told["signed"]) == (before, False)
    assert digest(letter) == before
    with pikepdf.open(told["archival"]) as made:
        assert len(made.pages) == told["pages"] == len(told["page_figures"])
        assert not made.pages[0].get_images()
    assert "12/UBND-VP" in Path(told["text"]).read_text("utf-8")
    words = json.loads(Path(told["words"]).read_text("utf-8"))
    assert words["format"] == 2 and words["layout"][0]["words"]


def test_a_second_run_skips_what_is_done(tmp_path, letter, monkeypatch):
    first = digitise([letter], tmp_path / "ra")

    def never(*_args, **_options):
        raise AssertionError("it was converted twice")

    monkeypatch.setattr(pdfa, "make", never)
    said = []
    assert digitise([letter], tmp_path / "ra", said) == first
    assert said[-1].endswith("pages, done")
    other = tmp_path / "bản sao.pdf"
    shutil.copyfile(letter, other)
    (again,) = digitise([other], tmp_path / "ra")
    assert again["archival"] == first[0]["archival"]
    assert again["file"] == str(other)


def test_the_same_bytes_twice_in_one_run_are_read_once(tmp_path, letter):
    other = tmp_path / "b.pdf"
    shutil.copyfile(letter, other)
    one, two = digitise([letter, other], tmp_path / "ra")
    assert one["archival"] == two["archival"]
    assert len(list((tmp_path / "ra").glob("*.pdf"))) == 1


def test_a_broken_file_never_stops_the_others(tmp_path, letter):
    broken, empty = tmp_path / "hỏng.pdf", tmp_path / "rỗng.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing\n%%EOF")
    empty.write_bytes(b"")
    strange = tmp_path / "a.exe"
    strange.write_bytes(b"MZ\x90\x00" * 10)
    files = [broken, empty, strange, tmp_path / "absent.pdf", tmp_path, letter]
    told = digitise(files, tmp_path / "ra")
    assert [each["file"] for each in told] == [str(each) for each in files]
    reasons = [each["error"] and each["error"]["reason"] for each in told]
    assert reasons == ["broken", "empty", "unknown-type", "not-found", "folder", None]
    for each in told[:-1]:
        assert set(each) == KEYS
        assert each["error"]["message"] and each["archival"] is None
    assert told[0]["sha256"] == digest(broken)


def test_a_conversion_that_fails_says_why_and_leaves_nothing(
    tmp_path, letter, monkeypatch
):
    monkeypatch.setenv("MOTCUA_OCR_MEMORY_MB", "250")
    (told,) = digitise([letter], tmp_path / "ra")
    assert told["error"] is not None
    assert [each.name for each in (tmp_path / "ra").iterdir()] == [outlet.INSIDE]


def test_a_signed_file_stays_byte_for_byte_with_its_copy_beside_it(tmp_path):
    path = signed(born_digital(tmp_path / "đã ký.pdf"))
    before = digest(path)
    (told,) = digitise([path], tmp_path / "ra")
    assert told["signed"] and told["error"] is None
    assert digest(path) == before == told["sha256"]
    assert digest(Path(told["original"])) == before
    assert Path(told["original"]).parent == Path(told["archival"]).parent
    with pikepdf.open(told["archival"]) as made:
        assert "/AcroForm" not in made.Root


def test_how_long_it_takes_is_told_in_words():
    now = [0.0]
    said = []
    pace = run.Pace(40, said.append, clock=lambda: now[0])
    for done in range(1, 13):
        now[0] += 8.0
        pace.page(done, 40)
    assert said[-1] == "12 of 40 pages, about 4 minutes"
    pace.finished(40, worked=True)
    assert said[-1] == "40 of 40 pages, done"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "less than a minute"),
        (29, "less than a minute"),
        (60, "about 1 minute"),
        (240, "about 4 minutes"),
        (3600 * 5, "about 5 hours"),
    ],
)
def test_durations_as_people_say_them(seconds, words):
    assert run.duration(seconds) == words


@pytest.mark.parametrize(
    ("said", "decides"),
    [
        ([("a", "pass"), ("b", "fail")], "b"),
        ([("a", "fail"), ("b", "pass")], "a"),
        ([("a", "not_checked"), ("b", "pass")], "b"),
        ([("a", "pass"), ("b", "pass")], "b"),
        ([("a", "not_checked")], "a"),
    ],
)
def test_the_verdict_that_counts(said, decides):
    told = pipeline.deciding(
        tuple(Verdict(name, "1", "2b", verdict) for name, verdict in said)
    )
    assert told["validator"] == f"{decides} 1"


def packed(path, names, mimetype=""):
    with zipfile.ZipFile(path, "w") as package:
        if mimetype:
            package.writestr("mimetype", mimetype)
        for name in names:
            package.writestr(name, "x")
    return path


@pytest.mark.parametrize(
    ("names", "mimetype", "ending"),
    [
        (("[Content_Types].xml", "word/document.xml"), "", ".docx"),
        (("[Content_Types].xml", "xl/workbook.xml"), "", ".xlsx"),
        (("[Content_Types].xml", "ppt/presentation.xml"), "", ".pptx"),
        (("content.xml",), "application/vnd.oasis.opendocument.text", ".odt"),
        (("content.xml",), "application/vnd.oasis.opendocument.spreadsheet", ".ods"),
        (("content.xml",), "application/epub+zip", ""),
        (("a.txt",), "", ""),
        (("word/document.xml",), "", ""),
    ],
)
def test_files_of_office_programs_are_told_by_their_content(
    tmp_path, names, mimetype, ending
):
    path = packed(tmp_path / "a.bin", names, mimetype)
    assert office.ending(path, "a.bin") == ending


@pytest.mark.parametrize(
    ("begin", "name", "ending"),
    [
        (office._COMPOUND, "a.xls", ".xls"),
        (office._COMPOUND, "a.PPT", ".ppt"),
        (office._COMPOUND, "a.pdf", ".doc"),
        (b"{\\rtf1 x}", "a.doc", ".rtf"),
        (b"%PDF-1.7", "a.doc", ""),
        (b"PK\x03\x04broken", "a.docx", ""),
    ],
)
def test_older_files_by_their_first_bytes(tmp_path, begin, name, ending):
    path = tmp_path / "a"
    path.write_bytes(begin + b"\0" * 64)
    assert office.ending(path, name) == ending


RTF = rb"{\rtf1\ansi Uy ban nhan dan xa. So: 12/UBND-VP\page trang hai}"


def test_a_letter_of_a_word_processor_becomes_archival(tmp_path):
    if shutil.which("soffice") is None:
        pytest.skip("missing: libreoffice-writer-nogui")
    path = tmp_path / "công văn.rtf"
    path.write_bytes(RTF)
    (told,) = digitise([path], tmp_path / "ra")
    assert told["error"] is None
    assert (told["converted"], told["method"]) == (True, "text kept")
    assert told["pages"] == 2 and told["pdfa"]["verdict"] == "pass"
    assert told["sha256"] == digest(path)
    assert "12/UBND-VP" in Path(told["text"]).read_text("utf-8")


def test_without_libreoffice_it_is_said_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    path = tmp_path / "công văn.rtf"
    path.write_bytes(RTF)
    (told,) = digitise([path], tmp_path / "ra")
    assert told["error"]["reason"] == "missing"
    assert "libreoffice-writer-nogui" in told["error"]["message"]


def test_the_command_prints_an_object_for_each_file(tmp_path, letter, capsys):
    broken = tmp_path / "hỏng.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing\n%%EOF")
    out = ["--out", str(tmp_path / "ra"), "--json"]
    assert cli.main(["digitise", str(letter), *out]) == 0
    said = capsys.readouterr()
    (told,) = [json.loads(line) for line in said.out.splitlines()]
    assert told["file"] == str(letter)
    assert "of 1 pages" in said.err or "of 2 pages" in said.err
    assert cli.main(["digitise", str(broken), str(letter), *out]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [bool(json.loads(line)["error"]) for line in lines] == [True, False]
    assert cli.main(["digitise", str(broken), *out[:-1]]) == 1
    assert "damaged" in capsys.readouterr().out


def test_wrong_use_is_told_apart_from_broken_files(tmp_path, letter, capsys):
    with pytest.raises(SystemExit) as wrong:
        cli.main(["digitise", str(letter)])
    assert wrong.value.code == 2
    blocked = tmp_path / "ra"
    blocked.write_text("a file stands in the way")
    assert cli.main(["digitise", str(letter), "--out", str(blocked)]) == 2
    assert str(blocked) in capsys.readouterr().err


@pytest.mark.ocr
def test_a_killed_run_leaves_no_half_file_and_goes_on(tesseract, tmp_path):
    scans = tmp_path / "ba trang.tif"
    image = page(dpi=100)
    image.save(scans, save_all=True, append_images=[image, image], dpi=(100, 100))
    folder = tmp_path / "ra"
    command = [sys.executable, "-m", "motcua.setup.cli", "digitise", str(scans)]
    command += ["--out", str(folder), "--json"]
    environment = {**os.environ, "MOTCUA_VAR": str(tmp_path / "var")}
    running = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert "of 3 pages" in running.stderr.readline()
    running.send_signal(signal.SIGKILL)
    running.communicate()
    assert [each.name for each in folder.iterdir()] == [outlet.INSIDE]
    done = subprocess.run(
        command, capture_output=True, check=False, text=True, env=environment
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["pages"] == 3 and told["pdfa"]["verdict"] == "pass"
    assert Path(told["text"]).read_text("utf-8").count("\f") == 2
    assert len(list(folder.iterdir())) == 4
    assert not (tmp_path / "var" / "filestorage").exists(), "no house was needed"
