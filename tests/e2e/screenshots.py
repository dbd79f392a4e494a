"""Pictures for the documentation: ``make screenshots``.

Walks a demo house of its own and writes ``docs/images/*.png``, reduced to 64
colours so that the repository stays small.
"""

from __future__ import annotations

import argparse
from io import BytesIO
from motcua.setup.testing import live
from pathlib import Path
from PIL import Image
from playwright.sync_api import Page
from playwright.sync_api import sync_playwright
import shutil
import sys
import tempfile
from tests.e2e import scans
from tests.e2e import stacks
from tests.e2e.conftest import ARGUMENTS
from tests.e2e.people import follow
from tests.e2e.people import People
from tests.e2e.people import receive
from tests.e2e.people import take
from tests.e2e.witness import Witness


IMAGES = Path(__file__).parents[2] / "docs" / "images"
COLOURS = 64
WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 320, "height": 640}
#: Seconds that the worker is waited for.
WAITED = 120
#: What is written down of the three papers of the stack.
DESCRIBED = {
    "type": "Quyết định",
    "number": "126",
    "notation": "QĐ-UB",
    "date": "14/05/2004",
    "agency": "UBND huyện Cửa Lớn",
    "abstract": "Giao đất trồng rừng phòng hộ cho xã Bãi Dài",
}
REPORT = {
    "type": "Báo cáo",
    "number": "31",
    "notation": "BC",
    "date": "02/08/2004",
    "agency": "UBND xã Bãi Dài",
    "abstract": "Kết quả đo đạc các lô rừng phòng hộ ven biển",
}
LETTER = {
    "type": "Công văn",
    "number": "8",
    "notation": "CV-KL",
    "date": "20/09/2004",
    "agency": "Hạt Kiểm lâm Cửa Lớn",
    "abstract": "Phối hợp tuần tra rừng phòng hộ",
}


def keep(page: Page, name: str, size: dict[str, int] | None = None) -> None:
    """Write what the window shows as ``docs/images/NAME.png``."""
    page.set_viewport_size(size or WIDE)
    shot = Image.open(BytesIO(page.screenshot())).convert("RGB")
    small = shot.quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(IMAGES / f"{name}.png", optimize=True)


def citizen(people: People) -> None:
    """The public pages."""
    page = people.citizen()
    page.goto("/")
    keep(page, "portal-home")
    keep(page, "portal-home-narrow", NARROW)
    page.goto("/vi/thu-tuc?q=dang+ky+khai+sinh")
    keep(page, "portal-search")
    page.goto("/vi/thu-tuc/9.900201")
    keep(page, "portal-procedure")


def officers(people: People, folder: Path) -> str:
    """The desk; returns the code of a dossier with a scan."""
    page = people.officer("tiepnhan")
    page.goto("/desk")
    keep(page, "desk-work")
    page.goto("/desk/tiep-nhan/9.900201?case=1&channel=counter")
    keep(page, "desk-intake")
    code = receive(page, "Đặng Thị Ngưỡng", "0912 345 678")
    scan = scans.draw_page(folder / "giấy chứng nhận.png")
    take(page, "attach_scan", file=str(scan), paper="3")
    take(page, "forward", to="H99.03")
    keep(page, "desk-dossier")
    link = page.locator("a[href$='giay-tiep-nhan']").get_attribute("href")
    slip = scans.picture_of(page.context.request.get(str(link)).body())
    slip.convert("L").quantize(16).save(IMAGES / "slip.png", optimize=True)
    return code


def archivist(people: People, code: str) -> None:
    """The archive, once the worker has read the scan."""
    page = people.officer("tiepnhan")
    for _number in range(WAITED):
        page.goto("/luu-tru?q=quanh+lam")
        if page.get_by_text(code).count():
            break
        page.wait_for_timeout(1000)
    keep(page, "archive-search")
    follow(page.locator(".hit-head a:not(.code)").first)
    page.wait_for_load_state("networkidle")
    page.locator(".places a").first.click()
    page.evaluate("window.scrollTo(0, 0)")
    keep(page, "archive-hit")
    page = people.officer("luutru")
    page.goto("/luu-tru/da-ket-thuc")
    keep(page, "archive-records")


