"""``/vi/gop-y/<code>``: telling that something is missing or wrong, without a login.

The form is posted and needs no script. Against machines that fill in every form
stand a field that people do not see, the time between showing and sending, and a
limit on what one address sends: a riddle would keep out people first.
"""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
from motcua import _
from motcua.portal.inputs import form
from motcua.portal.inputs import query_string
from motcua.portal.origin import same_origin
from motcua.portal.page import Missing
from motcua.portal.page import Page
from motcua.procedures import feedback
from motcua.procedures import versions
from motcua.storage import tries
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import re
from typing import Any
from typing import Final
from urllib.parse import parse_qs


#: The field that only machines fill in.
TRAP: Final = "website"
_LOCAL: Final = re.compile(r"/(?!/)[^\s\\]{0,199}")


class FeedbackPage(Page):
    """The form, and the thanks on the same page."""

    name = "feedback"
    title = _("Report something missing or wrong")
    body = ViewPageTemplateFile("templates/feedback.pt")
    keep = False
    kinds = feedback.KINDS
    longest = feedback.LONGEST
    error: Any = None
    field: str = ""
    sent: bool = False
    wait: int = 0

    def prepare(self) -> None:
        """Find what the report is about; keep one that was posted."""
        if len(self.rest) > 1:
            raise Missing
        self.version = None
        if self.rest:
            try:
                self.version = versions.current(self.rest[0], site=self.context)
            except KeyError as error:
                raise Missing from error
        self.values = form(self.request)
        query = query_string(self.request)[:2048].encode("ascii", "replace").decode()
        asked = parse_qs(query, errors="replace").get("page", [""])[0]
        self.page = local(self.values.get("page", asked))
        if self.request["REQUEST_METHOD"] == "POST":
            self.take()
        self.ticket = feedback.ticket(datetime.now(UTC))

    def take(self) -> None:
        """Keep the report, or say why not; what was typed stays in the form."""
        if not same_origin(self.request, self.context):
            self.status = 403
            self.error = _("Please fill in the form on this page.")
            return
        if self.values.get(TRAP):
            # A machine is thanked like a person, so that it learns nothing.
            self.sent = True
            return
        try:
            feedback.submit(
                self.values.get("text", ""),
                self.request.getClientAddr(),
                self.values.get("ticket", ""),
                kind=self.values.get("kind", ""),
                procedure=self.version.code if self.version else "",
                page=self.page,
                contact=self.values.get("contact", ""),
                language=self.language,
            )
        except feedback.Refused as error:
            self.status, self.error, self.field = 400, error.message, error.field
            return
        except tries.TooManyTries as error:
            self.wait = max(1, -(-int(error.retry_after) // 60))
            self.request.response.setHeader("Retry-After", str(error.retry_after))
            self.status = 429
            return
        self.sent = True

    def typed(self, name: str) -> str:
        """Return what stands in a field after a refusal; nothing once it is sent."""
        return "" if self.sent else self.values.get(name, "")

    @property
    def about(self) -> str:
        """What the report is about, in words."""
        if self.version is not None:
            return self.version.title
        return self.page

    @property
    def asked(self) -> dict[str, str]:
        """The page that the report is about."""
        return {"page": self.page}


def local(path: str) -> str:
    """Return the path of a page of this site; "" for anything else."""
    return path if _LOCAL.fullmatch(path) and path.isprintable() else ""
