"""One adopted version to read, with what it changed."""

from __future__ import annotations

from functools import cached_property
from motcua.admin.catalogue.frame import CatalogueScreen
from motcua.admin.catalogue.reading import Chapter
from motcua.admin.catalogue.reading import chapters
from motcua.procedures.definitions import Version
from motcua.procedures.difference import changes
from motcua.shell.screen import Missing
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class TextScreen(CatalogueScreen):
    """``/danh-muc/<code>/ban/<digest>``."""

    body = ViewPageTemplateFile("templates/text.pt")

    def prepare(self) -> None:
        """Find the version; ``Missing`` when it was never adopted."""
        if self.content is None:
            raise Missing
        try:
            self.version: Version = self.content.version(self.names[2])
        except KeyError as error:
            raise Missing from error

    @property
    def heading(self) -> str:
        """Name of the procedure."""
        return self.version.title

    @cached_property
    def before(self) -> Version | None:
        """The version adopted before it."""
        digests = [digest for _day, digest in self.content.timeline]
        place = digests.index(self.version.digest)
        return self.content.version(digests[place - 1]) if place else None

    @property
    def changes(self) -> list[str]:
        """What it changed, in words."""
        if self.before is None:
            return []
        return self.sentences(changes(self.before, self.version))

    @property
    def chapters(self) -> list[Chapter]:
        """The whole text."""
        return chapters(self.version, self.say)
