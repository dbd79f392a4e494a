"""Which fields a site handles at its one-stop units (phạm vi tiếp nhận).

A province decides which fields go through its units; police, military, schools and
hospitals may take their own. What is outside is in no list, no search and no offer
of a unit; its page still answers and says so. Decisions are kept, the newest of a
field holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from motcua.base.folding import fold
from motcua.base.folding import normalise
from motcua.procedures.folder import folder
from motcua.procedures.naming import names
from motcua.storage import jobs
from typing import Any
from typing import Final
from zope.component.hooks import getSite


#: What stands in SQL instead of "published" for a procedure of a field outside.
ELSEWHERE: Final = "elsewhere"


class ScopeRefused(ValueError):
    """The decision cannot be taken; the message says why, in both languages."""


@dataclass(frozen=True)
class Decision:
    """A field was taken in or left out, by a document."""

    field: str
    inside: bool
    deed: str
    person: str
    on: date


def decisions(site: Any = None) -> tuple[Decision, ...]:
    """Return all decisions, oldest first."""
    found: tuple[Decision, ...] = folder(site).scope_rows
    return found


def closed(site: Any = None) -> frozenset[str]:
    """Return the fields that are handled elsewhere, folded; none at first."""
    site = site or getSite()
    if site is None or "procedures" not in site:
        return frozenset()
    newest = {fold(one.field): one.inside for one in decisions(site)}
    return frozenset(field for field, inside in newest.items() if not inside)


def outside(field: str, site: Any = None) -> bool:
    """Say whether a field, by whatever name, is handled elsewhere."""
    site = site or getSite()
    found = closed(site)
    return bool(found) and fold(_name(field, site)) in found


def decide(
    field: str, inside: bool, deed: str, person: str, on: date, site: Any = None
) -> Decision:
    """Take a field in or leave it out; lists follow by a job. Raises ScopeRefused."""
    field, deed = normalise(field).strip(), normalise(deed).strip()
    if not field or not deed:
        raise ScopeRefused(
            "Hãy nêu lĩnh vực và quyết định. / Name the field and the decision."
        )
    if max(len(field), len(deed)) > names.LONGEST:
        raise ScopeRefused(f"1-{names.LONGEST} ký tự / characters")
    if outside(field, site) is not inside:
        raise ScopeRefused(f"{field}: đã như vậy / is so already")
    home = folder(site)
    made = Decision(_name(field, site or getSite()), inside, deed, person, on)
    home.scope_rows = (*home.scope_rows, made)
    jobs.enqueue(names.RENAME, f"scope-{len(home.scope_rows)}", {})
    return made


def _name(field: str, site: Any) -> str:
    """Return the name in use for a field, as lists show it."""
    return names.book(site).name("field", field, date.max)
