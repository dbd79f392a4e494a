"""Where to go: the one-stop units with address, telephone and hours."""

from __future__ import annotations

from motcua import _
from motcua.portal.page import Page
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class UnitsPage(Page):
    """All one-stop units of today; former ones lead to their successors elsewhere."""

    name = "units"
    title = _("One-stop units")
    body = ViewPageTemplateFile("templates/units.pt")
