"""Opening files and taking in what lies in them.

A file is opened under an entry of a list in force, or without one: then who opens it
gives title, number and notation, term, maker and first day, Decree 30/2020/NĐ-CP
article 29(1). Everything taken in is written down as placed with the same event, so
nothing lies in two files. All acts raise ``Unknown``, ``NotYours``, ``Stale``,
``Impossible``, ``Missing`` and ``Secret``.
"""

from __future__ import annotations

from motcua import _
from motcua.archive.capture import batches
from motcua.archive.capture import documents
from motcua.archive.capture import store as capture
from motcua.archive.capture.fields import SECRET
from motcua.archive.holdings import fields
from motcua.archive.holdings import filelists
from motcua.archive.holdings import files
from motcua.archive.holdings import plan as plans
from motcua.archive.holdings import rights
from motcua.archive.holdings import store
from motcua.archive.holdings.errors import Held
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Secret
from motcua.archive.holdings.errors import Unknown
from motcua.archive.holdings.store import File
from motcua.base.vietnam import VIETNAM
from motcua.organisation import units
from motcua.storage import numbers
import re
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence
    from datetime import datetime
    from motcua.dossiers.ledger import Event

#: Documents of one act; the rest comes with the next one.
MOST: Final = 500
#: Documents of one file: their codes have seven digits, a cover has no room for more.
MOST_OF_A_FILE: Final = 20_000
FIRST: Final = 1800
LARGEST: Final = 9_999_999
_FORM: Final = re.compile(r"[A-Za-z0-9.\-]{1,40}\.\d{4}\.\d{1,7}\Z", re.ASCII)
#: What is asked of a file that no list foresees.
ASKED: Final = ("title", "retention", "begin")


def open_file(
    site: Any,
    fonds: str,
    year: int,
    actor: str,
    now: datetime,
    *,
    heading: str = "",
    department: str = "",
    given: Mapping[str, str] | None = None,
    number: int = 0,
) -> File:
    """Open a file of documents or paper and return it.

    ``heading`` is the key of an entry of the year's list. ``number`` is 0 for the next
    one; old files keep theirs. ``department`` makes it: that of the entry when nothing
    is said.
    """
    told = fields.merged({}, fields.checked(fields.FILE, given or {}))
    plan = filelists.in_force(site, fonds, year) if heading else None
    if heading:
        told, maker = _from_entry(site, plan, heading, told)
        department = department or maker
    for name in ASKED:
        if not told.get(name):
            raise Missing(
                _("A file needs “${field}” to be opened."),
                field=fields.FILE[name].title,
            )
    department = _department(site, department)
    keeper = files.keeper_of(site, fonds)
    group = rights.keeps(site, keeper, actor, now) or (
        rights.works(department, actor, now)
        if _belongs(site, department, keeper)
        else ""
    )
    rights.check(group, visible=False)
    told.setdefault("language", "01")
    told.setdefault("medium", "paper")
    told.setdefault("access", "conditional")
    return new(
        site,
        fonds,
        year,
        actor,
        group,
        now,
        list_=plan.code if plan else "",
        heading=heading,
        department=department,
        origin=files.PAPERS,
        told=told,
        number=number,
    )


def _from_entry(
    site: Any, plan: plans.Plan | None, heading: str, told: dict[str, str]
) -> tuple[dict[str, str], str]:
    """Return the data that an entry of the list gives to a file, and its maker."""
    entry = plan.entries.get(heading) if plan else None
    if plan is None or entry is None:
        raise Missing(_("Choose an entry of the file list of that year."))
    if plan.state != "issued":
        raise Impossible(
            _("The file list of ${year} is ended; open the file without it."),
            year=str(plan.year),
        )
    foreseen = {"retention": plan.retention(heading), "begin": f"{plan.year}"}
    if entry.kind == plans.FILE:
        foreseen |= {"title": entry.title, "notation": entry.number}
    return fields.merged(foreseen, told), plan.maker(heading)


def _department(site: Any, code: str) -> str:
    try:
        return units.get(code, site).code
    except KeyError as error:
        raise Missing(_("Choose the department that makes the file.")) from error


