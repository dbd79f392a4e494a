"""What comes from elsewhere and must not be taken in: each with its name and words."""

from __future__ import annotations

from hashlib import sha256
from motcua.archive.packages import checking
from motcua.archive.packages import docreading
from motcua.archive.packages import judging
from motcua.archive.packages import metsreading
from motcua.archive.packages import unpacking
from motcua.archive.packages.reports import Report
import pytest
import re
import stat
import tempfile
from tempfile import TemporaryDirectory
import unicodedata
from zipfile import ZIP_DEFLATED
from zipfile import ZipFile
from zipfile import ZipInfo


EAD = "metadata/descriptive/EAD.xml"


def judged(path, most=1 << 30, files=1000):
    """Return what the task finds, in this process: starting one takes a second."""
    with TemporaryDirectory() as scratch:
        told = judging.judge(
            path=str(path),
            scratch=scratch,
            most=most,
            files=files,
            pages=100,
            pixels=10**8,
            progress=lambda _done, _total: None,
        )
    return Report.from_json(told)


def codes(path, **bounds):
    """Return the sorts of faults of a package."""
    return {one.code for one in judged(path, **bounds).faults}


def zipped(tmp_path, *entries):
    """Write a ZIP of (name or ZipInfo, content)."""
    path = tmp_path / "bad.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return path


def renamed(folder, old, new):
    """Change a text in the METS of a package, and of its representations."""
    for path in folder.rglob("METS.xml"):
        path.write_text(path.read_text().replace(old, new))
    relinked(folder)


def relinked(folder):
    """Have METS files name the bytes that the files have now, the deepest first."""
    paths = sorted(folder.rglob("METS.xml"), key=lambda path: -len(path.parts))
    for path in paths:
        text = path.read_text()
        for place in sorted(path.parent.rglob("*")):
            if not place.is_file():
                continue
            href = place.relative_to(path.parent).as_posix()
            digest = sha256(place.read_bytes()).hexdigest().upper()
            size = place.stat().st_size
            for before in re.finditer(
                rf'<(file|mdRef)[^>]*?(?=>?<FLocat[^>]*"{re.escape(href)}"|[^>]*"'
                rf'{re.escape(href)}")[^>]*>',
                text,
            ):
                tag = re.sub(r'CHECKSUM="[^"]*"', f'CHECKSUM="{digest}"', before[0])
                tag = re.sub(r'SIZE="\d+"', f'SIZE="{size}"', tag)
                text = text.replace(before[0], tag)
        path.write_text(text)


def edited(name, old, new):
    """Return a change of one file, with METS set right behind it."""

    def do(folder):
        path = folder / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))
        relinked(folder)

    return do


def test_a_package_that_was_only_packed_anew_is_sound(remade):
    report = judged(remade(lambda _folder: None))
    assert report.faults == []


def test_what_is_no_zip(tmp_path):
    path = tmp_path / "bad.zip"
    path.write_bytes(b"%PDF-1.7 no package")
    assert codes(path) == {"not-zip"}


def test_a_package_that_was_cut_off(sent, tmp_path):
    path = tmp_path / "cut.zip"
    path.write_bytes(sent.read_bytes()[:-4000])
    assert codes(path) == {"not-zip"}


@pytest.mark.parametrize(
    "name",
    [
        "../evil.xml",
        "a/../../evil.xml",
        "/etc/passwd",
        "C:\\evil.xml",
        "a\\..\\evil",
        "a//b",
        "a/./b",
        "a/ b",
        "a/b.",
        "a/\x07",
        "x" * 300,
    ],
)
def test_a_path_that_leads_out(tmp_path, name):
    path = zipped(tmp_path, ("a/METS.xml", "<x/>"), (name, "x"))
    assert "path" in codes(path)
    assert not (tmp_path / "evil.xml").exists()


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_a_link_or_device(tmp_path, kind):
    info = ZipInfo("a/METS.xml")
    info.create_system, info.external_attr = 3, (kind | 0o777) << 16
    assert codes(zipped(tmp_path, (info, "/etc/passwd"))) == {"link"}


def test_a_bomb(tmp_path):
    path = zipped(tmp_path, ("a/METS.xml", b"\0" * (64 << 20)))
    assert path.stat().st_size < 100_000
    assert codes(path) == {"bomb"}


def test_more_than_may_come_out(sent):
    assert codes(sent, most=10_000) == {"bomb"}


def test_too_many_files(sent):
    assert codes(sent, files=5) == {"bomb"}


