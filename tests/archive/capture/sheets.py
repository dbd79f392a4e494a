"""Sheets of paper for the tests: covers as they are printed, pages, and their harm."""

from __future__ import annotations

import io
from motcua.archive.capture import covers
from motcua.archive.capture import layout
from motcua.archive.capture import seeing
from PIL import Image
from PIL import ImageDraw
from PIL import ImageFont
import pypdfium2
from tests.archive.conftest import FONTS
from tests.archive.conftest import page as administrative


DPI = 200
A4 = (round(8.27 * DPI), round(11.69 * DPI))


def printed(pdf):
    """Return the sheets of a PDF as a scanner would see them."""
    document = pypdfium2.PdfDocument(pdf)
    found = [one.render(scale=DPI / 72).to_pil().convert("L") for one in document]
    document.close()
    return found


def covers_of(batch, first, count):
    return printed(covers.of_batch(batch, first, count))


def text(*lines):
    """Return a page with some lines of text, as large as A4."""
    sheet = Image.new("L", A4, 255)
    drawn = administrative(tuple(lines) or ("Công văn",), dpi=DPI)
    sheet.paste(drawn.crop((0, 0, *A4)), (0, 0))
    return sheet


LONG = (
    "ỦY BAN NHÂN DÂN PHƯỜNG CỬA LỚN",
    "Số: 12/QĐ-UBND",
    "QUYẾT ĐỊNH",
    "Về việc cấp giấy chứng nhận quyền sử dụng đất",
    "Căn cứ Luật Tổ chức chính quyền địa phương",
    "Căn cứ Luật Đất đai và các nghị định hướng dẫn",
    "Xét đề nghị của Trưởng phòng Kinh tế và Hạ tầng",
    "Điều 1. Cấp giấy chứng nhận cho hộ gia đình",
    "Điều 2. Quyết định có hiệu lực từ ngày ký",
    "Điều 3. Các phòng ban có liên quan thi hành",
)


def letter():
    """Return a page with enough text to tell up from down."""
    return text(*LONG)


def stamped(word):
    """Return a letter with a stamp of secrecy in a frame."""
    sheet = letter()
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(str(next(one for one in FONTS if one.exists())), 44)
    pen.text((1150, 330), word, 60, font=font)
    pen.rectangle((1130, 320, 1150 + 40 * len(word), 400), outline=60, width=4)
    return sheet


def pencilled():
    """Return a page that is blank but for a faint line in pencil."""
    sheet = Image.new("L", A4, 255)
    ImageDraw.Draw(sheet).line((600, 1000, 800, 1014), fill=205, width=2)
    return sheet


def register_a3():
    """Return an open register: two pages on one sheet of A3 that lies."""
    sheet = Image.new("L", (2 * A4[0], A4[1]), 255)
    for number in range(2):
        sheet.paste(text("Sổ đăng ký", f"Trang {number + 1}"), (number * A4[0], 0))
    return sheet


def torn(sheet):
    """Return a cover whose codes are torn off at all corners; the bars are left."""
    harmed = sheet.copy()
    pen = ImageDraw.Draw(harmed)
    wide, high = harmed.size
    pen.rectangle((0, 0, wide, round(0.23 * high)), fill=255)
    pen.rectangle((0, round(0.77 * high), wide, high), fill=255)
    return harmed


def stack(path, sheets):
    """Write sheets as the PDF that a scanner sends."""
    first, *others = [one.convert("L") for one in sheets]
    first.save(path, "PDF", resolution=DPI, save_all=True, append_images=others)
    return path


def sent(path):
    return io.BytesIO(path.read_bytes())


def looked_at(site, batch, number, place):
    """Do what the job does with an arrival, in the transaction of the test."""
    arrival = layout.fold(batch).arrival(number)
    seen = seeing.seen(arrival, place, lambda done, total: None)
    seeing.tell(site, batch, number, seen)
    return layout.fold(batch)
