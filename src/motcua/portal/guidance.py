"""Help, accessibility and privacy: what the office promises, in a few sentences."""

from __future__ import annotations

from motcua import _
from motcua.portal.page import Page
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class GuidancePage(Page):
    """One page, so that there is one place to look."""

    name = "help"
    title = _("Help")
    body = ViewPageTemplateFile("templates/guidance.pt")