def stack_of_counter(people: People, folder: Path) -> None:
    """The stack of a dossier that is scanned while the citizen waits."""
    page = people.officer("tiepnhan")
    code = receive(page, "Lý Thị Mận", "0912 345 679")
    page.goto(f"/luu-tru/so-hoa/{code}")
    follow(page.get_by_role("button", name="Quét chung mọi giấy tờ"))
    address = page.url.partition("?")[0]
    printed = page.context.request.get(f"{address}/to-bia?hs={code}").body()
    # The third paper of the case is the certificate that is drawn.
    _form, _contract, cover = stacks.covers(printed)
    pages = [cover, stacks.sheet(scans.TEXT), stacks.sheet(("Trang hai",), tilt=2.5)]
    bring(page, stacks.write(folder / "chồng giấy.pdf", pages))
    keep(page, "counter-scan")


def plain_papers(people: People, folder: Path) -> None:
    """A stack of old paper: arranged, described, examined."""
    page = people.officer("luutru")
    page.goto("/luu-tru/lo/moi")
    page.select_option("#purpose", "papers")
    page.fill("#declared", "4")
    follow(page.locator("#open button.main"))
    address = page.url.partition("?")[0]
    number = len(stacks.PAPERS)
    asked = f"{address}/to-bia?first=1&count={number}"
    printed = stacks.covers(page.context.request.get(asked).body())
    pages = []
    for cover, paper in zip(printed, stacks.PAPERS, strict=True):
        pages += [cover, *map(stacks.sheet, paper)]
    pages[-1] = stacks.sheet(stacks.PAPERS[-1][0], tilt=2.5)
    bring(page, stacks.write(folder / "hồ sơ 2004.pdf", pages))
    page.locator("input[name=page]").first.focus()
    page.evaluate("window.scrollTo(0, 0)")
    keep(page, "workbench")
    follow(page.get_by_role("link", name="Xem và mô tả").first)
    page.wait_for_load_state("networkidle")
    for name, value in DESCRIBED.items():
        page.fill(f"#f-{name}", value)
    keep(page, "workbench-describe")
    for values in (DESCRIBED, REPORT, LETTER):
        for name, value in values.items():
            page.fill(f"#f-{name}", value)
        follow(page.locator("#save"))
    page.goto(address)
    follow(page.locator("button[value=submit]"))
    page = people.officer("giamsat")
    page.goto(f"{address}/kiem-tra")
    follow(page.locator("#sample button"))
    page.wait_for_load_state("networkidle")
    keep(page, "gate")


def bring(page: Page, scan: Path) -> None:
    """Bring a scan into the batch that the page shows, until it was looked at."""
    address = page.url.partition("?")[0]
    if not page.locator("#upload details[open]").count():
        page.locator("#upload summary").click()
    page.set_input_files("#files", str(scan))
    follow(page.locator("#upload button"))
    for _number in range(WAITED):
        page.goto(address)
        if not page.locator("#coming").count():
            break
        page.wait_for_timeout(1000)
    page.wait_for_load_state("networkidle")


def main() -> int:
    """Start a house, walk, stop it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="data of a demo house, to save time")
    args = parser.parse_args()
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="motcua-pictures-") as temporary:
        folder = Path(temporary)
        if args.data:
            live.copy(args.data, folder / "var")
        else:
            live.create(folder / "var")
        with live.running(folder / "var") as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=ARGUMENTS
            )
            people = People(browser, site, Witness(folder))
            citizen(people)
            archivist(people, officers(people, folder))
            stack_of_counter(people, folder)
            plain_papers(people, folder)
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
