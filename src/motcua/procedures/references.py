"""Stored files the catalogue refers to: forms, imported files, previews."""

from __future__ import annotations

from motcua.procedures import forms
from motcua.procedures.folder import folder
from motcua.procedures.importing import journal
from motcua.storage.interfaces import IRefersToFiles
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Iterator


@implementer(IRefersToFiles)
class CatalogueFiles:
    """See ``IRefersToFiles``; some thousand procedures are walked in a moment."""

    def refers(self, first: str, last: str) -> Iterator[str]:
        """Give the hashes in this range, some of them more than once."""
        for sha256 in self._every():
            if first <= sha256 <= last:
                yield sha256

    def _every(self) -> Iterator[str]:
        for content in folder().objectValues():
            for form in forms.listed(content):
                yield form.sha256
        for run in journal.listed():
            yield run.sha256
            yield run.preview
