"""From when on a figure of a page is told to a person, and how gravely.

What the law asks of a scan (resolution, colour) and what the house asks besides is
data with dates (``thresholds.toml``); a house narrows or widens a number from a day on
(``settings``). A finding judges nobody: a page that cannot be better, an
old carbon copy, is taken as it is by a person who says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from functools import cache
from motcua import _
from motcua.archive.quality import settings
from motcua.archive.quality.settings import DOCUMENT
from motcua.archive.quality.settings import KINDS
from pathlib import Path
import tomllib
from typing import Any
from typing import Final
from typing import Literal
from typing import TYPE_CHECKING
from zope.i18nmessageid import Message


if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DOCUMENT", "KINDS", "findings", "in_force"]

DATA: Final = Path(__file__).with_name("thresholds.toml")
#: ``rescan``: the law is not met, so scan again or say why not. ``look``: a person
#: looks once. ``tell``: shown, asks for nothing.
Severity = Literal["rescan", "look", "tell"]

GRAVEST: Final[tuple[Severity, ...]] = ("rescan", "look", "tell")
#: What a picture can show, the least first.
SHADES: Final = ("none", "bilevel", "grey", "colour")

#: Code of a finding -> (severity, words). ``${found}`` and ``${limit}`` are filled in.
FINDINGS: Final[dict[str, tuple[Severity, Any]]] = {
    "dpi-low": (
        "rescan",
        _("${found} dpi; at least ${limit} are asked for. Scan the page again."),
    ),
    "not-colour": (
        "rescan",
        _("Scanned without colour. Set the scanner to 24-bit colour and scan again."),
    ),
    "skewed": (
        "tell",
        _("Leans by ${found} degrees; it is straightened in the archival copy."),
    ),
    "blurred": (
        "look",
        _(
            "Edges are ${found} mm wide, at most ${limit}. Clean the glass and scan "
            "again."
        ),
    ),
    "faint": (
        "look",
        _("Ink and paper differ by ${found} (at least ${limit}). Scan darker."),
    ),
    "clipped": (
        "look",
        _("Writing reaches the edge (${found} of one side). Is something cut off?"),
    ),
    "blank": (
        "look",
        _("Seems empty. Look for pencil; the page stays in its place either way."),
    ),
    "ocr-doubtful": (
        "look",
        _("Read with a confidence of ${found} (at least ${limit}). Check the fields."),
    ),
    "pages-missing": (
        "rescan",
        _("${found} pages came, ${limit} were counted. Look for what is missing."),
    ),
    "pages-more": (
        "look",
        _(
            "${found} pages came, ${limit} were counted. Look for what was scanned "
            "twice and for empty sides."
        ),
    ),
}


@dataclass(frozen=True)
class Thresholds:
    """The numbers of one kind of paper; see ``thresholds.toml`` for their units."""

    dpi: int
    colour: str
    skew: float
    blur: float
    contrast: float
    clipped: float
    blank: float
    reading: float


@dataclass(frozen=True)
class Rule:
    """Thresholds for a kind of paper from a day on, and the deed that says so."""

    kind: str
    begins: date
    deed: str
    thresholds: Thresholds


@dataclass(frozen=True)
class Finding:
    """Something about a page that a person should know; ``page`` 0 is the batch."""

    page: int
    code: str
    found: str
    limit: str

    @property
    def severity(self) -> Severity:
        """How grave it is: ``rescan``, ``look`` or ``tell``."""
        return FINDINGS[self.code][0]

    @property
    def message(self) -> Any:
        """What it means and what to do, to be translated."""
        values = {"found": self.found, "limit": self.limit}
        return Message(FINDINGS[self.code][1], mapping=values)


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule that ships."""
    told = tomllib.loads(DATA.read_text(encoding="utf-8"))["rule"]
    return tuple(_rule(dict(each)) for each in told)


def _rule(told: dict[str, Any]) -> Rule:
    kind, begins, deed = (told.pop(name) for name in ("kind", "from", "deed"))
    if kind not in KINDS:
        raise ValueError(f"kind {kind!r}: one of {', '.join(KINDS)}")
    return Rule(kind, begins, deed, Thresholds(**told))


def in_force(kind: str, on: date) -> Rule:
    """Return the rule for a kind of paper on a day, with the settings of the house.

    Before the first rule the first one speaks: paper scanned in those days is
    measured by what was asked for next. Raises ``ValueError`` for an unknown kind.
    """
    mine = sorted(
        (each for each in rules() if each.kind == kind), key=lambda each: each.begins
    )
    if not mine:
        raise ValueError(f"kind {kind!r}: one of {', '.join(KINDS)}")
    begun = [each for each in mine if each.begins <= on]
    rule = begun[-1] if begun else mine[0]
    return replace(rule, thresholds=_with_settings(rule.thresholds, kind, on))


def _with_settings(thresholds: Thresholds, kind: str, on: date) -> Thresholds:
    """Return the thresholds with the numbers that the house set for the day."""
    found: dict[str, Any] = {}
    for name in settings.BOUNDS:
        if text := settings.value(name, kind, on):
            found[name] = type(getattr(thresholds, name))(float(text))
    return replace(thresholds, **found)


def findings(
    figure: Mapping[str, Any], thresholds: Thresholds, reading: float | None = None
) -> list[Finding]:
    """Return what is to be told of a page, the gravest first.

    ``figure`` is ``Figures.to_json()``; ``reading`` the mean confidence with which its
    words were read, 0 to 1, None where it was not read. An empty page is neither
    faint nor blurred, and one that is no picture has no resolution.
    """
    scanned = figure["colour"] != "none"
    empty = figure["blank"] >= thresholds.blank
    written = scanned and not empty
    shade, asked = SHADES.index(figure["colour"]), SHADES.index(thresholds.colour)
    told = {
        ("dpi-low", "dpi"): scanned and figure["dpi"] < thresholds.dpi,
        ("not-colour", "colour"): scanned and shade < asked,
        ("blank", "blank"): empty,
        ("blurred", "blur"): written and figure["blur"] > thresholds.blur,
        ("faint", "contrast"): written and figure["contrast"] < thresholds.contrast,
        ("clipped", "clipped"): figure["clipped"] > thresholds.clipped,
        ("skewed", "skew"): abs(figure["skew"]) >= thresholds.skew,
    }
    page = int(figure["page"])
    found = [
        Finding(page, code, str(figure[name]), str(getattr(thresholds, name)))
        for (code, name), holds in told.items()
        if holds
    ]
    if reading is not None and not empty and reading < thresholds.reading:
        limit = str(thresholds.reading)
        found.append(Finding(page, "ocr-doubtful", f"{reading:.2f}", limit))
    return sorted(found, key=lambda each: GRAVEST.index(each.severity))


def count(arrived: int, declared: int) -> list[Finding]:
    """Return the finding of a batch whose pages are not as many as were counted."""
    if arrived == declared:
        return []
    code = "pages-missing" if arrived < declared else "pages-more"
    return [Finding(0, code, str(arrived), str(declared))]