def test_a_bomb_is_met_in_a_process_of_its_own(tmp_path, monkeypatch):
    path = zipped(tmp_path, ("a/METS.xml", b"\0" * (64 << 20)))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    made = []
    monkeypatch.setattr(
        checking,
        "TemporaryDirectory",
        lambda **more: made.append(TemporaryDirectory(**more)) or made[-1],
    )
    assert [one.code for one in checking.check(path).faults] == ["bomb"]
    assert [one.name.startswith(str(scratch)) for one in made] == [True]
    assert not list(scratch.glob("motcua-package-*"))


def test_entries_that_lie_over_each_other(tmp_path):
    path = zipped(tmp_path, *((f"a/{number}", b"x" * 50) for number in range(9)))
    raw = path.read_bytes()
    end = raw.rindex(b"PK\5\6")
    begin = int.from_bytes(raw[end + 16 : end + 20], "little")
    directory = bytearray(raw[begin:end])
    for found in re.finditer(re.escape(b"PK\1\2"), bytes(directory)):
        directory[found.start() + 20 : found.start() + 24] = (9999).to_bytes(
            4, "little"
        )
    path.write_bytes(raw[:begin] + bytes(directory) + raw[end:])
    assert codes(path) & {"bomb", "not-zip"}


def test_a_file_that_is_there_twice(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = zipped(tmp_path, ("a/METS.xml", "<x/>"), ("a/METS.xml", "<y/>"))
    assert codes(path) == {"doubled"}


def test_twins_that_differ_in_composition(tmp_path):
    name = "a/hồ sơ.pdf"
    twins = (unicodedata.normalize(form, name) for form in ("NFC", "NFD"))
    assert codes(zipped(tmp_path, *((each, "x") for each in twins))) == {"twin"}


def test_twins_that_differ_in_capitals(tmp_path):
    assert codes(zipped(tmp_path, ("a/x.pdf", "x"), ("a/X.PDF", "y"))) == {"twin"}


def test_folders_that_are_twins(tmp_path):
    assert "twin" in codes(zipped(tmp_path, ("a/b/x", "x"), ("a/B/y", "y")))


def test_a_file_with_the_name_of_a_folder(tmp_path):
    assert "doubled" in codes(zipped(tmp_path, ("a/b", "x"), ("a/b/c", "y")))


def test_an_encrypted_package(tmp_path):
    path = zipped(tmp_path, ("a/METS.xml", "x"))
    raw = bytearray(path.read_bytes())
    for mark, place in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        raw[raw.index(mark) + place] |= 1
    path.write_bytes(bytes(raw))
    assert "encrypted" in codes(path)


def test_a_wrong_checksum_in_the_zip(sent, tmp_path):
    raw = bytearray(sent.read_bytes())
    place = raw.index(b"<simpledc>")
    raw[place + 1 : place + 9] = b"SIMPLEDC"
    path = tmp_path / "bad.zip"
    path.write_bytes(bytes(raw))
    assert codes(path) == {"checksum"}


def test_a_wrong_checksum_in_the_bag(remade):
    def do(folder):
        data = next(folder.glob("representations/rep1/data/*.pdf"))
        data.write_bytes(data.read_bytes() + b"%")

    assert codes(remade(do, rebag=False)) >= {"checksum"}


def test_a_wrong_checksum_in_mets_alone(remade):
    def do(folder):
        data = next(folder.glob("representations/rep1/data/*.pdf"))
        data.write_bytes(data.read_bytes() + b"%")

    report = judged(remade(do))
    assert {one.code for one in report.faults} == {"checksum"}
    assert any("rep1/data/H99.2026.1.0" in one.name for one in report.faults)


def test_a_missing_file(remade):
    def do(folder):
        next(folder.glob("representations/rep1/data/*.pdf")).unlink()

    assert codes(remade(do, rebag=False)) >= {"missing"}


def test_a_file_that_mets_names_and_the_bag_does_not_have(remade):
    def do(folder):
        next(folder.glob("representations/rep2/data/*.pdf")).unlink()

    assert codes(remade(do)) == {"missing"}


def test_an_extra_file(remade):
    def do(folder):
        (folder / "representations" / "rep1" / "data" / "more.pdf").write_bytes(b"x")

    assert codes(remade(do)) == {"extra"}


def test_an_extra_file_beside_the_bag(remade):
    def do(folder):
        (folder.parent / "more.txt").write_text("x")

    assert codes(remade(do, rebag=False)) >= {"extra", "top"}


def test_holes_to_be_fetched_elsewhere(remade):
    def do(folder):
        path = folder.parents[1] / "fetch.txt"
        path.write_text("https://example.org/x 1 data/x.pdf\n")

    assert "fetch" in codes(remade(do))


@pytest.mark.parametrize(
    "href",
    [
        "../../../../etc/passwd",
        "/etc/passwd",
        "file:///etc/passwd",
        "https://example.org/EAD.xml",
        "metadata/%2e%2e/%2e%2e/EAD.xml",
        "metadata\\descriptive\\EAD.xml",
    ],
)
def test_mets_that_points_outside(remade, href):
    def do(folder):
        renamed(folder, f'xlink:href="{EAD}"', f'xlink:href="{href}"')

    assert "outside" in codes(remade(do))


@pytest.mark.parametrize(
    "entity",
    [
        '<!DOCTYPE simpledc [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE simpledc [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE simpledc SYSTEM "https://example.org/x.dtd">',
    ],
)
def test_entities_and_document_types(remade, entity):
    do = edited(EAD, "<simpledc>", f"{entity}<simpledc>")
    assert codes(remade(do)) == {"dtd"}


def test_entities_in_mets(remade):
    def do(folder):
        path = folder / "METS.xml"
        entity = '<!DOCTYPE mets [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        path.write_text(path.read_text().replace("<mets ", f"{entity}<mets ", 1))

    assert "dtd" in codes(remade(do))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-7"])
def test_another_encoding_that_would_hide_them(remade, encoding):
    def do(folder):
        path = folder / EAD
        text = path.read_text().replace("UTF-8", encoding.upper())
        path.write_bytes(text.encode(encoding))
        relinked(folder)

    assert codes(remade(do)) == {"encoding"}


def test_xml_that_is_not_well_formed(remade):
    assert codes(remade(edited(EAD, "</title>", "</titel>"))) == {"xml"}


def test_a_foreign_schema_of_mets(remade):
    def do(folder):
        path = folder / "METS.xml"
        text = path.read_text()
        path.write_text(text.replace("http://www.loc.gov/METS/", "urn:other", 1))

    assert codes(remade(do)) == {"foreign"}


def test_mets_that_does_not_follow_its_schema(remade):
    def do(folder):
        renamed(folder, "<metsHdr ", "<metsHead ")
        renamed(folder, "</metsHdr>", "</metsHead>")

    assert "schema" in codes(remade(do))


def test_a_foreign_description(remade):
    def do(folder):
        path = folder / EAD
        path.write_text(path.read_text().replace("simpledc", "ead"))
        relinked(folder)

    assert codes(remade(do)) == {"foreign"}


def test_a_foreign_premis(remade):
    do = edited(
        "metadata/preservation/PREMIS.xml",
        "http://www.loc.gov/premis/v3",
        "info:lc/xmlns/premis-v2",
    )
    assert codes(remade(do)) == {"foreign"}


def test_premis_that_knows_other_digests(remade):
    def do(folder):
        path = next(folder.glob("representations/rep1/metadata/preservation/*.xml"))
        text = path.read_text()
        found = re.search(r"<messageDigest>([0-9a-f]{64})", text)[1]
        path.write_text(text.replace(found, "0" * 64))
        relinked(folder)

    assert codes(remade(do)) == {"premis"}


@pytest.mark.parametrize("mode", ["03", "\n 03\n", "<b>03</b>"])
def test_state_secrets(remade, mode):
    assert codes(remade(edited(EAD, "<mode>02", f"<mode>{mode}"))) == {"secret"}


@pytest.mark.parametrize("mode", ["3", "mật", "0\u200b3"])
def test_a_level_of_access_that_nobody_knows(remade, mode):
    assert codes(remade(edited(EAD, "<mode>02", f"<mode>{mode}"))) == {"mode"}


def test_many_documents_are_not_one(remade):
    do = edited(EAD, "<simpledc>", "<simpledc><source>0</source>")
    assert codes(remade(do)) == {"alone"}


@pytest.mark.parametrize(
    ("told", "paper", "found"),
    [("3", "", set()), ("4", "", {"count"}), ("2", "9", {"count"}), ("4", "9", set())],
)
def test_the_number_of_documents_is_that_which_the_package_says(
    remade, told, paper, found
):
    def do(folder):
        path = folder / EAD
        text = re.sub(r"<totalDoc>.*?</totalDoc>|<totalDoc/>", "", path.read_text())
        text = re.sub(r"<numberOfPaper>.*?</numberOfPaper>|<numberOfPaper/>", "", text)
        more = f"<totalDoc>{told}</totalDoc><numberOfPaper>{paper}</numberOfPaper>"
        path.write_text(text.replace("</simpledc>", f"{more}</simpledc>"))
        relinked(folder)

    report = judged(remade(do))
    assert {one.code for one in report.faults} == found
    odd = {one.code for one in report.warnings} & {"count"}
    assert odd == ({"count"} if (told, paper) == ("4", "9") else set())


def test_many_small_files_are_a_bomb_together(tmp_path, monkeypatch):
    monkeypatch.setattr(unpacking, "_WHOLE_FROM", 10_000)
    path = zipped(tmp_path, *((f"a/{number}", b"\0" * 50_000) for number in range(20)))
    assert codes(path) == {"bomb"}


def test_more_documents_than_a_file_may_have(sent, monkeypatch):
    monkeypatch.setattr(docreading, "MOST_OF_A_FILE", 2)
    assert "many" in codes(sent)


def test_descriptions_that_would_fill_the_memory(sent, monkeypatch):
    monkeypatch.setattr(metsreading, "_DESCRIPTIONS", 50)
    assert "bomb" in codes(sent)


def test_more_of_earlier_houses_than_there_can_be(sent, monkeypatch):
    monkeypatch.setattr(metsreading, "_EARLIER", -1)
    assert codes(sent) == {"bomb"}


def test_a_size_in_other_digits_is_no_crash(remade):
    def do(folder):
        path = folder / "METS.xml"
        path.write_text(
            re.sub(r'SIZE="\d+"', 'SIZE="\u00b2"', path.read_text(), count=1)
        )

    assert codes(remade(do)) <= {"schema", "checksum"}


@pytest.mark.parametrize("head", [b"ID3\4", b"RIFF....WAVE", b"....ftypmp42"])
def test_a_recording_is_called_one(remade, head):
    def do(folder):
        path = next(folder.glob("representations/rep1/data/*.pdf"))
        path.write_bytes(head + b"\0" * 50)
        relinked(folder)

    assert "media" in codes(remade(do))


def test_descriptions_of_photographs_and_films_are_known(remade):
    def do(folder):
        path = next(folder.glob("representations/rep1/metadata/descriptive/*.xml"))
        more = "<imageTitle>Lễ khởi công</imageTitle><playTime>12</playTime>"
        path.write_text(path.read_text().replace("</simpledc>", f"{more}</simpledc>"))
        relinked(folder)

    report = judged(remade(do))
    assert report.faults == []
    assert "unknown-field" not in {one.code for one in report.warnings}


def test_a_code_that_names_no_fonds(remade):
    do = edited(EAD, "<fileCode>H99.2026.1", "<fileCode>hồ sơ số 1")
    assert codes(remade(do)) == {"code"}


def test_a_description_without_a_title(remade):
    do = edited(EAD, "<title>Hồ sơ xây dựng kho lưu trữ &lt;A&amp;B&gt;", "<title>")
    assert codes(remade(do)) == {"description"}


def test_a_document_that_is_no_document(remade):
    def do(folder):
        data = next(folder.glob("representations/rep1/data/*.pdf"))
        data.write_bytes(b"MZ this is a program")
        relinked(folder)

    assert "document" in codes(remade(do))


def test_a_package_for_use_is_not_taken_in(remade):
    def do(folder):
        renamed(folder, 'OAISPACKAGETYPE="SIP"', 'OAISPACKAGETYPE="DIP"')

    assert "kind" in codes(remade(do))


def test_a_folder_without_mets(tmp_path):
    assert codes(zipped(tmp_path, ("a/readme.txt", "x"))) == {"missing"}


def test_two_folders(tmp_path):
    path = zipped(tmp_path, ("a/METS.xml", "x"), ("b/METS.xml", "x"))
    assert codes(path) == {"top"}


def test_without_a_bag_mets_names_the_files(remade, tmp_path):
    """Others send the folder alone, as the circular draws it."""
    path = remade(lambda _folder: None)
    plain = tmp_path / "plain.zip"
    with ZipFile(path) as source, ZipFile(plain, "w") as target:
        for name in source.namelist():
            _bag, data, rest = [*name.split("/", 2), "", ""][:3]
            if data == "data" and rest:
                target.writestr(rest, source.read(name))
    report = judged(plain)
    assert report.faults == []
    assert "no-bag" in {one.code for one in report.warnings}


def test_a_report_is_told_in_both_languages(tmp_path):
    report = judged(zipped(tmp_path, ("a/readme.txt", "x")))
    text = report.as_text()
    assert "KHÔNG HỢP LỆ" in text and "is listed and not in the package" in text
    told = report.to_json()
    assert told["verdict"] == "faulty"
    assert told["faults"] == [{"code": "missing", "name": "METS.xml", "detail": ""}]
