"""Looking a shelf or a box through: scanning, what differs, and closing with minutes.

Who keeps the archive of the agency counts. What belongs there is read from SQL, which
follows every act at once; what is written down at closing stays as it was found. All
acts raise ``Unknown``, ``NotYours``, ``Impossible``, ``Missing``.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from motcua.archive.custody import counts
from motcua.archive.custody import looking
from motcua.archive.custody import paper
from motcua.archive.custody import places
from motcua.archive.custody import scanning
from motcua.archive.custody import store
from motcua.archive.custody.counts import Finding
from motcua.archive.custody.store import Count
from motcua.archive.holdings import files
from motcua.archive.holdings import handed
from motcua.archive.holdings import rights
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Unknown
from motcua.base.vietnam import VIETNAM
from motcua.storage import numbers
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence
    from datetime import date
    from datetime import datetime
    from motcua.archive.custody.counts import CountView
    from motcua.dossiers.ledger import Event

#: Codes of one act, and files of one stocktaking.
MOST: Final = 200
MOST_FILES: Final = 10_000
_WORDS: Final = 1000
#: Findings that are settled by writing down where the thing was seen.
SETTLED: Final = (counts.BOX_MISPLACED, counts.MISPLACED, counts.UNPLACED)


@dataclass(frozen=True)
class Out:
    """A file that is not there because it is on loan, which is as it should be."""

    code: str
    box: str
    department: str
    until: date


@dataclass(frozen=True)
class Report:
    """What was found: ``boxes`` and ``files`` belong there, ``seen`` files are.

    ``lent`` are out on loan, as on record; ``out`` names them before it is closed.
    """

    boxes: int
    files: int
    seen: int
    findings: tuple[Finding, ...]
    lent: int
    out: tuple[Out, ...] = ()

    @property
    def boxless(self) -> int:
        """How many files belong in boxes that are missing."""
        missing = sum(one.kind == counts.MISSING for one in self.findings)
        return self.files - self.seen - missing - self.lent


def begin(site: Any, place: str, actor: str, now: datetime) -> Count:
    """Begin the stocktaking of a shelf or a box and return it.

    ``Impossible`` while another one of the same place is not over.
    """
    found = places.view(places.get(site, place, actor, now))
    group = rights.check(rights.keeps(site, found.agency, actor, now))
    if found.kind == places.STORE:
        raise Missing(_("Count shelf by shelf: scan the label of a shelf or a box."))
    if busy := looking.being_counted(found.barcode):
        raise Impossible(
            _("${code} is being counted already: ${count}. Go on there."),
            code=found.barcode,
            count=busy,
        )
    kept, year = store.made(site), now.astimezone(VIETNAM).year
    code = ""
    while not code or code in kept.counts:
        number = numbers.allocate(f"{counts.SEQUENCE}:{found.agency}", str(year))
        code = f"{store.COUNT}-{found.agency}-{year}-{number}"
    made = Count(code)
    facts = {
        "agency": found.agency,
        "year": year,
        "number": number,
        "place": found.barcode,
    }
    rights.append(made, "begin", actor, group, now, facts)
    kept.counts[code] = made
    return made


def get(site: Any, code: str, person: str, now: datetime) -> Count:
    """Return a stocktaking of an archive that the person keeps, else ``Unknown``."""
    one = store.count(site, code)
    if one is None or not rights.keeps(site, counts.view(one).agency, person, now):
        raise Unknown
    return one


def scan(
    site: Any, one: Count, typed: Sequence[str], actor: str, now: datetime
) -> Event:
    """Write codes down that were scanned, 200 at most; a box holds for what follows.

    A code of nothing that is kept is written down as well: it lies there.
    """
    found, group = _open(site, one, actor, now)
    wanted = [scanning.read(site, code) for code in typed if code.strip()]
    if not 0 < len(wanted) <= MOST:
        raise Missing(_("Scan a code, or type up to 200 of them."))
    if len(found.codes) + len(wanted) > MOST_FILES:
        raise Missing(_("One stocktaking has 10000 files at most; close it."))
    event = None
    box = found.box or _only_box(site, found)
    for told in _runs(site, found, box, wanted, actor, now):
        event = rights.append(one, "scan", actor, group, now, told)
    assert event is not None
    return event


def _only_box(site: Any, found: CountView) -> str:
    place = store.place(site, found.place)
    box = place is not None and places.view(place).kind == places.BOX
    return found.place if box else ""


def _runs(
    site: Any,
    found: CountView,
    box: str,
    codes: Sequence[str],
    actor: str,
    now: datetime,
) -> Iterator[dict[str, Any]]:
    """Yield the facts of one event for each box among the codes."""
    run: dict[str, Any] = {"box": box, "files": [], "boxes": [], "others": []}
    for code in codes:
        kind = _kind(site, found, code, actor, now)
        if kind == "boxes":
            if run["files"] or run["others"] or run["boxes"]:
                yield run
            run = {"box": code, "files": [], "boxes": [code], "others": []}
        elif not run["box"]:
            raise Missing(
                _("Scan the label of the box first, then ${code} in it."), code=code
            )
        else:
            run[kind].append(code)
    if run["files"] or run["others"] or run["boxes"]:
        yield run


def _kind(site: Any, found: CountView, code: str, actor: str, now: datetime) -> str:
    """Return what a code is: by its archive alone, files that few may open are there
    too.
    """
    file = holdings.file(site, code)
    if file is not None:
        keeper = files.keeper_of(site, files.view(file).fonds)
        return "files" if keeper == found.agency else "others"
    place = store.place(site, code)
    told = places.view(place) if place is not None else None
    if told is None or told.agency != found.agency:
        return "others"
    if told.kind != places.BOX:
        raise Missing(
            _("${code} is no box and no file. To count it, begin with it anew."),
            code=code,
        )
    return "boxes"


def unscan(site: Any, one: Count, code: str, actor: str, now: datetime) -> Event:
    """Take a code back that was scanned by mistake."""
    found, group = _open(site, one, actor, now)
    if code not in {*found.codes, *found.boxes, *found.others}:
        raise Missing(_("${code} was not scanned here."), code=code[:80])
    return rights.append(one, "unscan", actor, group, now, {"code": code})


def settle(
    site: Any, one: Count, codes: Sequence[str], actor: str, now: datetime
) -> Event:
    """Write on record that these lie where they were seen; the minutes tell it.

    Raises what ``paper.put`` and ``places.move`` raise; then nothing is written.
    """
    found, group = _open(site, one, actor, now)
    wanted = set(codes)
    chosen = [
        each
        for each in report(site, found).findings
        if each.code in wanted and each.kind in SETTLED
    ]
    if not chosen:
        raise Missing(_("Choose what lies in another place than on record."))
    for each in chosen:
        if each.kind == counts.BOX_MISPLACED:
            box = places.get(site, each.code, actor, now)
            places.move(site, box, each.seen, actor, now)
            continue
        file = holdings.file(site, each.code)
        if file is not None:
            paper.put(site, file, each.seen, actor, now)
    facts = {"findings": [each.facts for each in chosen]}
    return rights.append(one, "settle", actor, group, now, facts)


def close(
    site: Any,
    one: Count,
    members: str,
    note: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Close it: what was found is written down, and minutes are printed of it.

    ``Stale`` when somebody scanned since.
    """
    found, group = _open(site, one, actor, now)
    rights.check_seen(one, seen)
    if not found.boxes and not found.codes and not found.others:
        raise Missing(_("Nothing was scanned yet; give it up, or scan."))
    if not members.strip():
        raise Missing(_("Name who counted."))
    told = report(site, found)
    facts = {
        "findings": [each.facts for each in told.findings],
        "boxes": told.boxes,
        "files": told.files,
        "seen": told.seen,
        "lent": told.lent,
    }
    data = {"members": members.strip()[:_WORDS], "note": note.strip()[:_WORDS]}
    return rights.append(one, "close", actor, group, now, facts, data)


