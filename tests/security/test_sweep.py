"""Sweeps over everything there is: views, attributes, routes, questions of lists.

Each compares a dossier that somebody may not see with one that does not exist, or a
house that holds one with a house that does not. What was tried is counted.
"""

from __future__ import annotations

from datetime import timedelta
from motcua.base import vietnam
from motcua.dossiers.actions import act
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.folder import find
from motcua.organisation import duties
from motcua.organisation.duties import Duty
from motcua.storage.interfaces import IMotcuaLayer
import pytest
import re
from tests.desk.conftest import browser
from tests.desk.conftest import receive
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import SINCE
from tests.dossiers.conftest import UNIT
from tests.security.conftest import PERSONAL
from tests.security.test_duties import manage
from tests.security.test_duties import token
from tests.security.test_reading import PATHS
from tests.security.test_surface import HANGING
from tests.security.test_surface import seen
from tests.security.test_surface import told
import transaction
from zope.component import getGlobalSiteManager
from zope.component.hooks import setSite
from zope.interface import implementedBy
from zope.publisher.interfaces.browser import IBrowserRequest


#: Of the department that has the restricted dossier, and of others.
OUT = (None, "handler", "jurist", "magistrate", "archivist", "stranger", "second")
REST = (
    "/++api++/@dossiers/{}",
    "/++api++/@dossiers/{}/history",
    "/++api++/@dossiers/{}/events",
    "/++api++/@dossiers/{}/forward",
)
JSON = {"Accept": "application/json"}


@pytest.fixture
def hidden(house):
    """A restricted dossier on its way: only reception and the leaders see it."""
    second = Duty("stranger", UNIT, "reception", SINCE)
    duties.book(house).write("stranger", (second,))
    code = receive(house, confidentiality="restricted")
    act(find(house, code), "forward", "reception", data={"to": LAND})
    transaction.commit()
    return code


@pytest.fixture
def sit(officer):
    """A browser; ``second`` is the colleague at the same counter."""
    names = {"second": "stranger"}
    return lambda name: browser() if name is None else officer(names.get(name, name))


def views():
    """Return the names of every view, of ours and the platform's, on a dossier."""
    provided = implementedBy(Dossier)
    layers = implementedBy(type("Request", (), {})), IMotcuaLayer
    found = set()
    for each in getGlobalSiteManager().registeredAdapters():
        if len(each.required) != 2 or not each.name:
            continue
        context, request = each.required
        fits = context is not None and provided.isOrExtends(context)
        asked = request is not None and (
            request.isOrExtends(IBrowserRequest) or layers[1].isOrExtends(request)
        )
        if fits and asked:
            found.add(each.name)
    return sorted(found)


def attributes():
    """Return every attribute of a dossier that an address may name."""
    return sorted(name for name in dir(Dossier) if not name.startswith("_"))


@pytest.mark.parametrize("person", [None, "jurist", "handler"])
def test_no_view_and_no_attribute_tells_of_a_dossier(
    house, sit, hidden, person, record_property
):
    """S1 and S4, and the fields of S5 by their addresses."""
    base = "/".join(find(house, hidden).getPhysicalPath()[2:])
    missing = f"{hidden[:-4]}9999"
    app = sit(person)
    tried = 0
    for name in (*(f"@@{name}" for name in views()), *attributes()):
        path = f"/{base}/{name}"
        there = app.get(path, status="*", headers={"Accept": "text/html"})
        nowhere = app.get(
            path.replace(hidden, missing), status="*", headers={"Accept": "text/html"}
        )
        assert seen(there, hidden) == seen(nowhere, missing), path
        assert there.status_int >= 300, path
        assert not any(word in there.text for word in PERSONAL), path
        tried += 1
    record_property("tried", tried)
    assert tried > 300


