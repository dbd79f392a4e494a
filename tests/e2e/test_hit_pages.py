"""A hit on the picture of its page, in a real browser: seen where it stands."""

from __future__ import annotations

from io import BytesIO
from motcua.archive.incoming.attachments import attachments
from motcua.archive.ocr import recognition
from motcua.archive.pdf.pdfa import Archival
from motcua.archive.pdf.verdicts import Verdict
from motcua.dossiers.folder import find
from PIL import Image
from PIL import ImageDraw
from PIL import ImageFont
import pytest
from tests.archive.conftest import FONTS
from tests.e2e.test_batch_pages import access
from tests.e2e.test_desk_pages import check
from tests.e2e.test_desk_pages import served
from tests.e2e.test_desk_pages import sitting
from tests.e2e.test_desk_pages import WIDTHS
from tests.workbench.conftest import house
from tests.workbench.conftest import officer
from tests.workbench.conftest import received
from tests.workbench.conftest import scan
from tests.workbench.conftest import upload
import transaction
from zope.component.hooks import site


pytestmark = pytest.mark.browser
__all__ = ["house", "officer", "received", "scan", "served"]
#: A page of A4 at 150 dpi, with the lines that stand on it.
SIZE = (1240, 1754)
PAGES = (
    ("Giấy chứng nhận quyền sử dụng đất", "của bà Đặng Thị Ngưỡng"),
    ("thửa đất số 47, tờ bản đồ số 12", "xứ đồng Quạnh Lẫm, xã Bãi Dài"),
    ("thửa đất giáp ranh", "số 48"),
)
#: Where the words asked for are marked, and where the picture is, on the screen.
PLACES = """
() => {
  const told = (one) => {
    const box = one.getBoundingClientRect();
    return [box.left, box.top, box.width, box.height];
  };
  const marks = [...document.querySelectorAll(".sheet rect")].map(told);
  return [told(document.querySelector(".sheet img")), marks];
}
"""
#: A letter is darker than this, paper and the colour of a mark are lighter.
DARK = 90


def drawn(lines):
    """Draw a page; return it, and the places of its words in fractions of it."""
    font = ImageFont.truetype(str(next(one for one in FONTS if one.exists())), 40)
    image = Image.new("L", SIZE, 255)
    pen = ImageDraw.Draw(image)
    words = []
    for row, line in enumerate(lines):
        left = 120.0
        for word in line.split():
            at = (left, 900 + 90 * row)
            box = pen.textbbox(at, word, font=font)
            pen.text(at, word, 0, font=font)
            sides = (side / SIZE[at % 2] for at, side in enumerate(box))
            words.append([*sides, word, 91])
            left = box[2] + 16
    return image, {"width": 595, "height": 842, "words": words}


@pytest.fixture
def filed(house, officer, received, scan, tmp_path, monkeypatch):
    """The code of a dossier with a scan that was read, its words where they stand."""
    upload(officer("reception"), received, (1, scan.name, scan.read_bytes()))
    images, layout = zip(*map(drawn, PAGES), strict=True)
    path = tmp_path / "archival.pdf"
    images[0].save(path, "PDF", resolution=150, save_all=True, append_images=images[1:])

    def make(_source, target, **_others):
        target.write_bytes(path.read_bytes())
        texts = tuple("\n".join(lines) for lines in PAGES)
        said = (Verdict("test", "1", "2b", "pass"),)
        return Archival(target, "read", False, texts, ({},) * 3, said, layout)

    monkeypatch.setattr("motcua.archive.pdf.pdfa.make", make)
    with site(house):
        (file,) = attachments(find(house, received))
        facts = {"media": file.media, "pages": 3}
        recognition.recognise(file.sha256, facts, print)
        transaction.commit()
    return received


def seen(page):
    """Wait for the picture; return its place and those of the marks."""
    page.wait_for_function(
        "() => { const one = document.querySelector('.sheet img');"
        " return one.complete && one.naturalWidth > 0; }"
    )
    return page.evaluate(PLACES)


def letters_under(page, mark):
    """Return which part of a mark is as dark as letters, on the screen."""
    left, top, width, height = mark
    clip = {"x": left, "y": top, "width": max(width, 1), "height": max(height, 1)}
    shot = Image.open(BytesIO(page.screenshot(clip=clip))).convert("L")
    counts = shot.histogram()
    return sum(counts[:DARK]) / sum(counts)


@pytest.mark.parametrize("width", ["320", "1366"])
def test_the_mark_lies_on_the_word(chromium, served, filed, width):
    with sitting(chromium, served, "reception", WIDTHS[width]) as page:
        page.goto(f"{served}/luu-tru?q=quanh+lam", wait_until="networkidle")
        check(page, f"hits-{width}")
        with page.expect_navigation():
            page.locator(".hit-head a:not(.code)").first.click()
        for large in (False, True):
            if large:
                with page.expect_navigation():
                    page.get_by_role("link", name="Phóng to").click()
            (left, top, wide, high), marks = seen(page)
            assert len(marks) == 1, "two words side by side are one mark"
            words = drawn(PAGES[1])[1]["words"]
            x0, y0, _x1, _y1 = words[[one[4] for one in words].index("Quạnh")][:4]
            found = ((marks[0][0] - left) / wide, (marks[0][1] - top) / high)
            assert found == pytest.approx((x0, y0), abs=0.01)
            check(page, f"hit-{'large-' if large else ''}{width}")
            page.locator(".places a").first.click()
            page.wait_for_timeout(100)
            _place, [mark] = page.evaluate(PLACES)
            assert 0 <= mark[0] < WIDTHS[width][0], "the mark is on the screen"
            assert 0 <= mark[1] < WIDTHS[width][1], "the mark is on the screen"
            assert letters_under(page, mark) > (0.05 if large else 0.01)


def test_keys_lead_from_hit_to_hit_and_from_page_to_page(chromium, served, filed):
    with sitting(chromium, served, "reception") as page:
        page.goto(f"{served}/luu-tru?q=thua+dat")
        with page.expect_navigation():
            page.locator(".hit-head a:not(.code)").first.click()
        first = page.locator("h1").inner_text()
        access(page, "n")
        second = page.locator("h1").inner_text()
        assert {first[:9], second[:9]} == {"Trang 2/3", "Trang 3/3"}
        access(page, "p")
        assert page.locator("h1").inner_text() == first
        page.goto(page.url.replace("/2?", "/1?").replace("/3?", "/1?"))
        access(page, "x")
        assert "Trang 2/3" in page.locator("h1").inner_text()
        assert page.locator(".sheet rect").count() >= 1
        access(page, "z")
        assert "Trang 1/3" in page.locator("h1").inner_text()
        # The keys stand where they are looked for.
        assert page.locator(".turns kbd").count() >= 1


@pytest.mark.parametrize("width", ["320", "1366"])
def test_a_page_without_the_words_says_so(chromium, served, filed, width):
    with sitting(chromium, served, "reception", WIDTHS[width]) as page:
        page.goto(f"{served}/luu-tru?q=quanh+lam")
        with page.expect_navigation():
            page.locator(".hit-head a:not(.code)").first.click()
        access(page, "x")
        assert "không có trên trang này" in page.locator("main").inner_text()
        check(page, f"hit-none-{width}")
