"""From a template to a PDF, with nothing fetched from anywhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any


class FetchRefused(ValueError):
    """A slip asked for something outside itself; it never needs to."""


def _refuse(url: str, *args: Any, **kwargs: Any) -> Any:
    raise FetchRefused(f"A slip fetches nothing, not even {url[:80]!r}")


@cache
def _template(path: Path) -> Any:
    from chameleon import PageTemplateFile

    return PageTemplateFile(str(path))


def pdf(path: Path, values: dict[str, Any]) -> bytes:
    """Return the PDF of the template at ``path`` filled with ``values``.

    Values are escaped: a name that looks like HTML is printed as it was typed.
    """
    # Loads half of Pango: only processes that print pay for it.
    from weasyprint import HTML

    html = _template(path)(**values)
    document = HTML(string=html, url_fetcher=_refuse)
    result: bytes = document.write_pdf()
    return result
