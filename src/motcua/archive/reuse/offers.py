"""What the house has of a person, and which paper of a procedure it stands for.

Results of earlier dossiers, and scans of originals and certified copies that bear a
digital signature: only these have the value of the paper (Decree 30/2020/ND-CP articles
25 and 26, Circular 05/2025/TT-BNV article 8(1)(c)). Whose they are is told by the whole
identity number, the name and the date of birth of the owner together. Nothing is
offered of restricted dossiers, of sensitive papers, of what was destroyed, and nothing
that is not valid any more.

Every look-up is written into the journal of access before anything is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import timedelta
from motcua import _
from motcua.archive.incoming.attachments import attachments
from motcua.archive.reuse import matching
from motcua.base.counters import add_months
from motcua.base.folding import fold
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import folder as dossiers
from motcua.dossiers import intake
from motcua.dossiers import ledger
from motcua.dossiers import people
from motcua.dossiers import statuses
from motcua.dossiers.errors import MissingData
from motcua.dossiers.people import index
from motcua.dossiers.states import fold as fold_dossier
from motcua.procedures import versions
from motcua.storage import files
from motcua.storage import journal
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence
    from motcua.archive.incoming.attachments import Attachment
    from motcua.base.durations import Term
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.ledger import Event
    from motcua.dossiers.persons import Person
    from motcua.dossiers.states import DossierView
    from motcua.procedures.definitions import Paper

#: Digits of an identity number: the card of today, and that of before.
WHOLE: Final = (12, 9)
#: Dossiers of one person that are looked at, the newest first.
MOST: Final = 200
#: Public statuses of a dossier that ended with a result.
ENDED_WELL: Final = (statuses.FINISHED, statuses.RETURNED)
#: How a paper was handed in whose signed scan has its value.
PROVEN: Final = frozenset({"original", "certified", "electronic"})


@dataclass(frozen=True)
class Asked:
    """A look-up: who asks where, for whom, and which papers are wanted.

    ``persons`` are those of the new dossier, ``consent`` says that the owner, or who
    proves to act for them, agreed; ``purpose`` is the code of the procedure.
    """

    actor: str
    unit: str
    persons: tuple[Person, ...]
    papers: Sequence[Paper]
    consent: bool
    purpose: str

    def person(self, role: str) -> Person | None:
        """Return the person in a role."""
        return next((one for one in self.persons if one.role == role), None)


@dataclass(frozen=True)
class Offer:
    """A file that stands for a paper; ``paper`` is its key in the new procedure.

    ``asked`` is the title of that paper, ``title`` what the file itself is called.

    ``dossier`` is the code of that which has it, ``event`` the decision or the scan:
    when and by whom it was signed. ``until`` is the last day on which it is valid, None
    where nothing limits it. ``owner`` stands for the identity number.
    """

    paper: str
    title: str
    dossier: str
    signed: bool
    owner: bytes
    file: Attachment
    event: Event
    until: date | None = None
    asked: str = ""

    @property
    def key(self) -> str:
        """What names it on a form."""
        return f"{self.dossier}:{self.file.number}"

    @property
    def result(self) -> bool:
        """Whether it is the result of a dossier, no scan of what somebody brought."""
        return self.file.role == "result"


def find(site: Any, asked: Asked, now: datetime) -> dict[str, Offer]:
    """Return the newest offer for each wanted paper by the key of the paper.

    Raises ``NotAllowed`` for who does not receive in the unit, ``MissingData`` without
    consent, whole number and name, ``journal.Unrecorded``.
    """
    intake.check_right(asked.unit, asked.actor, now)
    owner = _owner(asked)
    wanted = {name: one for one in asked.papers if (name := matching.plain(one.title))}
    found: dict[str, Offer] = {}
    digits = index.number(owner.id_number)
    for code in people.everywhere(digits, MOST):
        dossier = dossiers.find(site, code)
        if dossier is None or not _open(dossier):
            continue
        view = fold_dossier(dossier)
        if not _is_of(view, owner):
            continue
        for names, one in _kept(site, dossier, view, index.digest(digits)):
            if one.until is not None and one.until < _day(now):
                continue
            for name in names & wanted.keys():
                paper = wanted[name]
                before = found.get(paper.key)
                if before is None or before.event.at < one.event.at:
                    found[paper.key] = replace(one, paper=paper.key, asked=paper.title)
    journal.note(
        journal.Look(
            now,
            asked.actor,
            journal.REUSE,
            "",
            index.digest(digits).hex(),
            f"{asked.unit}: {asked.purpose}",
            len(found),
        )
    )
    return found


def _owner(asked: Asked) -> Person:
    """Return whose papers are looked for; ``MissingData`` for what lacks."""
    if not asked.consent:
        raise MissingData(_("Ask the owner of the dossier for consent first."))
    applicant, owner = asked.person("applicant"), asked.person("owner")
    if owner is None or applicant is None:
        raise MissingData(_("Enter the person who hands the dossier in."))
    if index.number(owner.id_number) != index.number(applicant.id_number):
        acting = asked.person("representative")
        if acting is None or not acting.proof:
            raise MissingData(
                _(
                    "The owner of the dossier is somebody else: papers of theirs are "
                    "used when they hand in themselves, or when who acts for them "
                    "proves the mandate."
                )
            )
    if len(index.number(owner.id_number)) not in WHOLE:
        raise MissingData(_("Type the whole identity number of the owner."))
    return owner


def _open(dossier: Dossier) -> bool:
    now = dossier.standing
    return not now.restricted and now.public_status in ENDED_WELL


def _is_of(view: DossierView, person: Person) -> bool:
    """Say whether a dossier is the person's own: number, name and birth agree."""
    owner = view.person("owner")
    if owner is None:
        return False
    same = index.number(owner.id_number) == index.number(person.id_number)
    named = " ".join(fold(owner.name).split()) == " ".join(fold(person.name).split())
    short, long = sorted((owner.birth, person.birth), key=len)
    return same and named and long.startswith(short)


