"""What a procedure says, as immutable values that read and write JSON.

A `Version` is everything that a citizen or an officer must know at one time. It
knows neither Plone nor a database; its digest names it for ever, so a dossier can
point at the version it was received under.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as data
from dataclasses import fields
from datetime import date
from decimal import Decimal
import functools
import hashlib
import json
from motcua.base.durations import plain
from motcua.base.durations import Term
from typing import Any
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


@dataclass(frozen=True)
class Fee:
    """One amount to pay, or one sentence about paying (phí, lệ phí).

    `amount` counts whole units of `currency`; None means that the text states no
    amount that can be relied upon. `text` is the sentence as published.
    """

    amount: int | None
    text: str = ""
    currency: str = "VND"
    kind: Literal["fee", "charge", ""] = ""


@dataclass(frozen=True)
class Channel:
    """One way of handing in a case: how long it takes and what it costs.

    `term` is None when `term_text` cannot be counted; then the text speaks.
    """

    kind: ChannelKind
    term: Term | None = None
    term_text: str = ""
    fees: tuple[Fee, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Paper:
    """One component of a dossier (thành phần hồ sơ) and how many of it."""

    key: str
    title: str
    originals: int = 0
    copies: int = 0
    form: str = ""
    group: str = ""
    note: str = ""


@dataclass(frozen=True)
class Case:
    """One way a procedure can go (trường hợp), with its own channels and papers."""

    key: str
    title: str = ""
    channels: tuple[Channel, ...] = ()
    papers: tuple[Paper, ...] = ()

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
    notes: tuple[str, ...] = data(default=())

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
        return json.dumps(
            _plain(self), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )

    @functools.cached_property
    def digest(self) -> str:
        """Return the SHA-256 of the canonical JSON, 64 hexadecimal digits."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the version that `to_json` wrote; unknown keys raise TypeError."""
        values: dict[str, Any] = json.loads(text)
        for name in ("decision_date", "effective_from", "effective_to"):
            if name in values:
                values[name] = date.fromisoformat(values[name])
        for name, read in (("cases", _case), ("legal_basis", _act)):
            values[name] = tuple(read(item) for item in values.get(name, ()))
        return cls(**_tuples(values))


def _plain(value: Any) -> Any:
    """Return `value` as JSON types; fields that hold their empty value are left out."""
    if isinstance(value, Term):
        return {"kind": value.kind, "amount": plain(value.amount)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if not hasattr(value, "__dataclass_fields__"):
        return value
    items = ((item.name, getattr(value, item.name)) for item in fields(value))
    # A fee of 0 is a statement, an empty text is not.
    return {k: _plain(v) for k, v in items if v not in ("", (), None)}


def _tuples(values: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}


def _case(values: dict[str, Any]) -> Case:
    channels = tuple(_channel(item) for item in values.get("channels", ()))
    papers = tuple(Paper(**item) for item in values.get("papers", ()))
    return Case(values["key"], values.get("title", ""), channels, papers)


def _channel(values: dict[str, Any]) -> Channel:
    term = values.get("term")
    fees = tuple(Fee(**{"amount": None, **item}) for item in values.get("fees", ()))
    return Channel(
        kind=values["kind"],
        term=Term(term["kind"], Decimal(term["amount"])) if term else None,
        term_text=values.get("term_text", ""),
        fees=fees,
        note=values.get("note", ""),
    )


def _act(values: dict[str, Any]) -> Act:
    return Act(**{"title": "", **values})
