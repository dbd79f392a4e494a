"""``ho-so/<code>/goi`` and ``tai-lieu/<code>/goi``: packages of a file or document."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive.holdings import files as holding_files
from motcua.archive.holdings import store
from motcua.archive.holdings.errors import Unknown
from motcua.archive.packages import exporting
from motcua.archive.packages import kinds
from motcua.archive.packages.errors import OBSTACLES
from motcua.shell.files import head
from motcua.shell.screen import Missing
from motcua.workbench.holdings.frame import HoldingsScreen
from pathlib import Path
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from tempfile import TemporaryDirectory
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.i18nmessageid import Message
from ZPublisher.Iterators import filestream_iterator


if TYPE_CHECKING:
    from motcua.archive.packages.contents import Content
    from motcua.archive.packages.exporting import Looked
    from motcua.archive.packages.packing import Made

#: Obstacles on the page; the rest is counted.
SHOWN: Final = 50
#: Fields of a DIP that are asked for (circular, appendix V).
ASKED: Final[dict[str, Any]] = {
    "requestID": _("Code of the request"),
    "purposeContent": _("What it is asked for"),
    "researchTopic": _("Topic"),
}
PURPOSES: Final[dict[str, Any]] = {
    "01": _("Personal"),
    "02": _("Official"),
    "03": _("Special official"),
}


class PackScreen(HoldingsScreen):
    """What can be packed of a file, what is in the way, and the package itself."""

    tab = "ho-so"
    body = ViewPageTemplateFile("templates/packing.pt")
    KINDS = kinds.KINDS
    ASKED = ASKED
    PURPOSES = PURPOSES

    def prepare(self) -> None:
        """Find what is packed, for this person."""
        if not self.kinds:
            raise Missing

    def answer(self) -> Any:
        """Return the page, or the package that was asked for."""
        if not self.posted:
            return super().answer()
        self.prepare()
        self.secure()
        made: list[Any] = []
        if not self.attempt(lambda: made.append(self.packed())):
            return super().answer()
        return made[0]

    def packed(self) -> Any:
        """Pack, and return the bytes as a download."""
        kind = self.text("kind")
        if kind not in self.kinds or self.too_large:
            raise Missing
        folder = TemporaryDirectory(prefix="motcua-package-")
        try:
            made = exporting.export(
                self.context,
                self.content.code,
                kind,
                Path(folder.name),
                self.person,
                self.now,
                request=self.request_of(kind),
            )
            return self.sent(made)
        finally:
            # An open file lives on without its name.
            folder.cleanup()

    def sent(self, made: Made) -> Any:
        """Return a package as the answer."""
        head(self.request.response, "application/zip", made.name, made.size)
        return filestream_iterator(str(made.path), "rb")

    def request_of(self, kind: str) -> dict[str, str]:
        """Return what a DIP says of the request; nothing for others."""
        if kind != kinds.DIP:
            return {}
        purpose = self.text("purpose")
        told = {name: self.text(name)[:250] for name in ASKED}
        return {
            **told,
            "requestDate": f"{self.now:%d/%m/%Y}",
            "purpose": purpose if purpose in PURPOSES else "02",
        }

    @cached_property
    def content(self) -> Content:
        """What would be packed."""
        code = self.names[1]
        file = store.file(self.context, code)
        if file is not None:
            seen = holding_files.view(file)
            if not holding_files.may_see(self.context, seen, self.person, self.now):
                raise Missing
        try:
            return exporting.content(self.context, code)
        except Unknown as error:
            raise Missing from error

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that this person may make."""
        found = self.content
        return exporting.kinds_for(self.context, found, self.person, self.now)

    @property
    def heading(self) -> str:
        """What is packed."""
        return self.say(
            Message(_("Packages of ${code}"), mapping={"code": self.content.code})
        )

    @cached_property
    def looked(self) -> Looked | None:
        """What a walk over the documents finds; None for too many of them."""
        many = self.content.count > exporting.MOST_WAITED
        return None if many else exporting.look(self.content)

    @cached_property
    def too_large(self) -> bool:
        """Whether nobody can wait until it is packed."""
        looked = self.looked
        return looked is None or looked.size > exporting.MOST_BYTES_WAITED

    @cached_property
    def in_the_way(self) -> list[str]:
        """What keeps a SIP from being made, in words."""
        found = self.looked.blocks(kinds.SIP) if self.looked else ()
        return [
            self.say(Message(OBSTACLES[key], mapping={"name": name}))
            for key, name in found
        ]

    @cached_property
    def open_kinds(self) -> list[tuple[str, str]]:
        """The kinds that can be made now: (key, words)."""
        looked = self.looked
        return [
            (kind, self.say(kinds.KINDS[kind]))
            for kind in self.kinds
            if looked is not None and not self.too_large and not looked.blocks(kind)
        ]

    @property
    def back(self) -> str:
        """The page of what is packed."""
        return self.address(self.names[0], self.content.code)
