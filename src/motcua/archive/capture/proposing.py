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
    from motcua.archive.capture.pages import Document
    from motcua.archive.capture.pages import Layout

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
#: Pages on which a document says what it is.
_PAGES: Final = 6


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

    Empty as long as its file was not read.
    """
    texts, layouts, figures = [], [], []
    for id in document.pages[:_PAGES]:
        page = found.pages[id]
        rendition = renditions.get(page.sha256, site)
        if rendition is None or page.part is not None:
            break
        text, layout = _of_page(rendition, page.number)
        texts.append(text)
        layouts.append(layout)
        figures.append(showing.figures(found, page) or {})
    if not texts:
        return {}
    whole = layouts if all(layouts) else None
    read = fields.read(texts, figures, whole)
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


def _of_page(rendition: Any, number: int) -> tuple[str, dict[str, Any]]:
    texts, layout = rendition.texts(), rendition.layout()
    text = texts[number - 1] if number <= len(texts) else ""
    return text, layout[number - 1] if number <= len(layout) else {}
