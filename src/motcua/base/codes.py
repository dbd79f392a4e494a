"""Codes of the trade: agencies (mã định danh), procedures, dossiers (mã hồ sơ).

Agency codes exist in two notations. Bottom-up (QCVN 102:2016/BTTTT) has thirteen
characters, the smallest unit first: ``000.00.06.H56``. Top-down (Decision
20/2020/QĐ-TTg) starts from the level-one body: ``H05``, ``H05.11``, ``H05.11.02``.
Old dossiers keep old codes, so both are read for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from motcua.base.folding import normalise
import re
from typing import Final
from typing import Literal


Notation = Literal["bottom-up", "top-down"]
ProcedureKind = Literal["national", "sector", "component", "result", "unknown"]

LONGEST_AGENCY: Final = 35

_BOTTOM_UP = re.compile(r"(\d{3})\.(\d{2})\.(\d{2})\.([A-K]\d{2})", re.ASCII)
_TOP_DOWN = re.compile(r"[A-K]\d{2}(?:\.[0-9A-Z]{2,3})*", re.ASCII)
_AGENCY_FORMS: Final = '"000.00.06.H56" or "H05", "H05.11", "H05.11.02"'

_NATIONAL = re.compile(r"(\d\.\d+)(.*)", re.ASCII | re.DOTALL)
_CANONICAL = re.compile(r"\d\.\d{6}", re.ASCII)
_OWNER = re.compile(
    r"\.(\d{3}\.\d{2}\.\d{2}\.[A-K]\d{2}(?:\.[0-9A-Z]{2,3})*"
    r"|[A-K]\d{2}(?:\.[0-9A-Z]{2,3})*)",
    re.ASCII,
)
_SECTOR = re.compile(r"[A-K]\d{2}-[A-Z]{2,4}\d+", re.ASCII)
_COMPONENT = re.compile(r"\d{3}\.\d{2}\.\d{2}\.[A-K]\d{2}-[A-Z]{2,4}\d+", re.ASCII)
_RESULT = re.compile(r"KQ\.[A-K]\d{2}\.\d+", re.ASCII)

_DOSSIER = re.compile(r"(.+)-(\d{6})-(\d{4,})", re.ASCII)


@dataclass(frozen=True)
class AgencyCode:
    """A valid agency code; `parts` run from the level-one body downwards."""

    text: str
    notation: Notation
    parts: tuple[str, ...]

    def __str__(self) -> str:
        return self.text

    @property
    def root(self) -> str:
        """The level-one body: a ministry (G09) or a province (H56)."""
        return self.parts[0]

    def top_down(self) -> AgencyCode:
        """Return the same unit in top-down notation.

        The structure is carried over; where an agency was given another code by
        decision, the decision goes before this.
        """
        if self.notation == "top-down":
            return self
        return AgencyCode(".".join(self.parts), "top-down", self.parts)

    def bottom_up(self) -> AgencyCode:
        """Return the same unit in bottom-up notation.

        Raises ValueError when the old notation has no room for it: more than four
        levels, letters below the root, or a level too wide (``H55.242``).
        """
        if self.notation == "bottom-up":
            return self
        groups = list(self.parts[1:])
        widths = (2, 2, 3)
        if len(groups) > 3 or any(
            not group.isdigit() or len(group) != width or not int(group)
            for group, width in zip(groups, widths, strict=False)
        ):
            raise ValueError(f"Agency code {self.text}: no bottom-up form is defined")
        second, third, fourth = groups + ["00", "00", "000"][len(groups) :]
        return AgencyCode(
            f"{fourth}.{third}.{second}.{self.root}", "bottom-up", self.parts
        )

    def is_within(self, other: AgencyCode) -> bool:
        """Return whether this unit is `other` or one below it."""
        return self.parts[: len(other.parts)] == other.parts


def parse_agency_code(text: str) -> AgencyCode:
    """Return the agency code in `text`, blanks around it and lower case forgiven.

    Raises ValueError naming the text and the allowed forms; also for a bottom-up
    code with an empty level between two filled ones.
    """
    code = normalise(text).strip().upper()
    match = _BOTTOM_UP.fullmatch(code)
    if match:
        parts = [match[4], match[3], match[2], match[1]]
        while not int(parts[-1], 36):
            parts.pop()
        if any(not int(part, 36) for part in parts):
            raise ValueError(f"Agency code {text!r}: a level is empty between others")
        return AgencyCode(code, "bottom-up", tuple(parts))
    if len(code) <= LONGEST_AGENCY and _TOP_DOWN.fullmatch(code):
        return AgencyCode(code, "top-down", tuple(code.split(".")))
    raise ValueError(
        f"{text!r} is not an agency code / không phải mã định danh cơ quan; "
        f"write / viết {_AGENCY_FORMS}"
    )


def is_agency_code(text: str) -> bool:
    """Return whether `text` is an agency code in either notation."""
    try:
        parse_agency_code(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class ProcedureCode:
    """A procedure's code as found, with what is odd about it.

    `number` is the national number (``1.001193``) or, for other kinds, the whole
    code; `owner` the agency suffix as written. `flags`: ``empty``, ``blanks``
    (blanks or invisible characters inside), ``case`` (not in capitals), ``digits``
    (not six digits after the dot), ``suffix`` (something that is no owner),
    ``unrecognised``.
    """

    text: str
    kind: ProcedureKind
    number: str
    owner: str = ""
    suffix: str = ""
    flags: tuple[str, ...] = ()


def parse_procedure_code(text: str) -> ProcedureCode:
    """Return what can be recognised in `text`; never refuses, flags instead."""
    flags = []
    code = re.sub(r"\s+", "", normalise(text))
    if code != text:
        flags.append("blanks")
    if not code:
        return ProcedureCode(text, "unknown", "", flags=(*flags, "empty"))
    match = _NATIONAL.fullmatch(code)
    if match:
        return _national(text, match[1], match[2], flags)
    upper = code.upper()
    kinds: tuple[tuple[ProcedureKind, re.Pattern[str]], ...] = (
        ("component", _COMPONENT),
        ("sector", _SECTOR),
        ("result", _RESULT),
    )
    for kind, pattern in kinds:
        if pattern.fullmatch(upper):
            if upper != code:
                flags.append("case")
            return ProcedureCode(text, kind, upper, flags=tuple(flags))
    return ProcedureCode(text, "unknown", code, flags=(*flags, "unrecognised"))


def _national(text: str, number: str, rest: str, flags: list[str]) -> ProcedureCode:
    owner = _OWNER.fullmatch(rest.upper())
    if owner and rest != rest.upper():
        flags.append("case")
    if not _CANONICAL.fullmatch(number):
        flags.append("digits")
    if rest and not owner:
        flags.append("suffix")
    return ProcedureCode(
        text,
        "national",
        number,
        owner=owner[1] if owner else "",
        suffix="" if owner else rest,
        flags=tuple(flags),
    )


@dataclass(frozen=True)
class DossierCode:
    """A dossier's code taken apart; `text` is the code as printed."""

    text: str
    agency: AgencyCode
    day: date
    serial: int

    def __str__(self) -> str:
        return self.text


