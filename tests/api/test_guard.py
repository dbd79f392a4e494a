"""No page of another site writes through REST with an officer's login."""

from __future__ import annotations

import json
from motcua.dossiers.folder import find
from motcua.dossiers.operations import OPERATIONS
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
import pytest
from tests.api.test_dossiers import CODE
from tests.api.test_dossiers import FORWARD
from tests.api.test_receiving import a_dossier
import transaction


FOREIGN = "https://thief.example"
OWN = "http://localhost"
MANAGER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
LEVEL = {"level": "province"}
BODY = json.dumps(FORWARD)
MULTIPART = "multipart/form-data; boundary=x"
FORM = "application/x-www-form-urlencoded"
#: What a page of another site can make a browser send, and what it would say.
ATTACKS = [
    {"Content_Type": "text/plain"},
    {"Content_Type": "text/plain", "Origin": FOREIGN},
    {"Content_Type": "text/plain", "Origin": OWN},
    {"Content_Type": FORM, "Origin": FOREIGN},
    {"Content_Type": MULTIPART},
    {"Content_Type": MULTIPART, "Origin": FOREIGN},
    {"Content_Type": ""},
    {"Content_Type": "", "Origin": "null"},
    {"Content_Type": "application/json", "Origin": FOREIGN},
    {"Content_Type": "application/json", "Origin": "null"},
    {"Content_Type": "application/json", "Origin": f"{OWN}:8081"},
    {"Content_Type": "application/json", "Origin": "https://localhost"},
    {"Content_Type": "application/json", "Origin": "http://localhost.thief.example"},
    {"Content_Type": "application/json", "Referer": f"{FOREIGN}/page"},
    {"Content_Type": "application/json", "Referer": "http://[broken"},
    {"Content_Type": "text/plain;application/json", "Origin": OWN},
]


def carried(headers, body):
    """Return the body in the form that the content type names."""
    if headers["Content_Type"] != MULTIPART:
        return body
    head = 'Content-Disposition: form-data; name="x"'
    return f"--x\r\n{head}\r\n\r\n{body}\r\n--x--\r\n"


def length(site):
    transaction.begin()
    return find(site, CODE).length


def test_a_step_sent_by_another_page_is_refused(ask, site):
    path = f"@dossiers/{CODE}/forward"
    for headers in ATTACKS:
        answer = ask("POST", path, "reception", carried(headers, BODY), **headers)
        assert answer.status_int == 403, (headers, answer.text)
    assert length(site) == 1


#: Every write of ours: receiving, each step of the table, following a dossier.
WRITES = [
    ("@dossiers", a_dossier()),
    *((f"@dossiers/{CODE}/{operation}", FORWARD) for operation in OPERATIONS),
]


@pytest.mark.parametrize("prefix", ["/++api++", ""])
def test_no_write_at_all_is_sent_by_another_page(client, site, prefix):
    before = site._p_jar.db().lastTransaction()
    root = "/".join(site.getPhysicalPath())
    for path, data in WRITES:
        body = json.dumps(data)
        for headers in ATTACKS:
            sent = {"Accept": "application/json", "If_Match": "*", **headers}
            address = f"{root}{prefix}/{path}"
            login = ("reception", "Mot-cua-1!")
            answer = client.request(
                "POST", address, login, carried(headers, body), **sent
            )
            assert answer.status_int == 403, (path, headers, answer.text)
    assert site._p_jar.db().lastTransaction() == before


@pytest.mark.parametrize("prefix", ["/++api++", ""])
def test_services_of_the_platform_are_guarded_too(client, site, prefix):
    path = f"{'/'.join(site.getPhysicalPath())}{prefix}/organisation"
    body = json.dumps(
        {"@type": "Agency", "id": "H98", "title": "x", "code": "H98"} | LEVEL
    )
    for headers in ATTACKS:
        sent = {"Accept": "application/json", **headers}
        answer = client.request("POST", path, MANAGER, carried(headers, body), **sent)
        assert answer.status_int == 403, (headers, answer.text)
    transaction.begin()
    assert "H98" not in site["organisation"]
    answer = client.request(
        "POST",
        path,
        MANAGER,
        body,
        Accept="application/json",
        Content_Type="application/json",
    )
    assert answer.status_int == 201, answer.text


def test_our_own_pages_and_programs_are_served(ask, site):
    served = (
        {},
        {"Origin": OWN},
        {"Referer": f"{OWN}/plone/desk"},
        {"Origin": f"{OWN}:80"},
    )
    for headers in served:
        answer = ask("POST", f"@dossiers/{CODE}/forward", "reception", {}, **headers)
        assert answer.json["type"] == "MissingData", answer.text


def test_reading_is_not_hindered(ask):
    answer = ask("GET", "@dossiers", "reception", Origin=FOREIGN)
    assert answer.status_int == 200
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_deleting_without_a_body_is_for_programs_and_own_pages(client, site):
    path = f"{'/'.join(site.getPhysicalPath())}/++api++/organisation/H99/H99.03"
    accept = "application/json"
    login = MANAGER
    refused = client.request("DELETE", path, login, Accept=accept, Origin=FOREIGN)
    assert refused.status_int == 403
    transaction.begin()
    assert "H99.03" in site["organisation"]["H99"]
    served = client.request("DELETE", path, login, Accept=accept)
    assert served.status_int != 403
