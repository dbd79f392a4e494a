"""What was typed at the counter, read field by field, nothing of it lost.

Rules about persons, papers and procedures are those of ``motcua.dossiers``; here
their refusals are joined with the field they are about.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from motcua import _
from motcua.base import vietnam
from motcua.dossiers.entrusting import ORDINARY
from motcua.dossiers.errors import MissingData
from motcua.dossiers.intake import LONGEST_NOTE
from motcua.dossiers.notices import choices
from motcua.dossiers.notices.choices import Wish
from motcua.dossiers.papers import FORMS
from motcua.dossiers.papers import PaperGiven
from motcua.dossiers.papers import REUSED
from motcua.dossiers.persons import Person
from motcua.shell.wording import ANSWERS
from motcua.shell.wording import NEWS
from motcua.shell.wording import NEWS_LANGUAGES
import re
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from motcua.procedures.definitions import Case
    from motcua.procedures.definitions import Paper

#: Fields of each role, in the order in which they are filled in.
FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "applicant": ("name", "birth", "id_number", "phone", "email", "address"),
    "owner": ("name", "birth", "id_number", "phone", "email", "address"),
    "representative": (
        "name",
        "birth",
        "id_number",
        "phone",
        "email",
        "address",
        "proof",
    ),
}
#: Letters that one field holds; a barcode or a pasted page is longer.
LONGEST: Final = 300
_BIRTH = re.compile(r"(?:(?:(\d{1,2})[/. -])?(\d{1,2})[/. -])?(\d{4})")
_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4})")


@dataclass(frozen=True)
class Problem:
    """What is wrong, and the id of the field where it can be mended."""

    field: str
    message: Any


@dataclass(frozen=True)
class PaperRow:
    """One paper of the procedure, with what was ticked and counted."""

    paper: Paper
    id: str
    form: str
    count: str
    sensitive: bool = False
    reuse: str = ""
    """What of the house's own is to be used, see ``reusing``."""


