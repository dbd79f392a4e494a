"""The page for addresses at which there is nothing, with a way on."""

from __future__ import annotations

from motcua import _
from motcua.portal.page import Page
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class MissingPage(Page):
    """Answers 404, word for word the same for what is not published yet."""

    title = _("Page not found")
    status = 404
    keep = False
    body = ViewPageTemplateFile("templates/missing.pt")

    def prepare(self) -> None:
        """Need nothing, whatever the path was."""

    @property
    def twin(self) -> str:
        """The home page: there is no page here in the other language either."""
        return self.addresses.turned().home