@pytest.mark.parametrize("person", OUT)
def test_every_route_answers_a_foreign_and_a_missing_code_alike(
    house, sit, hidden, person, record_property
):
    """S3 and S4: the routes are read from the doors, none is left out."""
    missing = f"{hidden[:-4]}9999"
    app = sit(person)
    asked = {path for path in PATHS if "{}" in path} | set(HANGING) | set(REST)
    asked |= {f"{path}?{name}={{}}" for path in PATHS for name in ("ma", "code")}
    asked |= {"/desk/xem-nhu?nguoi=leader&ma={}", "/desk/ho-so/{}/quyen?nguoi=leader"}
    for path in sorted(asked):
        there = app.get(path.replace("{}", hidden), status="*")
        nowhere = app.get(path.replace("{}", missing), status="*")
        assert plain(seen(there, hidden)) == plain(seen(nowhere, missing)), path
        assert not any(word in told(there) for word in PERSONAL), path
    record_property("routes", len(asked))
    assert len(asked) > 60


def test_sending_to_a_foreign_dossier_is_sending_to_none(house, sit, hidden):
    missing = f"{hidden[:-4]}9999"
    for person in ("handler", "jurist", "second"):
        app = sit(person)
        login = "stranger" if person == "second" else person
        mark = token(house, login)
        for operation in ("forward", "propose", "correct", "assign", "unrestrict"):
            answers = []
            for code in (hidden, missing):
                sent = {"_authenticator": mark, "operation": operation, "to": UNIT}
                here = app.post(f"/desk/ho-so/{code}", sent, status="*")
                rest = app.post_json(
                    f"/++api++/@dossiers/{code}/{operation}",
                    {},
                    headers={**JSON, "If-Match": "*"},
                    status="*",
                )
                answers.append((seen(here, code), seen(rest, code)))
                assert here.status_int == rest.status_int == 404
            assert answers[0] == answers[1], (person, operation)
    transaction.begin()
    assert find(house, hidden).length == 2


#: Questions whose answers are lists, numbers, orders or suggestions.
QUESTIONS = (
    "/desk",
    "/desk?all=1",
    "/desk?state=processing",
    "/desk?late=1",
    "/desk/ban-giao",
    "/desk/ban-giao/lap?state=processing",
    "/desk/nhac-viec",
    "/desk/tiep-nhan?q=Nguy%E1%BB%85n",
    "/luu-tru?q=Nguy%E1%BB%85n",
    "/luu-tru/ho-so",
    "/luu-tru/ho-so?nam=2026",
    "/luu-tru/da-ket-thuc",
    "/luu-tru/danh-muc",
    "/luu-tru/phong",
    "/bao-cao",
    f"/bao-cao?unit={LAND}",
    f"/bao-cao?unit={UNIT}",
    "/++api++/@dossiers",
    "/++api++/@dossiers?state=processing",
    "/++api++/@dossiers?late=0",
    "/++api++/@dossier-events",
    "/++api++/@procedures?q=Nguy%E1%BB%85n",
    "/++api++/@search?SearchableText=Nguy%E1%BB%85n",
    "/++api++/@search?sort_on=getId&metadata_fields=_all",
    "/++api++/@search?sort_on=modified&sort_order=descending",
    "/++api++/@search?portal_type=Dossier",
    "/++api++/@search?getId={}",
    "/++api++/@search?metadata_fields=entrusted&metadata_fields=restricted",
    "/@@ajax-search?SearchableText=Nguy%E1%BB%85n",
    "/@@search?SearchableText=Nguy%E1%BB%85n",
    "/sitemap.xml.gz",
    "/vi/thu-tuc?q=Nguy%E1%BB%85n",
)


@pytest.mark.parametrize("person", [None, "handler", "jurist", "second", "archivist"])
def test_no_list_and_no_number_knows_of_it(house, sit, person, record_property):
    """S7: the house answers alike before and after it holds the dossier."""
    book = duties.book(house)
    book.write("stranger", (Duty("stranger", UNIT, "reception", SINCE),))
    receive(house)
    code = f"{UNIT}-{vietnam.today():%y%m%d}-0002"

    def asked():
        app = sit(person)
        return [
            (path, seen(app.get(path.replace("{}", code), status="*"), code))
            for path in QUESTIONS
        ]

    # Pages of forms carry a token that differs; it is no answer.
    before = [(path, plain(answer)) for path, answer in asked()]
    # A request leaves no site behind.
    setSite(house)
    made = receive(house, confidentiality="restricted")
    assert made == code
    act(find(house, made), "forward", "reception", data={"to": LAND})
    transaction.commit()
    after = [(path, plain(answer)) for path, answer in asked()]
    for (path, old), (_path, new) in zip(before, after, strict=True):
        assert old == new, path
    record_property("questions", len(QUESTIONS))


