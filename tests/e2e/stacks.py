"""Stacks of paper as they lie before a scanner: cover sheets, and pages behind them."""

from __future__ import annotations

from pathlib import Path
from PIL import Image
from PIL import ImageDraw
from PIL import ImageFont
import pypdfium2
from tests.e2e.scans import DPI
from tests.e2e.scans import FONT


SIZE = (1654, 2339)
#: Paper that has yellowed, and the ink of a ball pen: a scan in colour.
PAPER = (250, 246, 232)
INK = (24, 28, 60)
#: Three papers of a file of 2004, the second of two pages.
PAPERS = (
    (
        (
            "ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "HUYỆN CỬA LỚN                    Độc lập - Tự do - Hạnh phúc",
            "Số: 126/QĐ-UB            Cửa Lớn, ngày 14 tháng 5 năm 2004",
            "",
            "QUYẾT ĐỊNH",
            "Về việc giao đất trồng rừng phòng hộ cho xã Bãi Dài",
            "",
            "Điều 1. Giao 42,5 hecta đất tại xứ đồng Quạnh Lẫm",
            "cho Ủy ban nhân dân xã Bãi Dài quản lý.",
            "Điều 2. Quyết định có hiệu lực từ ngày ký.",
        ),
    ),
    (
        (
            "XÃ BÃI DÀI               CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Số: 31/BC                        Độc lập - Tự do - Hạnh phúc",
            "                         Bãi Dài, ngày 02 tháng 8 năm 2004",
            "",
            "BÁO CÁO",
            "Kết quả đo đạc các lô rừng phòng hộ ven biển",
            "",
            "1. Tổ đo đạc đã cắm 64 mốc trên 5 lô rừng.",
            "2. Diện tích đo được là 42,3 hecta.",
        ),
        (
            "3. Hai mốc số 17 và 18 bị nước cuốn trôi, đã cắm lại.",
            "4. Xã đề nghị huyện kiểm tra và phê duyệt.",
            "",
            "CHỦ TỊCH",
        ),
    ),
    (
        (
            "HẠT KIỂM LÂM CỬA LỚN     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Số: 8/CV-KL                      Độc lập - Tự do - Hạnh phúc",
            "                         Cửa Lớn, ngày 20 tháng 9 năm 2004",
            "",
            "Về việc phối hợp tuần tra rừng phòng hộ",
            "",
            "Kính gửi: Ủy ban nhân dân xã Bãi Dài",
        ),
    ),
)


def sheet(lines: tuple[str, ...], tilt: float = 0.0) -> Image.Image:
    """Draw a page of A4 at 200 dpi, which may lie askew by some degrees."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, 40)
    for number, line in enumerate(lines):
        pen.text((150, 220 + 84 * number), line, font=font, fill=INK)
    return image.rotate(tilt, fillcolor=PAPER) if tilt else image


def covers(pdf: bytes) -> list[Image.Image]:
    """Draw the cover sheets that the house printed."""
    pages = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=DPI / 72).to_pil().convert("RGB") for page in pages]


def write(path: Path, pages: list[Image.Image]) -> Path:
    """Write what the scanner gives: one PDF of all pages."""
    first, *others = pages
    first.save(path, "PDF", resolution=DPI, save_all=True, append_images=others)
    return path
