"""Pages of real scans as a careless hand feeds them, and what must become of each."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from PIL import Image
import random
from sides import scans
from sides import sheets
from sides.batchroad import on_paper
from sides.batchroad import Road
from sides.batchroad import Sheet
from sides.batchroad import stacked
from sides.likeness import Known
from sides.likeness import prints
from sides.rounds import tell
from sides.visits import Visitor
from typing import Any


#: Documents that are fed, and the pages of each at most.
DOCUMENTS, PAGES = 4, 5
SEED = 20_260_901
#: Who sees dossiers of the house, one of whose codes goes astray.
CLERK = "tiepnhan"
PENCILLED = "pencilled"

Shown = tuple[tuple[str, Image.Image], ...]


@dataclass(frozen=True)
class Fed:
    """A sheet that was fed, and what must become of it.

    ``ordinal`` is the document that it belongs to, 0 for none; ``place`` is where it
    has to be by itself: ``document`` (that one), ``unassigned`` or ``cover``.
    ``turned`` is by how many degrees it has to be turned by itself, ``shows`` what is
    on it, the right way up, by name; ``rejected`` why a person takes it out.
    """

    name: str
    picture: Image.Image
    ordinal: int = 0
    place: str = "document"
    turned: int = 0
    shows: Shown = ()
    rejected: str = ""


def nasty(road: Road, wanted: Sequence[scans.Scan]) -> bool:
    """Walk the whole road; say whether every goal was met."""
    paper = [one for one in wanted if not one.signed][:DOCUMENTS]
    if len(paper) < DOCUMENTS:
        raise SystemExit(f"the nasty batch is made of {DOCUMENTS} scans of paper")
    alien = road.covers(road.open(0), 1)[0]
    code = road.open(0)
    covers = road.covers(code, DOCUMENTS)
    fed = list(feed(paper, covers, alien, code_of_a_dossier(road)))
    file = stacked(
        [Sheet(one.name, picture=one.picture) for one in fed], road.place / "nasty.pdf"
    )
    told = road.archivist.send(code, file)
    digests = {file.name: scans.digest(file)}
    good = told["sha256"] == digests[file.name] and told["pages"] == len(fed)
    found = road.looked(code)
    good = arranged(found, fed) and good
    names = by_hand(road, code, found, fed)
    found = road.read(code)
    numbers = dict(enumerate(paper, start=1))
    typed = {}
    for one in found["documents"]:
        scan = numbers[one["ordinal"]]
        road.describe(code, one, scan)
        number, date = scan.number.partition("/")[0], on_paper(scan.date)
        typed[one["id"]] = (number, date)
    for one in road.truth(code)["documents"]:
        number, date = typed[one["id"]]
        typed[one["id"]] = (number, date or on_paper(one["fields"].get("date", "")))
    road.examine(code, typed)
    found = road.file(code)
    pages = Known(known(road, fed, paper))
    proven = road.proven("nasty", found, pages, names, digests)
    return proven and good


def code_of_a_dossier(road: Road) -> Image.Image:
    """Return the bars of a dossier of the house, as they stand on its slips."""
    import numpy as np
    import zxingcpp

    answer = Visitor(road.site, CLERK).ask("@dossiers")
    code = answer["items"][0]["code"]
    bars = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.Code128)
    return Image.fromarray(np.asarray(zxingcpp.write_barcode_to_image(bars, scale=3)))


# What is fed


def feed(
    paper: Sequence[scans.Scan],
    covers: Sequence[Image.Image],
    alien: Image.Image,
    code: Image.Image,
) -> Iterator[Fed]:
    """Yield the sheets of the stack."""
    first, second, third, fourth = (pages_of(one) for one in paper)
    lost = pages_of(paper[0], PAGES + 1)
    yield Fed("before all covers", lost[0][1], 0, "unassigned", rejected="alien")
    yield Fed("cover 1", covers[0], place="cover")
    yield from shuffled(first, 1)
    yield Fed("cover 2, half torn off", sheets.torn(covers[1], 0.5), place="cover")
    yield from harmed(second, 2)
    turned = covers[2].rotate(180)
    yield Fed("cover 3, upside down", turned, place="cover", turned=180)
    yield from spread(third, 3)
    stray = sheets.bearing(lost[1][1], code)
    yield Fed("code of a dossier", stray, 0, "unassigned", rejected="alien")
    yield from whole(third[4:], 3)
    harm = sheets.without_codes(covers[3])
    yield Fed("cover 4, no code left", harm, 0, "unassigned", rejected="separator")
    for name, picture in fourth:
        yield Fed(name, picture, 4, "unassigned", shows=((name, picture),))
    yield Fed("cover of another batch", alien, 0, "unassigned", rejected="alien")
    yield Fed("behind it", lost[2][1], 0, "unassigned", rejected="alien")


def pages_of(scan: scans.Scan, begin: int = 1) -> list[tuple[str, Image.Image]]:
    """Return some pages of a scan from one on, with their names."""
    numbers = range(begin, min(begin + PAGES, scan.pages + 1))
    pictures = sheets.drawn(scan.path, numbers)
    return [
        (f"{scan.path.name} {number}", picture)
        for number, picture in zip(numbers, pictures, strict=True)
    ]


def whole(pages: Sequence[tuple[str, Image.Image]], ordinal: int) -> Iterator[Fed]:
    """Yield pages as they are."""
    for name, picture in pages:
        yield Fed(name, picture, ordinal, shows=((name, picture),))


def shuffled(pages: Sequence[tuple[str, Image.Image]], ordinal: int) -> Iterator[Fed]:
    """Yield pages out of order."""
    mixed = list(pages)
    random.Random(SEED).shuffle(mixed)
    yield from whole(mixed, ordinal)


def harmed(pages: Sequence[tuple[str, Image.Image]], ordinal: int) -> Iterator[Fed]:
    """Yield a page upside down, one of thin paper, and empty sheets behind the rest."""
    yield from whole(pages[:1], ordinal)
    yield upside_down(pages[1], ordinal)
    name, picture = pages[2]
    seen = sheets.thin(picture, pages[0][1])
    yield Fed(f"{name}, thin", seen, ordinal, shows=((name, seen),))
    yield from whole(pages[3:], ordinal)
    faint = sheets.pencilled()
    yield Fed(PENCILLED, faint, ordinal, shows=((PENCILLED, faint),))
    yield Fed("two empty sheets", sheets.doubled(), ordinal, rejected="blank")


def upside_down(page: tuple[str, Image.Image], ordinal: int) -> Fed:
    """Return a page that was fed the wrong way."""
    name, picture = page
    turned = picture.rotate(180)
    return Fed(f"{name}, turned", turned, ordinal, turned=180, shows=(page,))


def spread(pages: Sequence[tuple[str, Image.Image]], ordinal: int) -> Iterator[Fed]:
    """Yield a page, two more on one open sheet, and one upside down."""
    yield from whole(pages[:1], ordinal)
    left, right = pages[1], pages[2]
    open_sheet = sheets.opened(left[1], right[1])
    yield Fed("open spread", open_sheet, ordinal, shows=(left, right))
    yield upside_down(pages[3], ordinal)


def known(
    road: Road, fed: Sequence[Fed], paper: Sequence[scans.Scan]
) -> Iterator[tuple[str, Any]]:
    """Yield every page there is: those that were fed, and the rest of the scans.

    Those that were fed are packed and drawn as the scanner's file is: on empty paper
    the grain is nearly all there is to compare.
    """
    shown = dict(pair for one in fed for pair in one.shows)
    packed = stacked(
        [Sheet(name, picture=picture) for name, picture in shown.items()],
        road.place / "shown.pdf",
    )
    yield from zip(shown, prints(packed), strict=True)
    for scan in paper:
        for number, page in enumerate(prints(scan.path), start=1):
            name = f"{scan.path.name} {number}"
            if name not in shown:
                yield name, page


# What becomes of it


def arranged(found: Mapping[str, Any], fed: Sequence[Fed]) -> bool:
    """Tell what arranged itself, and which sheets are not where they have to be."""
    wrong, elsewhere, turned, empty = [], [], [], []
    for number, sheet in enumerate(fed, start=1):
        page = f"a1.{number}"
        place, ordinal = place_of(found, page)
        if place == "document" and ordinal != sheet.ordinal:
            wrong.append(sheet.name)
        if place != sheet.place:
            elsewhere.append(f"{sheet.name}: {place}")
        if found["pages"][page][2] != sheet.turned:
            turned.append(sheet.name)
        if found["pages"][page][4]:
            empty.append(sheet.name)
    told = {
        "sheets": len(fed),
        "pages_in": found["pages_in"],
        "pages_placed": found["placed"],
        "astray": len(found["astray"]),
        "in_a_wrong_document": wrong,
        "not_where_they_should_be": elsewhere,
        "unassigned": len(found["unassigned"]),
        "turned_wrong": turned,
        "called_blank": empty,
    }
    tell(road="nasty", arranged=told)
    lost = found["astray"] or not found["adds_up"] or PENCILLED in empty
    return not (wrong or elsewhere or turned or lost)


def place_of(found: Mapping[str, Any], page: str) -> tuple[str, int]:
    """Return where a page is, and in which document."""
    for one in found["documents"]:
        if page in one["pages"]:
            return "document", one["ordinal"]
    names = {"covers": "cover"}
    for name in ("covers", "unassigned", "rejected", "quarantined"):
        if page in found[name]:
            return names.get(name, name), 0
    return "nowhere", 0


def by_hand(
    road: Road, code: str, found: Mapping[str, Any], fed: Sequence[Fed]
) -> dict[int, list[str]]:
    """Do what a person has to; return the pages of each document by name."""
    pages = {f"a1.{number}": sheet for number, sheet in enumerate(fed, start=1)}
    for page, sheet in pages.items():
        if sheet.rejected:
            place, _ordinal = place_of(found, page)
            noi = "" if place == "document" else "chua-xep"
            road.act(code, "reject", [page], noi, reason=sheet.rejected)
    late = [
        page
        for page, sheet in pages.items()
        if sheet.ordinal and place_of(found, page)[0] == "unassigned"
    ]
    if late:
        road.act(code, "split", late, "chua-xep")
        road.act(code, "assign", late[:1], ordinal=str(pages[late[0]].ordinal))
    for page, sheet in pages.items():
        if len(sheet.shows) == 2:
            road.act(code, "cut", [page])
        wanted = (sheet.turned - found["pages"][page][2]) % 360
        if wanted and sheet.ordinal:
            turns = {90: "turn-right", 180: "turn-over", 270: "turn-left"}
            road.act(code, turns[wanted], [page])
    put_in_order(road, code, 1, pages)
    names: dict[int, list[str]] = {}
    for sheet in fed:
        if sheet.ordinal and not sheet.rejected:
            names.setdefault(sheet.ordinal, []).extend(one for one, _two in sheet.shows)
    names[1].sort()
    return names


def put_in_order(road: Road, code: str, ordinal: int, pages: Mapping[str, Fed]) -> None:
    """Put the pages of a document into the order of their names, step by step."""
    held = next(
        one for one in road.truth(code)["documents"] if one["ordinal"] == ordinal
    )
    order = list(held["pages"])
    for at, page in enumerate(sorted(order, key=lambda one: pages[one].name)):
        while order.index(page) > at:
            road.act(code, "earlier", [page])
            here = order.index(page)
            order[here - 1 : here + 1] = [page, order[here - 1]]
