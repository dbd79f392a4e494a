"""What a procedure says, as immutable values that read and write JSON.

A `Version` is everything that a citizen or an officer must know at one time. It
knows neither Plone nor a database; its digest names it for ever, so a dossier can
point at the version it was received under.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
import functools
import hashlib
import json
from motcua.base.durations import Term
from motcua.procedures import canonical
from typing import Final
from typing import Literal
from typing import Self


ChannelKind = Literal["counter", "online", "post"]
#: Where a procedure is decided; "district" exists in history only.
Level = Literal["ministry", "province", "district", "commune", ""]

LEVELS: Final[tuple[Level, ...]] = ("ministry", "province", "district", "commune")
CHANNELS: Final[tuple[ChannelKind, ...]] = ("counter", "online", "post")
#: Groups of people a procedure is for (đối tượng thực hiện).
AUDIENCES: Final = (
    "citizen",
    "foreigner",
    "overseas_vietnamese",
    "enterprise",
    "cooperative",
    "organisation",
    "official",
)


#: Where dossiers are received: one-stop units of these levels (nơi tiếp nhận).
Receipt = Literal["province", "district", "commune"]
#: How much of it can be done online (toàn trình, một phần).
OnlineLevel = Literal["full", "partial", "none", ""]
#: Liên thông: between agencies of one level, or of several levels.
Reach = Literal["same_level", "cross_level"]
ResultKind = Literal[
    "licence", "certificate", "confirmation", "decision", "register", "payment", ""
]


@dataclass(frozen=True)
class Exemption:
    """A group that pays less (đối tượng được miễn, giảm) and what proves it.

    `percent` of the amount is remitted, 100 for those who pay nothing.
    """

    group: str
    proof: str = ""
    percent: int = 100


@dataclass(frozen=True)
class Fee:
    """One amount to pay, or one sentence about paying (phí, lệ phí).

    `amount` counts whole units of `currency`; None means that the text states no
    amount that can be relied upon. `text` is the sentence as published. A fee is a
    payment for an act of the State (lệ phí), a charge one for a service (phí). It is
    owed from `begins` to `ends`, both included, None without limit.
    """

    amount: int | None
    text: str = ""
    currency: str = "VND"
    kind: Literal["fee", "charge", ""] = ""
    begins: date | None = None
    ends: date | None = None
    exempt: tuple[Exemption, ...] = ()

    def owed(self, on: date) -> bool:
        """Say whether it is owed on a day."""
        if self.begins and on < self.begins:
            return False
        return not (self.ends and on > self.ends)


@dataclass(frozen=True)
class Channel:
    """One way of handing in a case: how long it takes and what it costs.

    `term` is the legal processing time, None when `term_text` cannot be counted;
    then the text speaks. `committed` is the shorter one that the province promises.
    """

    kind: ChannelKind
    term: Term | None = None
    term_text: str = ""
    fees: tuple[Fee, ...] = ()
    note: str = ""
    committed: Term | None = None

    @property
    def promised(self) -> Term | None:
        """Return the time that counts for the citizen."""
        return self.committed or self.term


@dataclass(frozen=True)
class Timing:
    """How the time of a dossier is counted, where it is not as everywhere.

    `accounting` and `supplement` are those of `motcua.base.policies`; an extension
    obeys the accounting as the term itself does, published or of a way. A wait is how
    long the applicant is waited for until stopping is proposed. `alone` is how many
    requests for a supplement a handler may make without who decides,
    `without_basis` how many need no legal basis. `paid_first` says that the time
    starts with the payment. What is empty is as law and practice have it.
    """

    accounting: Literal["clock", "end-of-day", ""] = ""
    supplement: Literal["pause", "restart", ""] = ""
    supplement_wait: Term | None = None
    finance_wait: Term | None = None
    alone: int | None = None
    without_basis: int | None = None
    paid_first: bool = False


@dataclass(frozen=True)
class Paper:
    """One component of a dossier (thành phần hồ sơ) and how many of it.

    `form` names the form to fill in. `shown` papers are shown for comparison and
    not handed in. `held_by` names the database or agency of the State that has it
    already. `channels` limits it to these ways, `when` to these answers (see
    `matches`); empty does not limit.
    """

    key: str
    title: str
    originals: int = 0
    copies: int = 0
    form: str = ""
    group: str = ""
    note: str = ""
    shown: bool = False
    held_by: str = ""
    channels: tuple[ChannelKind, ...] = ()
    when: tuple[str, ...] = ()


@dataclass(frozen=True)
class Option:
    """One answer to a question."""

    key: str
    text: str


@dataclass(frozen=True)
class Question:
    """What is asked to find somebody's case and papers; `hint` helps to answer."""

    key: str
    text: str
    options: tuple[Option, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class Step:
    """One step of the procedure (trình tự thực hiện), from the citizen's side.

    `papers` are keys of papers that are needed at this step. `visit` says that the
    citizen has to come in person. `cost` is a sentence, `law` the provision.
    """

    title: str
    text: str = ""
    who: str = ""
    where: str = ""
    papers: tuple[str, ...] = ()
    term: Term | None = None
    cost: str = ""
    law: str = ""
    visit: bool = False


@dataclass(frozen=True)
class Case:
    """One way a procedure can go (trường hợp), with its own channels and papers.

    It is the case of those who gave the answers `when`. `competent` names the
    agencies that decide this case, where they are not those of the procedure.
    """

    key: str
    title: str = ""
    channels: tuple[Channel, ...] = ()
    papers: tuple[Paper, ...] = ()
    when: tuple[str, ...] = ()
    competent: tuple[str, ...] = ()

    def channel(self, kind: str) -> Channel:
        """Return the first channel of `kind`; KeyError when it is not offered."""
        for channel in self.channels:
            if channel.kind == kind:
                return channel
        raise KeyError(f"{kind}: case {self.key} is offered by {self.kinds}")

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the channel kinds on offer, each once, in the order published."""
        return tuple(dict.fromkeys(channel.kind for channel in self.channels))

    def paper(self, key: str) -> Paper:
        """Return the paper with `key`; KeyError names the case."""
        for paper in self.papers:
            if paper.key == key:
                return paper
        raise KeyError(f"{key}: no such paper in case {self.key}")


@dataclass(frozen=True)
class Act:
    """A legal act that a procedure rests on (căn cứ pháp lý)."""

    title: str
    number: str = ""


@dataclass(frozen=True)
class Version:
    """One published or drafted state of a procedure, complete in itself.

    `level` is the lowest level that decides; `level_text` and the other texts are
    as published. `agencies` decide or carry out, `competent`, `delegated` and
    `coordinating` are named by the deciding document. `units` are codes of the
    one-stop units that offer it; empty means every unit of the level.

    `steps` is the sequence as published prose, `sequence` the same taken apart.
    `receipt` are the levels whose one-stop units receive dossiers. `on_the_spot`
    procedures are appraised and approved at the unit itself; shares of them are
    counted among all procedures and among those of `high_volume`. `vertical`
    agencies are arms of the centre in the province. `bundle` are codes of
    procedures that are done in one go with this one. `timing` is how dossiers are
    counted, None for the usual way.
    """

    code: str
    title: str
    field: str = ""
    level: Level = ""
    level_text: str = ""
    kind: str = ""
    decision: str = ""
    decision_date: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    agencies: tuple[str, ...] = ()
    competent: tuple[str, ...] = ()
    delegated: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    place: str = ""
    steps: str = ""
    cases: tuple[Case, ...] = ()
    audience: tuple[str, ...] = ()
    audience_text: str = ""
    legal_basis: tuple[Act, ...] = ()
    conditions: str = ""
    result: str = ""
    keywords: tuple[str, ...] = ()
    description: str = ""
    notes: tuple[str, ...] = ()
    sequence: tuple[Step, ...] = ()
    questions: tuple[Question, ...] = ()
    receipt: tuple[Receipt, ...] = ()
    online: OnlineLevel = ""
    online_reason: str = ""
    on_the_spot: bool = False
    high_volume: bool = False
    inter_agency: tuple[Reach, ...] = ()
    vertical: bool = False
    iso_code: str = ""
    iso_version: str = ""
    bundle: tuple[str, ...] = ()
    result_kind: ResultKind = ""
    result_validity: Term | None = None
    timing: Timing | None = None

    def case(self, key: str) -> Case:
        """Return the case with `key`; KeyError lists the keys there are."""
        for case in self.cases:
            if case.key == key:
                return case
        known = ", ".join(case.key for case in self.cases)
        raise KeyError(f"{key}: procedure {self.code} has the cases {known}")

    def in_force(self, on: date) -> bool:
        """Say whether `on` lies between the dates of effect, both included."""
        if self.effective_from and on < self.effective_from:
            return False
        return not (self.effective_to and on > self.effective_to)

    def to_json(self) -> str:
        """Return the canonical JSON text: sorted keys, empty values left out."""
        return self._json

    @functools.cached_property
    def _json(self) -> str:
        return canonical.dumps(self)

    @functools.cached_property
    def digest(self) -> str:
        """Return the SHA-256 of the canonical JSON, 64 hexadecimal digits."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the version that `to_json` wrote; see `canonical.from_plain`."""
        return canonical.from_plain(cls, json.loads(text))


def matches(when: Iterable[str], answers: Iterable[str]) -> bool:
    """Say whether answers ("question=option") agree with a condition.

    Options of one question are alternatives, questions must all agree; a question
    that is not answered excludes nothing.
    """
    given: dict[str, str] = dict(_pair(each) for each in answers)
    wanted: dict[str, set[str]] = {}
    for each in when:
        question, option = _pair(each)
        wanted.setdefault(question, set()).add(option)
    return all(given.get(q) in {None, *options} for q, options in wanted.items())


def _pair(text: str) -> tuple[str, str]:
    question, _sign, option = text.partition("=")
    return question, option
