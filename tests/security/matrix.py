"""The matrix of rights: what specification and definition say, told independently.

Nothing of ``dossiers.rights`` is used to say what ought to be: table and workflow
are read here anew, so that a mistake of the provider cannot hide in its proof.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from functools import cache
from itertools import product
from lxml import etree
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import rights
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.operations import OPERATIONS
from motcua.dossiers.tasks import Task
from motcua.organisation import duties
from motcua.organisation.duties import Duty


UNIT = "H99.01"
HOLDER = "H99.02"
PARTICIPANT = "H99.03"
TASK = "H99.04"
GIVEN = "H99.05"
OUTSIDE = "H99.06"
#: Where a department stands to the dossier; ``given`` has a task that was given
#: to another person of it.
PLACES = {
    "unit": UNIT,
    "holder": HOLDER,
    "task": TASK,
    "given": GIVEN,
    "participant": PARTICIPANT,
    "outside": OUTSIDE,
}
ROADS = ("free", "process")
#: Not over whenever this runs.
JUST_NOW = datetime(2099, 1, 1, tzinfo=VIETNAM)
#: Ordinary; restricted and given to nobody of these people; given to all of them.
LEVELS = ("ordinary", "restricted", "named")
KINDS = {"reception": "reception", "processing": "handle", "approval": "approve"}
#: Rights that a step has beyond the table, by road.
DECISIONS = ("approve", "refuse", "send_back")
_ONLY = {"forward": "free", "propose": "free", "finish": "free"} | {
    "complete": "process",
    "change_process": "process",
}
_TASKS = {"complete": ("reception", "handle"), "give_opinion": ("opinion",)}
_TASKS_OF_PROCESS = {
    "approve": ("approve",),
    "refuse": ("approve",),
    "send_back": ("reception", "handle", "approve"),
}

Table = dict[tuple[str, str, str], frozenset[str]]


@dataclass(frozen=True)
class Situation:
    """One person before one dossier: ``place`` is a key of ``PLACES``."""

    road: str
    state: str
    duty: str
    place: str
    level: str = "ordinary"

    @property
    def person(self) -> str:
        """Login of the officer who has this one duty there."""
        return f"{self.place}-{self.duty}"


def lets_in(text: str) -> dict[tuple[str, str], str]:
    """Return the table of restricted dossiers: (duty, relation) -> whom it lets in."""
    rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in text.split("\n")]
    return {(row[0], row[1]): row[2] for row in rows if len(row) == 3}


def table(text: str) -> Table:
    """Return the cells of a specification: (state, duty, relation) -> operations."""
    found = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if len(cells) == 4 and cells[0] not in ("state", "---"):
            words = frozenset(word.strip() for word in cells[3].split(","))
            found[cells[0], cells[1], cells[2]] = words
    return found


def specified() -> str:
    """Return the text of the specification in force."""
    return rights.SPECIFICATION.read_text("utf-8")


def exits() -> dict[str, frozenset[str]]:
    """Return the transitions that leave each state, out of definition.xml."""
    root = etree.parse(rights.SPECIFICATION.parent / "definition.xml").getroot()
    return {
        state.get("state_id"): frozenset(
            way.get("transition_id") for way in state.iterfind("exit-transition")
        )
        for state in root.iterfind("state")
    }


def situations(states: tuple[str, ...]) -> Iterator[Situation]:
    """Yield every person before every dossier."""
    every = product(ROADS, states, duties.DUTIES, PLACES, LEVELS)
    for road, state, duty, place, level in every:
        yield Situation(road, state, duty, place, level)


def tasks(road: str) -> list[Task]:
    """Return what is open on a dossier of the road, for everybody and for one."""
    made = []
    for place, person in (("task", ""), ("given", "somebody-else")):
        for duty, kind in KINDS.items():
            if road == "process":
                key = f"{place}-{duty}"
                made.append(Task(key, kind, PLACES[place], duty, person))
            key = f"asked-{place}-{duty}"
            made.append(Task(key, "opinion", PLACES[place], duty, person))
    return made


def stand(dossier: Dossier, situation: Situation, process: str) -> None:
    """Put the dossier into the state and on the road of the situation."""
    dossier.kept = replace(
        dossier.standing,
        state=situation.state,
        process=process if situation.road == "process" else "",
        unit=UNIT,
        holder=HOLDER,
        participants=(UNIT, HOLDER, PARTICIPANT, TASK, GIVEN),
        tasks=tuple(tasks(situation.road)),
        # A step is sent back to one that is done.
        done=("opened",) if situation.road == "process" else (),
        suspended=False,
        restricted=situation.level != "ordinary",
        entrusted=(situation.person,) if situation.level == "named" else (),
        # Who asks has just handed it on: whether that is taken back, the table says.
        undoable=(situation.person, JUST_NOW),
    )


def people(site: object) -> None:
    """Give each duty at each place to one person who has nothing else."""
    book = duties.book(site)
    for place, code in PLACES.items():
        for duty in duties.DUTIES:
            person = f"{place}-{duty}"
            book.write(person, (Duty(person, code, duty, date(2026, 1, 1)),))


def expected(
    text: str, ways: dict[str, frozenset[str]], asked: Situation, operation: str
) -> int:
    """Return the answer that is due: 404, 409, 403, or 200 for an act taken up."""
    cells, doors = _read(text)
    granted: set[str] = set()
    for relation in _relations(asked):
        who = doors.get((asked.duty, relation), "")
        if asked.level == "ordinary" or who in ("all", asked.level):
            granted |= cells.get((asked.state, asked.duty, relation), frozenset())
    if "view" not in granted:
        return 404
    if not _possible(ways, asked, operation):
        return 409
    if operation not in granted or not _own_task(asked, operation):
        return 403
    return 200


@cache
def _read(text: str) -> tuple[Table, dict[tuple[str, str], str]]:
    return table(text), lets_in(text)


def _relations(asked: Situation) -> set[str]:
    if asked.place == "outside":
        return set()
    found = {"participant"}
    if asked.place in ("unit", "holder"):
        found.add(asked.place)
    if asked.place == "task" and asked.duty in KINDS:
        found.add("task")
    return found


def _possible(
    ways: dict[str, frozenset[str]], asked: Situation, operation: str
) -> bool:
    if operation not in ways[asked.state] or operation == "unsuspend":
        return False
    if asked.road == "free" and operation in DECISIONS and asked.state != "proposed":
        return False
    if operation == ("unrestrict" if asked.level == "ordinary" else "restrict"):
        return False
    return _ONLY.get(operation, asked.road) == asked.road


def _own_task(asked: Situation, operation: str) -> bool:
    kinds = dict(_TASKS)
    if asked.road == "process":
        kinds |= _TASKS_OF_PROCESS
    if operation not in kinds:
        return True
    if asked.place != "task" or asked.duty not in KINDS:
        return False
    if operation == "give_opinion":
        return True
    return KINDS[asked.duty] in kinds[operation]


def differences(
    text: str,
    ways: dict[str, frozenset[str]],
    found: dict[tuple[Situation, str], int],
) -> list[str]:
    """Return in words every cell that is not what ``text`` and ``ways`` say."""
    wrong = []
    for (asked, operation), status in found.items():
        due = expected(text, ways, asked, operation)
        if status != due:
            wrong.append(f"{asked} {operation}: {status}, due {due}")
    return wrong


def measure(
    dossier: Dossier,
    process: str,
    states: tuple[str, ...],
    answer: Callable[[Situation, str], int],
) -> dict[tuple[Situation, str], int]:
    """Ask for every operation in every situation; nothing may change on the way."""
    found = {}
    before = (dossier.head, dossier.length)
    for asked in situations(states):
        stand(dossier, asked, process)
        stood = {**vars(dossier)}
        for operation in OPERATIONS:
            found[asked, operation] = answer(asked, operation)
        assert {**vars(dossier)} == stood, asked
    assert (dossier.head, dossier.length) == before
    return found
