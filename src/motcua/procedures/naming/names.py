"""The table of names of a site: what ships, and over it what the site keeps.

Rows are never dropped: an entry that was wrong is replaced by a newer one of the
same name, and the older one stays readable in the history.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from motcua.base.folding import normalise
from motcua.procedures.folder import folder
from motcua.procedures.naming.successors import act_numbers
from motcua.procedures.naming.successors import Book
from motcua.procedures.naming.successors import Kind
from motcua.procedures.naming.successors import KINDS
from motcua.procedures.naming.successors import Row
from motcua.procedures.naming.successors import shipped
from motcua.storage import jobs
from typing import Any
from typing import Final
from zope.component.hooks import getSite


LONGEST: Final = 300
#: The job that writes the lists anew after a name was entered.
RENAME: Final = "procedures-names"


class NameRefused(ValueError):
    """The row cannot be taken; the message says why, in both languages."""


@dataclass(frozen=True)
class Entered:
    """A row of the site, who entered it and when."""

    row: Row
    person: str
    on: date


def history(site: Any = None) -> tuple[Entered, ...]:
    """Return the rows of the site, oldest first."""
    found: tuple[Entered, ...] = folder(site).name_rows
    return found


def book(site: Any = None) -> Book:
    """Return the table in use: what ships, and the newest rows of the site over it."""
    own = tuple(one.row for one in history(site))
    return Book((*shipped().rows.values(), *own)) if own else shipped()


def current() -> Book:
    """Return the table of the site in use, or what ships where there is none."""
    site = getSite()
    return book(site) if site is not None and "procedures" in site else shipped()


def enter(
    kind: str,
    old: str,
    new: str,
    since: date | None,
    source: str,
    person: str,
    on: date,
    site: Any = None,
) -> Row:
    """Enter what became of a name. Raises NameRefused.

    An act needs its number and the day; with `new` equal to `old` the name is in
    order, which also takes back what ships.
    """
    found = _kind(kind)
    old, new = normalise(old).strip(), normalise(new).strip()
    if not old or max(len(old), len(new)) > LONGEST:
        raise NameRefused(f"1-{LONGEST} ký tự / characters")
    if found == "act":
        if not act_numbers(old):
            raise NameRefused(
                f"{old}: cần số hiệu văn bản / the number of the act is needed: "
                "61/2018/NĐ-CP"
            )
        if since is None:
            raise NameRefused(
                "Hãy nêu ngày hết hiệu lực. / Name the day from which it does not hold."
            )
    elif not new:
        raise NameRefused("Hãy nêu tên mới. / Name the new name.")
    row = Row(found, old, new, since, normalise(source).strip())
    after = Book((*book(site).rows.values(), row))
    if after.circles(found, old):
        raise NameRefused(f"{old} - {new}: vòng lặp / the names lead in a circle")
    home = folder(site)
    home.name_rows = (*home.name_rows, Entered(row, person, on))
    if found != "act":
        jobs.enqueue(RENAME, f"{len(home.name_rows)}", {})
    return row


def _kind(text: str) -> Kind:
    for known in KINDS:
        if text == known:
            return known
    raise NameRefused(f"{text!r}: chọn / choose {', '.join(KINDS)}")