def plain(answer):
    """Return an answer without tokens and clocks, which differ every time."""
    status, text = answer
    text = re.sub(r'(value|data-token)="[\w-]{20,}"|_authenticator=\w+', "", text)
    text = re.sub(r"Last-Modified[^,]*, [^']*'|ETag'[^,]*,", "", text)
    text = re.sub(r"'Content-Length': '\d+'", "", text)
    # Why this date: the share of a day grows while the test runs.
    text = re.sub(r"\d,\d{4}", "", text)
    return status, re.sub(r"\d\d:\d\d(:\d\d)?", "", text)


def test_every_field_of_a_dossier_is_refused_to_search(house, hidden, record_property):
    """S5: the names of all attributes as metadata of a search."""
    app = browser()
    last = house._p_jar.db().lastTransaction()
    names = [*attributes(), "_all", "get_local_roles", "workflow_history"]
    for name in names:
        query = {"metadata_fields": name, "b_size": "100"}
        answer = app.get("/++api++/@search", query, headers=JSON, status="*")
        for word in (hidden, *PERSONAL):
            assert word not in answer.text, name
    transaction.begin()
    assert house._p_jar.db().lastTransaction() == last
    record_property("fields", len(names))


def test_a_removed_duty_acts_on_the_next_request_everywhere(house, counter, received):
    """S9: page, list, file, REST: all open, then one duty ends, all shut."""
    code = received
    places = (
        f"/desk/ho-so/{code}",
        f"/desk/ho-so/{code}/quyen",
        f"/desk/ho-so/{code}/giay-tiep-nhan",
        f"/desk/ho-so/{code}/to-bia",
        f"/luu-tru/so-hoa/{code}",
        f"/++api++/@dossiers/{code}",
    )
    for path in places:
        assert counter.get(path, status="*").status_int == 200, path
    items = counter.get("/++api++/@dossiers", headers=JSON).json["items"]
    assert [item["code"] for item in items] == [code]
    yesterday = vietnam.today() - timedelta(days=1)
    manage(house, duties.end, "reception", UNIT, "reception", yesterday, "QĐ 2")
    for path in places:
        assert counter.get(path, status="*").status_int == 404, path
    answer = counter.post_json(
        f"/++api++/@dossiers/{code}/forward",
        {"to": LAND},
        headers={**JSON, "If-Match": "*"},
        status="*",
    )
    assert answer.status_int == 404
    listed = counter.get("/++api++/@dossiers", headers=JSON).json
    assert listed["items"] == [] and listed["counts"]["all"] == 0
    assert code not in counter.get("/++api++/@dossier-events", status="*").text
    transaction.begin()
    assert find(house, code).length == 1


def test_a_name_that_is_taken_away_acts_on_the_next_request(house, officer, hidden):
    dossier = find(house, hidden)
    app = officer("handler")
    path = f"/desk/ho-so/{hidden}"
    assert app.get(path, status="*").status_int == 404
    setSite(house)
    act(dossier, "assign", "leader", data={"person": "handler"})
    transaction.commit()
    assert app.get(path).status_int == 200
    assert hidden in app.get("/desk").text
    setSite(house)
    second = Duty("jurist", LAND, "processing", SINCE)
    duties.book(house).write("jurist", (second,))
    act(dossier, "assign", "leader", data={"person": "jurist", "instead": "handler"})
    transaction.commit()
    assert app.get(path, status="*").status_int == 404
    assert app.get(f"/++api++/@dossiers/{hidden}", status="*").status_int == 404
    assert hidden not in app.get("/desk").text
