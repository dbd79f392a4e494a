"""The officers' door: ``/desk`` and everything below lead to screens.

The path is consumed here: no dossier ever becomes an object that is traversed,
so nothing of the platform can be called on one. Asking with GET cannot change
the database, because the transaction of every such request is doomed before a
screen is made; every POST carries a token that only our own pages know.
"""

from __future__ import annotations

from motcua.desk.dossier import DossierScreen
from motcua.desk.files import FileAnswer
from motcua.desk.files import SlipAnswer
from motcua.desk.finding import FindAnswer
from motcua.desk.intake import IntakeScreen
from motcua.desk.missing import ForgedScreen
from motcua.desk.missing import MissingScreen
from motcua.desk.picking import PickingScreen
from motcua.desk.screen import Missing
from motcua.desk.screen import Screen
from motcua.desk.work import WorkScreen
from plone.protect.authenticator import check as check_authenticator
from Products.Five import BrowserView
import transaction
from typing import Any
from typing import Final
from zExceptions import Forbidden
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


METHODS: Final = ("GET", "HEAD", "POST")
LONGEST_PATH: Final = 4


@implementer(IPublishTraverse)
class Desk(BrowserView):
    """All screens of officers, under one name and one permission."""

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        self.names: list[str] = []

    def publishTraverse(self, request: Any, name: str) -> Desk:
        """Take the next segment of the path; screens are chosen at the end."""
        self.names.append(name)
        return self

    def __getitem__(self, name: str) -> Desk:
        """Take any path for ours: the login asks so before it leads back here."""
        return self

    def __call__(self) -> Any:
        """Answer the request with a screen, a file, a redirect or our own 404."""
        posted = self.request["REQUEST_METHOD"] == "POST"
        if not posted:
            transaction.doom()
        try:
            if posted:
                check_authenticator(self.request)
            return self.screen().answer()
        except Missing:
            transaction.doom()
            return MissingScreen(self.context, self.request).answer()
        except Forbidden:
            transaction.doom()
            return ForgedScreen(self.context, self.request).answer()

    def screen(self) -> Screen:
        """Return the screen for the path; raise ``Missing`` where there is none."""
        kind = choose(tuple(self.names))
        if kind is None or self.request["REQUEST_METHOD"] not in METHODS:
            raise Missing
        return kind(self.context, self.request, tuple(self.names))


def choose(names: tuple[str, ...]) -> type[Screen] | None:
    """Return what answers at the path ``/desk/<names>``, None for nothing."""
    if len(names) > LONGEST_PATH:
        return None
    match names:
        case ():
            return WorkScreen
        case ("tim",):
            return FindAnswer
        case ("tiep-nhan",):
            return PickingScreen
        case ("tiep-nhan", _):
            return IntakeScreen
        case ("ho-so", _):
            return DossierScreen
        case ("ho-so", _, "giay-tiep-nhan"):
            return SlipAnswer
        case ("ho-so", _, "tep", _):
            return FileAnswer
    return None
