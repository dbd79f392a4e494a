"""Drawing a slip: template and values in, PDF out, nothing fetched from anywhere.

Runs only inside ``confined``. The PDF is tagged (PDF/UA-1, ISO 14289-1): who cannot see
it hears the form in its order, with headings and the heads of tables.
"""

from __future__ import annotations

import base64
from motcua.dossiers.slips.rendering.sandbox import render
from motcua.storage.confined import task
from motcua.storage.confined import TaskRefused
from typing import Any
from typing import Final
from weasyprint import CSS
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError
from weasyprint.urls import URLFetcher


VARIANT: Final = "pdf/ua-1"
MOST_PAGES: Final = 400
_BARE: Final = "@bottom-left { content: none } @bottom-right { content: none }"
#: Sheets by name. One label is for a roll printer, a sheet has twelve of 105 x 48 mm.
PAPERS: Final = {
    "A5": "148mm 210mm",
    "A4": "210mm 297mm",
    "A4-landscape": "297mm 210mm",
    "label": f"80mm 50mm; margin: 3mm; {_BARE}",
    "label-sheet": f"210mm 297mm; margin: 4mm 0; {_BARE}",
}


class _Fetcher(URLFetcher):  # type: ignore[misc]
    """Refuses every address, remembers the first one and ends the drawing."""

    def __init__(self) -> None:
        super().__init__(fail_on_errors=True)
        self.asked = ""

    def fetch(self, url: str, headers: Any = None) -> Any:
        """Refuse; a slip never needs anything outside itself."""
        self.asked = self.asked or url[:80] or "?"
        raise ValueError(f"A slip fetches nothing, not even {url[:80]!r}")

    __call__ = fetch


@task
def draw(
    *,
    texts: dict[str, str],
    style: str,
    values: dict[str, Any],
    paper: str,
    large: bool,
    progress: Any = None,
) -> dict[str, Any]:
    """Return ``{"pdf": base64, "pages": number}``.

    ``texts`` are "form" and "layout", ``style`` the style sheet, ``paper`` a key of
    ``PAPERS``; ``large`` prints in 18 points, on A4. Raises ``TaskRefused`` as
    ``sandbox.render`` does, and with the reason ``fetch`` or ``long``.
    """
    paper = "A4" if large and paper == "A5" else paper
    html = render(texts, {**values, "paper": paper, "large": large})
    fetcher = _Fetcher()
    styles = (style, f"@page {{ size: {PAPERS[paper]} }}")
    try:
        sheets = [CSS(string=text, url_fetcher=fetcher) for text in styles]
        document = HTML(string=html, url_fetcher=fetcher).render(
            stylesheets=sheets, pdf_variant=VARIANT
        )
        if len(document.pages) > MOST_PAGES:
            raise TaskRefused("long", str(MOST_PAGES))
        pdf = document.write_pdf(pdf_variant=VARIANT)
    except FatalURLFetchingError as error:
        raise TaskRefused("fetch", fetcher.asked) from error
    if fetcher.asked:
        raise TaskRefused("fetch", fetcher.asked)
    return {
        "pdf": base64.b64encode(pdf).decode("ascii"),
        "pages": len(document.pages),
    }
