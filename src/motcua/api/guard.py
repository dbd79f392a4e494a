"""Writes through REST come from our own pages or from programs, never from others.

A browser sends a login along with whatever page made the request. Three kinds of
bodies a page of another site may send without asking first: forms, files in forms
and plain text. None of them is taken by a REST service, unless the browser says
that one of our own pages sent it; and a write that names another page as its
origin is refused whatever it carries.
"""

from __future__ import annotations

from motcua import _
from motcua.storage.interfaces import IMotcuaLayer
from plone.rest.interfaces import IService
from typing import Any
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zExceptions import Forbidden
from zope.i18n import translate


if TYPE_CHECKING:
    from ZPublisher.interfaces import IPubAfterTraversal

JSON = "application/json"
AS_JSON = _("Send the request as application/json. Nothing changed.")
READING = frozenset({"GET", "HEAD", "OPTIONS"})
#: Scans, sent as they are.
SCANS = frozenset({"application/pdf", "image/jpeg", "image/png", "image/tiff"})
#: JSON, scans, and pieces of a resumable upload: a browser asks us before it sends
#: these for a page of another site, and we do not agree.
ASKED_FOR = SCANS | {JSON, "application/offset+octet-stream"}
#: Also sent by forms of any page: taken from pages of our own alone.
OWN_PAGES_ONLY = frozenset({"multipart/form-data", ""})
#: Header of resumable uploads; like the media types above, a page of another site
#: cannot set it without asking.
RESUMABLE = "Tus-Resumable"
PORTS = {"http": 80, "https": 443}

Origin = tuple[str, str, int | None]


def request_traversed(event: IPubAfterTraversal) -> None:
    """Refuse a write to a REST service of our site that another page may have sent.

    Raises ``Forbidden`` before the service runs.
    """
    request = event.request
    if request.method in READING or not IMotcuaLayer.providedBy(request):
        return
    published = request.get("PUBLISHED")
    if IService.providedBy(getattr(published, "__self__", published)):
        check(request)


def check(request: Any) -> None:
    """Raise ``Forbidden`` unless the write may be ours; see the module."""
    ours = _from_own_page(request)
    media = media_type(request)
    if media in ASKED_FOR or request.getHeader(RESUMABLE):
        return
    if media in OWN_PAGES_ONLY and (ours or _bare(request, media)):
        return
    raise Forbidden(said(AS_JSON))


def check_json(request: Any) -> None:
    """Raise ``Forbidden`` unless the write carries JSON and may be ours."""
    _from_own_page(request)
    if media_type(request) != JSON:
        raise Forbidden(said(AS_JSON))


def media_type(request: Any) -> str:
    """Return the media type of the body, "" when none is named."""
    named: str = request.getHeader("Content-Type") or ""
    return named.partition(";")[0].strip().lower()


def _from_own_page(request: Any) -> bool:
    """Say whether one of our pages sent it; ``Forbidden`` for a page of others."""
    sender = request.getHeader("Origin") or request.getHeader("Referer")
    ours = sender is not None and origin(sender) == origin(request["SERVER_URL"])
    if sender is not None and not ours:
        raise Forbidden(
            said(_("This request was sent by a page of another site. Nothing changed."))
        )
    return ours


def origin(address: str) -> Origin | None:
    """Return scheme, host and port of an address, None when it has none."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if not parts.hostname:
        return None
    return parts.scheme, parts.hostname, port or PORTS.get(parts.scheme)


def said(message: Any) -> str:
    """Return a message in both languages: a program cannot choose one."""
    return " / ".join(translate(message, target_language=c) for c in ("vi", "en"))


def _bare(request: Any, media: str) -> bool:
    """Say whether it is a method no form has (PUT, PATCH, DELETE), with no body."""
    return not media and request.method != "POST"
