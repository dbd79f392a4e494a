"""Papers that came later: what an applicant brings when papers were missing.

They are part of the event that says they came (``resubmit``, ``resume``). A paper of
the case takes the place of what was given for it before; what the procedure does not
know, and was asked for all the same, has a key of its own that begins with "+".
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from motcua import _
from motcua.dossiers.errors import MissingData
from motcua.dossiers.papers import FORMS
from motcua.dossiers.papers import PaperGiven
from motcua.dossiers.states import fold
from motcua.procedures import versions
import re
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier
    from motcua.procedures.definitions import Paper

#: Field of the operations, and what each of its objects may say.
CAME: Final = "came"
MEMBERS: Final = ("key", "title", "form", "count", "sensitive")
#: Papers that come at once.
MOST: Final = 200
_OWN: Final = re.compile(r"\+[1-9][0-9]{0,2}")


def checked(site: Any, dossier: Dossier, payload: dict[str, Any]) -> dict[str, Any]:
    """Return the payload with its papers in the shape the ledger keeps.

    A paper of the case needs no title; another one needs a title and no key. Raises
    ``MissingData`` that says what is wrong.
    """
    if CAME not in payload:
        return payload
    given = payload[CAME]
    if not isinstance(given, list | tuple) or len(given) > MOST:
        raise MissingData(_("The papers that came are a list."))
    titles = {one.key: one.title for one in of_case(site, dossier)}
    known = fold(dossier).papers
    found: list[PaperGiven] = []
    for one in given:
        made = _made(one, titles, next_own((*known, *found)))
        if made.key in [each.key for each in found]:
            raise MissingData(
                _(
                    "The paper “${title}” is listed twice.",
                    mapping={"title": made.title},
                )
            )
        found.append(made)
    return {**payload, CAME: [one.to_json() for one in found]}


def _made(one: Any, titles: Mapping[str, str], own: int) -> PaperGiven:
    try:
        if set(one) - set(MEMBERS):
            raise KeyError(min(set(one) - set(MEMBERS)))
        if one["form"] not in FORMS:
            raise ValueError(str(one["form"]))
        key = str(one.get("key", ""))
        title = titles.get(key) or str(one.get("title", ""))[:300]
        return PaperGiven(
            key if key in titles or _OWN.fullmatch(key) else f"+{own}",
            title,
            one["form"],
            one.get("count", 1),
            one.get("sensitive", False) is True,
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise MissingData(
            _(
                "A paper that came cannot be read: ${error}",
                mapping={"error": str(error)[:200]},
            )
        ) from error


def of_case(site: Any, dossier: Dossier) -> tuple[Paper, ...]:
    """Return the papers that the case of a dossier lists."""
    now = dossier.standing
    version = versions.get(now.procedure, now.version, site=site)
    cases = [case for case in version.cases if case.key == now.case]
    return tuple(cases[0].papers) if cases else ()


def next_own(known: Iterable[PaperGiven]) -> int:
    """Return the number of the next paper that the procedure does not know."""
    numbers = (int(one.key[1:]) for one in known if _OWN.fullmatch(one.key))
    return 1 + max(numbers, default=0)
