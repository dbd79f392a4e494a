"""Getting pages ready before the first visitor asks for one.

Compiling a template takes a moment, the first one of a process a second or more,
because everything that is installed is looked through. Nobody should wait for that.
"""

from __future__ import annotations

from collections.abc import Iterator
import logging
from motcua.portal.addresses import LANGUAGES
from motcua.portal.home import HomePage
from motcua.portal.page import Page
from motcua.portal.reading.native import TEMPLATES as NATIVE
from motcua.procedures.finding.suggestions import suggest
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import sqlalchemy as sa
import threading
import time
from typing import Any
from zope.i18n import translate


logger = logging.getLogger(__name__)


def cook(event: Any = None) -> None:
    """Compile the templates and read the translations, when a web process starts."""
    started = time.monotonic()
    for template in templates():
        template._cook_check()
    for native in NATIVE:
        native.cook()
    for language in LANGUAGES:
        # The first translation of a language reads all its words.
        translate(HomePage.title, target_language=language, domain="motcua")
    # The first search of a process reads the words of all procedures.
    threading.Thread(target=_read_words, name="motcua-words", daemon=True).start()
    logger.info("Public pages are ready after %.1f s.", time.monotonic() - started)


def _read_words() -> None:
    """Have the index of procedures read; a database that is away stops nothing."""
    try:
        suggest("khai")
    except sa.exc.SQLAlchemyError as error:
        logger.warning("Words were not read: %s", type(error).__name__)


def templates(kind: type[Page] = Page) -> Iterator[ViewPageTemplateFile]:
    """Iterate over the templates of a kind of page and of all kinds below it."""
    for value in vars(kind).values():
        if isinstance(value, ViewPageTemplateFile):
            yield value
    for below in kind.__subclasses__():
        yield from templates(below)
