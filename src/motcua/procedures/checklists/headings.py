"""Headings over papers: which of them speak to everybody, which only to some.

Imported procedures put papers under headings of three kinds. Some name a part of
every dossier ("Giấy tờ phải nộp"), some a remark ("Lưu ý"), and some those who
need the papers below ("Trường hợp ủy quyền ..."). The last may exclude each other
or add up; no text says which, so citizens tick what concerns them.
"""

from __future__ import annotations

from motcua.base.folding import fold
import re
from typing import Final
from typing import Literal


HeadingKind = Literal["everybody", "some", "remark"]

#: Bullets and numbers in front: "* ", "a) ", "1.2. ", "(ii) ".
_LEADING: Final = re.compile(r"^(?:[^\w(]+|\(?(?:[\d.]+|[a-z]|[ivx]+)[.)/:]\s*)+")
_SOME: Final = re.compile(r"\b(?:truong hop|doi voi|uy quyen|neu)\b")
_REMARK: Final = re.compile(r"(?:luu y|ghi chu|chu y|chu thich)\b")
_EVERYBODY: Final = re.compile(
    r"(?:(?:cac |nhung )?(?:loai )?(?:giay to|chung tu|thanh phan|ho so|tai lieu)"
    r"(?: (?:giay to|ho so|tai lieu|lien quan|kem theo|can thiet))?"
    r"(?: can)?(?: phai)?(?: (?:nop|xuat trinh|gom|bao gom|co|nhu sau))*)"
    r"|(?:thanh phan,? )?so luong ho so(?: ?: ?\d+ bo)?"
)


def kind_of(heading: str) -> HeadingKind:
    """Return whom a heading speaks to; one that cannot be read speaks to some."""
    plain = _LEADING.sub("", fold(heading)).strip(" .:;,-*+")
    if not plain:
        return "everybody"
    if _REMARK.match(plain):
        return "remark"
    if _SOME.search(plain):
        return "some"
    return "everybody" if _EVERYBODY.fullmatch(plain) else "some"