def give_up(site: Any, one: Count, reason: str, actor: str, now: datetime) -> Event:
    """Give it up with the reason; nothing was changed by it."""
    _found, group = _open(site, one, actor, now)
    if not reason.strip():
        raise Missing(_("Give the reason in words."))
    data = {"reason": reason.strip()[:_WORDS]}
    return rights.append(one, "give_up", actor, group, now, {}, data)


def _open(site: Any, one: Count, actor: str, now: datetime) -> tuple[CountView, str]:
    found = counts.view(get(site, one.code, actor, now))
    group = rights.check(rights.keeps(site, found.agency, actor, now))
    if found.state != counts.OPEN:
        raise Impossible(_("Stocktaking ${code} is over."), code=found.code)
    return found, group


def report(site: Any, found: CountView) -> Report:
    """Return what differs now; of one that is closed what was written down then."""
    if found.state == counts.CLOSED:
        boxes_due, files_due, there, lent = found.totals
        return Report(boxes_due, files_due, there, found.findings, lent)
    boxes = _expected(site, found)
    due = looking.papers_of_boxes(boxes)
    known = {**looking.papers_of(tuple(found.codes)), **due}
    out = tuple(
        Out(code, row["box"], row["department"], row["until"])
        for code, row in due.items()
        if row["until"] is not None and code not in found.codes
    )
    findings = [
        *_of_boxes(site, found, boxes),
        *_of_missing(found, boxes, due),
        *(each for code in found.codes for each in _of_seen(site, found, code, known)),
        *(Finding(counts.STRANGE, code, "", box) for code, box in found.others.items()),
    ]
    order = list(counts.KINDS)
    findings.sort(key=lambda each: (order.index(each.kind), each.code))
    seen = sum(1 for code in due if code in found.codes)
    return Report(len(boxes), len(due), seen, tuple(findings), len(out), out)


