"""Files of office programs: told by their content, converted before they are kept."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final
from typing import TYPE_CHECKING
import zipfile


if TYPE_CHECKING:
    from pathlib import Path

_COMPOUND: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_RICH: Final = b"{\\rtf"
#: Endings of the compound files of older programs, which only their names tell apart.
_OLD: Final = frozenset({".doc", ".dot", ".xls", ".xlt", ".ppt", ".pps"})
#: Folder of an Office Open XML package -> ending.
_OPEN_XML: Final = {"word/": ".docx", "xl/": ".xlsx", "ppt/": ".pptx"}
#: Content of ``mimetype`` in an OpenDocument package -> ending.
_OPEN_DOCUMENT: Final = {
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.presentation": ".odp",
}
_LONGEST: Final = 200


def ending(path: Path, name: str) -> str:
    """Return the ending (".docx") that the content of a file stands for, or "".

    The name only tells kinds apart that look the same inside.
    """
    with path.open("rb") as stream:
        head = stream.read(16)
    if head.startswith(_RICH):
        return ".rtf"
    if head.startswith(_COMPOUND):
        claimed = PurePath(name).suffix.lower()
        return claimed if claimed in _OLD else ".doc"
    return _packed(path) if head.startswith(b"PK\x03\x04") else ""


def _packed(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
            if "mimetype" in names and package.getinfo("mimetype").file_size < _LONGEST:
                kind = package.read("mimetype").decode("ascii", "replace").strip()
                return _OPEN_DOCUMENT.get(kind, "")
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, KeyError):
        return ""
    if "[Content_Types].xml" not in names:
        return ""
    for folder, kind in _OPEN_XML.items():
        if any(name.startswith(folder) for name in names):
            return kind
    return ""
