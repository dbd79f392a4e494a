"""What a program sends to have a dossier received, read as the counter reads it.

The rules about persons, papers and procedures are those of ``motcua.dossiers``; here
their refusals are joined with the place in the body that they are about.
"""

from __future__ import annotations

from dataclasses import replace
from motcua import _
from motcua.api import values
from motcua.api.values import Reader
from motcua.base import vietnam
from motcua.dossiers import intake
from motcua.dossiers import moments
from motcua.dossiers.arrivals import foreign
from motcua.dossiers.entrusting import LEVELS
from motcua.dossiers.entrusting import ORDINARY
from motcua.dossiers.errors import MissingData
from motcua.dossiers.intake import Intake
from motcua.dossiers.notices import choices
from motcua.dossiers.papers import FORMS
from motcua.dossiers.papers import PaperGiven
from motcua.dossiers.persons import Person
from motcua.dossiers.persons import ROLES
from motcua.procedures import versions
from motcua.shell.wording import ANSWERS
from motcua.shell.wording import CHANNELS
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from motcua.dossiers.dossier import Dossier

#: How a dossier begins: accepted at once, or booked to be accepted or answered.
WAYS: Final[dict[str, Callable[..., Dossier]]] = {
    intake.RECEIVE: intake.receive,
    intake.SUBMIT: intake.submit,
    foreign.FOLLOW: intake.follow,
}
PERSON: Final = tuple(Person.__dataclass_fields__)
PAPER: Final = ("key", "form", "count", "sensitive")
NAMES: Final = (
    "operation",
    "unit",
    "procedure",
    "version",
    "case",
    "channel",
    "persons",
    "papers",
    "note",
    "confidentiality",
    "answer_by",
    "news",
    "foreign",
)
FOREIGN: Final = ("system", "code", "due")
NEWS: Final = ("channels", "language")


def receive(
    site: Any, data: dict[str, Any], actor: str, moment: datetime, token: str = ""
) -> Dossier:
    """Receive the dossier that the body describes, in the running transaction.

    Raises ``NotAllowed`` as the counter does, ``values.Wrong`` with all mistakes of
    the body, ``MissingData`` for what does not fit together.
    """
    reader = Reader(data)
    unit = reader.text("unit", required=True)
    if reader.problems:
        raise values.Wrong(reader.problems)
    intake.check_right(unit, actor, moment)
    way = WAYS.get(reader.one_of("operation", WAYS, intake.RECEIVE), intake.receive)
    wanted = read(site, reader, unit, token)
    if reader.problems:
        raise values.Wrong(reader.problems)
    return way(site, wanted, actor, moment)


def read(site: Any, reader: Reader, unit: str, token: str) -> Intake:
    """Return the intake; the reader has problems when it is not whole."""
    reader.known(NAMES)
    procedure = reader.text("procedure", required=True)
    version = _version(site, procedure)
    case = reader.text("case", required=True)
    return Intake(
        unit=unit,
        procedure=procedure,
        version=reader.text("version", default=version.digest if version else ""),
        case=case,
        channel=reader.one_of("channel", CHANNELS),
        persons=_persons(reader),
        papers=_papers(reader, _titles(version, case)),
        note=reader.text("note", longest=intake.LONGEST_NOTE),
        answer_by=reader.one_of("answer_by", ANSWERS, "counter"),
        token=token,
        confidentiality=reader.one_of("confidentiality", LEVELS, ORDINARY),
        news=_news(reader),
        foreign=_foreign(reader),
    )


def _version(site: Any, procedure: str) -> Any:
    """Return the version in force, None where there is none: the intake says so."""
    try:
        return versions.current(procedure, site=site)
    except KeyError:
        return None


def _titles(version: Any, case: str) -> dict[str, str]:
    """Return the titles of the papers of a case by their keys."""
    cases = [one for one in version.cases if one.key == case] if version else []
    return {paper.key: paper.title for one in cases for paper in one.papers}


def _persons(reader: Reader) -> tuple[Person, ...]:
    """Return the persons; who names no owner hands in for himself."""
    found = [_person(one) for one in reader.objects("persons")]
    for one, _made in found:
        reader.take(one)
    persons = tuple(made for _one, made in found if made is not None)
    roles = {one.role: one for one in persons}
    if "applicant" in roles and "owner" not in roles and len(persons) == len(found):
        persons += (replace(roles["applicant"], role="owner"),)
    return persons


def _person(reader: Reader) -> tuple[Reader, Person | None]:
    reader.known(PERSON)
    role = reader.one_of("role", ROLES)
    given = {name: reader.text(name) for name in PERSON if name != "role"}
    if reader.problems:
        return reader, None
    try:
        made = Person(role, **given)
        made.check_birth(vietnam.today())
    except MissingData as error:
        reader.problem("birth" if given["name"].strip() else "name", error.message)
        return reader, None
    return reader, made


def _foreign(reader: Reader) -> foreign.Foreign | None:
    """Return the dossier of another system that is followed, None where none is."""
    if "foreign" not in reader.data:
        return None
    said = reader.object("foreign")
    said.known(FOREIGN)
    system = said.one_of("system", foreign.SYSTEMS)
    code, due = said.text("code", required=True), said.text("due")
    found = None
    if not said.problems:
        try:
            found = foreign.Foreign(system, code, moments.moment(due) if due else None)
        except MissingData as error:
            said.problem("code", error.message)
        except ValueError:
            said.problem("due", _("This is no date."))
    reader.take(said)
    return found


def _news(reader: Reader) -> choices.Wish:
    """Return how the applicant wants to be told; as usual where nothing is said."""
    if "news" not in reader.data:
        return choices.AS_USUAL
    said = reader.object("news")
    said.known(NEWS)
    language = said.one_of("language", choices.LANGUAGES, choices.LANGUAGES[0])
    channels = said.data.get("channels")
    known = isinstance(channels, list) and all(c in choices.CHANNELS for c in channels)
    if channels is not None and not (known and len(set(channels)) == len(channels)):
        allowed = {"allowed": ", ".join(choices.CHANNELS)}
        said.problem(
            "channels",
            _("The channels are a list of some of: ${allowed}.", mapping=allowed),
        )
        channels = None
    reader.take(said)
    return choices.Wish(None if channels is None else tuple(channels), language)


def _papers(reader: Reader, titles: dict[str, str]) -> tuple[PaperGiven, ...]:
    """Return the papers; titles are those of the procedure."""
    found = []
    for one in reader.objects("papers"):
        one.known(PAPER)
        key = one.one_of("key", titles) if titles else one.text("key", required=True)
        form = one.one_of("form", FORMS)
        count = one.data.get("count", 1)
        number = count if type(count) is int else 0
        secret = one.flag("sensitive")
        if not one.problems:
            try:
                found.append(
                    PaperGiven(key, titles.get(key, key), form, number, secret)
                )
            except MissingData as error:
                one.problem("count", error.message)
        reader.take(one)
    return tuple(found)
