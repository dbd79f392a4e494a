"""What came from elsewhere: a package, judged, then taken in or refused.

=========== ===================================================================
arrive      code, agency, sha256, size, way, channel, later -- a job judges it;
            data: name, sender
again       a job judges it once more
check       verdict (sound, faulty or unchecked), report, kind, level, fonds,
            documents, identifier, file; data: title
accept      close -- term and access are right, the file may be closed; data: note
refuse      data: reason
take        files, codes, documents, index -- taken in, with the digests of all it
            holds; codes of documents that came by themselves
fail        data: reason -- it could not be taken in; accepted again when that is mended
destroy     file -- the package and all it held are gone with what was taken in
=========== ===================================================================

The package itself is kept as it came, whatever becomes of it; reports are stored files.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import datetime
from datetime import UTC
import json
from motcua import _
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Unknown
from motcua.archive.packages import checking
from motcua.archive.packages import store
from motcua.archive.packages.hindrances import hindrance
from motcua.archive.packages.reports import Report
from motcua.archive.packages.store import Accession
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import ledger
from motcua.storage import files
from motcua.storage import jobs
from motcua.storage import numbers
from plone import api
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping
    from motcua.dossiers.ledger import Event
    from pathlib import Path

CHECKING: Final = "checking"
SOUND: Final = "sound"
FAULTY: Final = "faulty"
UNCHECKED: Final = "unchecked"
ACCEPTED: Final = "accepted"
TAKEN: Final = "taken"
REFUSED: Final = "refused"
STATES: Final[dict[str, Any]] = {
    CHECKING: _("Being checked"),
    SOUND: _("Sound: to be decided"),
    FAULTY: _("Faulty: to be refused"),
    UNCHECKED: _("Not checked yet: check it again"),
    ACCEPTED: _("Accepted: being taken in"),
    TAKEN: _("Taken into the archive"),
    REFUSED: _("Refused"),
}
UPLOAD: Final = "upload"
COMMAND: Final = "command"
CHANNEL: Final = "channel"
WAYS: Final[dict[str, Any]] = {
    UPLOAD: _("Uploaded on a page"),
    COMMAND: _("From a folder of this machine"),
    CHANNEL: _("Through a channel"),
}
#: The job that judges; keys are the codes of accessions with the number of the event.
KIND: Final = "packages-check"
_SEQUENCE: Final = "accession"


@dataclass(frozen=True)
class AccessionView:
    """What came, as it stands; ``report`` and ``index`` are digests of stored files."""

    code: str
    agency: str
    state: str
    length: int
    sha256: str
    size: int
    name: str
    sender: str
    way: str
    channel: str
    at: datetime
    by: str
    report: str = ""
    kind: str = ""
    level: str = ""
    fonds: str = ""
    file: str = ""
    identifier: str = ""
    title: str = ""
    documents: int = 0
    files: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    index: str = ""
    reason: str = ""
    destroyed: bool = False
    events: tuple[Event, ...] = field(default=(), repr=False)


def view(one: Accession) -> AccessionView:
    """Return what the chain of an accession comes to."""
    chain = ledger.events(one)
    first = chain[0]
    facts, data = first.facts, first.data
    found = AccessionView(
        code=one.code,
        agency=facts["agency"],
        state=CHECKING,
        length=len(chain),
        sha256=facts["sha256"],
        size=int(facts["size"]),
        name=str(data.get("name", "")),
        sender=str(data.get("sender", "")),
        way=facts["way"],
        channel=facts["channel"],
        at=first.at,
        by=first.actor,
        events=tuple(chain),
    )
    for event in chain[1:]:
        found = _apply(found, event)
    return found


def _apply(found: AccessionView, event: Event) -> AccessionView:
    facts, data = event.facts, event.data
    match event.type:
        case "check":
            names = ("report", "kind", "level", "fonds", "file", "identifier")
            told: dict[str, Any] = {name: str(facts[name]) for name in names}
            return replace(
                found,
                state=facts["verdict"],
                documents=int(facts["documents"]),
                title=str(data.get("title", "")),
                **told,
            )
        case "again":
            return replace(found, state=CHECKING)
        case "accept":
            return replace(found, state=ACCEPTED, reason="")
        case "refuse":
            return replace(found, state=REFUSED, reason=str(data.get("reason", "")))
        case "fail":
            return replace(found, state=SOUND, reason=str(data.get("reason", "")))
        case "take":
            return replace(
                found,
                state=TAKEN,
                files=tuple(facts["files"]),
                codes=tuple(facts.get("codes", ())),
                index=str(facts["index"]),
                documents=int(facts["documents"]),
            )
        case "destroy":
            return replace(found, destroyed=True)
    raise ValueError(f"{found.code}: unknown event {event.type}")


def receive(
    site: Any,
    path: Path,
    name: str,
    agency: str,
    actor: str,
    now: datetime,
    *,
    sender: str = "",
    way: str = UPLOAD,
    channel: str = "",
    later: bool = False,
) -> Accession:
    """Keep a package that came and judge it; return its accession.

    ``agency`` is whose archive receives it. The bytes are kept first, so nothing is
    lost whatever the package turns out to be. What is judged ``later`` a job judges:
    that takes minutes for some gigabytes. Raises ``Unknown`` for an agency whose
    archive the person does not keep, ``Impossible`` for one that is decided already.
    """
    group = rights.check(rights.keeps(site, agency, actor, now), visible=False)
    shelf = store.made(site)
    kept = files.store(path)
    before = known(site, agency, kept.sha256)
    if before is not None and view(before).state not in (REFUSED, FAULTY):
        raise Impossible(_("This package came already: ${code}."), code=before.code)
    year = now.astimezone(VIETNAM).year
    number = numbers.allocate(_SEQUENCE, str(year))
    one = Accession(f"{store.ACCESSION}-{year}-{number:04}")
    facts = {
        "code": one.code,
        "agency": agency,
        "sha256": kept.sha256,
        "size": kept.size,
        "way": way,
        "channel": channel,
        "later": later,
    }
    told = {"name": short(name), "sender": " ".join(sender.split())[:500]}
    rights.append(one, "arrive", actor, group, now, facts, told)
    shelf.accessions[one.code] = one
    shelf.received[store.arrival_key(agency, kept.sha256)] = one.code
    if not later:
        _judge(one, kept.sha256, actor, group, now)
    return one


def short(name: str) -> str:
    """Return the name of a package as it is written down."""
    return name[:200]


def known(site: Any, agency: str, sha256: str) -> Accession | None:
    """Return the last accession of these bytes at an agency, None for none."""
    shelf = store.shelf(site)
    key = store.arrival_key(agency, sha256)
    code = shelf.received.get(key) if shelf is not None else None
    return store.accession(site, code) if code else None


def check_again(
    site: Any, one: Accession, actor: str, now: datetime, seen: int | None = None
) -> Event:
    """Have a job judge a package again: the disk was full, time ran out, it stopped.

    Raises ``Unknown``, ``NotYours``, ``Stale``, ``Impossible``.
    """
    found, group = allowed(site, one, actor, now, seen)
    if found.state != UNCHECKED and not stopped(found, CHECKING, KIND):
        raise Impossible(_("This package was checked already."))
    return rights.append(one, "again", actor, group, now, {})


def stopped(found: AccessionView, state: str, kind: str) -> bool:
    """Say whether the job on which a package waits in a state has ended for good."""
    if found.state != state:
        return False
    return jobs.stopped(kind, f"{found.code}:{found.events[-1].number}")


def run(key: str, _data: Mapping[str, Any], _progress: Callable[..., None]) -> None:
    """Judge the accession "<code>:<event>" that waits for it; see ``IJob``."""
    site = api.portal.get()
    one = store.accession(site, key.rpartition(":")[0])
    if one is None:
        return
    found, now = view(one), datetime.now(UTC)
    if found.state == CHECKING:
        actor = found.events[-1].actor
        group = rights.keeps(site, found.agency, actor, now)
        _judge(one, found.sha256, actor, group, now)


def _judge(one: Accession, sha256: str, actor: str, group: str, now: datetime) -> None:
    report = checking.check(files.path(sha256))
    _write_check(one, report, actor, group, now)


def _write_check(
    one: Accession, report: Report, actor: str, group: str, now: datetime
) -> Event:
    about = report.about
    facts = {
        "verdict": report.verdict,
        "report": files.store(report.as_bytes()).sha256,
        "documents": int(about.get("documents", 0)),
        "file": str(about.get("code", "")),
    }
    for name in ("kind", "level", "fonds", "identifier"):
        facts[name] = str(about.get(name, ""))[:200]
    told = {"title": str(about.get("title", ""))}
    return rights.append(one, "check", actor, group, now, facts, told)


def report_of(found: AccessionView) -> Report:
    """Return what was found in the package; nothing where the report is destroyed."""
    if found.destroyed or not found.report:
        return Report()
    with files.open(found.report) as stream:
        return Report.from_json(json.load(stream))


def get(site: Any, code: str, person: str, now: datetime) -> Accession:
    """Return what came to an agency whose archive the person keeps; else ``Unknown``.

    The head of the agency sees it as well.
    """
    one = store.accession(site, code)
    if one is None:
        raise Unknown
    agency = view(one).agency
    if rights.keeps(site, agency, person, now):
        return one
    if rights.heads(site, agency, person, now):
        return one
    raise Unknown


def allowed(
    site: Any, one: Accession, actor: str, now: datetime, seen: int | None
) -> tuple[AccessionView, str]:
    """Return what came and the group in which the person decides about it.

    Raises ``Unknown``, ``NotYours``, ``Stale``.
    """
    get(site, one.code, actor, now)
    found = view(one)
    group = rights.check(rights.keeps(site, found.agency, actor, now))
    rights.check_seen(one, seen)
    return found, group


def accept(
    site: Any,
    one: Accession,
    actor: str,
    now: datetime,
    *,
    note: str = "",
    close: bool = False,
    seen: int | None = None,
) -> Event:
    """Accept a sound package; a job takes it in.

    ``close`` says that term and access are right as the package has them: where
    nothing is missing the file is closed at once, else it stays open.
    Raises ``Unknown``, ``NotYours``, ``Stale``, ``Impossible``.
    """
    found, group = allowed(site, one, actor, now, seen)
    if found.state != SOUND:
        raise Impossible(_("Only a sound package that waits is accepted."))
    hinders = hindrance(site, found, actor, now)
    if hinders is not None:
        raise Impossible(hinders, code=found.fonds, file=found.file)
    facts = {"close": close}
    told = {"note": note.strip()}
    return rights.append(one, "accept", actor, group, now, facts, told)


def refuse(
    site: Any,
    one: Accession,
    reason: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Refuse a package, with the reason; it is kept as it came.

    Raises ``Unknown``, ``NotYours``, ``Stale``, ``Impossible``, ``Missing``.
    """
    found, group = allowed(site, one, actor, now, seen)
    if found.state not in (CHECKING, SOUND, FAULTY, UNCHECKED):
        raise Impossible(_("This package is decided already."))
    if not reason.strip():
        raise Missing(_("Give the reason in words."))
    told = {"reason": reason.strip()}
    return rights.append(one, "refuse", actor, group, now, {}, told)


def opened(found: AccessionView) -> Any:
    """Give the package of an accession, judged anew and unpacked (``Opened``)."""
    return checking.opened(files.path(found.sha256))


def receipt(found: AccessionView) -> dict[str, Any]:
    """Return what the sender is told: taken in or refused, and why.

    Keys: format, package (SHA-256), identifier, verdict (taken or refused), accession,
    at, head, reason, faults.
    """
    last = found.events[-1]
    faults = report_of(found).to_json()["faults"]
    return {
        "format": "motcua-receipt-1",
        "package": found.sha256,
        "identifier": found.identifier,
        "verdict": found.state,
        "accession": found.code,
        "at": last.at.isoformat(),
        "head": last.hash.hex(),
        "reason": found.reason,
        "faults": faults,
    }
