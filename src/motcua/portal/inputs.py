"""What a visitor sends to the public pages, taken before the platform reads it.

The platform's form parser gives names with a colon a meaning (``page:int``) and
ends in a server error when a value does not fit. Public pages know no such
names, so their input never reaches that parser: it is set aside as text when the
request starts, and the pages read it with ``query_string`` and ``form``.
"""

from __future__ import annotations

from io import BytesIO
from motcua.portal.addresses import LANGUAGES
from multipart import parse_form_data
from typing import Any
from typing import Final
from urllib.parse import parse_qsl


ROOT: Final = "VirtualHostRoot"
QUERY: Final = "motcua.query"
BODY: Final = "motcua.body"
KIND: Final = "motcua.kind"
FORM: Final = "application/x-www-form-urlencoded"
#: Bytes of a posted form that are read: a report of 2,000 letters, each of which can
#: become nine characters on its way.
BODY_LIMIT: Final = 32_768


def set_aside(event: Any) -> None:
    """Take query and form of a request to a public page out of the parser's way.

    Subscriber to ``ZPublisher.interfaces.IPubStart``.
    """
    request = event.request
    environ = request.environ
    if not is_public(environ.get("PATH_INFO", "")):
        return
    environ.setdefault(QUERY, environ.get("QUERY_STRING", ""))
    environ["QUERY_STRING"] = ""
    if request.method == "POST":
        environ[BODY] = request.stdin.read(BODY_LIMIT)
        environ["CONTENT_LENGTH"] = "0"
        # A body in parts that is empty is none to the platform: it would refuse it.
        environ[KIND] = environ.get("CONTENT_TYPE", "")
        environ["CONTENT_TYPE"] = FORM
        request.stdin = BytesIO()


def is_public(path: str) -> bool:
    """Say whether the path leads to a public page: the root, or a language."""
    segments = [each for each in path.split("/") if each]
    # Without a virtual host the first segment is the site itself.
    start = segments.index(ROOT) + 1 if ROOT in segments else 1
    return segments[start : start + 1] in ([], *([each] for each in LANGUAGES))


def query_string(request: Any) -> str:
    """Return what stood behind the question mark."""
    return str(request.environ.get(QUERY, ""))


def form(request: Any) -> dict[str, str]:
    """Return the posted fields; the first of several values with a name counts."""
    body: bytes = request.environ.get(BODY, b"")
    values: dict[str, str] = {}
    for pair in body.split(b"&"):
        for name, value in parse_qsl(pair.decode("ascii", "replace"), errors="replace"):
            values.setdefault(name, value)
    return values


def posted(request: Any) -> dict[str, str]:
    """Return the posted fields where they may come in parts (multipart) as well.

    Browsers send our forms as ``form`` reads them; mail programs need not.
    """
    kind = str(request.environ.get(KIND, ""))
    if not kind.startswith("multipart/form-data"):
        return form(request)
    body: bytes = request.environ.get(BODY, b"")
    sent = {
        "wsgi.input": BytesIO(body),
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body)),
    }
    # What cannot be read is left out.
    fields, _files = parse_form_data(sent)
    return {name: fields[name].strip() for name in fields}