class Entry:
    """One form as it was sent: ``text(name)`` gives what stands in a field.

    ``fields`` are those of each role, ``forms`` how a paper can be received.
    """

    fields = FIELDS
    forms: tuple[str, ...] = FORMS

    def __init__(
        self,
        text: Callable[[str], str],
        case: Case,
        sent: bool,
        listed: frozenset[str] | None = None,
        *,
        reuses: bool = False,
    ) -> None:
        """Read a form; `listed` are the keys of the papers on a checklist.

        ``reuses`` says whether papers of the house's own can be used in it.
        """
        self.text = text
        self.case = case
        self.sent = sent
        self.listed = listed
        self.reuses = reuses
        self.problems: list[Problem] = []

    @property
    def owner_is_applicant(self) -> bool:
        """Whether the owner is the applicant; so it is until somebody says no."""
        return not self.sent or bool(self.text("same"))

    @property
    def answer_by(self) -> str:
        """How the result goes back."""
        chosen = self.text("answer_by")
        return chosen if chosen in ANSWERS else "counter"

    @property
    def confidentiality(self) -> str:
        """The level that was chosen; ``entrusting`` refuses what is none."""
        return self.text("confidentiality") or ORDINARY

    @property
    def note(self) -> str:
        """What the officer remarks."""
        return self.fitting("note", LONGEST_NOTE)

    @property
    def news(self) -> Wish:
        """How the applicant wants to be told."""
        channels, _words = NEWS.get(self.text("news"), NEWS[""])
        language = self.text("news-language")
        return Wish(channels, language if language in NEWS_LANGUAGES else "vi")

    @property
    def rows(self) -> list[PaperRow]:
        """The papers of the case, each with its fields."""
        return [self.row(paper) for paper in self.case.papers]

    @property
    def parts(self) -> list[tuple[bool, list[PaperRow]]]:
        """The same in parts: what the checklist lists, and then what it does not.

        Without a checklist there is one part.
        """
        if self.listed is None:
            return [(True, self.rows)]
        parts = [
            (named, [r for r in self.rows if (r.paper.key in self.listed) is named])
            for named in (True, False)
        ]
        return [part for part in parts if part[1]]

    def row(self, paper: Paper) -> PaperRow:
        """Return a paper with what stands in its two fields.

        No paper is received before somebody has looked at it, whatever was announced.
        """
        name = "paper-" + re.sub(r"[^0-9A-Za-z]", "_", paper.key)
        form = self.text(f"{name}-form")
        wanted = max(1, paper.originals + paper.copies)
        count = self.text(f"{name}-count") if self.sent else str(wanted)
        sensitive = bool(self.text(f"{name}-sensitive"))
        reuse = self.text(f"{name}-reuse") if self.reuses else ""
        form = REUSED if reuse else form if form in self.forms else ""
        return PaperRow(paper, name, form, count, sensitive, reuse)

    def persons(self) -> tuple[Person, ...]:
        """Return the persons; what cannot be one becomes a problem."""
        applicant = self.person("applicant")
        if applicant is not None:
            self.check_news(applicant)
        owner = self.owner(applicant)
        found = [applicant, owner]
        if self.typed("representative"):
            found.append(self.person("representative"))
        return tuple(one for one in found if one is not None)

    def check_news(self, applicant: Person) -> None:
        """Say so where an address is missing for the way of the news."""
        try:
            self.news.check(applicant.to_json())
        except MissingData as error:
            missing = self.news.lacks(applicant.to_json())
            self.problem(f"applicant-{choices.FIELDS[missing]}", error.message)

    def owner(self, applicant: Person | None) -> Person | None:
        """Return the owner, who may be the applicant."""
        if not self.owner_is_applicant:
            return self.person("owner")
        if self.typed("owner"):
            self.problem(
                "same",
                _(
                    "An owner was typed, but the box says that the applicant is the "
                    "owner. Clear one of the two."
                ),
            )
        return replace(applicant, role="owner") if applicant else None

    def typed(self, role: str) -> bool:
        """Say whether any field of the role is filled in."""
        return any(self.text(f"{role}-{field}") for field in self.fields[role])

    def person(self, role: str) -> Person | None:
        """Return the person in a role, None when that gave a problem."""
        values = {field: self.fitting(f"{role}-{field}") for field in self.fields[role]}
        values["birth"] = birth_of(values["birth"])
        wrong = self.birth_problem(values["birth"])
        made = None
        try:
            made = Person(role, **({**values, "birth": ""} if wrong else values))
        except MissingData as error:
            self.problem(f"{role}-name", error.message)
        if wrong:
            self.problem(f"{role}-birth", wrong)
        return None if wrong else made

    def birth_problem(self, birth: str) -> Any:
        """Return why a date of birth is none, whatever else is wrong; None for one."""
        try:
            born = Person("applicant", "?", birth=birth)
        except MissingData:
            return _("Write the date of birth as 30/04/1957, 04/1957 or 1957.")
        try:
            born.check_birth(vietnam.today())
        except MissingData as error:
            return error.message
        return None

    def papers(self) -> tuple[PaperGiven, ...]:
        """Return the papers that were handed in or shown."""
        return tuple(filter(None, (self.paper(row) for row in self.rows)))

    def paper(self, row: PaperRow) -> PaperGiven | None:
        """Return one paper; None when it was not given, or gave a problem."""
        if not row.form:
            return None
        if row.reuse:
            return PaperGiven(row.paper.key, row.paper.title, REUSED, 1)
        digits = row.count if row.count.isascii() and row.count.isdigit() else "0"
        try:
            return PaperGiven(
                row.paper.key,
                row.paper.title,
                row.form,
                int(digits[:6]),
                row.sensitive,
            )
        except MissingData as error:
            self.problem(f"{row.id}-count", error.message)
        return None

    def fitting(self, name: str, longest: int = LONGEST) -> str:
        """Return what stands in a field; too much of it becomes a problem."""
        text = self.text(name)
        if len(text) > longest:
            self.problem(
                name,
                _(
                    "This field takes ${number} letters at most; was something pasted "
                    "or scanned into it by mistake?",
                    mapping={"number": longest},
                ),
            )
        return text

    def problem(self, field: str, message: Any) -> None:
        """Remember what is wrong with a field, once."""
        if Problem(field, message) not in self.problems:
            self.problems.append(Problem(field, message))

    def problem_of(self, field: str) -> Any:
        """Return what is wrong with a field, None when nothing is."""
        return next((p.message for p in self.problems if p.field == field), None)


def birth_of(text: str) -> str:
    """Return a date of birth as people type it in the form that is stored.

    ``30/4/1957`` and ``30041957`` become ``1957-04-30``, ``4/1957`` becomes
    ``1957-04``. What is no date stays as it was typed and is refused later.
    """
    match = _BIRTH.fullmatch(text) or _DIGITS.fullmatch(text)
    if match is None:
        return text
    day, month, year = match.groups()
    try:
        found = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return text
    if month is None:
        return f"{found:%Y}"
    return f"{found:%Y-%m-%d}" if day else f"{found:%Y-%m}"
