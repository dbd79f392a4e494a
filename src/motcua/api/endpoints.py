"""The endpoints one by one, as their description (OpenAPI 3.1) has them."""

from __future__ import annotations

from motcua.api import events
from motcua.api import gateway
from motcua.api import guard
from motcua.api import paging
from motcua.api import scans
from motcua.api import schemas
from motcua.api import tillpaths
from motcua.api import tracking
from motcua.api.describing import answers
from motcua.api.describing import query
from motcua.api.describing import sent
from motcua.api.schemas import array
from motcua.api.schemas import obj
from motcua.api.schemas import ref
from motcua.api.schemas import Schema
from motcua.api.service import WITHOUT_FILES
from motcua.archive.capture.pages import SIDES
from motcua.dossiers import workflow
from motcua.dossiers.operations import OPERATIONS
from motcua.shell import wording
from typing import Final


_PUBLIC: Final[list[Schema]] = [{}]


def paths(description: str) -> Schema:
    """Return all endpoints; ``description`` is the name of the one that tells this."""
    return {
        "/@dossiers": {"get": _list(), "post": _receive()},
        "/@dossiers/{code}": {"parameters": [_CODE], "get": _view()},
        "/@dossiers/{code}/ledger": {"parameters": [_CODE], "get": _ledger()},
        **{
            f"/@dossiers/{{code}}/{name}": {"parameters": [_CODE], "post": _step(name)}
            for name in OPERATIONS
            if name not in WITHOUT_FILES
        },
        **tillpaths.paths(),
        f"/{events.NAME}": {"get": _events()},
        "/@track": {"post": _track()},
        f"/{gateway.NAME}": {"post": _short_message()},
        "/@procedures": {"get": _procedures()},
        f"/{scans.NAME}": {"get": _batches()},
        f"/{scans.NAME}/{{code}}": {
            "parameters": [_BATCH],
            "get": _batch(),
            "post": _scan(),
        },
        f"/{description}": {"get": _openapi()},
    }


_CODE: Final[Schema] = {
    "name": "code",
    "in": "path",
    "required": True,
    "description": "The code of the dossier",
    "schema": {"type": "string", "minLength": 1, "maxLength": 64},
    "example": "H99.01-261102-0001",
}


def _header(name: str, required: bool, text: str, pattern: str) -> Schema:
    return {
        "name": name,
        "in": "header",
        "required": required,
        "description": text,
        "schema": {"type": "string", "pattern": pattern},
    }


_KEY: Final = _header(
    "Idempotency-Key",
    False,
    "What is sent again with the same key is carried out once",
    '^"[A-Za-z0-9-]{1,255}"$',
)
_MATCH: Final = _header(
    "If-Match",
    True,
    "The ETag with which the dossier was read; * for any state",
    r'^(\*|"[0-9]+-[0-9a-f]{64}")$',
)


def _number(name: str, least: int, text: str, default: int) -> Schema:
    found = {"type": "integer", "minimum": least, "maximum": 10**9 - 1}
    return query(name, {**found, "default": default}, text)


_PAGES: Final = (
    _number("b_start", 0, "Where the page begins", 0),
    _number("b_size", 0, f"How long it is, at most {paging.LARGEST}", paging.DEFAULT),
)


def _tagged(answers: Schema) -> Schema:
    """Add what the headers of an answer with a dossier say."""
    tag = {"ETag": {"description": "Its state", "schema": schemas.TEXT}}
    place = {"Location": {"description": "Its address", "schema": schemas.TEXT}}
    for status, headers in (("200", tag), ("201", tag | place)):
        if status in answers:
            answers[status]["headers"] = headers
    return answers


def _page(item: str, **more: Schema) -> Schema:
    return obj({"@id": schemas.TEXT, "items": array(ref(item)), **more})


def _list() -> Schema:
    flag = {"enum": ["0", "1"]}
    states = {"enum": sorted(workflow.definition().states)}
    batching = {"type": "object"}
    counts = {"type": "object", "additionalProperties": schemas.WHOLE}
    return {
        "operationId": "list",
        "summary": "Open dossiers on which the person can act, the most urgent first",
        "parameters": [
            query("state", states, "Only those in this state"),
            query("late", flag, "1: past the due date; 0: not"),
            *_PAGES,
        ],
        "responses": answers(
            400, 401, ok=_page("Line", batching=batching, counts=counts)
        ),
    }


def _receive() -> Schema:
    return {
        "operationId": "receive",
        "summary": guard.said(wording.OPERATIONS["receive"]),
        "parameters": [_KEY],
        "requestBody": sent(ref("Intake")),
        "responses": _tagged(
            answers(400, 401, 403, 422, made={"anyOf": [ref("Dossier"), ref("Done")]})
        ),
    }


def _view() -> Schema:
    return {
        "operationId": "view",
        "summary": "All of one dossier",
        "responses": _tagged(answers(400, 401, 404, 503, ok=ref("Dossier"))),
    }


