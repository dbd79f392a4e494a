"""What can be wrong with a package, in plain words."""

from __future__ import annotations

from motcua import _
from motcua.archive.errors import ArchiveError
from typing import Any
from typing import Final


class PackageError(ArchiveError):
    """A package was not made, or not taken in; nothing changed."""

    message = _("The package could not be made.")


#: Why a file or document cannot be packed yet -> the way out.
OBSTACLES: Final[dict[str, Any]] = {
    "open": _("${name} is not closed yet: close it first."),
    "empty": _("${name} holds no document here: nothing can be packed."),
    "unsigned": _(
        "${name} awaits its signature: sign it under Archive → Awaiting signature."
    ),
    "unsigned-result": _(
        "${name} is a result without a digital signature: sign it first."
    ),
    "unproven": _(
        "${name} has no proven archival copy (PDF/A) yet: wait until it is read, or "
        "provide one under Archive → Without archival copy."
    ),
    "unsigned-received": _(
        "${name} came without a digital signature: ask who sent it for a signed file."
    ),
    "unproven-received": _(
        "${name} came without proof that it is PDF/A: ask who sent it for such a file."
    ),
    "gone": _("${name} is destroyed or was transferred: it is not packed again."),
}
#: These keep a file from being handed over; kept and used at home it may be.
AT_HOME: Final = frozenset(
    ("unsigned-result", "unsigned-received", "unproven-received")
)
#: So many of them stand in a message; the page of the file lists them all.
SHOWN: Final = 20


class Blocked(PackageError):
    """Something of the file may not leave like this; ``obstacles`` name each thing.

    They are (key of ``OBSTACLES``, code of the document or file).
    """

    def __init__(self, obstacles: tuple[tuple[str, str], ...]) -> None:
        self.obstacles = obstacles
        named = ", ".join(name for _key, name in obstacles[:SHOWN])
        more = f" (+{len(obstacles) - SHOWN})" if len(obstacles) > SHOWN else ""
        super().__init__(
            _("No package yet. ${number} things are in the way: ${names}"),
            number=str(len(obstacles)),
            names=f"{named}{more}",
        )


class DamagedPiece(PackageError):
    """A stored file lost its bytes."""

    def __init__(self, name: str, digest: str) -> None:
        super().__init__(
            _(
                "“${name}” is damaged or missing in the store (${digest}). Restore it "
                "from a backup, then pack again."
            ),
            name=name,
            digest=digest,
        )
