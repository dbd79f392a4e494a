"""Addresses of the public pages: the language first, then a word of that language.

``/vi/thu-tuc/1.001193`` and ``/en/procedures/1.001193`` are one page in two
languages. Addresses are paths from the root of the site as the browser sees it,
so a page is the same bytes under every host name.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from typing import Final
from typing import get_args
from typing import Literal
from urllib.parse import quote
from urllib.parse import urlencode


Language = Literal["vi", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

PAGES: Final[dict[str, dict[Language, str]]] = {
    "procedures": {"vi": "thu-tuc", "en": "procedures"},
    "fields": {"vi": "linh-vuc", "en": "fields"},
    "tracking": {"vi": "tra-cuu", "en": "tracking"},
    "slipcheck": {"vi": "kiem-tra-phieu", "en": "check-slip"},
    "units": {"vi": "co-quan", "en": "units"},
    "suggestions": {"vi": "goi-y", "en": "suggestions"},
    "help": {"vi": "tro-giup", "en": "help"},
    "feedback": {"vi": "gop-y", "en": "feedback"},
    "news": {"vi": "tin-tuc", "en": "news"},
    "faq": {"vi": "hoi-dap", "en": "questions"},
    "services": {"vi": "dich-vu", "en": "services"},
    "contact": {"vi": "lien-he", "en": "contact"},
    "feed": {"vi": "theo-doi", "en": "feed"},
    "letters": {"vi": "thu-bao", "en": "letters"},
    "readingroom": {"vi": "phong-doc", "en": "reading-room"},
}


@dataclass(frozen=True)
class Addresses:
    """Builds addresses in one language. ``base`` is the site's path, "" at the root."""

    base: str
    language: Language

    @property
    def home(self) -> str:
        """Return the address of the home page."""
        return f"{self.base}/{self.language}"

    def page(self, name: str, *rest: str, **questions: str) -> str:
        """Return the address of the page ``name`` of ``PAGES`` ("" is the home).

        ``rest`` are further path segments (a procedure's code), ``questions`` the
        query in the order given; empty answers are left out.
        """
        segments = [PAGES[name][self.language], *rest] if name else []
        path = "".join(f"/{quote(segment, safe='')}" for segment in segments)
        asked = urlencode({key: value for key, value in questions.items() if value})
        return f"{self.home}{path}{'?' if asked else ''}{asked}"

    def turned(self) -> Addresses:
        """Return the same in the other language."""
        return replace(self, language=other(self.language))


def other(language: Language) -> Language:
    """Return the language that a page offers beside its own."""
    return "en" if language == "vi" else "vi"


def named(language: Language, segment: str) -> str | None:
    """Return the name of the page that ``segment`` stands for in the language."""
    for name, words in PAGES.items():
        if words[language] == segment:
            return name
    return None