def format_dossier_code(agency: str | AgencyCode, day: date, serial: int) -> str:
    """Return ``<agency>-<yyMMdd>-<NNNN>``; the serial grows beyond four digits.

    Raises ValueError for a bad agency code, a serial below 1 or a year whose two
    digits do not mean 2000-2099.
    """
    if isinstance(agency, str):
        agency = parse_agency_code(agency)
    if serial < 1:
        raise ValueError(f"Dossier serial {serial}: serials start at 1")
    if not 2000 <= day.year <= 2099:
        raise ValueError(f"Dossier day {day}: the year must be 2000 to 2099")
    return f"{agency.text}-{day:%y%m%d}-{serial:04d}"


def parse_dossier_code(text: str) -> DossierCode:
    """Return the parts of a dossier code; blanks and lower case are forgiven.

    Serials of six or seven digits with leading zeros, as ministry systems print
    them, are read too; `text` keeps them as printed. Raises ValueError naming the
    text and what is wrong with it.
    """
    code = normalise(text).strip().upper()
    match = _DOSSIER.fullmatch(code)
    if match is None:
        raise ValueError(
            f"{text!r} is not a dossier code / không phải mã hồ sơ; write / viết "
            '"H05.11.02-260915-0003"'
        )
    agency = parse_agency_code(match[1])
    digits = match[2]
    try:
        day = date(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    except ValueError as error:
        raise ValueError(f"Dossier code {text!r}: {digits} is no date") from error
    serial = int(match[3])
    if serial < 1:
        raise ValueError(f"Dossier code {text!r}: serials start at 1")
    return DossierCode(code, agency, day, serial)
