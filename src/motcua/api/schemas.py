"""JSON schemas: of answers from the dataclasses they show, of steps from their table.

Dialect: that of OpenAPI 3.1, which is JSON Schema 2020-12.
"""

from __future__ import annotations

from dataclasses import fields
from dataclasses import is_dataclass
from datetime import datetime
from motcua.api import receiving
from motcua.api import values
from motcua.dossiers import intake
from motcua.dossiers.actions import LARGEST_AMOUNT
from motcua.dossiers.arrivals.foreign import SYSTEMS
from motcua.dossiers.entrusting import LEVELS
from motcua.dossiers.entrusting import ORDINARY
from motcua.dossiers.notices import choices
from motcua.dossiers.operations import CORRECTABLE
from motcua.dossiers.operations import Field
from motcua.dossiers.operations import METHODS
from motcua.dossiers.operations import Operation
from motcua.dossiers.operations import TAKERS
from motcua.dossiers.papers import FORMS
from motcua.dossiers.persons import ROLES
from motcua.dossiers.reasons import REASONS
from motcua.dossiers.receipt import MATTER
from motcua.dossiers.standing import WORKINGS
from motcua.shell.wording import ANSWERS
from motcua.shell.wording import CHANNELS
from types import NoneType
from types import UnionType
from typing import Any
from typing import Final
from typing import get_args
from typing import get_origin
from typing import get_type_hints
from typing import Literal


Schema = dict[str, Any]

LINE: Final[Schema] = {"type": "string", "maxLength": values.LINE}
WORDS: Final[Schema] = {"type": "string", "maxLength": values.LONGEST}
NEEDED: Final[Schema] = {**LINE, "minLength": 1}
TEXT: Final[Schema] = {"type": "string"}
WHOLE: Final[Schema] = {"type": "integer"}
MOMENT: Final[Schema] = {"type": "string", "format": "date-time"}
_PLAIN: Final[dict[Any, Schema]] = {
    str: TEXT,
    int: WHOLE,
    bool: {"type": "boolean"},
    datetime: MOMENT,
}


def ref(name: str) -> Schema:
    """Return a reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def obj(properties: dict[str, Schema], required: Any = None) -> Schema:
    """Return the schema of an object; all its members are there unless said so."""
    names = list(properties) if required is None else list(required)
    found: Schema = {"type": "object", "properties": properties}
    return {**found, "required": names} if names else found


def closed(properties: dict[str, Schema], required: Any = ()) -> Schema:
    """Return the schema of an object that is sent: it has no other members."""
    return {**obj(properties, required), "additionalProperties": False}


def array(items: Schema, **more: Any) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": items, **more}


def collect(cls: Any, found: dict[str, Schema]) -> Schema:
    """Add the schema of a dataclass, and of those inside it, to ``found``."""
    if cls.__name__ not in found:
        found[cls.__name__] = {}
        hints = get_type_hints(cls)
        names = [one.name for one in fields(cls) if one.name not in WORKINGS]
        shown = {name: _of(hints[name], found) for name in names}
        found[cls.__name__] = obj(shown)
    return ref(cls.__name__)


def _of(hint: Any, found: dict[str, Schema]) -> Schema:
    """Return the schema of a type as ``representation.plain`` shows its values."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    if is_dataclass(hint):
        return collect(hint, found)
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(inside)}
    if origin is UnionType and NoneType in inside:
        kinds = [_of(one, found) for one in inside if one is not NoneType]
        return {"anyOf": [*kinds, {"type": "null"}]}
    if origin is tuple and inside[-1] is Ellipsis:
        return array(_of(inside[0], found))
    if origin is tuple:
        shown = [_of(one, found) for one in inside]
        return {"type": "array", "prefixItems": shown, "minItems": len(shown)}
    raise TypeError(f"{hint!r} has no schema")


def step(operation: Operation) -> Schema:
    """Return the schema of what an operation takes."""
    names = {each.name: _field(operation, each) for each in operation.fields}
    return closed(names, [each.name for each in operation.fields if each.required])


def _field(operation: Operation, field: Field) -> Schema:
    if field.kind == "reason_code":
        found: Schema = {"enum": list(REASONS[operation.name])}
    else:
        found = _BY_KIND.get(field.kind, LINE)
    if field.required and found in (LINE, WORDS):
        return {**found, "minLength": 1}
    # What may be left out may also be null.
    return found if field.required else {"anyOf": [found, {"type": "null"}]}