def _belongs(site: Any, department: str, agency: str) -> bool:
    from_ = {unit.code for unit in units.ancestors(department, site)}
    return agency in from_ or units.get(department, site).served_agency == agency


def new(
    site: Any,
    fonds: str,
    year: int,
    actor: str,
    group: str,
    now: datetime,
    *,
    list_: str,
    heading: str,
    department: str,
    origin: str,
    told: Mapping[str, str],
    number: int = 0,
    more: Mapping[str, Any] | None = None,
) -> File:
    """Make a file; rights and data were checked. Raises ``Missing``, ``Impossible``.

    ``more`` is written down with it, beside its fields.
    """
    if store.fonds(site, fonds) is None:
        raise Unknown
    if not FIRST <= year <= now.astimezone(VIETNAM).year:
        raise Missing(_("A file is of a year from 1800 to the present one."))
    shelf = store.made(site)
    number, code = _code(shelf, fonds, year, number)
    one = File(code)
    facts = {
        "code": code,
        "fonds": fonds,
        "year": year,
        "number": number,
        "list": list_,
        "heading": heading,
        "department": department,
        "origin": origin,
    }
    data = {"fields": dict(told), **(more or {})}
    rights.append(one, "open", actor, group, now, facts, data)
    shelf.files[code] = one
    return one


def code_of(fonds: str, year: int, number: int) -> str:
    """Return the code of a file: maker, year, number (Circular 05/2025, appendix I)."""
    return f"{fonds}.{year}.{number}"


def is_code(text: str) -> bool:
    """Say whether a text has the form of the code of a file."""
    return bool(_FORM.match(text))


def _code(shelf: store.Shelf, fonds: str, year: int, wanted: int) -> tuple[int, str]:
    """Return number and code; a wanted number has to be free."""
    if wanted:
        code = code_of(fonds, year, wanted)
        if not 1 <= wanted <= LARGEST or code in shelf.files:
            raise Impossible(_("File ${code} is there already."), code=code)
        numbers.raise_above(f"file:{fonds}", str(year), wanted)
        return wanted, code
    while True:
        number = numbers.allocate(f"file:{fonds}", str(year))
        code = code_of(fonds, year, number)
        if code not in shelf.files:
            return number, code


def waiting(site: Any, file_code: str, most: int = MOST) -> list[str]:
    """Return codes of documents named by this code of a file that lie in none."""
    found = []
    for code in _named(site, file_code):
        if not store.place_of(site, store.document_key(code)):
            found.append(code)
        if len(found) >= most:
            break
    return found


def _named(site: Any, file_code: str) -> Iterator[str]:
    kept = capture.shelf(site)
    if kept is None or not file_code:
        return
    first, last = f"{file_code}.", f"{file_code}.{LARGEST}"
    for code in kept.documents.keys(first, last):
        if code.removeprefix(first).isdigit() and len(code) == len(first) + 7:
            yield code


def take_documents(
    site: Any,
    one: File,
    actor: str,
    now: datetime,
    *,
    file_code: str = "",
    seen: int | None = None,
) -> Event:
    """Take in the documents that name this file, or another code, at most ``MOST``.

    ``file_code`` is that of a batch whose papers were scanned without a file.
    """
    found, group = _changeable(site, one, actor, now, seen)
    if found.record:
        raise Impossible(
            _("This file holds a dossier; documents get a file of their own.")
        )
    codes = waiting(site, file_code or one.code)
    taken = [code for code in codes if _may_take(site, found, code, actor, now)]
    if not taken:
        raise Missing(
            _("There is no document with file code ${code} that lies in no file yet."),
            code=(file_code or one.code)[:64],
        )
    if len(found.documents) + len(taken) > MOST_OF_A_FILE:
        raise Missing(_("A file has 20000 documents at most; open another one."))
    shelf = store.made(site)
    event = rights.append(one, "take", actor, group, now, {"documents": taken})
    for code in taken:
        _place(shelf, store.document_key(code), one.code)
    return event


