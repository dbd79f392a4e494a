"""The road of a batch through a served house, step by step, as people walk it."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
import img2pdf
import io
from motcua.setup.testing import live
from motcua.workbench.batches.thumbs import MOST
from pathlib import Path
import pikepdf
from PIL import Image
from sides import batchtruth
from sides import scans
from sides import sheets
from sides.likeness import Known
from sides.likeness import prints
from sides.rounds import tell
from sides.visits import Refused
from sides.visits import Visitor
import time
from typing import Any


UNIT = "H99.01"
ARCHIVIST, INSPECTOR = "luutru", "giamsat"
#: Seconds for one page to be looked at and read by a worker that is not alone.
PATIENCE = 90
#: Seconds between two questions of how far it is.
PAUSE = 10
#: Two pictures of one page are as much alike as this at least.
ALIKE = 0.9


@dataclass(frozen=True)
class Sheet:
    """One side of paper in the scanner: a page of a file as it is, or a picture."""

    name: str
    source: tuple[Path, int] | None = None
    picture: Image.Image | None = None


def stacked(wanted: Sequence[Sheet], target: Path) -> Path:
    """Write sheets as the file of a scanner; pages of files are not encoded anew."""
    opened: dict[Path, pikepdf.Pdf] = {}
    with pikepdf.new() as made:
        for sheet in wanted:
            if sheet.source is not None:
                path, number = sheet.source
                if path not in opened:
                    opened[path] = pikepdf.open(path)
                made.pages.append(opened[path].pages[number - 1])
            elif sheet.picture is not None:
                jpeg = io.BytesIO()
                dpi = (sheets.DPI, sheets.DPI)
                sheet.picture.save(jpeg, "JPEG", quality=85, dpi=dpi)
                one = pikepdf.open(io.BytesIO(img2pdf.convert(jpeg.getvalue())))
                made.pages.extend(one.pages)
        made.save(target)
    for each in opened.values():
        each.close()
    return target


class Road:
    """A house, an archivist and an inspector, and a folder for files in between."""

    def __init__(self, site: live.LiveSite, place: Path) -> None:
        self.site = site
        self.place = place
        self.archivist = Visitor(site, ARCHIVIST)
        self.inspector = Visitor(site, INSPECTOR)
        self.house = batchtruth.Truth(site)

    # Coming in

    def open(self, declared: int) -> str:
        """Open a batch of plain papers and return its code."""
        told = {"purpose": "papers", "unit": UNIT, "declared": str(declared)}
        at = self.archivist.press("/luu-tru/lo/moi", "open", "", **told)
        return at.rpartition("/")[2].partition("?")[0]

    def covers(self, code: str, count: int) -> list[Image.Image]:
        """Return cover sheets as they were printed and scanned."""
        address = f"/luu-tru/lo/{code}/to-bia?first=1&count={count}"
        printed = sheets.drawn(self.archivist.page(address))
        return [sheets.scanned(one, 0.2 * (at % 5)) for at, one in enumerate(printed)]

    def wait(self, what: str, pages: int, done: Callable[[], Any]) -> Any:
        """Ask again and again until the answer is yes; return it, tell how long."""
        began = time.monotonic()
        while time.monotonic() < began + PATIENCE * (pages + 2):
            found = done()
            if found:
                seconds = round(time.monotonic() - began, 1)
                tell(waited_for=what, pages=pages, seconds=seconds)
                return found
            time.sleep(PAUSE)
        raise SystemExit(f"{what}: not in time\n{self.site.logs()}")

    def looked(self, code: str) -> dict[str, Any]:
        """Wait until all files were looked at; return what stands where."""
        pages = self.archivist.told(code)["pages"]["arrived"]

        def done() -> bool:
            arrivals = self.archivist.told(code)["arrivals"]
            return all(one["looked"] for one in arrivals)

        self.wait("looked at", pages, done)
        return self.truth(code)

    def truth(self, code: str) -> dict[str, Any]:
        """Return what the house holds of the batch."""
        return self.house.read(code)

    # By hand

    def act(
        self, code: str, button: str, pages: Sequence[str], noi: str = "", **told: str
    ) -> None:
        """Tick pages where they are shown and press a button."""
        address = self.screen(code, noi, pages[0]) if pages else f"/luu-tru/lo/{code}"
        ticks = [("page", one) for one in pages]
        self.archivist.press(address, "arrange", button, ticks, **told)

    def screen(self, code: str, noi: str, page: str) -> str:
        """Return the address that shows a page: one begins at a document, or a page."""
        most = self.archivist.told(code)["pages"]["arrived"]
        for begin in range(0, most + 1, MOST if noi else 1):
            address = f"/luu-tru/lo/{code}?noi={noi}&tu={begin}"
            form = self.archivist.forms(address).get("arrange")
            if form is not None and page in form.ticks.get("page", ()):
                return address
        raise Refused(f"{code}: no screen shows the page {page}")

    def read(self, code: str) -> dict[str, Any]:
        """Wait until the files were read; return what stands where."""
        pages = self.archivist.told(code)["pages"]["arrived"]
        self.wait("read", pages, self.idle)
        found = self.truth(code)
        if not all(one["read"] for one in found["arrivals"]):
            raise SystemExit(f"not read: {found['arrivals']}")
        return found

    def idle(self) -> bool:
        """Say whether the worker has nothing to do; a job that failed ends all."""
        states = batchtruth.jobs(self.site)
        if "failed" in states.values():
            raise SystemExit(f"failed: {states}\n{self.site.logs()}")
        return not {"queued", "running"}.intersection(states.values())

    def describe(
        self, code: str, held: Mapping[str, Any], scan: scans.Scan
    ) -> tuple[dict[str, bool], dict[str, str]]:
        """Compare what is proposed with the paper, mend it and save.

        Return which fields were proposed right, and what stood there of the others.
        """
        address = f"/luu-tru/lo/{code}/tai-lieu/{held['id']}"
        shown = self.archivist.forms(address)["describe"].fields
        said = {
            "number": numbered(shown["f-number"], shown["f-notation"], scan.number),
            "date": "-".join(reversed(shown["f-date"].split("/"))),
            "agency": shown["f-agency"],
        }
        found = scans.compared(scan, said)
        number, *_year, notation = scan.number.split("/")
        told = {
            "f-type": scan.type,
            "f-number": number,
            "f-notation": notation,
            "f-date": on_paper(scan.date) or shown["f-date"],
            "f-agency": scan.agency,
            "f-abstract": scan.abstract[:500],
        }
        self.archivist.press(address, "describe", "save", **told)
        misread = {name: said[name] for name, same in found.items() if not same}
        return found, misread

    def examine(self, code: str, papers: Mapping[str, tuple[str, str]]) -> None:
        """Hand in; another person judges the sample and decides. Tell what came of it.

        ``papers`` are number and date as they stand on the paper, by document.
        """
        self.archivist.press(f"/luu-tru/lo/{code}", "arrange", "submit")
        at = f"/luu-tru/lo/{code}/kiem-tra"
        try:
            self.archivist.press(at, "sample", "sample")
        except Refused:
            own = "refused"
        else:
            own = "possible"
        self.inspector.press(at, "sample", "sample")
        judged = 0
        while "judge" in (forms := self.inspector.forms(at)):
            number, date = papers[forms["judge"].fields["document"]]
            self.inspector.press(at, "judge", "judge", number=number, date=date)
            judged += 1
        self.inspector.press(at, "decide", "decide")
        state = self.archivist.told(code)["state"]
        tell(examined=judged, of=len(papers), by_operator=own, state=state)

    def file(self, code: str) -> dict[str, Any]:
        """File everything, and wait until the worker has made it archival."""
        self.archivist.press(f"/luu-tru/lo/{code}/kiem-tra", "file", "file")
        pages = self.archivist.told(code)["pages"]["documents"]

        def filed() -> bool:
            return bool(self.archivist.told(code)["pages"]["filed"] == pages)

        self.wait("filed", pages, filed)
        self.wait("archival", pages, self.idle)
        return self.truth(code)

    # Proof

    def proven(
        self,
        road: str,
        found: Mapping[str, Any],
        known: Known,
        wanted: Mapping[int, Sequence[str]],
        sent: Mapping[str, str],
    ) -> bool:
        """Tell whether what was filed is what was on the table.

        ``wanted`` are the names of the pages of each document by its number, ``sent``
        the SHA-256 of each file that was sent, by its name.
        """
        filed = {one["ordinal"]: one for one in found["documents"]}
        compared = misfiled = 0
        least = 1.0
        for ordinal, names in wanted.items():
            shown = prints(Path(filed[ordinal]["path"])) if ordinal in filed else []
            misfiled += abs(len(shown) - len(names))
            for page, name in zip(shown, names, strict=False):
                nearest, alike = known.nearest(page)
                compared += 1
                misfiled += nearest != name or alike < ALIKE
                least = min(least, alike)
        kept = {one["sha256"] for one in found["arrivals"] if one["intact"]}
        approved = scans.verdicts(Path(one["archival"]) for one in filed.values())
        told = {
            "pages_in": found["pages_in"],
            "pages_placed": found["placed"],
            "astray": len(found["astray"]),
            "documents": len(filed),
            "pages_compared": compared,
            "misfiled": misfiled,
            "least_alike": round(least, 3),
            "originals": len(sent),
            "originals_changed": len(set(sent.values()) - kept),
            "in_the_archive": sum(bool(one.get("there")) for one in filed.values()),
            "house_approves": sum(bool(one.get("passed")) for one in filed.values()),
            "verapdf_approves": approved and sum(approved.values()),
        }
        tell(road=road, **told)
        proofs = [told["in_the_archive"], told["house_approves"]]
        proofs += [sum(approved.values())] if approved else []
        return (
            found["adds_up"]
            and not (told["astray"] or misfiled or told["originals_changed"])
            and compared == sum(map(len, wanted.values()))
            and set(proofs) == {len(wanted)}
        )


def on_paper(date: str) -> str:
    """Return 2024-11-26 as people write it, 26/11/2024."""
    return "/".join(reversed(date.split("-"))) if date else ""


def numbered(number: str, notation: str, wanted: str) -> str:
    """Return number and notation as on the paper, if they are those of the paper.

    The catalogue keeps both apart, and without the year that stands between them.
    """
    first, *_year, last = wanted.split("/")
    same = number.lstrip("0") == first.lstrip("0")
    if same and scans.plain(notation) == scans.plain(last):
        return wanted
    return f"{number}/{notation}"
