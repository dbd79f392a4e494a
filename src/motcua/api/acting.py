"""What a program sends to take a step, and for which state of the dossier.

The fields of a step are those of ``dossiers.operations``. Here is looked after their
shape alone; whether a value is possible, the engine decides.
"""

from __future__ import annotations

from motcua import _
from motcua.api import receiving
from motcua.api import values
from motcua.api.values import Reader
from motcua.dossiers import arrived
from motcua.dossiers.operations import CORRECTABLE
from motcua.dossiers.operations import OPERATIONS
from motcua.dossiers.papers import FORMS
from motcua.dossiers.receipt import MATTER
import re
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zExceptions import BadRequest


if TYPE_CHECKING:
    from collections.abc import Callable
    from motcua.dossiers.operations import Field

ANY: Final = "*"
#: An entity tag, also a weak one: a proxy that compresses answers makes it so.
_TAG: Final = re.compile(r'(?:W/)?("[\x21\x23-\x7e]*")')
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_CORRECTED: Final = {
    "persons": receiving.PERSON,
    "papers": (*receiving.PAPER, "title"),
}


def asked_for(request: Any) -> frozenset[str] | None:
    """Return the entity tags of ``If-Match``, None without the header.

    ``*`` stands for any state. Raises ``BadRequest`` for what is no tag.
    """
    header = request.getHeader("If-Match")
    if header is None:
        return None
    found = [_TAG.fullmatch(one.strip()) for one in str(header).split(",")]
    if str(header).strip() == ANY:
        return frozenset({ANY})
    if not all(found):
        raise BadRequest('If-Match: the ETag of the dossier, or "*"')
    return frozenset(one[1] for one in found if one)


def read(operation: str, data: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that were sent for a step.

    Raises ``values.Wrong`` for those that are unknown or of another shape.
    """
    reader = Reader(data)
    fields = {field.name: field for field in OPERATIONS[operation].fields}
    reader.known(fields)
    for name in sorted(fields.keys() & data.keys()):
        if data[name] is not None:
            _SHAPES.get(fields[name].kind, _line)(reader, fields[name])
    if reader.problems:
        raise values.Wrong(reader.problems)
    return data


def _line(reader: Reader, field: Field) -> None:
    reader.text(field.name)


def _words(reader: Reader, field: Field) -> None:
    reader.text(field.name, longest=values.LONGEST)


def _number(reader: Reader, field: Field) -> None:
    if type(reader.data[field.name]) is not int:
        reader.text(field.name, longest=20)


def _digest(reader: Reader, field: Field) -> None:
    if not _DIGEST.fullmatch(reader.text(field.name)):
        reader.problem(field.name, values.no_text(field.name))


def _list(reader: Reader, field: Field) -> None:
    value = reader.data[field.name]
    if isinstance(value, str):
        _words(reader, field)
    elif not (
        isinstance(value, list)
        and len(value) <= values.MOST
        and all(values.fits(one, values.LINE) for one in value)
    ):
        reader.problem(
            field.name,
            _(
                "“${name}” is a list of at most ${number} texts.",
                mapping={"name": field.name, "number": values.MOST},
            ),
        )


def _changes(reader: Reader, field: Field) -> None:
    """Look after what is corrected: it is given as at receipt."""
    value = reader.data[field.name]
    if not isinstance(value, dict):
        reader.problem(field.name, _("Say what is to be corrected."))
        return
    changes = Reader(value, f"/{field.name}")
    for name in sorted(set(value) & set(CORRECTABLE)):
        if name in _CORRECTED:
            for one in changes.objects(name):
                one.known(_CORRECTED[name])
                _texts(one)
                changes.take(one)
        elif name == "procedure":
            _matter(changes)
        else:
            changes.text(name, longest=values.LONGEST)
    reader.take(changes)


def _matter(changes: Reader) -> None:
    value = changes.data["procedure"]
    inside = Reader(
        value if isinstance(value, dict) else {}, f"{changes.place}/procedure"
    )
    inside.known(MATTER)
    for name in MATTER:
        inside.text(name, required=True)
    changes.take(inside)


def _texts(reader: Reader) -> None:
    for name in sorted(reader.data):
        if name == "count":
            reader.whole(name, 1)
        elif name == "sensitive":
            reader.flag(name)
        else:
            reader.text(name)


def _papers(reader: Reader, field: Field) -> None:
    """Look after papers that came: those of the case by key, others by title."""
    for one in reader.objects(field.name):
        one.known(arrived.MEMBERS)
        one.one_of("form", FORMS)
        for name in ("key", "title"):
            one.text(name)
        one.whole("count", 1)
        one.flag("sensitive")
        reader.take(one)


_SHAPES: Final[dict[str, Callable[[Reader, Field], None]]] = {
    "words": _words,
    "amount": _number,
    "number": _number,
    "digest": _digest,
    "list": _list,
    "papers": _papers,
    "object": _changes,
}
