"""The description of all endpoints (OpenAPI 3.1), made from what they are made of."""

from __future__ import annotations

from motcua.api import endpoints
from motcua.api import schemas
from motcua.api import tillpaths
from motcua.api.schemas import array
from motcua.api.schemas import obj
from motcua.api.schemas import ref
from motcua.api.schemas import Schema
from motcua.dossiers.changes import Change
from motcua.dossiers.inbox import Row
from motcua.dossiers.states import DossierView
from motcua.dossiers.tracking import Tracked
from plone.restapi.services import Service
from typing import Any
from typing import Final


NAME: Final = "@openapi"
#: Of the endpoints, not of the house: raised with what programs have to learn anew.
VERSION: Final = "1.0.0"


class ReadDescription(Service):
    """``GET @openapi``: the same for everybody."""

    def reply(self) -> dict[str, Any]:
        """Answer with the description of the endpoints at this address."""
        return document(f"{self.context.absolute_url()}/++api++")


def document(server: str) -> dict[str, Any]:
    """Return the description of the endpoints at an address."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "motcua",
            "version": VERSION,
            "license": {"name": "GPL-2.0-only", "identifier": "GPL-2.0-only"},
        },
        "servers": [{"url": server}],
        "security": [{"basic": []}, {"bearer": []}],
        "paths": endpoints.paths(NAME),
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {
                "basic": {"type": "http", "scheme": "basic"},
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                },
            },
        },
    }


def _schemas() -> dict[str, Schema]:
    found: dict[str, Schema] = {}
    for cls in (DossierView, Row, Change, Tracked):
        schemas.collect(cls, found)
    own = obj({"@id": schemas.TEXT, "late": {"type": "boolean"}})
    steps = obj({"operations": array(schemas.TEXT)})
    found["Dossier"] = {"allOf": [ref("DossierView"), own, steps]}
    found["Line"] = {"allOf": [ref("Row"), own]}
    found["Event"] = {"allOf": [ref("Change"), obj({"@id": schemas.TEXT})]}
    found["Following"] = {"allOf": [ref("Tracked"), obj({"status": schemas.TEXT})]}
    found["Done"] = obj(
        {
            **dict.fromkeys(("@id", "code", "type", "state", "head"), schemas.TEXT),
            "event": schemas.WHOLE,
            "at": schemas.MOMENT,
        }
    )
    problem = obj({"field": schemas.TEXT, "message": schemas.TEXT})
    ours = obj(
        {"type": schemas.TEXT, "message": schemas.TEXT, "errors": array(problem)},
        ("type", "message"),
    )
    # What the publisher refuses comes to no endpoint.
    found["Refusal"] = {"anyOf": [ours, obj({"error_type": schemas.TEXT})]}
    found["Found"] = obj(dict.fromkeys(("@id", "@type", "code", "title"), schemas.TEXT))
    arrival = {
        **dict.fromkeys(("number", "size", "pages"), schemas.WHOLE),
        "sha256": schemas.TEXT,
        "looked": {"type": "boolean"},
    }
    found["Arrival"] = obj(arrival)
    found["Scan"] = obj({"@id": schemas.TEXT, "batch": schemas.TEXT, **arrival})
    words = ("@id", "code", "purpose", "scanner", "state")
    counts = {"type": "object", "additionalProperties": schemas.WHOLE}
    found["Batch"] = obj(
        {
            **dict.fromkeys(words, schemas.TEXT),
            "declared": schemas.WHOLE,
            "pages": counts,
            "arrivals": array(ref("Arrival")),
        }
    )
    return {**found, **tillpaths.SCHEMAS, **schemas.GIVEN}
