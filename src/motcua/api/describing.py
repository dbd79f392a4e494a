"""What the description (OpenAPI 3.1) of each endpoint is put together from."""

from __future__ import annotations

from motcua.api import guard
from motcua.api.schemas import ref
from motcua.api.schemas import Schema
from typing import Final


_JSON: Final = guard.JSON
_REASONS: Final = {
    400: "Not what is described here; `errors` names the places",
    401: "No login, or a wrong one",
    403: "The duties of the person do not permit it, or another page sent it",
    404: "Nothing of this name for this person",
    409: "Not possible in the present state",
    410: "The cursor is of another past; follow from the beginning",
    412: "Somebody acted since; read again, decide again",
    422: "The Idempotency-Key was used for another request",
    428: "If-Match is missing",
    429: "Too many tries; wait as long as Retry-After says",
    507: "The disk is full; keep the paper and send it again later",
    503: "Who reads this is written down, and that cannot be done just now",
}


def query(name: str, schema: Schema, text: str) -> Schema:
    """Return a parameter of the query."""
    return {"name": name, "in": "query", "description": text, "schema": schema}


def answers(*refusals: int, **said: Schema) -> Schema:
    """Return answers: ``ok=`` or ``made=`` a schema, and what may be refused."""
    names = {"ok": ("200", "Done"), "made": ("201", "Received")}
    found: Schema = {}
    for name, schema in said.items():
        status, text = names[name]
        content = {_JSON: {"schema": schema}}
        found[status] = {"description": text, "content": content}
    for status_ in refusals:
        content = {_JSON: {"schema": ref("Refusal")}}
        found[str(status_)] = {"description": _REASONS[status_], "content": content}
    return found


def sent(schema: Schema) -> Schema:
    """Return the body of a request."""
    return {"required": True, "content": {_JSON: {"schema": schema}}}
