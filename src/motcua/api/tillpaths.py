"""The endpoints of the till, as their description (OpenAPI 3.1) has them."""

from __future__ import annotations

from motcua.api import schemas
from motcua.api import till
from motcua.api.describing import answers
from motcua.api.describing import query
from motcua.api.describing import sent
from motcua.api.schemas import array
from motcua.api.schemas import closed
from motcua.api.schemas import obj
from motcua.api.schemas import ref
from motcua.api.schemas import Schema
from motcua.dossiers.cash import shifts
from motcua.dossiers.operations import METHODS
from typing import Final


_UNIT: Final[Schema] = {
    **query("unit", schemas.NEEDED, "The code of the unit"),
    "required": True,
}
_WHOSE: Final = query(
    "cashier", schemas.LINE, "Whose drawer, for who supervises or leads; else the own"
)
_COUNTED: Final = dict.fromkeys(shifts.COUNTED, schemas.WHOLE)
_AMOUNT: Final[Schema] = {"type": "integer", "minimum": 0, "maximum": shifts.LARGEST}
_MOVE: Final = obj(
    {
        **dict.fromkeys(till.MOVE, schemas.TEXT),
        **dict.fromkeys(("event", "amount", "receipt"), schemas.WHOLE),
        "at": schemas.MOMENT,
    }
)
_SHIFT: Final[dict[str, Schema]] = {
    **dict.fromkeys(
        ("@id", "code", "number", "unit", "cashier", "closed_by", "reason"),
        schemas.TEXT,
    ),
    "at": schemas.MOMENT,
    "expected": obj(dict.fromkeys(METHODS, schemas.WHOLE)),
    "counted": obj(_COUNTED),
    "difference": obj(_COUNTED),
}
_BOOK: Final[dict[str, Schema]] = {
    **dict.fromkeys(
        ("code", "unit", "cashier", "symbol", "first", "last", "next"), schemas.TEXT
    ),
    "at": schemas.MOMENT,
    "left": schemas.WHOLE,
    "used": schemas.WHOLE,
    "void": array(schemas.TEXT),
    "open": {"type": "boolean"},
}
_RECEIPT: Final = obj(dict.fromkeys(("symbol", "number"), schemas.TEXT))
_DRAWER: Final[dict[str, Schema]] = {
    **dict.fromkeys(("@id", "unit", "cashier", "seen"), schemas.TEXT),
    "expected": obj(dict.fromkeys(METHODS, schemas.WHOLE)),
    "items": array(ref("Payment")),
    "next_receipt": _RECEIPT,
}
#: What other schemas refer to.
SCHEMAS: Final[dict[str, Schema]] = {
    "Payment": _MOVE,
    "Drawer": obj(_DRAWER),
    "Shift": obj(_SHIFT),
    "ShiftWithPayments": obj({**_SHIFT, "items": array(ref("Payment"))}),
    "ReceiptBook": obj(_BOOK),
    "ShiftCounted": closed(
        {
            "unit": schemas.NEEDED,
            "cashier": schemas.LINE,
            "counted": closed(dict.fromkeys(shifts.COUNTED, _AMOUNT), shifts.COUNTED),
            "reason": schemas.WORDS,
            "seen": schemas.NEEDED,
        },
        ("unit", "counted", "seen"),
    ),
    "BookHandedOut": closed(
        dict.fromkeys(till.REGISTERING, schemas.NEEDED), till.REGISTERING
    ),
}


def paths() -> Schema:
    """Return the endpoints of the till."""
    return {
        f"/{till.NAME}": {"get": _drawer()},
        f"/{till.NAME}/{till.SHIFTS}": {"get": _shifts(), "post": _close()},
        f"/{till.NAME}/{till.SHIFTS}/{{place}}/{{number}}": {
            "parameters": [_part("place", "H99.01-2026"), _part("number", "12-CC")],
            "get": _shift(),
        },
        f"/{till.NAME}/{till.BOOKS}": {"get": _books(), "post": _register()},
    }


def _part(name: str, example: str) -> Schema:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": "Part of the code of a shift",
        "schema": {"type": "string", "minLength": 1, "maxLength": 64},
        "example": example,
    }


def _listed(item: str) -> Schema:
    return obj({"@id": schemas.TEXT, "items": array(ref(item))})


def _drawer() -> Schema:
    return {
        "operationId": "drawer",
        "summary": "What a cashier took and no shift has yet",
        "parameters": [_UNIT, _WHOSE],
        "responses": answers(400, 401, 403, 404, ok=ref("Drawer")),
    }


def _shifts() -> Schema:
    return {
        "operationId": "shifts",
        "summary": f"The last {till.SHOWN} closed shifts of a unit, the newest first",
        "parameters": [_UNIT],
        "responses": answers(400, 401, 404, ok=_listed("Shift")),
    }


def _shift() -> Schema:
    return {
        "operationId": "shift",
        "summary": "One closed shift with its payments",
        "responses": answers(400, 401, 404, ok=ref("ShiftWithPayments")),
    }


def _close() -> Schema:
    return {
        "operationId": "closeShift",
        "summary": "Close the shift that was seen; the same again answers alike",
        "requestBody": sent(ref("ShiftCounted")),
        "responses": answers(400, 401, 403, 404, 409, 412, made=ref("Shift")),
    }


def _books() -> Schema:
    return {
        "operationId": "books",
        "summary": "The books of receipts of a unit, the newest first",
        "parameters": [_UNIT],
        "responses": answers(400, 401, 404, ok=_listed("ReceiptBook")),
    }


def _register() -> Schema:
    return {
        "operationId": "registerBook",
        "summary": "Register a book of receipts that is handed to a cashier",
        "requestBody": sent(ref("BookHandedOut")),
        "responses": answers(400, 401, 403, 404, made=ref("ReceiptBook")),
    }
