"""The book of templates: what slips are printed with, since when, and for ever.

Templates ship as files (``templates/``). What an administrator makes of one lies here,
on the root of all dossiers, which has no address on the web, as the calendars do that
due dates were promised by. A slip names the template it was printed with by digest and
finds it here whatever came into force later, so that a reprint is the same.

A template is three texts: the form itself and two that all forms share, the layout with
the common head and the style sheet. Each of the three has versions of its own.
"""

from __future__ import annotations

from BTrees.OOBTree import OOBTree
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import UTC
from functools import cache
import hashlib
import json
from motcua import _
from motcua.dossiers import folder
from motcua.dossiers.ledger import canonical
from pathlib import Path
from persistent import Persistent
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.slips.forms import Form

_ATTRIBUTE: Final = "slip_templates"
FOLDER: Final = Path(__file__).with_name("templates")
LAYOUT: Final = "layout"
STYLE: Final = "style"
#: Names of the texts that all forms share, and the files they ship as.
SHARED: Final = {LAYOUT: "layout.html", STYLE: "style.css"}
#: Longest text of one template, in letters; the shipped ones have some 3,000.
LONGEST: Final = 60_000


class TemplateRefused(ValueError):
    """The text cannot be kept; ``message`` says why, in both languages."""

    def __init__(self, message: Any) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class Template:
    """The three texts that together make a slip."""

    form: str
    layout: str
    style: str

    @property
    def digest(self) -> str:
        """SHA-256 over the three texts, hexadecimal."""
        return _digest([self.form, self.layout, self.style])


@dataclass(frozen=True)
class Row:
    """One version of a text: from which day it holds, who wrote it when, and why."""

    digest: str
    valid_from: date
    author: str
    at: datetime
    deed: str = ""


class Book(Persistent):
    """Texts, templates and names by digest, and the versions of every text."""

    #: Books from before names were kept have none; see ``keep_names``.
    names: OOBTree | None = None

    def __init__(self) -> None:
        self.texts = OOBTree()
        self.templates = OOBTree()
        self.rows = OOBTree()


# What holds


def shipped(name: str, kind: str = "") -> str:
    """Return the text as it ships: of ``SHARED``, else of the kind of form."""
    return _file(SHARED.get(name) or f"{kind}.html")


def rows(name: str, site: Any = None) -> tuple[Row, ...]:
    """Return the versions of a text that were entered, in the order of entering.

    ``name`` is one of ``SHARED`` or the ``path`` of a form.
    """
    kept = _book(site)
    found: tuple[Row, ...] = kept.rows.get(name, ()) if kept is not None else ()
    return found


def row_on(name: str, day: date, site: Any = None) -> Row | None:
    """Return the version of a text that holds on a day, None for the shipped one."""
    holding = [row for row in rows(name, site) if row.valid_from <= day]
    return max(holding, key=lambda row: (row.valid_from, row.at), default=None)


def text_on(name: str, day: date, kind: str = "", site: Any = None) -> str:
    """Return the text that holds on a day."""
    row = row_on(name, day, site)
    return shipped(name, kind) if row is None else text(row.digest, site)


def text(digest: str, site: Any = None) -> str:
    """Return a text that was entered; KeyError for an unknown digest."""
    kept = _book(site)
    if kept is None:
        raise KeyError(digest)
    return str(kept.texts[digest])


def template_on(form: Form, day: date, site: Any = None) -> Template:
    """Return what a form is printed with when it is issued on a day."""
    return Template(
        text_on(form.path, day, form.kind, site),
        text_on(LAYOUT, day, "", site),
        text_on(STYLE, day, "", site),
    )


# What slips were printed with


def keep(form: Form, day: date, site: Any = None) -> str:
    """Keep what ``form`` is printed with on ``day`` for ever; return its digest."""
    template = template_on(form, day, site)
    kept = _book(site)
    if kept is None or template.digest not in kept.templates:
        parts = (template.form, template.layout, template.style)
        made = _made(site)
        made.templates[template.digest] = tuple(_keep_text(made, one) for one in parts)
    return template.digest


def get(digest: str, site: Any = None) -> Template:
    """Return the template with this digest; KeyError when none was printed with it."""
    kept = _book(site)
    if kept is None:
        raise KeyError(digest)
    return Template(*(str(kept.texts[one]) for one in kept.templates[digest]))


# What slips named


def keep_names(named: dict[str, Any], site: Any = None) -> str:
    """Keep what a slip names of the house for ever; return its digest."""
    text = canonical(named)
    digest = hashlib.sha256(text).hexdigest()
    kept = _book(site)
    if kept is None or kept.names is None or digest not in kept.names:
        made = _made(site)
        if made.names is None:
            made.names = OOBTree()
        made.names[digest] = text
    return digest


def names(digest: str, site: Any = None) -> dict[str, Any]:
    """Return what was kept under a digest; KeyError for an unknown one."""
    kept = _book(site)
    if kept is None or kept.names is None:
        raise KeyError(digest)
    return dict(json.loads(kept.names[digest]))


# Entering


def enter(
    name: str,
    given: str,
    valid_from: date,
    author: str,
    *,
    deed: str = "",
    expected: int | None = None,
    now: datetime | None = None,
    site: Any = None,
) -> Row:
    """Keep ``given`` as the version of a text that holds from a day on.

    Whether it prints anything is for the caller to try before. ``expected`` is the
    number of versions that the author saw; ``TemplateRefused`` when somebody else
    entered one meanwhile, and for a text that is empty or longer than ``LONGEST``.
    """
    given = given.replace("\r\n", "\n").rstrip() + "\n"
    if not given.strip():
        raise TemplateRefused(_("The template is empty."))
    if len(given) > LONGEST:
        raise TemplateRefused(
            _(
                "The template is longer than ${most} letters.",
                mapping={"most": str(LONGEST)},
            )
        )
    before = rows(name, site)
    if expected is not None and len(before) != expected:
        raise TemplateRefused(
            _(
                "${person} entered another version while you were editing. Compare it "
                "with yours in the list of versions; your text is kept in the form.",
                mapping={"person": before[-1].author if before else ""},
            )
        )
    made = _made(site)
    row = Row(
        _keep_text(made, given), valid_from, author, now or datetime.now(UTC), deed
    )
    made.rows[name] = (*before, row)
    return row


def _book(site: Any) -> Book | None:
    return folder.kept(site, _ATTRIBUTE, Book)


def _made(site: Any) -> Book:
    return folder.made(site, _ATTRIBUTE, Book)


def _keep_text(book: Book, given: str) -> str:
    digest = hashlib.sha256(given.encode("utf-8")).hexdigest()
    if digest not in book.texts:
        book.texts[digest] = given
    return digest


def _digest(parts: list[str]) -> str:
    return hashlib.sha256(canonical(parts)).hexdigest()


@cache
def _file(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
