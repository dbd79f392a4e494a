"""Screens for what is not there, and for forms that are not ours."""

from __future__ import annotations

from motcua import _
from motcua.shell.screen import Screen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class MissingScreen(Screen):
    """404, letter for letter the same for foreign, missing and malformed codes."""

    title = _("Not found")
    status = 404
    body = ViewPageTemplateFile("templates/missing.pt")
    lead = _(
        "There is no dossier with this code among those your departments take part "
        "in. Check the code, or ask the one-stop unit that issued the slip."
    )


class UnrecordedScreen(MissingScreen):
    """503 for a look that has to be written down and could not be."""

    title = _("Not shown")
    status = 503
    lead = _(
        "Who opens this is written down, and the journal cannot be written just now. "
        "Nothing was shown. Try again in a few minutes; if it stays so, tell who keeps "
        "the system."
    )


class ForgedScreen(MissingScreen):
    """403 for a form without our token: another site sent it, or it grew old."""

    title = _("The form was not accepted")
    status = 403
    lead = _(
        "The form did not come from a page of this desk, or you logged in anew after "
        "opening it. Nothing was changed. Go back, copy what you typed, open the page "
        "again and send it once more."
    )
