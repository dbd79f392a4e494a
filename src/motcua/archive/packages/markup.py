"""XML as packages have it: written piece by piece, the same bytes each time."""

from __future__ import annotations

import re
from typing import Final
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL
from uuid import uuid5
from xml.sax.saxutils import escape
from xml.sax.saxutils import quoteattr


if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
#: What XML 1.0 cannot hold, whoever typed it.
_FORBIDDEN: Final = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
#: Ids are drawn from names below this one, so that the same thing has the same id.
_NAMESPACE: Final = uuid5(NAMESPACE_URL, "https://motcua.vn/packages")


def clean(text: object) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("", str(text))


def attributes(given: Mapping[str, object]) -> str:
    """Return attributes with a blank before each; those that are None are left out."""
    return "".join(
        f" {name}={quoteattr(clean(value))}"
        for name, value in given.items()
        if value is not None
    )


def empty(name: str, given: Mapping[str, object]) -> str:
    """Return an element without content."""
    return f"<{name}{attributes(given)}/>"


def leaf(name: str, text: object, given: Mapping[str, object] | None = None) -> str:
    """Return an element that holds a text."""
    return f"<{name}{attributes(given or {})}>{escape(clean(text))}</{name}>"


def tree(name: str, inside: str, given: Mapping[str, object] | None = None) -> str:
    """Return an element around what is XML already."""
    return f"<{name}{attributes(given or {})}>{inside}</{name}>"


def uuid_of(*names: str) -> str:
    """Return the UUID of a thing, in capitals as the circular has them."""
    return str(uuid5(_NAMESPACE, "\n".join(names))).upper()


def id_of(*names: str) -> str:
    """Return the id of an element of METS: ``uuid-{UUID}``."""
    return f"uuid-{uuid_of(*names)}"


def moment(at: datetime) -> str:
    """Return a moment to the second, with its zone, as ``xsd:dateTime``."""
    return at.isoformat(timespec="seconds")
