"""A committed province with two dossiers, and a client in front of it."""

from __future__ import annotations

from datetime import timedelta
from motcua.api import service
from motcua.dossiers.intake import receive
from motcua.setup.testing.web import Client
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import build_province
from tests.dossiers.conftest import MONDAY


PASSWORD = "Mot-cua-1!"
LATER = MONDAY + timedelta(hours=1)


def build_dossiers(portal):
    """Two dossiers of Monday morning."""
    build_province(portal)
    intake = an_intake(build_procedure(portal))
    for minutes in (0, 5):
        receive(portal, intake, "reception", MONDAY + timedelta(minutes=minutes))


@pytest.fixture
def site(rest_ground, functional_portal, tmp_path, monkeypatch):
    """Two dossiers of Monday morning; the clock of the endpoint stands at ten."""
    # SQL is not rolled back between tests as the database of content is.
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    rest_ground.copy_data(tmp_path)
    monkeypatch.setattr(service, "now", lambda: LATER)
    return functional_portal


@pytest.fixture
def client(site):
    return Client(site.aq_parent)


@pytest.fixture
def ask(client, site):
    """Send one REST request as a person; ``None`` is nobody.

    A step that names no state of the dossier is meant for any.
    """

    def send(method, path, person=None, body=None, **headers):
        if method == "POST" and path.startswith("@dossiers/"):
            headers.setdefault("If_Match", "*")
        login = None if person is None else (person, PASSWORD)
        root = "/".join(site.getPhysicalPath())
        headers.setdefault("Accept", "application/json")
        return client.request(method, f"{root}/++api++/{path}", login, body, **headers)

    return send
