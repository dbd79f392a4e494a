"""Whether a posted form comes from a page of this site."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit


def same_origin(request: Any, site: Any) -> bool:
    """Say whether the form was sent from a page of this site.

    Browsers say so themselves; where neither header is sent there is no browser that
    another site could have tricked.
    """
    fetched = request.getHeader("Sec-Fetch-Site", "")
    if fetched:
        return fetched in ("same-origin", "none")
    origin = request.getHeader("Origin", "")
    own = urlsplit(site.absolute_url())
    return not origin or urlsplit(origin)[:2] == own[:2]
