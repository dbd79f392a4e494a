"""What a house sets for its scanning by itself, with the day from which it holds.

A setting stands beside the rules that ship (``thresholds.toml``) and goes before them;
None goes back to the rule. What was judged on a day stays judged by what held then, so
settings begin today or later, and none is taken away: a later one takes its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from motcua import _
from motcua.archive import folder
from motcua.archive.errors import ArchiveError
from motcua.archive.quality import sampling
from motcua.base import vietnam
from motcua.organisation import units
from plone import api
from typing import Any
from typing import Final


#: Kinds of paper: what is written, and maps and drawings.
DOCUMENT: Final = "document"
MAP: Final = "map"
KINDS: Final = (DOCUMENT, MAP)

#: Numbers of a page that may be set for a kind of paper: name -> (least, most).
BOUNDS: Final[dict[str, tuple[float, float]]] = {
    "dpi": (75, 1200),
    "skew": (0.1, 45),
    "blur": (0.05, 5),
    "contrast": (0.01, 1),
    "clipped": (0.001, 1),
    "blank": (0.5, 1),
    "reading": (0.01, 1),
}
#: What may be set for the examination: name -> what there is.
CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "aql": tuple(f"{one:g}" for one in sampling.AQLS),
    "level": ("I", "II", "III"),
}
WORDS: Final[dict[str, Any]] = {
    "dpi": _("Dots per inch, at least"),
    "skew": _("Lean in degrees, at most"),
    "blur": _("Width of an edge in mm, at most"),
    "contrast": _("Ink and paper differ by (0 to 1), at least"),
    "clipped": _("Ink along an edge (0 to 1), at most"),
    "blank": _("Bare paper (0 to 1) from which a page is thought empty"),
    "reading": _("Confidence of the reading (0 to 1), at least"),
    "aql": _("Examination: limit of defective documents (AQL)"),
    "level": _("Examination: inspection level"),
}
LONGEST_DEED: Final = 200
_ATTRIBUTE: Final = "scanning"


class SettingRefused(ArchiveError):
    """A setting that cannot be, or not from that day on."""


@dataclass(frozen=True)
class Setting:
    """One decision; ``kind`` is "" for the examination, ``value`` "" for the rule."""

    name: str
    kind: str
    value: str
    since: date
    deed: str
    given_by: str = ""


def rows(site: Any = None) -> tuple[Setting, ...]:
    """Return every setting there ever was, the one written last first."""
    root = folder.root(site or api.portal.get()).aq_base
    found: tuple[Setting, ...] = getattr(root, _ATTRIBUTE, ())
    return found[::-1]


def value(name: str, kind: str, on: date) -> str:
    """Return what is set for a day, "" where the rule holds.

    Of several the latest begun counts, of the same day the one written last.
    """
    mine = [
        one
        for one in rows()
        if (one.name, one.kind) == (name, kind) and one.since <= on
    ]
    return max(mine, key=lambda one: one.since).value if mine else ""


def write(setting: Setting, site: Any) -> Setting:
    """Write a setting and return it with who wrote it.

    Raises ``Unauthorized`` for who is no administrator, and ``SettingRefused``.
    """
    actor = units.check_manager(site)
    text = setting.value.strip().replace(",", ".")
    if setting.name in CHOICES:
        kind, right = "", text in ("", *CHOICES[setting.name])
        if not right:
            there = ", ".join(CHOICES[setting.name])
            raise SettingRefused(_("There is only: ${values}."), values=there)
    elif setting.name in BOUNDS and setting.kind in KINDS:
        kind = setting.kind
        text = _number(text, *BOUNDS[setting.name])
    else:
        raise SettingRefused(_("Choose what is to be set."))
    if setting.since < vietnam.today():
        raise SettingRefused(
            _("It begins today or later: what was judged stays judged as it was.")
        )
    if not setting.deed.strip():
        raise SettingRefused(_("Name the decision: number and date."))
    deed = setting.deed.strip()[:LONGEST_DEED]
    written = replace(setting, kind=kind, value=text, deed=deed, given_by=actor)
    root = folder.root(site).aq_base
    setattr(root, _ATTRIBUTE, (*rows(site)[::-1], written))
    return written


def _number(text: str, least: float, most: float) -> str:
    """Return a number as it is kept, "" for none."""
    if not text:
        return ""
    try:
        number = float(text)
    except ValueError:
        number = most + 1
    if not least <= number <= most:
        raise SettingRefused(
            _("Give a number from ${least} to ${most}."),
            least=f"{least:g}",
            most=f"{most:g}",
        )
    return f"{number:g}"
