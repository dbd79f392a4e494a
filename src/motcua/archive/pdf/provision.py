"""Looking at an archival file that a person provides, instead of making one.

Runs only inside ``confined``.
"""

from __future__ import annotations

from motcua.archive.incoming import sniffing
from motcua.archive.ocr import words
from motcua.archive.pdf import pages
from motcua.archive.pdf import verdicts
from motcua.archive.quality.figures import measure
from motcua.storage import confined
from pathlib import Path
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.storage.confined import Progress

#: What may be provided: the flavour the archive makes, and its predecessor.
FLAVOURS = (verdicts.FLAVOUR, "1b")


@confined.task
def examine(*, path: str, progress: Progress) -> dict[str, Any]:
    """Return ``{"verdict", "pages", "texts", "layout", "measured"}`` of a PDF.

    The verdict is the first that approves, of one flavour after the other, else
    that for the archive's own.
    """
    file = Path(path)
    said = [verdicts.by_pikepdf(file, flavour) for flavour in FLAVOURS]
    measured = measure(path=path, media=sniffing.PDF, progress=progress)
    leans = [one["skew"] for one in measured]
    approved = [verdict for verdict in said if verdict.verdict == verdicts.PASS]
    return {
        "verdict": (approved or said)[0].to_json(),
        "pages": [figure.to_json() for figure in pages.figures(file, leans)],
        "texts": pages.texts(file),
        "layout": words.layout(file),
        "measured": measured,
    }
