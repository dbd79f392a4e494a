"""Pages that nginx shows by itself: nobody answers, or somebody asks too often.

They stand on their own: no file of the house can be fetched in that moment. Both
languages are on one page, Vietnamese first, since nginx does not know who reads.
"""

from __future__ import annotations

from dataclasses import dataclass
import json
from typing import Final


STYLE: Final = (
    "body{font:1.125rem/1.6 system-ui,sans-serif;margin:0;color:#1d1d1f;"
    "background:#fff}main{max-width:40rem;margin:0 auto;padding:2rem 1rem}"
    "h1{font-size:1.5rem;line-height:1.3}"
    "a{color:#a3121f;display:inline-block;padding:.6rem 0}"
    "section+section{border-top:1px solid #767676;margin-top:2rem}"
)


@dataclass(frozen=True)
class Said:
    """What is said in both languages, and the ways on (label, address)."""

    kind: str
    """Name of the condition for programs."""

    vi: tuple[str, str]
    """Heading and sentence."""

    en: tuple[str, str]
    ways_vi: tuple[tuple[str, str], ...] = ()
    ways_en: tuple[tuple[str, str], ...] = ()

    def html(self) -> str:
        """Return the page."""
        parts = "".join(
            f'<section lang="{language}">'
            f"<{tag}>{heading}</{tag}><p>{text}</p>{_list(ways)}</section>"
            for language, tag, (heading, text), ways in (
                ("vi", "h1", self.vi, self.ways_vi),
                ("en", "h2", self.en, self.ways_en),
            )
        )
        return (
            '<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8">'
            f"<title>{self.vi[0]} / {self.en[0]}</title>"
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<style>{STYLE}</style></head><body><main>{parts}</main></body></html>\n"
        )

    def json(self) -> str:
        """Return the same for programs, in the shape of all refusals of REST."""
        message = f"{self.vi[1]} / {self.en[1]}"
        return json.dumps({"type": self.kind, "message": message}, ensure_ascii=False)


def _list(ways: tuple[tuple[str, str], ...]) -> str:
    rows = "".join(f'<li><a href="{where}">{label}</a></li>' for label, where in ways)
    return f"<ul>{rows}</ul>" if rows else ""


DOWN: Final = Said(
    "ServiceUnavailable",
    vi=(
        "Hệ thống đang tạm dừng",
        "Trang này hiện chưa mở được. Hồ sơ đã nộp không bị ảnh hưởng. Xin thử lại sau "
        "ít phút, hoặc hỏi tại Bộ phận Một cửa. Các trang dưới đây thường vẫn đọc "
        "được.",
    ),
    en=(
        "The system is down for now",
        "This page cannot be opened at the moment. Dossiers that were handed in are "
        "safe. Try again in a few minutes, or ask at the one-stop shop. These pages "
        "can usually be read all the same.",
    ),
    ways_vi=(
        ("Trang chủ", "/vi"),
        ("Thủ tục", "/vi/thu-tuc"),
        ("Nơi tiếp nhận", "/vi/co-quan"),
    ),
    ways_en=(
        ("Home", "/en"),
        ("Procedures", "/en/procedures"),
        ("Where to go", "/en/units"),
    ),
)
SLOW: Final = Said(
    "TooManyRequests",
    vi=(
        "Quá nhiều lần thử",
        "Từ địa chỉ mạng này đã có quá nhiều lần đăng nhập hoặc tra cứu trong thời "
        "gian ngắn. Xin chờ một phút rồi thử lại.",
    ),
    en=(
        "Too many tries",
        "There were too many log-ins or searches for a dossier from this network "
        "address in a short time. Wait a minute and try again.",
    ),
)
