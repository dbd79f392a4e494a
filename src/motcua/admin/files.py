"""The files of the house: read again, mended, put away; how long the disk will do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from functools import cached_property
from motcua import _
from motcua.admin.frame import AdminScreen
from motcua.admin.frame import Refused
from motcua.storage import jobs
from motcua.storage.files import BUCKETS
from motcua.storage.keeping import rounds
from motcua.storage.keeping import space
from motcua.storage.settings import settings
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


#: Hashes of one kind that the page names.
NAMED: Final = 50
#: What a round names, and what is to be done about it.
KINDS: Final[tuple[tuple[str, Any, Any], ...]] = (
    (
        "damaged",
        _("Damaged"),
        _("Bring these files back from a backup into the folder of the files."),
    ),
    (
        "missing",
        _("Missing"),
        _("Bring these files back from a backup into the folder of the files."),
    ),
    ("mended", _("Mended from the second copy"), _("Look at the disk: it lost them.")),
    (
        "recopied",
        _("Mended in the second copy"),
        _("Look at the disk of the second copy: it lost them."),
    ),
    (
        "aside",
        _("Put away, nobody refers to them"),
        _("Removed after 30 days, unless somebody asks for them."),
    ),
)


@dataclass(frozen=True)
class Named:
    """Files that a round names, and what is to be done about them."""

    kind: str
    title: Any
    way: Any
    hashes: list[str]

    @property
    def shown(self) -> list[str]:
        """The first of them."""
        return self.hashes[:NAMED]


class FilesScreen(AdminScreen):
    """``/quan-tri/tep``."""

    title = _("Files")
    tab = "tep"
    body = ViewPageTemplateFile("templates/files.pt")

    @cached_property
    def going(self) -> rounds.Round | None:
        """The round under way."""
        return rounds.going()

    @cached_property
    def ended(self) -> list[rounds.Round]:
        """The last rounds, the newest first."""
        return rounds.ended()

    def percent(self, round_: rounds.Round) -> int:
        """Return how far a round is."""
        return round_.done * 100 // len(BUCKETS)

    @property
    def named(self) -> list[Named]:
        """What the newest round has to tell, by kind."""
        newest = self.going or next(iter(self.ended), None)
        if newest is None:
            return []
        return [
            Named(kind, title, way, getattr(newest, kind))
            for kind, title, way in KINDS
            if getattr(newest, kind)
        ]

    @property
    def doubtful(self) -> list[str]:
        """Buckets in which too many files seem to belong to nobody."""
        newest = self.going or next(iter(self.ended), None)
        return newest.doubtful if newest is not None else []

    def at(self, text: str) -> str:
        """Return a moment of a round as people write it."""
        return self.moment(datetime.fromisoformat(text)) if text else ""

    def size(self, number: int) -> str:
        """Return a number of bytes in gigabytes, as the language writes it."""
        told = f"{number / space.GIB:,.1f} GB"
        if self.language == "vi":
            told = told.translate(str.maketrans(",.", ".,"))
        return told

    @property
    def second_copy(self) -> bool:
        """Whether there is a second copy."""
        return settings().files_copy is not None

    @property
    def left(self) -> str:
        """How much may still be stored."""
        return self.size(space.left())

    @property
    def reserve(self) -> int:
        """What is always left free, in gigabytes."""
        return settings().least_free_gb

    @property
    def full_on(self) -> date | None:
        """The day on which only the reserve is left, as far as the nights tell."""
        return space.full_on(space.nights(), settings().least_free_gb * space.GIB)

    def act(self) -> None:
        """Ask for a share of a round now; one a minute is enough."""
        if self.text("do") != "check":
            raise Refused(self.say(_("Choose what to do.")))
        jobs.enqueue(
            rounds.KIND, f"{self.now:%Y-%m-%dT%H:%M}", {}, jobs.Urgency.BACKGROUND
        )
        self.tell(_("The files are read from now on; come back in some minutes."))
        self.go(self.tab)
