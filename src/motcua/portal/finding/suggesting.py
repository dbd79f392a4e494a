"""Suggestions while somebody types, as JSON for the little script of the search box."""

from __future__ import annotations

import json
from motcua import _
from motcua.portal import answers
from motcua.portal.finding.questions import Questions
from motcua.portal.inputs import query_string
from motcua.portal.page import Missing
from motcua.portal.page import Page
from motcua.procedures.finding.suggestions import suggest
from typing import Final


#: The same letters are asked for by many; nothing depends on who asks.
KEPT: Final = "public, max-age=60"


class SuggestionsPage(Page):
    """``/vi/goi-y?q=khai``: at most eight lines, each a question or a procedure."""

    name = "suggestions"
    title = _("Suggestions")

    def prepare(self) -> None:
        """Look up what the letters may become."""
        if self.rest:
            raise Missing
        asked = Questions.read(query_string(self.request)).query
        self.found = suggest(asked, site=self.context)

    def render(self) -> str:
        """Return a JSON list."""
        response = self.request.response
        answers.secure(response)
        response.setHeader("Content-Type", "application/json; charset=utf-8")
        response.setHeader("Cache-Control", KEPT)
        return json.dumps(
            [
                {
                    "text": each.text,
                    "address": self.addresses.page("procedures", each.code)
                    if each.code
                    else "",
                }
                for each in self.found
            ],
            ensure_ascii=False,
        )
