"""Real scans as an archivist brings them: a stack of paper, and signed files beside."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from sides import scans
from sides.batchroad import on_paper
from sides.batchroad import Road
from sides.batchroad import Sheet
from sides.batchroad import stacked
from sides.likeness import Known
from sides.likeness import prints
from sides.rounds import tell
from typing import Any


#: Share of fields that has to be proposed as it stands on the paper.
GOAL = 0.95


def papers(road: Road, wanted: Sequence[scans.Scan]) -> bool:
    """Walk the whole road; say whether every goal was met."""
    paper = [one for one in wanted if not one.signed]
    signed = [one for one in wanted if one.signed]
    numbers = dict(enumerate([*paper, *signed], start=1))
    code = road.open(sum(one.pages for one in wanted) + len(paper))
    sent = come_in(road, code, paper, signed)
    found = road.looked(code)
    good = arranged(found, len(paper), len(signed))
    number_by_hand(road, code, found, len(paper))
    found = road.read(code)
    right = described(road, code, found, numbers)
    typed = {
        one["id"]: typed_again(numbers[one["ordinal"]], one["fields"])
        for one in road.truth(code)["documents"]
    }
    road.examine(code, typed)
    found = road.file(code)
    pages = {
        one.path.name: [f"{one.path.name} {page}" for page in range(1, one.pages + 1)]
        for one in wanted
    }
    known = Known(
        pair
        for one in wanted
        for pair in zip(pages[one.path.name], prints(one.path), strict=True)
    )
    names = {number: pages[one.path.name] for number, one in numbers.items()}
    proven = road.proven("papers", found, known, names, sent)
    return good and right and proven


def come_in(
    road: Road,
    code: str,
    paper: Sequence[scans.Scan],
    signed: Sequence[scans.Scan],
) -> dict[str, str]:
    """Send the stack by REST, as a scanner does, and signed files on the screen.

    Return the SHA-256 of what was sent.
    """
    sent = {}
    if paper:
        stack: list[Sheet] = []
        for cover, one in zip(road.covers(code, len(paper)), paper, strict=True):
            stack.append(Sheet("cover", picture=cover))
            stack += [
                Sheet(one.path.name, (one.path, page + 1)) for page in range(one.pages)
            ]
        file = stacked(stack, road.place / "stack.pdf")
        told = road.archivist.send(code, file)
        sent[file.name] = scans.digest(file)
        if told["sha256"] != sent[file.name] or told["pages"] != len(stack):
            raise SystemExit(f"came in otherwise: {told}")
    if signed:
        files = [one.path for one in signed]
        road.archivist.press(f"/luu-tru/lo/{code}", "upload", "upload", files=files)
        sent |= {one.path.name: one.sha256 for one in signed}
    return sent


def arranged(found: Mapping[str, Any], paper: int, signed: int) -> bool:
    """Tell what arranged itself."""
    whole = [one["pages"] for one in found["arrivals"] if one["signed"]]
    waiting = [reason for reason in found["unassigned"].values() if reason == "signed"]
    told = {
        "pages_in": found["pages_in"],
        "pages_placed": found["placed"],
        "documents": len(found["documents"]),
        "covers": len(found["covers"]),
        "signed_files": len(whole),
        "pages_of_signed": len(waiting),
        "unassigned_else": len(found["unassigned"]) - len(waiting),
        "turned": sum(bool(one[2]) for one in found["pages"].values()),
        "quarantined": len(found["quarantined"]),
    }
    tell(road="papers", arranged=told)
    expected = {
        "documents": paper,
        "covers": paper,
        "signed_files": signed,
        "pages_of_signed": sum(whole),
        "unassigned_else": 0,
        "turned": 0,
        "quarantined": 0,
    }
    same = all(told[name] == number for name, number in expected.items())
    return same and found["adds_up"] and not found["astray"]


def number_by_hand(road: Road, code: str, found: Mapping[str, Any], taken: int) -> None:
    """Make each signed file a document, by its first page, and give it a number."""
    for arrival in found["arrivals"]:
        if arrival["signed"]:
            page = [f"a{arrival['number']}.1"]
            taken += 1
            road.act(code, "split", page, "chua-xep")
            road.act(code, "assign", page, ordinal=str(taken))


def described(
    road: Road,
    code: str,
    found: Mapping[str, Any],
    numbers: Mapping[int, scans.Scan],
) -> bool:
    """Describe every document; tell how much was proposed as it stands on the paper."""
    right = asked = 0
    for one in found["documents"]:
        scan = numbers[one["ordinal"]]
        fields, misread = road.describe(code, one, scan)
        right += sum(fields.values())
        asked += len(fields)
        if misread:
            tell(document=scan.path.name, misread=misread)
    tell(road="papers", fields=asked, proposed_right=right)
    return right >= GOAL * asked


def typed_again(scan: scans.Scan, kept: Mapping[str, str]) -> tuple[str, str]:
    """Return number and date as they stand on the paper.

    Where nobody wrote the date down, what was read is all that there is.
    """
    date = on_paper(scan.date) or on_paper(kept.get("date", ""))
    return scan.number.partition("/")[0], date
