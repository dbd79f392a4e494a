"""The description of the endpoints is valid, kept in the documentation, and true."""

from __future__ import annotations

import json
import jsonschema
from motcua.api import description
from motcua.api.service import WITHOUT_FILES
from motcua.dossiers.operations import OPERATIONS
from openapi_spec_validator import OpenAPIV31SpecValidator
import os
from pathlib import Path
import pytest
from tests.api.test_examples import FOLDER
import zope.component


DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.json"
SERVER = "https://motcua.example/++api++"


def test_the_description_is_valid(ask):
    answer = ask("GET", "@openapi")
    assert answer.status_int == 200
    OpenAPIV31SpecValidator(answer.json).validate()
    assert answer.json["servers"][0]["url"].endswith("/plone/++api++")


def test_the_description_in_the_documentation_is_up_to_date(portal):
    made = description.document(SERVER)
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("MOTCUA_RECORD"):
        DOCUMENT.write_text(text, encoding="utf-8")
    assert DOCUMENT.read_text(encoding="utf-8") == text, "record it again"


def test_every_step_of_the_table_is_described(portal):
    paths = description.document(SERVER)["paths"]
    for name, operation in OPERATIONS.items():
        path = f"/@dossiers/{{code}}/{name}"
        assert (path in paths) != (name in WITHOUT_FILES)
        if path in paths:
            body = paths[path]["post"]["requestBody"]["content"]["application/json"]
            known = {field.name for field in operation.fields}
            assert set(body["schema"]["properties"]) == known


def test_every_service_of_ours_is_described(portal):
    """What the platform brings is described by the platform."""
    there = {
        (one.name.partition("_")[0], one.name.rpartition("_")[2])
        for one in zope.component.getGlobalSiteManager().registeredAdapters()
        if "@" in one.name
        and one.factory.__mro__[1].__module__.startswith("motcua.api")
        and one.factory.__mro__[1].__name__ != "BoundedSearch"
    }
    paths = description.document(SERVER)["paths"]
    described = {
        (method.upper(), path.split("/")[1])
        for path, item in paths.items()
        for method in item
        if method != "parameters"
    }
    assert described == there


EXAMPLES = sorted(path.stem for path in FOLDER.glob("*.json"))


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_are_as_described(portal, name):
    example = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    document = description.document(SERVER)
    request, response = example["request"], example["response"]
    word, *rest = request["path"].removeprefix("/++api++/").split("?")[0].split("/")
    path = "/".join([f"/{word}", *(["{code}"] if rest else []), *rest[1:]])
    literal = "/".join(["", word, *rest])
    path = literal if literal in document["paths"] else path
    said = document["paths"][path][request["method"].lower()]
    described = said["responses"][str(response["status"])]
    media = response["headers"]["Content-Type"]
    schema = described["content"][media]["schema"]
    validator = jsonschema.Draft202012Validator(
        {**schema, "components": document["components"]}
    )
    validator.validate(response["body"])