def _kept(
    site: Any, dossier: Dossier, view: DossierView, owner: bytes
) -> Iterator[tuple[frozenset[str], Offer]]:
    """Yield what a dossier has to offer, with the names by which it is known."""
    chain = ledger.events(dossier)
    version = versions.get(view.procedure, view.version, site=site)
    given = {paper.key: paper for paper in view.papers}
    decided = next((one for one in reversed(chain) if one.type == "approve"), None)
    results: dict[str, tuple[frozenset[str], Offer]] = {}
    for file in attachments(dossier):
        event = chain[file.number - 1]
        if not files.exists(file.sha256):
            continue
        signed = bool(event.data.get("signed"))
        one = Offer("", file.title, dossier.code, signed, owner, file, event)
        if file.role == "result":
            signing = decided or event
            until = last_day(version.result_validity, _day(signing.at))
            named = matching.named([file.title, version.result])
            # What was signed or mended later takes the place of the one before.
            results[file.title] = (
                named,
                replace(
                    one,
                    title=file.title or version.result or version.title,
                    event=signing,
                    until=until,
                ),
            )
            continue
        paper = given.get(file.paper)
        proven = paper is not None and paper.form in PROVEN and not paper.sensitive
        if proven and signed:
            yield matching.named([file.title]), one
    yield from results.values()


def last_day(validity: Term | None, begin: date) -> date | None:
    """Return the last day on which a result is valid, None without limit.

    Working days are counted as days: what may have ended is not offered.
    """
    if validity is None or validity.kind == "none":
        return None
    amount = int(validity.amount)
    if validity.kind == "months":
        return add_months(begin, amount)
    hours = validity.kind in ("working_hours", "in_the_day")
    return begin if hours else begin + timedelta(days=amount)


def _day(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()
