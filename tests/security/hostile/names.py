"""Ordinary files under names that nobody ought to give (S28)."""

from __future__ import annotations

from tests.security.hostile.case import case
from tests.security.hostile.case import TAKEN
from tests.security.hostile.documents import plain
import unicodedata


NAMES = (
    ("up", "../../../etc/passwd.pdf"),
    ("up-windows", "..\\..\\Windows\\win.pdf"),
    ("drive", "C:\\Users\\Lan\\giấy.pdf"),
    ("absolute", "/etc/cron.d/x.pdf"),
    ("nul", "a\x00.exe.pdf"),
    ("lines", "a\r\nSet-Cookie: x=1\r\n\r\n.pdf"),
    ("override", "giấy \u202efdp.exe.pdf"),
    ("isolates", "\u2066a\u2069\u200f.pdf"),
    ("zero-width", "gi\u200bấy\ufeff.pdf"),
    ("long", "đ" * 400 + ".pdf"),
    ("long-ending", "a." + "p" * 300),
    ("decomposed", unicodedata.normalize("NFD", "Đơn đề nghị cấp đổi.pdf")),
    ("device", "CON.pdf"),
    ("device-blank", "nul .pdf"),
    ("device-superscript", "COM¹.pdf"),
    ("dots", "...."),
    ("dot-file", ".htaccess"),
    ("option", "-rf.pdf"),
    ("quotes", "a\"b'c`d$(id);e|f&g.pdf"),
    ("blanks", "\u00a0\u2003 \u3000giấy\u2028tờ\u00a0.pdf"),
    ("percent", "%2e%2e%2f%00.pdf"),
    ("markup", "<img src=x onerror=alert(1)>.pdf"),
    ("stream", "giấy.pdf::$DATA"),
    ("formula", "=cmd|'/c calc'!A1.pdf"),
    ("private", "\ue000\U000f0000.pdf"),
    ("emoji", "👨\u200d👩\u200d👧 giấy khai sinh.pdf"),
)


def numbered(number):
    """Return how to write a page that differs from all others."""
    return lambda: plain(b"/Number %d" % number)


CASES = tuple(
    case(f"name-{id}", "S28", name, numbered(number), TAKEN)
    for number, (id, name) in enumerate(NAMES)
)
