"""What a large workbook comes to at a glance, before it is kept and looked through.

Reading every cell of some thousand rows takes longer than a person waits for an answer.
How many rows there are, and whether any text may be a level of state secrets, is told
by its raw parts in a moment.
"""

from __future__ import annotations

from html import unescape
import io
from motcua.archive.backlog import values
from motcua.procedures.importing.sheets.files import check_archive
from motcua.procedures.importing.sheets.files import ZIP
from motcua.procedures.importing.sheets.rows import SheetRefused
import re
from typing import Final
import zipfile


#: Rows of a workbook that are looked through while somebody waits.
AT_ONCE: Final = 3000
_ROW: Final = re.compile(r"<(?:\w+:)?row\b")
_TEXT: Final = re.compile(r"<(?:\w+:)?(si|is)\b[^>]*>(.*?)</(?:\w+:)?\1>", re.DOTALL)
_RUN: Final = re.compile(r"<(?:\w+:)?t\b[^>]*>([^<]*)</")
#: A cell that holds its text itself, as the result of a formula does.
_ITSELF: Final = re.compile(r"""\bt=["']str["']""")


def is_long(data: bytes) -> bool:
    """Say whether a file is left to a job: a workbook with many rows, and no secret.

    Where a text may be a level of state secrets it is not: it is looked through before
    anything of it is kept. So is a file that cannot be read.
    """
    if not data.startswith(ZIP):
        return False
    try:
        check_archive(data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name for name in archive.namelist() if name.endswith(".xml")]
            parts = [
                archive.read(name).decode("utf-8")
                for name in names
                if name.startswith(("xl/worksheets/", "xl/sharedStrings"))
            ]
    except (SheetRefused, UnicodeDecodeError, OSError, zipfile.BadZipFile):
        return False
    rows = sum(len(_ROW.findall(part)) for part in parts)
    return rows > AT_ONCE and not any(map(_may_be_secret, parts))


def _may_be_secret(part: str) -> bool:
    if _ITSELF.search(part):
        return True
    return any(
        values.is_secret(unescape("".join(_RUN.findall(text))).strip())
        for _tag, text in _TEXT.findall(part)
    )
