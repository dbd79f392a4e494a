"""XML from elsewhere, read without following it anywhere. Only inside ``confined``."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
import re
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK: Final = 1 << 20
_DECLARED: Final = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)[\"']")
_TYPED: Final = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_PLAIN: Final = frozenset((b"utf-8", b"utf8", b"us-ascii", b"ascii"))


class Unreadable(ValueError):
    """The file is not read; ``code`` is one of ``reports.FAULTS``."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(detail)
        self.code, self.detail = code, detail


def check(path: Path) -> None:
    """Refuse document types, entities and other encodings before any parser sees them.

    Raises ``Unreadable``.
    """
    with path.open("rb") as stream:
        before = stream.read(_CHUNK)
        head = before[:200]
        if b"\0" in head or head.startswith((b"\xfe\xff", b"\xff\xfe")):
            raise Unreadable("encoding")
        declared = _DECLARED.search(head)
        if declared is not None and declared[1].lower() not in _PLAIN:
            raise Unreadable("encoding", declared[1].decode("ascii", "replace"))
        while before:
            if _TYPED.search(before):
                raise Unreadable("dtd")
            after = stream.read(_CHUNK)
            # What is being looked for may lie over the border.
            before = before[-16:] + after if after else b""


def elements(path: Path, tags: tuple[str, ...], schema: Any = None) -> Iterator[Any]:
    """Yield the elements with these tags as they end, and forget them.

    The first thing yielded is the root as it began. Raises ``Unreadable``.
    """
    from lxml import etree

    check(path)
    parser = etree.iterparse(
        str(path),
        events=("start", "end"),
        schema=schema,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    root = None
    try:
        for event, element in parser:
            if root is None:
                root = element
                yield element
            if event == "end" and element.tag in tags:
                yield element
                element.clear(keep_tail=False)
    except etree.XMLSyntaxError as error:
        # With a schema, what does not follow it comes as this error, too.
        code = "schema" if "SCHEMAV" in error_type(error) else "xml"
        raise Unreadable(code, str(error)) from error


def error_type(error: Any) -> str:
    """Return the name of the last complaint of a parser."""
    log = getattr(error, "error_log", None)
    last = log.last_error if log is not None and len(log) else None
    return str(last.type_name) if last is not None else ""


def small(path: Path) -> Any:
    """Return the root of a short file, wholly read. Raises ``Unreadable``."""
    from lxml import etree

    check(path)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.parse(str(path), parser).getroot()
    except etree.XMLSyntaxError as error:
        raise Unreadable("xml", str(error)) from error


@cache
def mets_schema() -> Any:
    """Return the schema of METS that is shipped; it is never fetched."""
    from lxml import etree

    place = resources.files("motcua.archive.packages") / "schemas" / "METS.xsd"
    parser = etree.XMLParser(no_network=True)
    with resources.as_file(place) as path:
        return etree.XMLSchema(etree.parse(str(path), parser))
