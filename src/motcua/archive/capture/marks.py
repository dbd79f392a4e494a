"""What the codes on a page mean for this batch. Nothing is guessed.

A cover sheet counts when this house printed it and the batch can hold what it says.
Everything else that looks like one ends the document before it and starts none.
"""

from __future__ import annotations

from motcua.archive.capture import covers
from motcua.archive.capture import papers
from motcua.dossiers.folder import find
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from motcua.archive.capture.covers import Cover
    from motcua.archive.capture.pages import Layout


#: Of bare paper there is no mark at all, not a line in pencil.
BARE: Final = 1.0


class Judge:
    """Judges the pages of one batch."""

    def __init__(self, site: Any, batch: Layout) -> None:
        self.site = site
        self.batch = batch
        self.papers = {code: papers.of_dossier(site, code) for code in batch.dossiers}

    def mark(self, seen: Mapping[str, Any], bare: float) -> list[Any]:
        """Return [kind, target, reason, secrecy] of a page, see ``draft.Mark``.

        ``seen`` is what ``looking.look`` tells of it, ``bare`` the share of it on which
        there is no mark (``figures.Figures.blank``).
        """
        if seen["covers"]:
            said = {covers.parse(text) for text in seen["covers"]}
            cover = said.pop() if len(said) == 1 else None
            reason = self._refused(cover)
            if reason or cover is None:
                return ["stray", None, reason, ""]
            return ["cover", cover.target.to_json(), "", ""]
        if seen["patch"] or seen["torn"]:
            return ["stray", None, "unreadable", ""]
        if self._others(seen["dossiers"]):
            return ["foreign", None, "names-other-dossier", seen["secrecy"]]
        plain = bare < BARE or seen["secrecy"] or seen["dossiers"] or seen["others"]
        return ["" if plain else "blank", None, "", seen["secrecy"]]

    def _others(self, codes: Iterable[str]) -> set[str]:
        """Return the codes of dossiers that do not belong to the batch.

        Plain papers may name dossiers of other houses, and of times before this one.
        """
        others = set(codes) - set(self.batch.dossiers)
        if self.batch.dossiers:
            return others
        return {one for one in others if find(self.site, one) is not None}

    def _refused(self, cover: Cover | None) -> str:
        """Return why a cover sheet starts no document here, "" when it does."""
        if cover is None:
            return "unknown"
        if cover.batch or not cover.target.dossier:
            return "" if cover.batch == self.batch.code else "unknown"
        known = self.papers.get(cover.target.dossier)
        if known is None:
            return "other-dossier" if self.batch.dossiers else "unknown"
        return "" if cover.target.paper in known else "unknown"
