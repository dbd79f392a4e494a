"""Bodies of requests: read once, bounded, and each mistake named by its place.

A place is a JSON pointer (RFC 6901) into the body: ``/persons/0/name``.
"""

from __future__ import annotations

from dataclasses import dataclass
import json
from motcua import _
from motcua.dossiers.errors import MissingData
import re
from typing import Any
from typing import TYPE_CHECKING
from zExceptions import BadRequest


if TYPE_CHECKING:
    from collections.abc import Iterable

#: Bytes of a body; the longest list of papers is a hundredth of it.
LARGEST = 1_000_000
#: Letters of a text that people write, and of a line.
LONGEST = 10_000
LINE = 300
#: Entries of a list.
MOST = 200
#: What is no text: control characters, halves of surrogate pairs, non-characters.
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Problem:
    """What is wrong, and the place in the body where it can be mended."""

    field: str
    message: Any


class Wrong(MissingData):
    """A body with mistakes; ``problems`` name all of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems[0].message)


def body(request: Any) -> dict[str, Any]:
    """Return the JSON object that was sent, {} for an empty body.

    Raises ``BadRequest`` for whatever is no JSON object of usual size.
    """
    text = request.get("BODY") or b"{}"
    if len(text) > LARGEST:
        raise BadRequest(f"body: at most {LARGEST} bytes")
    try:
        found = json.loads(text, parse_constant=_no_number)
    except (RecursionError, ValueError) as error:
        raise BadRequest("body: a JSON object") from error
    if not isinstance(found, dict):
        raise BadRequest("body: a JSON object")
    return found


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


class Reader:
    """Reads an object of the body and gathers what is wrong with it."""

    def __init__(self, data: dict[str, Any], place: str = "") -> None:
        self.data = data
        self.place = place
        self.problems: list[Problem] = []

    def problem(self, name: str, message: Any) -> None:
        """Remember what is wrong with the member ``name``."""
        self.problems.append(Problem(f"{self.place}/{name}", message))

    def known(self, names: Iterable[str]) -> None:
        """Name the members that nobody asks for."""
        for name in sorted(set(self.data) - set(names)):
            shown = UNFIT.sub("\ufffd", name)[:40]
            self.problem(
                shown,
                _(
                    "This step knows nothing called “${name}”.",
                    mapping={"name": shown},
                ),
            )

    def text(
        self, name: str, required: bool = False, longest: int = LINE, default: str = ""
    ) -> str:
        """Return a text of the object."""
        value = self.data.get(name, default)
        if not fits(value, longest):
            self.problem(name, no_text(name))
            return default
        if required and not value.strip():
            self.problem(name, _("This step needs “${name}”.", mapping={"name": name}))
        return str(value)

    def one_of(self, name: str, allowed: Iterable[str], default: str = "") -> str:
        """Return a text that is one of the allowed ones."""
        value = self.text(name, not default, default=default)
        choices = list(allowed)
        if value and value not in choices:
            self.problem(
                name,
                _(
                    "“${value}” is not possible for “${name}”; allowed are: "
                    "${allowed}.",
                    mapping={
                        "value": value[:40],
                        "name": name,
                        "allowed": ", ".join(choices),
                    },
                ),
            )
        return value

    def objects(self, name: str) -> list[Reader]:
        """Return a reader for each object of a list."""
        value = self.data.get(name, [])
        if (
            not isinstance(value, list)
            or len(value) > MOST
            or not all(isinstance(one, dict) for one in value)
        ):
            self.problem(
                name,
                _(
                    "“${name}” is a list of at most ${number} objects.",
                    mapping={"name": name, "number": MOST},
                ),
            )
            return []
        return [
            Reader(one, f"{self.place}/{name}/{number}")
            for number, one in enumerate(value)
        ]

    def object(self, name: str) -> Reader:
        """Return a reader for an object inside this one."""
        value = self.data.get(name, {})
        if not isinstance(value, dict):
            self.problem(name, _("“${name}” is an object.", mapping={"name": name}))
            value = {}
        return Reader(value, f"{self.place}/{name}")

    def flag(self, name: str) -> bool:
        """Return whether something is so; it is not where nothing is said."""
        value = self.data.get(name, False)
        if type(value) is not bool:
            self.problem(name, _("“${name}” is true or false.", mapping={"name": name}))
        return value is True

    def whole(self, name: str, default: int) -> int:
        """Return a whole number."""
        value = self.data.get(name, default)
        if type(value) is int:
            return value
        self.problem(name, _("“${name}” is a whole number.", mapping={"name": name}))
        return default

    def take(self, other: Reader) -> None:
        """Remember the mistakes of an object inside this one."""
        self.problems += other.problems


def fits(value: Any, longest: int) -> bool:
    """Say whether a value is text that can be kept and shown."""
    return isinstance(value, str) and len(value) <= longest and not UNFIT.search(value)


def no_text(name: str) -> Any:
    """Return the message about a value that is no text of usual length."""
    return _("“${name}” has to be text of usual length.", mapping={"name": name})
