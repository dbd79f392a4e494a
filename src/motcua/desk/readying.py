"""How far a dossier is from the archive, on its page from the first day."""

from __future__ import annotations

from functools import cached_property
from motcua.archive.holdings import readiness
from motcua.archive.holdings.readiness import Readiness
from motcua.desk.talking import TalkingScreen
from motcua.dossiers import actions
from motcua.organisation.duties import parse_group
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Final


#: Whose work brings a dossier to the archive.
DUTIES: Final = frozenset({"archive", "processing"})


class ReadyingScreen(TalkingScreen):
    """The part of the page of a dossier that looks ahead to the archive."""

    readying = ViewPageTemplateFile("templates/ready.pt")

    @cached_property
    def ready(self) -> Readiness | None:
        """What it lacks, None for persons whose work does not bring it there."""
        held = {duty for _unit, duty in filter(None, map(parse_group, self.groups))}
        if not held & DUTIES:
            return None
        return readiness.of(self.context, self.dossier, self.now)

    @property
    def may_archive(self) -> bool:
        """Whether this person closes it and puts it into its file by one act."""
        return (
            self.ready is not None
            and self.ready.full
            and "close" in actions.permitted(self.dossier, self.person, self.now)
        )

    @property
    def archive_address(self) -> str:
        """Where it is closed and put into its file."""
        return f"{self.root}/luu-tru/ho-so/{self.dossier.code}/ket-thuc"

    @property
    def kept_address(self) -> str:
        """Where its file is shown."""
        return f"{self.root}/luu-tru/ho-so/{self.ready.file if self.ready else ''}"
