"""What a machine read of a document, proposed to who describes it.

The words of a page are those of the file that it came in, once that has been read. A
proposal is never saved by itself: a person looks at it, and at what is doubtful first.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua.archive import renditions
from motcua.archive.capture import fields as catalogue
from motcua.archive.capture import showing
from motcua.archive.capture.errors import Missing
from motcua.archive.extraction import fields
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from motcua.archive.capture.pages import Document
    from motcua.archive.capture.pages import Layout
    from motcua.archive.capture.pages import Page

#: Field of the catalogue -> field of the reading.
NAMES: Final = {
    "type": "type",
    "number": "ordinal",
    "notation": "notation",
    "date": "date",
    "agency": "agency",
    "abstract": "abstract",
}
#: Below this a value is marked as doubtful.
SURE: Final = 0.85


@dataclass(frozen=True)
class Proposed:
    """A value, how sure it is (0 to 1), and its page within the document (0: none)."""

    value: str
    confidence: float
    page: int

    @property
    def doubtful(self) -> bool:
        """Whether a person should look twice."""
        return self.confidence < SURE


def proposals(site: Any, found: Layout, document: Document) -> dict[str, Proposed]:
    """Return what was read of a document, by field of the catalogue.

    Empty as long as its files were not read.
    """
    texts: list[str] = []
    layouts: list[dict[str, Any]] = []
    figures: list[dict[str, Any]] = []
    readings: dict[str, dict[str, Any]] = {}
    for id in document.pages:
        page = found.pages[id]
        if page.sha256 not in readings:
            rendition = renditions.get(page.sha256, site)
            if rendition is None:
                return {}
            readings[page.sha256] = rendition.reading()
        text, layout = _of_page(readings[page.sha256], page)
        texts.append(text)
        layouts.append(layout)
        figures.append(showing.figures(found, page) or {})
    whole = layouts if all(layouts) else None
    read = fields.read(texts, figures, whole, _again(found, document, readings))
    proposed = {}
    for name, source in NAMES.items():
        one = getattr(read, source)
        try:
            value = catalogue.checked({name: one.value})[name]
        except Missing:
            continue
        if value:
            proposed[name] = Proposed(value, one.confidence, one.page or 0)
    return proposed


def _of_page(reading: Mapping[str, Any], page: Page) -> tuple[str, dict[str, Any]]:
    """Return text and layout of a page; of half a page nothing is known."""
    texts, layout = reading["texts"], reading.get("layout", ())
    if page.part is not None:
        return "", {"words": []}
    at = page.number - 1
    return (
        texts[at] if at < len(texts) else "",
        layout[at] if at < len(layout) else {},
    )


def _again(
    found: Layout, document: Document, readings: Mapping[str, Mapping[str, Any]]
) -> Mapping[str, Any] | None:
    """Return the second reading of the head: behind a cover, or of a whole file."""
    first = found.pages[document.pages[0]]
    if first.part is not None:
        return None
    head = showing.head(found, first)
    if head is None and first.number == 1:
        head = readings[first.sha256].get("again")
    return head
