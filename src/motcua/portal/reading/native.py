"""Templates in Chameleon's own dialect, for pages that everybody reads.

A page template of the platform looks every expression up as if it could be
anything: a view, a method, an object of the database. For the article of a
procedure that is most of the work. Here expressions are plain Python over the
page, compiled with the template; names are escaped, messages translated and
attributes left out just as elsewhere.
"""

from __future__ import annotations

from chameleon import PageTemplateFile
from collections.abc import Callable
import functools
from motcua.portal.addresses import Language
from pathlib import Path
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.i18n import interpolate
from zope.i18n import translate


if TYPE_CHECKING:
    from motcua.portal.page import Page

FOLDER: Final = Path(__file__).parent / "templates"


class Native:
    """One template; called with a page it returns the HTML."""

    def __init__(self, name: str) -> None:
        self.filename = str(FOLDER / name)
        self._template = PageTemplateFile(self.filename)
        TEMPLATES.append(self)

    def __call__(self, page: Page) -> str:
        """Return what the template makes of the page."""
        return str(
            self._template.render(
                view=page, links=page.addresses, translate=_translator(page.language)
            )
        )

    def cook(self) -> None:
        """Compile the template unless that was done."""
        self._template.cook_check()


#: Every template of this kind, so that all can be compiled before the first visitor.
TEMPLATES: Final[list[Native]] = []


@functools.cache
def _translator(language: Language) -> Callable[..., str]:
    """Return the function that templates translate with."""

    def say(
        msgid: str, mapping: Any = None, default: str | None = None, **_where: Any
    ) -> str:
        # Messages of a template are its own text, set and few.
        text = _said(str(msgid), str(default or msgid), language)
        return str(interpolate(text, mapping)) if mapping else text

    return say


@functools.lru_cache(maxsize=2048)
def _said(msgid: str, default: str, language: Language) -> str:
    return str(
        translate(msgid, domain="motcua", target_language=language, default=default)
    )
