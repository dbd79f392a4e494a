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
from tests.e2e.conftest import ARGUMENTS
from tests.e2e.people import People
from tests.e2e.people import receive
from tests.e2e.people import take
from tests.e2e.witness import Witness


IMAGES = Path(__file__).parents[2] / "docs" / "images"
COLOURS = 64
WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 320, "height": 640}


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
    for _number in range(120):
        page.goto("/luu-tru?q=quanh+lam")
        if page.get_by_text(code).count():
            break
        page.wait_for_timeout(1000)
    keep(page, "archive-search")
    page = people.officer("luutru")
    page.goto("/luu-tru/da-ket-thuc")
    keep(page, "archive-records")


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
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