def _may_take(
    site: Any, found: files.FileView, code: str, actor: str, now: datetime
) -> bool:
    document = capture.document(site, code)
    if document is None:
        return False
    told = documents.view(document)
    keeper = files.keeper_of(site, found.fonds)
    mine = batches.holds(told.unit, actor, now) or bool(
        rights.keeps(site, keeper, actor, now) and _belongs(site, told.unit, keeper)
    )
    if mine and told.fields.get("access") == SECRET:
        raise Secret
    return mine


def _place(shelf: store.Shelf, key: str, code: str) -> None:
    """Write down where something lies. Raises ``Impossible`` when it lies elsewhere."""
    if key in shelf.placed:
        raise Impossible(
            _("This lies in file ${code} already."), code=shelf.placed[key]
        )
    shelf.placed[key] = code


def take_received(
    one: File,
    codes: Sequence[str],
    actor: str,
    group: str,
    now: datetime,
    shelf: store.Shelf,
) -> Event:
    """Take in documents that came with the file; all was checked."""
    event = rights.append(one, "take", actor, group, now, {"documents": list(codes)})
    for code in codes:
        _place(shelf, store.document_key(code), one.code)
    return event


def place_record(site: Any, one: File, code: str) -> None:
    """Write down that the record of a dossier lies in a file; it was checked."""
    _place(store.made(site), store.record_key(code), one.code)


def take_out(
    site: Any,
    one: File,
    codes: Sequence[str],
    reason: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Take documents out of an open file: duplicates, drafts, what lies wrongly.

    They stay in the archive, in no file (Decree 30/2020/NĐ-CP article 29(3)).
    """
    found, group = _changeable(site, one, actor, now, seen)
    if found.holds:
        raise Held(code=found.code, owner=found.holds[0].owner)
    wanted = list(dict.fromkeys(codes))
    if not wanted or set(wanted) - set(found.documents):
        raise Missing(_("Choose documents of this file."))
    if not reason.strip():
        raise Missing(_("Give the reason in words."))
    facts, data = {"documents": wanted}, {"reason": reason}
    event = rights.append(one, "take_out", actor, group, now, facts, data)
    for code in wanted:
        del store.made(site).placed[store.document_key(code)]
    return event


def describe(
    site: Any,
    one: File,
    given: Mapping[str, str],
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Write data of a file down, as far as they differ from what stands there."""
    found, group = _changeable(site, one, actor, now, seen)
    changed = fields.altered(found.fields, fields.checked(fields.FILE, given))
    whole = fields.merged(found.fields, changed)
    fields.checked(
        fields.FILE, {name: whole.get(name, "") for name in ("begin", "end")}
    )
    if not whole.get("title"):
        raise Missing(_("Give the file a title."))
    return rights.append(one, "describe", actor, group, now, {}, {"fields": changed})


def move(
    site: Any,
    one: File,
    heading: str,
    reason: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Put a file under another entry of the list of its year."""
    found, group = _changeable(site, one, actor, now, seen)
    plan = filelists.in_force(site, found.fonds, found.year)
    if plan is None or heading not in plan.entries:
        raise Missing(_("Choose an entry of the file list of that year."))
    if (plan.code, heading) == (found.list, found.heading):
        raise Missing(_("Nothing was changed."))
    if found.heading and not reason.strip():
        raise Missing(_("Give the reason in words."))
    facts, data = {"list": plan.code, "heading": heading}, {"reason": reason}
    return rights.append(one, "move", actor, group, now, facts, data)


def _changeable(
    site: Any, one: File, actor: str, now: datetime, seen: int | None
) -> tuple[files.FileView, str]:
    found, group = files.allowed(site, one, actor, now, seen)
    if found.state != files.OPEN:
        raise Impossible(_("This file is closed; reopen it first, with the reason."))
    return found, group


def departments(site: Any, person: str, now: datetime) -> dict[str, str]:
    """Return the departments for which the person may open files: code -> name."""
    held = rights.groups(person, now)
    found: dict[str, str] = {}
    kept = rights.agencies(site, held, rights.ARCHIVE, now=now)
    day = now.astimezone(VIETNAM).date()
    for unit in units.all(on=day, site=site):
        own = any(f"{unit.code}:{duty}" in held for duty in rights.MAKERS)
        archive = (unit.served_agency or unit.agency) in kept and unit.kind != "counter"
        if own or archive:
            found[unit.code] = unit.name
    return found
