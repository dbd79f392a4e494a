"""Pages, files and limits that the tests of the archive make for themselves."""

from __future__ import annotations

from motcua.archive.incoming.limits import Limits
from pathlib import Path
import pikepdf
from PIL import Image
from PIL import ImageDraw
from PIL import ImageFont
import pytest
import shutil
import subprocess


FONTS = (
    Path("/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf"),
    Path("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf"),
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
)

LINES = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "",
    "GIẤY XÁC NHẬN",
    "Ủy ban nhân dân phường xác nhận hồ sơ",
    "đăng ký kết hôn đã được tiếp nhận",
    "đầy đủ theo quy định của pháp luật.",
)


def page(lines=LINES, size=(827, 700), dpi=100) -> Image.Image:
    """Draw a short administrative page in black on white."""
    font_file = next((font for font in FONTS if font.exists()), None)
    if font_file is None:
        pytest.skip("missing: fonts-noto-core or fonts-dejavu")
    font = ImageFont.truetype(str(font_file), 28 * dpi // 100)
    image = Image.new("L", (size[0] * dpi // 100, size[1] * dpi // 100), 255)
    pen = ImageDraw.Draw(image)
    for row, line in enumerate(lines):
        pen.text((80 * dpi // 100, (60 + row * 60) * dpi // 100), line, 0, font=font)
    return image


@pytest.fixture(scope="session")
def tesseract() -> None:
    """Skip unless Vietnamese can be read on this machine."""
    program = shutil.which("tesseract")
    listed = ""
    if program:
        done = subprocess.run(
            [program, "--list-langs"], capture_output=True, check=False, text=True
        )
        listed = done.stdout
    if "vie" not in listed.split():
        pytest.skip("missing: tesseract with Vietnamese")


@pytest.fixture
def limits() -> Limits:
    """Limits small enough to be reached by a test."""
    return Limits(upload=2 * 1024 * 1024, pages=5, pixels=40_000_000)


@pytest.fixture
def scan(tmp_path) -> Path:
    """One scanned page as JPEG at 150 dpi."""
    path = tmp_path / "giấy xác nhận.jpg"
    page(dpi=150).save(path, dpi=(150, 150), quality=80)
    return path


def blank_pdf(path: Path, pages: int = 1, size=(595, 842)) -> Path:
    """Write a PDF of empty pages."""
    with pikepdf.new() as pdf:
        for _number in range(pages):
            pdf.add_blank_page(page_size=size)
        pdf.save(path)
    return path


@pytest.fixture
def pdf(tmp_path) -> Path:
    """One empty page as PDF."""
    return blank_pdf(tmp_path / "trang.pdf")


# The small province of the dossiers' tests.
from tests.dossiers.conftest import dossier  # noqa: E402, F401
from tests.dossiers.conftest import intake  # noqa: E402, F401
from tests.dossiers.conftest import province  # noqa: E402, F401
from tests.dossiers.conftest import version  # noqa: E402, F401
