"""Who has no duty has no dossier; a duty that is gone is gone at the next request."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from motcua.base import vietnam
from motcua.dossiers import intake
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.folder import find
from motcua.dossiers.folder import walk
from motcua.organisation import delegations
from motcua.organisation import duties
from motcua.organisation.delegations import Delegation
from motcua.procedures import versions
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.protect.authenticator import createToken
import pytest
from tests.desk.conftest import PASSWORD
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import JUSTICE
from tests.dossiers.conftest import OFFICERS
from tests.dossiers.conftest import UNIT
import transaction
from zope.component.hooks import setSite


#: People with a login: those of the office but for the counter, service staff
#: under contract (photographs, prints) with no duty, and the keeper of the site.
NOT_AT_THE_COUNTER = [*(set(OFFICERS) - {"reception"}), "stranger", "keeper"]
#: Where content is made by the platform, without a screen of ours.
MAKING = (
    ("/++api++/", {"@type": "Dossier", "id": "x", "title": "x"}),
    ("/++api++/dossiers", {"@type": "Dossier", "id": "x", "title": "x"}),
    ("/++api++/@dossiers", {"unit": UNIT}),
    ("/++api++/@dossiers/H99.01-261126-9999/receive", {}),
    ("/++api++/@dossiers/H99.01-261126-9999/submit", {}),
)
ADD_FORMS = (
    "/++add++Dossier",
    "/dossiers/++add++Dossier",
    "/dossiers/createObject?type_name=Dossier",
    "/dossiers/manage_addProduct/OFSP/manage_addFolder?id=x",
    "/dossiers/invokeFactory?type_name=Dossier&id=x",
    "/createObject?type_name=Dossier",
)


@pytest.fixture
def keeper(house):
    """An administrator of the site, without a duty."""
    with api.env.adopt_roles(["Manager"]):
        api.user.create(email="k@example.org", username="keeper", password=PASSWORD)
        api.user.grant_roles(username="keeper", roles=["Site Administrator"])
    transaction.commit()


def manage(house, what, *args, **named):
    """Change the organisation as an administrator does, and commit."""
    setSite(house)
    transaction.begin()
    with api.env.adopt_roles(["Manager"]):
        what(*args, **named)
    transaction.commit()


def token(house, person):
    """Return the token that the pages of a person carry."""
    setSite(house)
    login(house, person)
    made = createToken()
    logout()
    return made


@pytest.mark.parametrize("person", sorted(NOT_AT_THE_COUNTER))
def test_only_the_counter_makes_dossiers(keeper, house, officer, received, person):
    app = officer(person)
    version = versions.current("1.001193", site=house)
    for way in (intake.receive, intake.submit):
        with pytest.raises(NotAllowed):
            way(house, an_intake(version), person)
    for path, body in MAKING:
        answer = app.post_json(
            path, body, headers={"Accept": "application/json"}, status="*"
        )
        assert answer.status_int in (400, 401, 403, 404, 405), path
    for path in ADD_FORMS:
        for answer in (app.get(path, status="*"), app.post(path, status="*")):
            assert answer.status_int >= 400 or answer.status_int in (302, 303), path
    app.get("/desk/tiep-nhan/1.001193", status="*")
    transaction.begin()
    assert [each.code for each in walk(house)] == [received]


def test_service_staff_see_no_dossier(house, officer, received):
    app = officer("stranger")
    for path in (f"/desk/ho-so/{received}", f"/luu-tru/ho-so/{received}"):
        assert app.get(path, status="*").status_int in (302, 401, 404)
    assert received not in app.get("/desk", status="*").text
    answer = app.get("/++api++/@dossiers", headers={"Accept": "application/json"})
    assert answer.json["items"] == []
    assert answer.json["counts"]["all"] == 0


def test_a_duty_that_ended_opens_nothing_at_the_next_request(house, counter, received):
    path = f"/desk/ho-so/{received}"
    page = counter.get(path)
    form = next(
        each
        for each in page.forms.values()
        if "operation" in each.fields and each["operation"].value == "forward"
    )
    form["to"] = "H99.02"
    yesterday = vietnam.today() - timedelta(days=1)
    manage(house, duties.end, "reception", UNIT, "reception", yesterday, "QĐ 2")
    assert counter.get(path, status="*").status_int == 404
    assert form.submit(status="*").status_int == 404
    transaction.begin()
    assert find(house, received).length == 1


def test_a_delegation_that_ended_opens_nothing_at_the_next_request(
    house, officer, received
):
    app, today = officer("stranger"), vietnam.today()
    row = Delegation(
        giver="reception",
        receiver="stranger",
        department=UNIT,
        duty="reception",
        since=today,
        until=today,
        form="absence",
        deed="GUQ 1",
    )
    path = f"/desk/ho-so/{received}"
    assert app.get(path, status="*").status_int == 404
    manage(house, delegations.delegate, row)
    assert app.get(path).status_int == 200
    assert received in app.get("/desk").text
    yesterday = today - timedelta(days=1)
    manage(
        house,
        delegations.revoke,
        "reception",
        "stranger",
        row.group,
        yesterday,
        "GUQ 2",
    )
    assert app.get(path, status="*").status_int == 404
    assert received not in app.get("/desk", status="*").text


def test_ids_of_others_in_any_field_change_nothing_and_tell_nothing(
    house, officer, counter, received
):
    """S3: a person, department, step or slip that is not there, or not for this."""
    manage(house, duties.assign, "archivist", UNIT, "reception", date(2026, 1, 1))
    for person, operation, fields in (
        ("reception", "forward", {"to": "H00.00"}),
        ("reception", "reprint", {"slip": "99", "form": "01"}),
        ("reception", "assign", {"step": "check", "person": "jurist"}),
        ("reception", "give_opinion", {"step": "asked-1", "opinion": "x"}),
        ("reception", "complete", {"step": "check"}),
        (
            "reception",
            "reopen",
            {"back_to": "x", "reason_code": "other", "reason": "x"},
        ),
        ("reception", "change_process", {"process": "0" * 64, "reason": "x"}),
        ("jurist", "forward", {"to": JUSTICE}),
        ("jurist", "reprint", {"slip": "1", "form": "01"}),
    ):
        app = officer(person)
        page = counter.get(f"/desk/ho-so/{received}")
        form = next(each for each in page.forms.values() if "expected" in each.fields)
        sent = {
            "_authenticator": token(house, person),
            "expected": form["expected"].value,
            "operation": operation,
            **fields,
        }
        answer = app.post(f"/desk/ho-so/{received}", sent, status="*")
        assert answer.status_int in (400, 403, 404, 409), (person, operation)
        if person == "jurist":
            assert answer.status_int == 404
            assert received not in answer.text
    for place in ("tep/" + "0" * 64, "phieu/99-01", "phieu/../x", "quyen/x"):
        path = f"/desk/ho-so/{received}/{place}"
        assert counter.get(path, status="*").status_int == 404, place
    transaction.begin()
    assert find(house, received).length == 1


@pytest.mark.parametrize(
    ("person", "operation", "status"),
    [
        ("supervisor", "forward", 403),
        ("reception", "accept", 409),
        ("supervisor", "accept", 409),
        ("handler", "forward", 404),
        ("stranger", "accept", 404),
    ],
)
def test_the_publisher_sends_the_answers_of_the_matrix(
    house, officer, counter, received, person, operation, status
):
    path = f"/desk/ho-so/{received}"
    page = counter.get(path)
    form = next(each for each in page.forms.values() if "expected" in each.fields)
    sent = {
        "_authenticator": token(house, person),
        "expected": form["expected"].value,
        "operation": operation,
        "to": "H99.02",
    }
    app = officer(person)
    assert app.post(path, sent, status="*").status_int == status
    rest = app.post_json(
        f"/++api++/@dossiers/{received}/{operation}",
        {"to": "H99.02"} if operation == "forward" else {},
        headers={"Accept": "application/json", "If-Match": "*"},
        status="*",
    )
    assert rest.status_int == status
    transaction.begin()
    assert find(house, received).length == 1
