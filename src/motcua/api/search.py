"""The search of content for programs: bounded, and a bad question is no accident."""

from __future__ import annotations

from DateTime.interfaces import DateTimeError
from motcua import _
from motcua.api import guard
from motcua.api import paging
from plone.restapi.exceptions import QueryParsingError
from plone.restapi.services.search.get import SearchGet
from Products.ZCTextIndex.ParseTree import ParseError
from typing import Any
from zExceptions import BadRequest


#: What the catalogue and its indexes raise when a question makes no sense.
SENSELESS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    DateTimeError,
    LookupError,
    ParseError,
    QueryParsingError,
    TypeError,
    ValueError,
)


class BoundedSearch(SearchGet):
    """``GET @search``: at most ``paging.LARGEST`` items at once."""

    def reply(self) -> Any:
        """Answer with one page; raises ``BadRequest`` for what makes no sense."""
        page = paging.asked(self.request)
        self.request.form["b_start"] = str(page.start)
        self.request.form["b_size"] = str(page.size)
        try:
            return super().reply()
        except SENSELESS as error:
            # The text of the error may quote what is inside; it is not passed on.
            raise BadRequest(guard.said(_("This question makes no sense."))) from error