PERSON: Final = closed(
    dict.fromkeys(receiving.PERSON, LINE)
    | {
        "role": {"enum": list(ROLES)},
        "name": NEEDED,
        "birth": {"type": "string", "pattern": r"^(\d{4}(-\d{2}(-\d{2})?)?)?$"},
    },
    ("role", "name"),
)
COUNT: Final[Schema] = {"type": "integer", "minimum": 1, "maximum": 999}
#: Who opens a scan of such a paper is written down.
_SENSITIVE: Final[Schema] = {"type": "boolean", "default": False}
PAPER: Final = closed(
    {
        "key": NEEDED,
        "form": {"enum": list(FORMS)},
        "count": {**COUNT, "default": 1},
        "sensitive": _SENSITIVE,
    },
    ("key", "form"),
)
#: A paper in a correction is whole.
PAPER_CORRECTED: Final = closed(
    {
        "key": LINE,
        "title": NEEDED,
        "form": {"enum": list(FORMS)},
        "count": COUNT,
        "sensitive": _SENSITIVE,
    },
    ("key", "title", "form", "count"),
)
INTAKE: Final = closed(
    {
        "operation": {"enum": list(receiving.WAYS), "default": intake.RECEIVE},
        "unit": NEEDED,
        "procedure": NEEDED,
        "version": LINE,
        "case": NEEDED,
        "channel": {"enum": list(CHANNELS)},
        "persons": array(ref("PersonGiven"), minItems=1, maxItems=values.MOST),
        "papers": array(ref("PaperGivenNow"), maxItems=values.MOST),
        "note": {"type": "string", "maxLength": intake.LONGEST_NOTE},
        "answer_by": {"enum": list(ANSWERS), "default": "counter"},
        "confidentiality": {"enum": list(LEVELS), "default": ORDINARY},
        "foreign": closed(
            {"system": {"enum": list(SYSTEMS)}, "code": NEEDED, "due": LINE},
            ("system", "code"),
        ),
        "news": closed(
            {
                "channels": array(
                    {"enum": list(choices.CHANNELS)},
                    maxItems=len(choices.CHANNELS),
                    uniqueItems=True,
                ),
                "language": {
                    "enum": list(choices.LANGUAGES),
                    "default": choices.LANGUAGES[0],
                },
            }
        ),
    },
    ("unit", "procedure", "case", "channel", "persons"),
)
_CORRECTED: Final[dict[str, Schema]] = {
    "persons": array(ref("PersonGiven"), minItems=1, maxItems=values.MOST),
    "papers": array(ref("PaperCorrected"), maxItems=values.MOST),
    "procedure": closed(dict.fromkeys(MATTER, NEEDED), MATTER),
    "received": MOMENT,
    "note": WORDS,
}
#: A paper that came later: of the case by its key, another one by its title.
PAPER_CAME: Final = closed(
    {
        "key": LINE,
        "title": LINE,
        "form": {"enum": list(FORMS)},
        "count": {**COUNT, "default": 1},
        "sensitive": _SENSITIVE,
    },
    ("form",),
)
GIVEN: Final[dict[str, Schema]] = {
    "PersonGiven": PERSON,
    "PaperGivenNow": PAPER,
    "PaperCorrected": PAPER_CORRECTED,
    "PaperThatCame": PAPER_CAME,
    "Intake": INTAKE,
    "Corrections": {
        **closed({name: _CORRECTED[name] for name in CORRECTABLE}),
        "minProperties": 1,
    },
}
_NUMBER: Final[Schema] = {"anyOf": [WHOLE, {"type": "string", "maxLength": 20}]}
_BY_KIND: Final[dict[str, Schema]] = {
    "words": WORDS,
    "moment": {**MOMENT, "description": "Without a zone it is that of Vietnam."},
    "amount": {"type": "integer", "minimum": 0, "maximum": LARGEST_AMOUNT},
    "method": {"enum": list(METHODS)},
    "taker": {"enum": list(TAKERS)},
    "number": _NUMBER,
    "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "list": array(LINE, maxItems=values.MOST),
    "papers": array(ref("PaperThatCame"), maxItems=values.MOST),
    "object": ref("Corrections"),
}