def _ledger() -> Schema:
    lines = {"application/x-ndjson": {"schema": schemas.TEXT}}
    personal = query("personal", {"enum": ["0", "1"]}, "0 leaves out what is personal")
    found = answers(400, 401, 404, 503)
    return {
        "operationId": "ledger",
        "summary": "The ledger of one dossier, which verify_ledger.py checks",
        "parameters": [personal],
        "responses": {"200": {"description": "Lines", "content": lines}, **found},
    }


def _step(name: str) -> Schema:
    done = {"anyOf": [ref("Dossier"), ref("Done")]}
    refusals = (400, 401, 403, 404, 409, 412, 422, 428)
    return {
        "operationId": name,
        "summary": guard.said(wording.OPERATIONS[name]),
        "parameters": [_MATCH, _KEY],
        "requestBody": sent(schemas.step(OPERATIONS[name])),
        "responses": _tagged(answers(*refusals, ok=done)),
    }


def _events() -> Schema:
    cursor = {"type": "string", "pattern": "^[A-Za-z0-9_-]{62}$"}
    more = {"cursor": schemas.TEXT, "more": {"type": "boolean"}, "next": schemas.TEXT}
    longest = f"How many, at most {events.LARGEST}"
    return {
        "operationId": "events",
        "summary": "What happened to dossiers that the person may see, in one order",
        "parameters": [
            query("after", cursor, "The cursor of the page before"),
            _number("limit", 0, longest, events.DEFAULT),
        ],
        "responses": answers(400, 401, 410, ok=_page("Event", **more)),
    }


def _track() -> Schema:
    text = {"type": "string", "minLength": 1, "maxLength": tracking.LONGEST}
    names = ("code", "factor")
    return {
        "operationId": "track",
        "summary": "A dossier for who has its code and a second factor",
        "security": _PUBLIC,
        "requestBody": sent(schemas.closed(dict.fromkeys(names, text), names)),
        "responses": answers(400, 403, 404, 429, ok=ref("Following")),
    }


def _short_message() -> Schema:
    asked = {
        "from": {"type": "string", "maxLength": gateway.LONGEST_NUMBER},
        "text": {"type": "string", "maxLength": gateway.LONGEST},
    }
    said = {"to": schemas.TEXT, "text": {"type": "string", "maxLength": 160}}
    secret = "The secret of the gateway; without it there is nothing here"
    return {
        "operationId": "shortMessage",
        "summary": "The answer to a short message, for the gateway that took it",
        "security": _PUBLIC,
        "parameters": [_header(gateway.HEADER, False, secret, "^.*$")],
        "requestBody": sent(schemas.closed(asked, tuple(asked))),
        "responses": answers(400, 403, 404, ok=schemas.closed(said, tuple(said))),
    }


_BATCH: Final[Schema] = {
    **_CODE,
    "description": "The code of the batch",
    "example": "H99.01-2026-L0012",
}


def _batches() -> Schema:
    return {
        "operationId": "batches",
        "summary": "Open batches that the person may feed",
        "responses": answers(401, ok=_page("Batch")),
    }


def _batch() -> Schema:
    return {
        "operationId": "batch",
        "summary": "One batch: what came in, and where its pages are",
        "responses": answers(401, 404, ok=ref("Batch")),
    }


def _scan() -> Schema:
    digest = "SHA-256 of the file (RFC 9530): what was damaged on its way is refused"
    files: Schema = {name: {"schema": {}} for name in scans.MEDIA}
    found = answers(400, 401, 403, 404, 409, 507, ok=ref("Scan"), made=ref("Scan"))
    place = {"Location": {"description": "Its batch", "schema": schemas.TEXT}}
    for status in ("200", "201"):
        found[status]["headers"] = place
    return {
        "operationId": "scan",
        "summary": "A file into a batch; the same file again is answered as before",
        "parameters": [
            query("name", schemas.TEXT, "What the file is called"),
            query("side", {"enum": list(SIDES)}, "Which sides of the sheets it shows"),
            _header("Content-Digest", False, digest, "^sha-256=:[A-Za-z0-9+/]{43}=:$"),
        ],
        "requestBody": {"required": True, "content": files},
        "responses": found,
    }


def _procedures() -> Schema:
    words = [
        query(name, schemas.TEXT, text)
        for name, text in (
            ("q", "Words, with or without diacritics, or a code"),
            *((name, "Narrows") for name in ("field", "level", "agency", "audience")),
        )
    ]
    more = {"query": schemas.TEXT, "items_total": schemas.WHOLE}
    return {
        "operationId": "procedures",
        "summary": "Procedures in force",
        "security": _PUBLIC,
        "parameters": [*words, *_PAGES],
        "responses": answers(400, ok=_page("Found", **more)),
    }


def _openapi() -> Schema:
    return {
        "operationId": "description",
        "summary": "This description",
        "security": _PUBLIC,
        "responses": answers(ok={"type": "object"}),
    }
