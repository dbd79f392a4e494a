"""Stored files and documents as a package holds them."""

from __future__ import annotations

from dataclasses import dataclass
from motcua.archive.incoming.names import EXTENSIONS
from motcua.archive.packages.errors import DamagedPiece
from motcua.storage import files
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Mapping
    from motcua.archive.packages.deeds import Deed


@dataclass(frozen=True)
class Piece:
    """One stored file: its SHA-256, size in bytes and type."""

    sha256: str
    size: int
    media: str = "application/pdf"

    @classmethod
    def stored(cls, digest: str, media: str = "application/pdf") -> Piece:
        """Return a stored file with its size; ``DamagedPiece`` where it is not."""
        try:
            return cls(digest, files.path(digest).stat().st_size, media)
        except files.UnknownFile as error:
            raise DamagedPiece(digest[:12], digest) from error

    @property
    def ending(self) -> str:
        """The ending of its name, with the dot."""
        return EXTENSIONS.get(self.media, ".bin")


@dataclass(frozen=True)
class Item:
    """One document of a package.

    ``name`` is the name of its files without ending: file code and number in the file
    (circular, article 8(1)(d)); ``code`` names it in messages. ``fields`` are those of
    EAD_doc without codes. ``text`` is the digest of what was read, ``plain`` the text
    as it was received; ``obstacle`` a key of ``errors.OBSTACLES``, "" for none.
    """

    name: str
    code: str
    fields: Mapping[str, str]
    original: Piece
    archival: Piece | None
    text: str
    plain: Piece | None
    obstacle: str
    deeds: Callable[[], Iterable[Deed]]

    @property
    def digests(self) -> tuple[str, ...]:
        """What its contents are, for the id of the package."""
        archival = self.archival.sha256 if self.archival else ""
        return self.name, self.original.sha256, archival