def _expected(site: Any, found: CountView) -> list[str]:
    if box := _only_box(site, found):
        return [box]
    rows = looking.within(found.place, limit=looking.LARGEST_PLACE)
    return [row["barcode"] for row in rows if not row["retired"]]


def _of_boxes(site: Any, found: CountView, boxes: list[str]) -> Iterator[Finding]:
    whole = found.place not in boxes
    for code in boxes:
        if whole and code not in found.boxes:
            yield Finding(counts.BOX_MISSING, code, found.place)
    for code in found.boxes:
        place = store.place(site, code)
        if code in boxes or place is None or not whole:
            continue
        yield Finding(
            counts.BOX_MISPLACED, code, places.view(place).inside, found.place
        )


def _of_missing(
    found: CountView, boxes: list[str], due: dict[str, Any]
) -> Iterator[Finding]:
    """Yield files that were not seen, but for those of a box that is missing whole."""
    there = {*found.boxes, found.place} & set(boxes)
    for code, row in due.items():
        if code not in found.codes and row["until"] is None and row["box"] in there:
            yield Finding(counts.MISSING, code, row["box"])


def _of_seen(
    site: Any, found: CountView, code: str, known: dict[str, Any]
) -> Iterator[Finding]:
    seen = found.codes[code]
    row = known.get(code)
    record = row["box"] if row is not None else ""
    if len(seen) > 1:
        yield Finding(counts.DOUBLED, code, record, ", ".join(seen))
    elif row is not None and row["until"] is not None:
        yield Finding(counts.LENT_HERE, code, record, seen[0])
    elif not record:
        kind = counts.GONE if _gone(site, code) else counts.UNPLACED
        yield Finding(kind, code, "", seen[0])
    elif record != seen[0]:
        yield Finding(counts.MISPLACED, code, record, seen[0])


def _gone(site: Any, code: str) -> bool:
    one = holdings.file(site, code)
    found = files.view(one) if one is not None else None
    if found is None or found.destroyed is not None:
        return True
    return found.keeping == handed.HISTORICAL
