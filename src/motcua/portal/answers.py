"""What every public answer carries: language, cache rules and security headers.

A page is the same for everybody, so a shared cache may keep it: no cookie is
set, the tag is a digest of the bytes, and a cache in front may go on serving an
old page while the site is down.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.portal.addresses import Language

CONTENT_POLICY: Final = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'; script-src 'none'"
)
#: For the two pages whose search box has a script, a file of our own.
SCRIPT_POLICY: Final = CONTENT_POLICY.replace("script-src 'none'", "script-src 'self'")

SECURITY: Final[dict[str, str]] = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Not "no-referrer": with it browsers hide the origin of our own form posts.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

SHARED: Final = "public, max-age=0, s-maxage=1, stale-if-error=86400"
PRIVATE: Final = "private, no-store"


def secure(response: Any) -> None:
    """Set the security headers, and keep the staff's theme away from the page."""
    for name, value in SECURITY.items():
        response.setHeader(name, value)
    response.setHeader("X-Theme-Disabled", "True")


def page(
    request: Any,
    html: str,
    language: Language,
    *,
    status: int = 200,
    keep: bool = True,
    script: bool = False,
) -> str:
    """Return the body of a page after setting its headers.

    ``script`` says whether the page has the one script of the public pages.

    ``keep`` says whether caches may keep it; what a person asked for about a
    dossier they may not. A browser that has the same bytes gets 304 and nothing
    more.
    """
    response = request.response
    secure(response)
    if script:
        response.setHeader("Content-Security-Policy", SCRIPT_POLICY)
    response.setStatus(status)
    response.setHeader("Content-Type", "text/html; charset=utf-8")
    response.setHeader("Content-Language", language)
    if not keep or status != 200 or request["REQUEST_METHOD"] not in ("GET", "HEAD"):
        response.setHeader("Cache-Control", PRIVATE)
        return html
    response.setHeader("Cache-Control", SHARED)
    return tagged(request, html)


def tagged(request: Any, text: str) -> str:
    """Return the text, or nothing with status 304 when the browser has it already."""
    tag = f'"{sha256(text.encode()).hexdigest()[:32]}"'
    request.response.setHeader("ETag", tag)
    if matches(request.getHeader("If-None-Match", ""), tag):
        request.response.setStatus(304)
        return ""
    return text


def matches(sent: str, tag: str) -> bool:
    """Say whether a browser's If-None-Match names the tag; weak ones count too."""
    named = {each.strip().removeprefix("W/") for each in sent.split(",")}
    return tag in named or "*" in named
