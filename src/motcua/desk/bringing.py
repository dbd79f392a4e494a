"""Papers that were missing and are brought now, as boxes to tick."""

from __future__ import annotations

from motcua import _
from motcua.desk.helping import asked_as
from motcua.dossiers import arrived
from motcua.dossiers import ledger
from motcua.dossiers import timeline
from motcua.dossiers.operations import CAME
from motcua.dossiers.operations import OPERATIONS
from motcua.dossiers.states import fold
from motcua.shell.wording import FORMS
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.i18nmessageid import Message


if TYPE_CHECKING:
    from collections.abc import Iterable
    from motcua.dossiers.dossier import Dossier
    from motcua.shell.screen import Screen

_BETWEEN: Final = "|"
#: How a paper comes that was asked for in words alone.
_OTHERWISE: Final = ("original", 1)
_LINE: Final = _("${title}: ${form}, ${count}")


def choices(
    screen: Screen, dossier: Dossier, permitted: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    """Return the papers to tick where something missing may come: (value, words).

    What was asked for comes first, then the papers of the case that nobody gave yet.
    """
    takes = {name for name, one in OPERATIONS.items() if CAME in one.fields}
    if takes.isdisjoint(permitted):
        return ()
    asked = [title for title, _why in timeline.missing(ledger.events(dossier))]
    view = fold(dossier)
    given = {one.key for one in view.papers}
    papers = arrived.of_case(screen.context, dossier)
    known = {paper.title for paper in papers}
    wanted = [
        (paper.key, paper.title, *asked_as(paper))
        for paper in sorted(papers, key=lambda paper: paper.title not in asked)
        if paper.title in asked or paper.key not in given
    ]
    others = [title for title in asked if title not in known]
    first = arrived.next_own(view.papers)
    words = [(f"+{n}", one, *_OTHERWISE) for n, one in enumerate(others, start=first)]
    return tuple((_value(*one), _said(screen, *one[1:])) for one in [*words, *wanted])


def read(ticked: Iterable[str]) -> list[dict[str, Any]]:
    """Return what was ticked as the operation takes it; strange values are left out."""
    found: list[dict[str, Any]] = []
    for text in ticked:
        form, count, key, title = [*text.split(_BETWEEN, 3), "", "", ""][:4]
        if form and count.isascii() and count.isdigit():
            # As the ledger keeps it, to the letter: a double click is known by that.
            paper = {"count": int(count[:6]), "form": form, "key": key, "title": title}
            found.append(paper)
    return found


def _value(key: str, title: str, form: str, count: int) -> str:
    return _BETWEEN.join((form, str(count), key, title))


def _said(screen: Screen, title: str, form: str, count: int) -> str:
    words = {"title": title, "form": screen.say(FORMS[form]), "count": str(count)}
    return screen.say(Message(_LINE, mapping=words))
