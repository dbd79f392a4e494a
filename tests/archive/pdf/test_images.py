"""Pictures become pages of the size their paper had, whatever their colours."""

from __future__ import annotations

from contextlib import suppress
from hypothesis import given
from hypothesis import strategies as st
from io import BytesIO
from motcua.archive.incoming import sniffing
from motcua.archive.pdf import images
from motcua.archive.pdf import pages
from motcua.archive.pdf.jpeg import first_picture
from motcua.archive.pdf.pages import PageFigure
import pikepdf
from pikepdf import pdfa
from PIL import Image
import pypdfium2
import pytest
from tests.security.hostile import pictures


MEDIA = {".png": sniffing.PNG, ".jpg": sniffing.JPEG, ".tif": sniffing.TIFF}


def to_pdf(path, folder):
    target = folder / "out.pdf"
    images.to_pdf(path, target, folder, MEDIA[path.suffix])
    return target


@pytest.mark.parametrize(
    ("mode", "name"),
    [
        ("1", "a.png"),
        ("L", "a.png"),
        ("LA", "a.png"),
        ("P", "a.png"),
        ("RGB", "a.jpg"),
        ("RGBA", "a.png"),
        ("CMYK", "a.jpg"),
        ("I;16", "a.png"),
        ("1", "a.tif"),
        ("CMYK", "a.tif"),
    ],
)
def test_any_colours_become_a_page_that_can_be_archived(tmp_path, mode, name):
    path = tmp_path / name
    Image.new(mode, (1654, 2339)).save(path, dpi=(200, 200))
    with pikepdf.open(to_pdf(path, tmp_path)) as pdf:
        box = [float(side) for side in pdf.pages[0].mediabox]
        assert box[2:] == pytest.approx([595, 842], abs=1), "A4"
        report = pdfa.save(pdf, tmp_path / "archived.pdf", "2b")
    assert report.passed, report.summary()


def test_the_bytes_of_a_jpeg_are_carried_over(tmp_path):
    path = tmp_path / "a.jpg"
    Image.effect_noise((600, 800), 60).save(path, dpi=(150, 150))
    with pikepdf.open(to_pdf(path, tmp_path)) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        assert image.read_raw_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("name", "build"), pictures.COLOURS, ids=[name for name, _build in pictures.COLOURS]
)
def test_colours_that_nobody_expects_become_one_readable_page(tmp_path, name, build):
    path = tmp_path / name
    path.write_bytes(build())
    made = to_pdf(path, tmp_path)
    with pikepdf.open(made) as pdf:
        assert len(pdf.pages) == 1
        report = pdfa.save(pdf, tmp_path / "archived.pdf", "2b")
    assert report.passed, report.summary()
    seen = pypdfium2.PdfDocument(made)[0].render(scale=0.5).to_pil().convert("L")
    assert seen.getpixel((seen.width // 2, seen.height // 2)) < 40, "the bar is black"
    assert seen.getpixel((seen.width // 2, seen.height // 8)) > 215, "paper is white"


@pytest.mark.parametrize(
    ("mode", "paper"), [("I", 65_535), ("I", 8_000_000), ("F", 7), ("F", -0.5)]
)
def test_an_empty_page_of_odd_samples_stays_white(mode, paper):
    assert images.plain(Image.new(mode, (9, 9), paper)).getextrema() == (255, 255)


def test_where_a_photo_was_taken_is_in_no_copy(tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(pictures.with_place())
    before = path.read_bytes()
    assert Image.open(path).getexif().get_ifd(0x8825), "the telephone noted the place"
    copy = to_pdf(path, tmp_path).read_bytes()
    for told in (b"Exif", b"Hostile Telephone", b"hidden words"):
        assert told in before and told not in copy
    assert path.read_bytes() == before, "the original stays as it came"


def test_a_photo_is_shorn_without_touching_a_sample(tmp_path):
    content = pictures.of_a_telephone()
    shorn = first_picture(content, profile=True)
    assert len(shorn) < len(content) / 2 and b"ftyp" not in shorn
    first = Image.open(BytesIO(content)).convert("RGB")
    assert Image.open(BytesIO(shorn)).convert("RGB").tobytes() == first.tobytes()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xd8",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0\x00",
        b"\xff\xd8\xff\xe0\0\0",
    ],
)
def test_what_has_no_segments_is_no_photo(content):
    with pytest.raises(ValueError, match="segment"):
        first_picture(content, profile=False)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_to_their_end(content):
    with suppress(ValueError):
        first_picture(b"\xff\xd8" + content, profile=True)


@pytest.mark.parametrize("dpi", [None, (72, 72), (1, 1), (96, 96)])
def test_a_resolution_no_scanner_has_is_taken_for_a4(tmp_path, dpi):
    path = tmp_path / "a.png"
    Image.new("L", (1654, 2339)).save(path, **({"dpi": dpi} if dpi else {}))
    with pikepdf.open(to_pdf(path, tmp_path)) as pdf:
        assert float(pdf.pages[0].mediabox[3]) == pytest.approx(842, abs=2)


def test_a_photo_taken_sideways_stands_upright(tmp_path):
    path = tmp_path / "a.jpg"
    photo = Image.new("L", (800, 600), 255)
    exif = photo.getexif()
    exif[0x0112] = 6
    photo.save(path, exif=exif, dpi=(150, 150))
    with pikepdf.open(to_pdf(path, tmp_path)) as pdf:
        box = [float(side) for side in pdf.pages[0].mediabox]
        assert box[3] > box[2]


def test_pages_of_different_sizes_keep_theirs(tmp_path):
    path = tmp_path / "a.tif"
    first = Image.new("1", (1654, 2339), 1)
    second = Image.new("1", (3307, 2339), 1)
    first.save(path, save_all=True, append_images=[second], dpi=(200, 200))
    with pikepdf.open(to_pdf(path, tmp_path)) as pdf:
        widths = [round(float(page.mediabox[2])) for page in pdf.pages]
    assert widths == [595, 1191]


@pytest.mark.parametrize(
    ("visible", "hidden", "cover", "is_scan"),
    [
        (0, 0, 1.0, True),
        (0, 0, 0.0, True),
        (2000, 0, 0.0, False),
        (2000, 0, 1.0, False),
        (60, 0, 1.0, True),
        (0, 3000, 1.0, True),
        (60, 0, 0.1, False),
    ],
)
def test_what_is_read_is_a_scan_or_a_page_without_text(visible, hidden, cover, is_scan):
    assert PageFigure(1, visible, hidden, cover, 200, 0.0).is_scan is is_scan


def test_a_scan_is_measured(scan, tmp_path):
    (figure,) = pages.figures(to_pdf(scan, tmp_path))
    assert figure.is_scan
    assert figure.cover > 0.99
    assert figure.dpi == pytest.approx(150, abs=2)
