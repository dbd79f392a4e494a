"""What the description allows, and what it does not, is answered as described.

Schemathesis makes requests from the description: always the same ones, so many that
all of them take about a minute.
"""

from __future__ import annotations

from base64 import b64encode
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import Phase
from hypothesis import settings
from hypothesis import strategies as st
from motcua.api import description
from motcua.api.service import WITHOUT_FILES
from motcua.dossiers.operations import OPERATIONS
from motcua.setup.frontdoor import FrontDoor
import pytest
import schemathesis
from schemathesis import checks
from schemathesis import GenerationMode
from schemathesis.specs.openapi import checks as conformance
from tests.desk.conftest import house
from tests.desk.conftest import PASSWORD
from tests.desk.conftest import received
from webtest import TestApp
from ZPublisher.httpexceptions import HTTPExceptionHandler
from ZPublisher.WSGIPublisher import publish_module


__all__ = ["TestApp", "house", "received"]

#: Requests of each kind for each endpoint.
EXAMPLES = 6
LOGIN = {
    "Authorization": "Basic " + b64encode(f"reception:{PASSWORD}".encode()).decode()
}
STEPS = [name for name in OPERATIONS if name not in WITHOUT_FILES]
OTHERS = ["list", "receive", "view", "ledger", "events", "track", "procedures"]
OTHERS += ["batches", "batch"]
TILL = ["drawer", "shifts", "shift", "closeShift", "books", "registerBook"]
CHECKS = [
    checks.not_a_server_error,
    conformance.status_code_conformance,
    conformance.content_type_conformance,
    conformance.response_schema_conformance,
]


@pytest.mark.parametrize("mode", list(GenerationMode), ids=str)
@pytest.mark.parametrize("name", [*STEPS, *OTHERS, *TILL])
def test_whatever_is_sent_is_answered_as_described(house, received, name, mode):
    app = FrontDoor(HTTPExceptionHandler(publish_module))
    schema = schemathesis.openapi.from_dict(description.document("/++api++"))
    schema.app = app
    operation = schema.find_operation_by_id(name)

    @given(
        case=operation.as_strategy(generation_mode=mode),
        real=st.booleans(),
        whatever=st.booleans(),
    )
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def sent(case, real, whatever):
        if real and "code" in (case.path_parameters or {}):
            case.path_parameters["code"] = received
        if whatever and name in STEPS:
            case.headers = {**(case.headers or {}), "If-Match": "*"}
        answer = case.call(headers=LOGIN)
        case.validate_response(answer, checks=CHECKS)

    sent()
