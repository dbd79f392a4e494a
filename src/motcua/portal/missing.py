"""The page for addresses at which there is nothing, with a way on."""

from __future__ import annotations

from motcua import _
from motcua.portal.addresses import Language
from motcua.portal.page import Page
from plone import api
from Products.CMFPlone.browser.exceptions import ExceptionView
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


class NotFoundView(ExceptionView):
    """The same page for every address of the site at which nothing is found.

    People mistype addresses outside ``/vi`` and ``/en`` too. Programs that do not
    ask for a page go on getting the short answer in JSON.
    """

    def __call__(self) -> str | None:
        """Answer with our page, or follow an alias that an editor has left."""
        if "text/html" not in self.request.getHeader("Accept", ""):
            answer: str | None = super().__call__()
            return answer
        if self.plone_redirector_view.attempt_redirect():
            return None
        path = self.request.get("VIRTUAL_URL_PARTS", ("", "", ""))[-1]
        language: Language = "en" if path.split("/")[0] == "en" else "vi"
        return MissingPage(api.portal.get(), self.request, language).render()
