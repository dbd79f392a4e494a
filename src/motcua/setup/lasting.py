"""What the cache in front may keep for the hours in which the house is down.

Two headers for nginx (``instance/nginx-site.conf``). ``X-Accel-Expires: @1`` has an
answer kept, and asked for again whenever it is wanted: only when nobody answers is it
shown. ``X-Made`` is the time of Vietnam at which it was made, ``2026-11-28T09:30``, for
the line that tells its age. nginx hides the first from visitors; anything without it is
never kept. A public page that is gone is kept as well, in place of what stood there.
"""

from __future__ import annotations

from datetime import datetime
from motcua.base import vietnam
from motcua.portal.addresses import LANGUAGES
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse
    from wsgiref.types import WSGIApplication
    from wsgiref.types import WSGIEnvironment

KEPT: Final = "@1"
"""A moment long past: kept, and out of date from the start."""

GONE: Final = ("404 ", "410 ")


class Lasting:
    """WSGI middleware; outermost, so that it sees the path as it was asked."""

    def __init__(self, application: WSGIApplication) -> None:
        """Stand in front of ``application``."""
        self.application = application

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer one request, marked where it may be kept."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.application(environ, start_response)
        public = environ.get("PATH_INFO", "").split("/")[1:2] in (
            [each] for each in LANGUAGES
        )

        def start(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> Any:
            # A name that is repeated counts as if it said all of it.
            said: dict[str, str] = {}
            for name, value in headers:
                lower = name.lower()
                said[lower] = f"{said[lower]},{value}" if lower in said else value
            if may_last(status, said, public):
                made = datetime.now(vietnam.VIETNAM).strftime("%Y-%m-%dT%H:%M")
                headers = [*headers, ("X-Accel-Expires", KEPT), ("X-Made", made)]
            return start_response(status, headers, exc_info)

        return self.application(environ, start)


def may_last(status: str, headers: dict[str, str], public: bool) -> bool:
    """Say whether an answer is the same for everybody and may be shown later.

    ``headers`` by lower-case name; ``public`` says whether the path is one of the
    public pages.
    """
    if "set-cookie" in headers or "x-accel-expires" in headers:
        return False
    rules = {each.strip() for each in headers.get("cache-control", "").split(",")}
    if status.startswith("200 "):
        return "public" in rules and not rules & {"private", "no-store"}
    return public and status.startswith(GONE)


def filter_app_factory(
    application: WSGIApplication, global_config: dict[str, str]
) -> Lasting:
    """Give paste the middleware."""
    return Lasting(application)
