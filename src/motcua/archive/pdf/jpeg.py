"""The picture of a JPEG file without what cameras write around it, bit for bit.

Telephones note where and with what a photo was taken, and put further pictures and
films behind the first. None of it is of the paper; the original keeps it.
"""

from __future__ import annotations

import re


_START, _END = b"\xff\xd8", b"\xff\xd9"
_SCAN = 0xDA
#: Markers that stand alone (ITU-T T.81, table B.1).
_ALONE = frozenset((0x01, *range(0xD0, 0xD8)))
#: Segments of applications and comments, and those among them that say how the
#: samples are to be read.
_NOTES = frozenset((*range(0xE0, 0xF0), 0xFE))
_JFIF, _PROFILE, _ADOBE = (0xE0, b"JFIF\0"), (0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe")
#: What ends the samples of a scan: a marker that cannot stand within them.
_BEHIND_SCAN = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]")


def first_picture(content: bytes, profile: bool) -> bytes:
    """Return the first picture of a JPEG file; ``profile`` keeps that of its colours.

    Raises ``ValueError`` where the file is not made of segments as the standard says.
    """
    kept = [_JFIF, _ADOBE, *([_PROFILE] if profile else [])]
    found, at = [_START], len(_START)
    while True:
        if at + 1 >= len(content) or content[at] != 0xFF:
            raise ValueError(f"no segment at {at}")
        marker = content[at + 1]
        if marker == _END[1]:
            return b"".join((*found, _END))
        if marker == 0xFF or marker in _ALONE:
            at += 1 if marker == 0xFF else 2
            continue
        behind = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if not at + 4 <= behind <= len(content):
            raise ValueError(f"a segment without bounds at {at}")
        told = content[at + 4 : behind]
        if marker not in _NOTES or any(
            marker == one and told.startswith(begins) for one, begins in kept
        ):
            found.append(content[at:behind])
        at = behind
        if marker == _SCAN:
            end = _BEHIND_SCAN.search(content, at)
            if end is None:
                # Without its end mark; readers show it all the same.
                return b"".join((*found, content[at:], _END))
            found.append(content[at : end.start()])
            at = end.start()
