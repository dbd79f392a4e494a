"""All fields of procedures with how many procedures each has."""

from __future__ import annotations

from motcua import _
from motcua.portal.catalogue import Choice
from motcua.portal.catalogue import fields
from motcua.portal.page import Missing
from motcua.portal.page import Page
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class FieldsPage(Page):
    """Browsing by field (lĩnh vực)."""

    name = "fields"
    title = _("Fields")
    body = ViewPageTemplateFile("templates/fields.pt")
    fields: list[Choice]

    def prepare(self) -> None:
        """Count the procedures per field."""
        if self.rest:
            raise Missing
        self.fields = sorted(fields(self), key=lambda choice: choice.key)
