"""File names as people gave them, made safe to show, store and send.

A name is never used to find a file: bytes are stored by their digest. It is
shown in pages, written into packages and sent in headers, so it may hold no
path, no control or direction-changing character and no more than one reading.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote


#: Longest name in bytes of UTF-8: what common file systems take, less room for
#: an ordinal in front.
LONGEST = 200
_RESERVED = re.compile(r"(con|conin\$|conout\$|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"|?*;]')
_UNNAMED = "tai-lieu"

EXTENSIONS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
}


def _cut(stem: str, room: int) -> str:
    """Return ``stem`` cut to ``room`` bytes of UTF-8 without splitting a letter."""
    return stem.encode("utf-8")[: max(room, 1)].decode("utf-8", "ignore").strip(" .")


def display_name(given: str, media: str = "") -> str:
    """Return ``given`` as one harmless file name in composed form (NFC).

    Folders before the name go, as do control, format and private characters and
    those that file systems reserve; a name of Windows' devices gets a mark; an
    empty name becomes ``tai-lieu``. With ``media`` the name ends as that type's
    files do. Vietnamese letters and blanks stay.
    """
    text = given.encode("utf-8", "replace").decode("utf-8")
    text = text.replace("\\", "/").split("/")[-1]
    text = "".join(
        " " if unicodedata.category(character) in ("Cc", "Zl", "Zp") else character
        for character in text
        if unicodedata.category(character) not in ("Cf", "Co", "Cs", "Cn")
    )
    text = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", text))
    # A hyphen in front would make an option of it where names are typed.
    text = re.sub(r"\s+", " ", text).strip(" .").lstrip(" .-")
    stem, dot, last = text.rpartition(".")
    if not dot or not stem or len(last) > 5 or not last.isascii():
        stem, last = text, ""
    # The superscripts ¹ ² ³ are digits there as well.
    device = unicodedata.normalize("NFKC", stem.split(".")[0]).strip()
    if _RESERVED.fullmatch(device):
        stem = f"_{stem}"
    ending = f".{last}" if last else ""
    wanted = EXTENSIONS.get(media, "")
    if wanted and ending.lower() not in (
        wanted,
        {".jpg": ".jpeg"}.get(wanted),
        {".tif": ".tiff"}.get(wanted),
    ):
        stem, ending = stem + ending, wanted
    return (_cut(stem, LONGEST - len(ending.encode())) or _UNNAMED) + ending


def content_disposition(name: str, inline: bool = False) -> str:
    """Return the Content-Disposition header for ``name`` (RFC 6266, RFC 8187)."""
    name = display_name(name)
    plain = unicodedata.normalize("NFKD", name.translate({0x111: "d", 0x110: "D"}))
    plain = re.sub(r"[^A-Za-z0-9 ._()-]", "", plain) or _UNNAMED
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
