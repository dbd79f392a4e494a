"""What it costs to describe the documents of a batch: keys, decisions, seconds.

    workbench_keys.py [--house DIR] [--port 8118] [--documents 40]

A demo house is started (DIR: data of one that stands still, which is copied). A batch
is opened, its cover sheets are printed and laid between letters as a scanner would see
them (leaning, grainy, every fourth number stamped aslant), one file of all comes in,
and the worker looks at it and reads it: that much is waited for and not counted. Then
a real browser describes the documents in a row.

The person looks at each proposal beside the scan (one decision a document), types again
what is wrong or missing (one decision each), takes over what the document before says
(Alt+K) and saves (Alt+S, one decision). Letters with marks count as Telex needs them.
Server time is what the browser saw of each page. A figure is

    keys x 0.28 s + decisions x 1.35 s + server time

Median, mean and worst are printed. Fails when a document takes more than 25 keys or 90
seconds in the mean.
"""

from __future__ import annotations

import argparse
from intake_keys import BROWSER
from intake_keys import Cost
from intake_keys import Hand
from intake_keys import log_in
from intake_keys import NO_PRINTER
from intake_keys import telex
import json
from motcua.setup.testing import live
from pathlib import Path
from PIL import Image
from PIL import ImageDraw
from PIL import ImageFilter
from PIL import ImageFont
from playwright.sync_api import Page
from playwright.sync_api import sync_playwright
import pypdfium2
import shutil
import statistics
import sys
import tempfile
import time
from typing import Any


KEYS, SECONDS = 25, 90.0
DPI = 200
A4 = (round(8.27 * DPI), round(11.69 * DPI))
FONT = "/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf"
#: Seconds in which the worker has to have read a page.
PATIENCE = 30
ABOUT = (
    "cấp giấy chứng nhận quyền sử dụng đất",
    "phê duyệt kế hoạch sử dụng đất năm 2026",
    "giao chỉ tiêu biên chế công chức cấp xã",
    "thành lập tổ công tác chuyển đổi số",
    "ban hành quy chế tiếp công dân",
)
#: What the stack has in common, typed for the first document only.
COMMON = {"retention": "10 năm", "language": "Tiếng Việt"}


def truth(number: int) -> dict[str, str]:
    """Return what stands on a letter."""
    return {
        "type": "Quyết định",
        "number": str(100 + number),
        "notation": "QĐ-UBND",
        "date": f"{number % 27 + 1:02}/{number % 9 + 1:02}/2026",
        "agency": "Ủy ban nhân dân phường Cửa Lớn",
        "abstract": f"Về việc {ABOUT[number % len(ABOUT)]}",
    }


