"""Searching the procedures in force, for anybody's program."""

from __future__ import annotations

from motcua.api import paging
from motcua.procedures.finding.search import search
from motcua.procedures.folder import FOLDER
from plone.restapi.services import Service
from typing import Any


#: A question longer than this is cut: nobody types it.
LONGEST = 200
#: Further down nobody reads; the search itself ranks a few hundred.
FURTHEST = 1000


class SearchProcedures(Service):
    """``GET @procedures?q=``: codes and titles, the best first.

    ``field``, ``level``, ``agency`` and ``audience`` narrow the search; without
    ``q`` the procedures are listed.
    """

    def reply(self) -> dict[str, Any]:
        """Answer with one page of what was found."""
        page = paging.asked(self.request)
        question = (paging.word(self.request, "q") or "")[:LONGEST]
        start = min(page.start, FURTHEST)
        found = search(
            question,
            field=paging.word(self.request, "field"),
            level=paging.word(self.request, "level"),
            agency=paging.word(self.request, "agency"),
            audience=paging.word(self.request, "audience"),
            limit=page.size,
            offset=start,
            site=self.context,
        )
        return {
            "@id": f"{self.context.absolute_url()}/@procedures",
            "query": found.query,
            "items_total": found.total,
            "batching": page.links(self.request, start + page.size < found.total),
            "items": [self.item(one) for one in found.results],
        }

    def item(self, one: Any) -> dict[str, Any]:
        """Return one procedure found; its own address answers with the whole text."""
        return {
            "@id": f"{self.context.absolute_url()}/{FOLDER}/{one.code}",
            "@type": "Procedure",
            "code": one.code,
            "title": one.title,
            "field": one.field,
            "level": one.level,
            "score": round(one.score, 2),
        }
