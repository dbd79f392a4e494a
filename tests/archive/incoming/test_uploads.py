"""What may come in, and what is refused with a way out."""

from __future__ import annotations

import errno
from hashlib import sha256
from io import BytesIO
from io import FileIO
from motcua.archive.errors import REFUSALS
from motcua.archive.errors import UploadRefused
from motcua.archive.incoming import uploads
from motcua.archive.incoming.limits import Limits
from motcua.archive.incoming.sniffing import is_polyglot
from motcua.archive.incoming.sniffing import JPEG
from motcua.archive.incoming.sniffing import PDF
from motcua.archive.incoming.uploads import check
from motcua.archive.incoming.uploads import received
import pikepdf
from PIL import Image
import pytest
import struct
from tests.security.hostile import packages
import zipfile
import zlib


def reason(path, name, limits):
    with pytest.raises(UploadRefused) as refused:
        check(path, name, limits)
    assert name.split("/")[-1] in str(refused.value), "the message names the file"
    return refused.value.reason


def png_header(width, height):
    """A PNG that promises ``width`` x ``height`` pixels and holds hardly any."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


def test_a_scan_comes_in_with_its_true_type_and_digest(scan, limits):
    upload = check(scan, "Giấy xác nhận.JPG", limits)
    assert upload.media == "image/jpeg"
    assert upload.name == "Giấy xác nhận.JPG"
    assert (upload.pages, upload.signed) == (1, False)
    assert upload.sha256 == sha256(scan.read_bytes()).hexdigest()


def test_the_pages_of_a_tiff_are_counted(tmp_path, limits):
    path = tmp_path / "ba trang.tif"
    frames = [Image.new("1", (200, 300), 1) for _page in range(3)]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    assert check(path, path.name, limits).pages == 3


def test_a_name_without_ending_gets_the_one_of_its_content(pdf, limits):
    assert check(pdf, "Quyết định 09.2025", limits).name == "Quyết định 09.2025.pdf"


def test_a_stream_is_read_and_removed_again(scan, limits):
    with scan.open("rb") as stream, received(stream, scan.name, limits) as upload:
        kept = upload.path
        assert kept.read_bytes() == scan.read_bytes()
    assert not kept.exists()


def test_reading_stops_at_the_limit(limits):
    class Endless(BytesIO):
        given = 0

        def read(self, size=-1):
            Endless.given += size
            return bytes(size)

    with (
        pytest.raises(UploadRefused) as refused,
        received(Endless(), "vô tận.pdf", limits),
    ):
        pass
    assert refused.value.reason == "too-large"
    assert Endless.given <= limits.upload + 1024 * 1024


def test_an_empty_file_is_refused(tmp_path, limits):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"")
    assert reason(path, "a.pdf", limits) == "empty"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"MZ\x90\x00 this is a program"),
        ("a.jpg", b"<html><script>alert(1)</script></html>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.docx", b"PK\x03\x04 and so on"),
        ("a.pdf", b"\n\n%PDF-1.4 not at the start"),
    ],
)
def test_other_kinds_are_refused_whatever_they_are_called(
    tmp_path, limits, name, content
):
    path = tmp_path / "x"
    path.write_bytes(content)
    assert reason(path, name, limits) == "unknown-type"


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.exe", "a.html", "a.docx"])
def test_a_name_that_contradicts_the_content_is_refused(pdf, limits, name):
    assert reason(pdf, name, limits) == "lying-type"


def test_half_a_scan_is_refused(scan, limits):
    scan.write_bytes(scan.read_bytes()[: scan.stat().st_size // 2])
    assert reason(scan, "a.jpg", limits) == "broken"


def test_half_a_pdf_is_refused(pdf, limits):
    pdf.write_bytes(pdf.read_bytes()[:-200])
    assert reason(pdf, "a.pdf", limits) == "broken"


def test_a_long_pdf_cut_short_is_called_damaged_not_hostile(tmp_path, limits):
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.pages[0].Contents = pikepdf.Stream(pdf, bytes(range(256)) * 40)
        pdf.save(tmp_path / "a.pdf", compress_streams=False)
    whole = (tmp_path / "a.pdf").read_bytes()
    (tmp_path / "a.pdf").write_bytes(whole[: len(whole) * 2 // 3])
    assert reason(tmp_path / "a.pdf", "a.pdf", limits) == "broken"


def test_a_pdf_with_a_damaged_table_is_refused(pdf, limits):
    pdf.write_bytes(pdf.read_bytes().replace(b"startxref\n", b"startxref\n9"))
    assert reason(pdf, "a.pdf", limits) == "broken"


@pytest.mark.parametrize("password", ["", "mật khẩu"])
def test_a_protected_pdf_is_refused(pdf, tmp_path, limits, password):
    locked = tmp_path / "locked.pdf"
    with pikepdf.open(pdf) as opened:
        opened.save(locked, encryption=pikepdf.Encryption(owner="x", user=password))
    assert reason(locked, "locked.pdf", limits) == "encrypted"


def test_too_many_pages_are_refused(tmp_path, limits):
    with pikepdf.new() as pdf:
        for _number in range(limits.pages + 1):
            pdf.add_blank_page()
        pdf.save(tmp_path / "a.pdf")
    assert reason(tmp_path / "a.pdf", "a.pdf", limits) == "too-many-pages"


def test_a_giant_page_is_refused(tmp_path, limits):
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(14400, 14400))
        pdf.save(tmp_path / "a.pdf")
    assert reason(tmp_path / "a.pdf", "a.pdf", limits) == "too-big-page"


def test_a_picture_bomb_is_refused_before_it_is_unpacked(tmp_path, limits):
    path = tmp_path / "a.png"
    path.write_bytes(png_header(50_000, 50_000))
    assert reason(path, "a.png", limits) == "too-big-page"


def test_a_picture_bomb_inside_a_pdf_is_refused(tmp_path, limits):
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        bomb = pikepdf.Stream(pdf, zlib.compress(bytes(10_000)))
        bomb.stream_dict = pikepdf.Dictionary(
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=50_000,
            Height=50_000,
            BitsPerComponent=8,
            ColorSpace=pikepdf.Name.DeviceGray,
            Filter=pikepdf.Name.FlateDecode,
        )
        pdf.pages[0].obj.Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(Im0=bomb)
        )
        pdf.save(tmp_path / "a.pdf")
    assert reason(tmp_path / "a.pdf", "a.pdf", limits) == "too-big-page"


def test_a_pdf_that_unpacks_without_end_does_not_reach_our_memory(tmp_path):
    # An object stream of 1.5 GiB of blanks in a few MB: reading the table unpacks it.
    packer = zlib.compressobj(1)
    block = b" " * (1 << 24)
    packed = b"".join(packer.compress(block) for _n in range(96)) + packer.flush()
    body = b"%PDF-1.5\n"
    catalogue = len(body)
    body += b"1 0 obj<</Type/Catalog/Pages 3 0 R>>endobj\n"
    stream = len(body)
    body += (
        b"2 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n"
        % len(packed)
    )
    body += packed + b"\nendstream endobj\n"
    table = len(body)
    rows = b"".join(
        struct.pack(">BIB", *row)
        for row in (
            (0, 0, 255),
            (1, catalogue, 0),
            (1, stream, 0),
            (2, 2, 0),
            (1, table, 0),
        )
    )
    body += b"4 0 obj<</Type/XRef/W[1 4 1]/Size 5/Root 1 0 R/Length %d>>stream\n" % len(
        rows
    )
    body += rows + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % table
    path = tmp_path / "a.pdf"
    path.write_bytes(body)
    small = Limits(memory=512 * 1024 * 1024)
    assert reason(path, "a.pdf", small) in ("too-heavy", "broken")


def test_a_pdf_that_is_an_archive_as_well_is_refused(pdf, tmp_path, limits):
    both = tmp_path / "both.pdf"
    both.write_bytes(pdf.read_bytes())
    with zipfile.ZipFile(both, "a") as archive:
        archive.writestr("evil.txt", "x")
    assert reason(both, "both.pdf", limits) == "polyglot"


def test_the_names_in_an_archive_are_not_listed_to_know_it(tmp_path, monkeypatch):
    """Hundreds of thousands of names fit into an upload; nobody may pay for each."""
    path = tmp_path / "both.pdf"
    path.write_bytes(packages.a_list_without_end())
    read = []

    class Counting(FileIO):
        def read(self, size=-1):
            read.append(len(found := super().read(size)))
            return found

    monkeypatch.setattr(type(path), "open", lambda self, _mode: Counting(self))
    assert is_polyglot(path, PDF)
    assert sum(read) < 256 * 1024


@pytest.mark.parametrize(
    "end",
    [
        b"PK\5\6" + bytes(18),
        b"PK\5\6" + b"\x01" * 18,
        b"PK\5\6" + b"\xff" * 18,
        b"PK\5\6" * 20,
        b"PK\5\6",
    ],
)
def test_bytes_that_happen_to_look_like_an_end_are_no_archive(scan, end):
    with scan.open("ab") as stream:
        stream.write(end)
    assert not is_polyglot(scan, JPEG)


def test_an_archive_with_a_comment_is_one(scan):
    with zipfile.ZipFile(scan, "a") as archive:
        archive.writestr("a.txt", "x")
        archive.comment = b"PK\5\6" + b"x" * 60_000
    assert is_polyglot(scan, JPEG)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_without_room_is_told_as_one(scan, limits, monkeypatch, code):
    def full(*_arguments):
        raise OSError(code, "No space left on device")

    monkeypatch.setattr(uploads, "_receive", full)
    with (
        scan.open("rb") as stream,
        pytest.raises(UploadRefused) as refused,
        received(stream, scan.name, limits),
    ):
        pass
    assert refused.value.reason == "no-room"


@pytest.mark.parametrize("hidden", [b"<html><script>x()</script>", b"%PDF-1.4"])
def test_a_picture_that_begins_like_something_else_is_refused(
    scan, tmp_path, limits, hidden
):
    data = scan.read_bytes()
    comment = b"\xff\xfe" + struct.pack(">H", len(hidden) + 2) + hidden
    both = tmp_path / "both.jpg"
    both.write_bytes(data[:2] + comment + data[2:])
    assert reason(both, "both.jpg", limits) == "polyglot"


def test_what_a_pdf_would_do_is_noted(tmp_path, limits):
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.OpenAction = pikepdf.Dictionary(
            S=pikepdf.Name.JavaScript, JS="app.alert(1)"
        )
        pdf.attachments["a.txt"] = b"attached"
        pdf.save(tmp_path / "a.pdf")
    upload = check(tmp_path / "a.pdf", "a.pdf", limits)
    assert upload.active == ("actions", "attachments")


def test_real_scans_come_in_and_the_signed_ones_are_known(shared):
    signed = set()
    for path in sorted((shared / "data" / "scans").glob("*.pdf")):
        if check(path, path.name).signed:
            signed.add(path.name[:5])
    assert signed == {"ND-15", "ND-69", "TT-79"}


def test_every_refusal_says_what_to_do():
    for reason_, message in REFUSALS.items():
        sentences = message.rstrip(".").split(". ")
        assert "${name}" in message, reason_
        assert len(sentences) >= 2 or ":" in message, f"{reason_}: no way out"
