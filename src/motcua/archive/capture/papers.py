"""The papers of a dossier that a scan can be of: handed in, and known to its case."""

from __future__ import annotations

from motcua.dossiers.folder import find
from motcua.dossiers.states import fold
from motcua.procedures import versions
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier


def of_dossier(site: Any, code: str) -> dict[str, str]:
    """Return the papers of a dossier, key to title, those handed in first.

    Empty for an unknown code. Checks no rights.
    """
    dossier = find(site, code)
    if dossier is None:
        return {}
    view = fold(dossier)
    found = {paper.key: str(paper.title) for paper in view.papers}
    version = versions.get(view.procedure, view.version, site=site)
    for case in version.cases:
        for paper in case.papers if case.key == view.case else ():
            found.setdefault(paper.key, str(paper.title))
    return found


def given(dossier: Dossier) -> tuple[str, ...]:
    """Return the keys of the papers that were handed in, not of those only shown."""
    return tuple(paper.key for paper in fold(dossier).papers if paper.form != "shown")


def required(site: Any, dossier: Dossier) -> tuple[str, ...]:
    """Return the keys of the papers that everybody hands in for the dossier's case.

    Papers that are only shown, that the State holds already, or that depend on answers
    or on another way of handing in are not among them.
    """
    view = fold(dossier)
    version = versions.get(view.procedure, view.version, site=site)
    return tuple(
        paper.key
        for case in version.cases
        for paper in case.papers
        if case.key == view.case
        and not (paper.shown or paper.held_by or paper.when)
        and view.channel in (paper.channels or (view.channel,))
        and paper.originals + paper.copies > 0
    )