def letter(number: int) -> Image.Image:
    """Draw a decision as it is laid out after Decree 30/2020."""
    said = truth(number)
    day, month, year = said["date"].split("/")
    sheet = Image.new("RGB", A4, "white")
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(FONT, 13 * DPI // 72)

    def write(text: str, middle: float, top: float) -> None:
        at = (middle * A4[0], top * A4[1])
        pen.text(at, text, fill="black", font=font, anchor="ma")

    write("ỦY BAN NHÂN DÂN", 0.25, 0.06)
    write("PHƯỜNG CỬA LỚN", 0.25, 0.08)
    write("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 0.68, 0.06)
    write("Độc lập - Tự do - Hạnh phúc", 0.68, 0.08)
    write(f"Số: {said['number']}/{said['notation']}", 0.25, 0.12)
    write(f"Cửa Lớn, ngày {day} tháng {month} năm {year}", 0.68, 0.12)
    write("QUYẾT ĐỊNH", 0.5, 0.18)
    write(said["abstract"], 0.5, 0.21)
    write("CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG CỬA LỚN", 0.5, 0.26)
    body = (
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
        "Xét đề nghị của Trưởng phòng Kinh tế, Hạ tầng và Đô thị,",
        f"Điều 1. {said['abstract']}.",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
    )
    for row, line in enumerate(body):
        pen.text((0.12 * A4[0], (0.32 + 0.03 * row) * A4[1]), line, "black", font)
    return scanned(sheet, number)


def scanned(sheet: Image.Image, number: int) -> Image.Image:
    """Return the sheet as a scanner sees it: leaning, grainy, a little soft.

    The number of every fourth one was stamped aslant and smeared, as hands do.
    """
    if number % 4 == 3:
        box = (round(0.2 * A4[0]), round(0.118 * A4[1]))
        size = (round(0.055 * A4[0]), round(0.018 * A4[1]))
        sheet.paste("white", (*box, box[0] + size[0], box[1] + size[1]))
        stamp = Image.new("L", size, 255)
        font = ImageFont.truetype(FONT, 15 * DPI // 72)
        pen = ImageDraw.Draw(stamp)
        pen.text((8, -4), truth(number)["number"], fill=90, font=font)
        aslant = stamp.rotate(14, fillcolor=255).filter(ImageFilter.GaussianBlur(2.6))
        sheet.paste(aslant.convert("RGB"), box)
    lean = 0.4 + 0.1 * (number % 5)
    turned = sheet.rotate(lean, fillcolor="white", resample=Image.Resampling.BICUBIC)
    soft = turned.filter(ImageFilter.GaussianBlur(0.8))
    grain = Image.effect_noise(A4, 24).convert("RGB")
    return Image.blend(soft, grain, 0.12)


def stack(covers: bytes, documents: int, target: Path) -> None:
    """Lay a cover sheet before each letter, and scan it all into one file."""
    printed = pypdfium2.PdfDocument(covers)
    sheets = []
    for number in range(documents):
        picture = printed[number].render(scale=DPI / 72).to_pil()
        sheets += [picture.convert("RGB"), letter(number)]
    printed.close()
    more = sheets[1:]
    sheets[0].save(target, "PDF", resolution=DPI, save_all=True, append_images=more)


def come_in(page: Page, documents: int, folder: Path) -> str:
    """Open a batch and bring its stack; return the address of the batch."""
    page.goto("/luu-tru/lo/moi")
    page.fill("#declared", str(2 * documents))
    with page.expect_navigation():
        page.click("#open button.main")
    batch = page.url.partition("?")[0]
    sheets = page.context.request.get(f"{batch}/to-bia?first=1&count={documents}")
    scan = folder / "stack.pdf"
    stack(sheets.body(), documents, scan)
    page.set_input_files("#files", str(scan))
    with page.expect_navigation():
        page.click("#upload button")
    until = time.monotonic() + PATIENCE * 2 * documents
    while time.monotonic() < until:
        page.goto(batch)
        links = page.locator(".about a")
        if links.count() == documents:
            page.goto(str(links.first.get_attribute("href")))
            if page.input_value("#f-type"):
                return batch
        page.wait_for_timeout(2000)
    raise TimeoutError("the stack was not read in time")


def describe(hand: Hand, number: int) -> Cost:
    """Describe the document that is shown, and go on to the next one."""
    page = hand.page
    hand.decide()
    for name, wanted in truth(number).items():
        if said(page, name) != wanted:
            put(hand, name, wanted)
    if number:
        hand.raw_chord("k")
        page.wait_for_function("document.activeElement.id === 'save'")
    else:
        for name, wanted in COMMON.items():
            put(hand, name, wanted)
    with hand.arrival():
        hand.raw_chord("s")
    hand.decide()
    return hand.done()


def said(page: Page, name: str) -> str:
    """Return what a field holds."""
    return page.input_value(f"#f-{name}").strip()


def put(hand: Hand, name: str, text: str) -> None:
    """Go to a field by Tab and type what belongs there; its old text is chosen."""
    hand.tab_to(f"f-{name}")
    hand.page.keyboard.press("Control+a")
    hand.cost.keys += 2
    hand.decide()
    hand.cost.keys += telex(text)
    hand.page.keyboard.insert_text(text)


class Archivist(Hand):
    """A hand that also presses access keys on which no page comes."""

    def raw_chord(self, key: str) -> None:
        """Press Alt and a letter."""
        self.cost.keys += 2
        code = {"code": f"Key{key.upper()}", "windowsVirtualKeyCode": ord(key.upper())}
        event = {"modifiers": 1, "key": key, "unmodifiedText": key, **code}
        for kind in ("rawKeyDown", "char", "keyUp"):
            text = {"text": key} if kind == "char" else {}
            self.raw.send("Input.dispatchKeyEvent", {"type": kind, **event, **text})


def measure(site: live.LiveSite, documents: int, folder: Path) -> list[Cost]:
    """Let a browser describe a whole batch."""
    path = shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER)
        context = browser.new_context(base_url=site.url, locale="vi-VN")
        context.set_default_timeout(60_000)
        context.add_init_script(NO_PRINTER)
        page = context.new_page()
        log_in(page, site, "luutru")
        come_in(page, documents, folder)
        hand = Archivist(page)
        costs = [describe(hand, number) for number in range(documents)]
        browser.close()
    return costs


def tell(costs: list[Cost]) -> bool:
    """Print the figures; say whether the goals are met."""
    told: dict[str, Any] = {"documents": len(costs)}
    for name in ("keys", "decisions", "server", "seconds"):
        found = [getattr(one, name) for one in costs]
        figures = (statistics.median(found), statistics.mean(found), max(found))
        told[name] = [round(each, 2) for each in figures]
    sys.stdout.write(json.dumps(told) + "\n")
    return told["keys"][1] <= KEYS and told["seconds"][1] <= SECONDS


def main() -> int:
    """Measure; 1 when a goal was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--house", type=Path)
    parser.add_argument("--port", type=int)
    parser.add_argument("--documents", type=int, default=40)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="motcua-keys-") as folder:
        data = given.house
        if data is None:
            data = Path(folder) / "demo"
            live.create(data)
        house = live.copy(data, Path(folder) / "var")
        with live.running(house, given.port) as site:
            costs = measure(site, given.documents, Path(folder))
        return 0 if tell(costs) else 1


if __name__ == "__main__":
    sys.exit(main())
