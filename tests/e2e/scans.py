"""Pages as a scanner gives them, and what machines read from printed ones."""

from __future__ import annotations

from pathlib import Path
import pikepdf
from PIL import Image
from PIL import ImageDraw
from PIL import ImageFont
import pypdfium2
import zxingcpp


FONT = "/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf"
DPI = 200
#: The name of a field that no other page of the house has.
RARE = "Quạnh Lẫm"
TEXT = (
    "GIẤY CHỨNG NHẬN",
    "quyền sử dụng đất",
    "",
    "Người sử dụng đất: bà Đặng Thị Ngưỡng",
    "Thửa đất số 127, tờ bản đồ số 14,",
    f"xứ đồng {RARE}, xã Bãi Dài.",
    "Diện tích: 1.250 mét vuông.",
    "Mục đích sử dụng: đất trồng lúa nước.",
    "Thời hạn sử dụng: đến ngày 15 tháng 10 năm 2043.",
)


def draw_page(path: Path) -> Path:
    """Draw the page of a certificate, A4 at 200 dpi, as a PNG without any text."""
    image = Image.new("L", (1654, 2339), 250)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, 44)
    for number, line in enumerate(TEXT):
        draw.text((200, 250 + 90 * number), line, font=font, fill=20)
    image.save(path, dpi=(DPI, DPI))
    return path


def blank_pdf(path: Path) -> Path:
    """Write a PDF of one empty page."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path)
    return path


def text_of(pdf: bytes) -> str:
    """Return the text of all pages on one line."""
    pages = pypdfium2.PdfDocument(pdf)
    pieces = [page.get_textpage().get_text_bounded() for page in pages]
    return " ".join(" ".join(pieces).split())


def picture_of(pdf: bytes, dpi: int = 72) -> Image.Image:
    """Draw the first page."""
    return pypdfium2.PdfDocument(pdf)[0].render(scale=dpi / 72).to_pil()


def marks_of(pdf: bytes) -> dict[str, str]:
    """Return what a reader of codes finds on the first page, by kind of code."""
    image = picture_of(pdf, DPI)
    return {str(one.format): one.text for one in zxingcpp.read_barcodes(image)}
