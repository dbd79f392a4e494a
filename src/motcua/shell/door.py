"""A door of the staff: one name below the site, and everything behind it.

The path is consumed here: no dossier ever becomes an object that is traversed,
so nothing of the platform can be called on one. Asking with GET cannot change
the database, because the transaction of every such request is doomed before a
screen is made; every POST carries a token that only our own pages know.
"""

from __future__ import annotations

from motcua.shell import confining
from motcua.shell.missing import ForgedScreen
from motcua.shell.missing import MissingScreen
from motcua.shell.missing import UnrecordedScreen
from motcua.shell.screen import Missing
from motcua.shell.screen import Place
from motcua.shell.screen import Screen
from motcua.storage.journal import Unrecorded
from plone import api
from plone.protect.authenticator import check as check_authenticator
from Products.Five import BrowserView
import transaction
from typing import Any
from typing import Final
from typing import Self
from zExceptions import Forbidden
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


METHODS: Final = ("GET", "HEAD", "POST")
LONGEST_PATH: Final = 5


@implementer(IPublishTraverse)
class Door(BrowserView):
    """Base class: all screens of one kind of staff, under one permission."""

    place: Place

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        self.names: list[str] = []

    def publishTraverse(self, request: Any, name: str) -> Self:
        """Take the next segment of the path; screens are chosen at the end."""
        self.names.append(name)
        return self

    def __getitem__(self, name: str) -> Self:
        """Take any path for ours: the login asks so before it leads back here."""
        return self

    def choose(self, names: tuple[str, ...]) -> type[Screen] | None:
        """Return what answers at the path below the door, None for nothing."""
        raise KeyError(names)

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
            return self.refuse(MissingScreen)
        except Unrecorded:
            return self.refuse(UnrecordedScreen)
        except Forbidden:
            return self.refuse(ForgedScreen)

    def screen(self) -> Screen:
        """Return the screen for the path; raise ``Missing`` where there is none."""
        names = tuple(self.names)
        if self.shut(names):
            raise Missing
        kind = None if len(names) > LONGEST_PATH else self.choose(names)
        if kind is None or self.request["REQUEST_METHOD"] not in METHODS:
            raise Missing
        return kind(self.context, self.request, self.place, names)

    def shut(self, names: tuple[str, ...]) -> bool:
        """Say whether this person is confined to other addresses, see ``confining``."""
        person = api.user.get_current().getId()
        if person is None:
            return False
        return confining.is_shut(self.context, person, self.place.path, names)

    def refuse(self, kind: type[Screen]) -> Any:
        """Answer with a screen that says no; nothing is written."""
        transaction.doom()
        return kind(self.context, self.request, self.place).answer()
