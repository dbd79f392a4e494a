"""S2: the whole matrix of rights, through the domain, the desk and REST."""

from __future__ import annotations

from AccessControl.SecurityManagement import newSecurityManager
from motcua.desk.door import Desk
from motcua.dossiers import actions
from motcua.dossiers import rights
from motcua.dossiers.errors import DossierError
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.errors import UnknownDossier
from motcua.dossiers.intake import receive
from motcua.dossiers.operations import OPERATIONS
from motcua.dossiers.processes import book
from motcua.shell.screen import Missing
from plone.restapi.interfaces import IPloneRestapiLayer
from Products.PluggableAuthService.PropertiedUser import PropertiedUser
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import build_province
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import MONDAY
from tests.dossiers.test_process_road import a_process
from tests.dossiers.test_process_road import a_step
from tests.security import matrix
from zExceptions import NotFound
from zope.component import getMultiAdapter
from zope.interface import alsoProvides


STATUS = {UnknownDossier: 404, NotAllowed: 403, IllegalStep: 409}
#: REST adds no files at all, whatever the duties.
NO_FILES_BY_REST = frozenset({"attach_scan", "attach_result"})


class Admitted(DossierError):
    """The act was found possible and permitted; its values would be looked at now."""


@pytest.fixture
def site(portal, monkeypatch):
    """A province whose people have one duty each; acts stop where they are let in."""
    empty_sql()
    build_province(portal)
    matrix.people(portal)

    def admitted(operation, data):
        raise Admitted

    monkeypatch.setattr(actions, "_checked", admitted)
    return portal


@pytest.fixture
def dossier(site):
    return receive(site, an_intake(build_procedure(site)), "reception", MONDAY)


@pytest.fixture
def process(site):
    steps = [
        a_step(task.key, task.kind, task.department, task.duty, returns=["opened"])
        for task in matrix.tasks("process")
        if not task.ad_hoc
    ]
    first = a_step("opened", "reception", "@unit", "reception")
    made = a_process(way={"sequence": [first, {"parallel": steps}]})
    book.keep(site, made)
    return made.digest


@pytest.fixture
def states():
    return tuple(matrix.exits())


def through_the_domain(dossier):
    def answer(asked, operation):
        try:
            actions.act(dossier, operation, asked.person)
        except Admitted:
            return 200
        except DossierError as error:
            return STATUS[type(error)]
        raise AssertionError("an act went through without its values")

    return answer


#: State -> what was answered in it; a quarter of a million answers, asked for once.
MEASURED = {}


def measured(dossier, process, state):
    """Return what the domain answers in a state, in every situation."""
    if state not in MEASURED:
        answer = through_the_domain(dossier)
        MEASURED[state] = matrix.measure(dossier, process, (state,), answer)
    return MEASURED[state]


def sit(site, person):
    """Let a person without account and password be the one who asks."""
    user = PropertiedUser(person).__of__(site.acl_users)
    newSecurityManager(None, user)


def fill(request, operation, head):
    request.form.clear()
    request.form |= {"operation": operation, "expected": head}
    for field in OPERATIONS[operation].fields:
        request.form[field.name] = "1"
    request.environ["REQUEST_METHOD"] = request.method = "POST"


def through_the_desk(site, dossier, request, monkeypatch):
    from motcua.archive.incoming import scans

    def admitted(*_):
        raise Admitted

    monkeypatch.setattr(scans, "add", admitted)
    monkeypatch.setattr(scans, "add_result", admitted)
    monkeypatch.setattr("motcua.desk.dossier.FileUpload", Upload)
    monkeypatch.setattr("motcua.desk.dossier.transaction.doom", lambda: None)

    def answer(asked, operation):
        sit(site, asked.person)
        fill(request, operation, dossier.head.hex())
        request.form["file"] = Upload()
        door = Desk(site, request)
        door.names = ["ho-so", dossier.code]
        screen = door.screen()
        try:
            screen.prepare()
        except Missing:
            return 404
        return 200 if screen.status == 400 else screen.status

    return answer


class Upload:
    """A file that was chosen."""

    filename = "a.pdf"


def through_rest(site, dossier, request):
    alsoProvides(request, IPloneRestapiLayer)
    request.environ["CONTENT_TYPE"] = "application/json"
    request.set("BODY", b"{}")

    def answer(asked, operation):
        sit(site, asked.person)
        request.environ["HTTP_IF_MATCH"] = "*"
        request.environ["REQUEST_METHOD"] = request.method = "POST"
        request.response.setStatus(200)
        name = "POST_application_json_@dossiers"
        service = getMultiAdapter((site, request), name=name)
        for word in (dossier.code, operation):
            service = service.publishTraverse(request, word)
        try:
            service.reply()
        except NotFound:
            return 404
        status = request.response.getStatus()
        return 200 if status == 400 else status

    return answer


def test_the_domain_does_what_the_table_says(dossier, process, states, record_property):
    found = {}
    for state in states:
        found |= measured(dossier, process, state)
    assert matrix.differences(matrix.specified(), matrix.exits(), found) == []
    by_status = {status: [*found.values()].count(status) for status in STATUS.values()}
    record_property("refused", by_status)
    record_property("cells", len(found))
    assert len(found) == 2 * 16 * 11 * 6 * 3 * len(OPERATIONS)
    assert all(by_status.values())


def test_what_is_offered_is_what_is_done(dossier, process, states):
    """``permitted``, which draws the screens, and ``act`` are one answer."""
    text, ways = matrix.specified(), matrix.exits()
    for asked in matrix.situations(states):
        matrix.stand(dossier, asked, process)
        offered = actions.permitted(dossier, asked.person, MONDAY) - {rights.VIEW}
        due = {
            operation
            for operation in OPERATIONS
            if matrix.expected(text, ways, asked, operation) == 200
        }
        assert offered == due, asked


#: Persons of the doors: every relation, and the duties that any row names.
def at_the_door(asked):
    return asked.duty in ("reception", "processing", "approval", "supervision")


def of_doors(dossier, process, states, answer):
    """Measure the situations of duties that act; the rest is 404 like outside."""
    found = {}
    before = (dossier.head, dossier.length)
    for asked in filter(at_the_door, matrix.situations(states)):
        matrix.stand(dossier, asked, process)
        for operation in OPERATIONS:
            found[asked, operation] = answer(asked, operation)
            if found[asked, operation] == 404:
                # Who may not view gets one answer before the operation is read.
                break
    assert (dossier.head, dossier.length) == before
    return found


def test_the_desk_does_what_the_table_says(
    site, dossier, process, states, http_request, monkeypatch, record_property
):
    answer = through_the_desk(site, dossier, http_request, monkeypatch)
    found = of_doors(dossier, process, states, answer)
    record_property("cells", len(found))
    assert matrix.differences(matrix.specified(), matrix.exits(), found) == []


def test_rest_does_what_the_table_says(
    site, dossier, process, states, http_request, record_property
):
    answer = through_rest(site, dossier, http_request)
    found = of_doors(dossier, process, states, answer)
    record_property("cells", len(found))
    files = {key for key in found if key[1] in NO_FILES_BY_REST and found[key] != 404}
    assert {found[key] for key in files} == {403}
    rest = {key: status for key, status in found.items() if key not in files}
    assert matrix.differences(matrix.specified(), matrix.exits(), rest) == []


@pytest.mark.parametrize("state", tuple(matrix.exits()))
def test_a_changed_cell_turns_the_matrix_red(dossier, process, state):
    """Add a right to one row, then take one away: just those cells are found."""
    ways = matrix.exits()
    found = measured(dossier, process, state)
    text = matrix.specified()
    assert matrix.differences(text, ways, found) == []
    row = next(
        line for line in text.splitlines() if line.startswith(f"| {state} | reception")
    )
    taken = text.replace(row, row.replace("| view", "| sleep"))
    assert matrix.differences(taken, ways, found)
    for operation in sorted(ways[state]):
        if operation in row or operation in ("complete", "give_opinion", "unsuspend"):
            continue
        if state == "processing" and operation in matrix.DECISIONS:
            # Of a task alone there: on the free road nothing was proposed yet.
            continue
        added = text.replace(row, row[:-1] + f", {operation} |")
        wrong = matrix.differences(added, ways, found)
        assert wrong and all(f" {operation}: 403, due 200" in one for one in wrong)
        break


def test_a_changed_table_turns_the_real_provider_red(dossier, process, monkeypatch):
    """The other way round: the provider reads a mutated table, the text stays."""
    text = matrix.specified()
    row = "| proposed | approval | holder | view, approve, send_back, refuse, extend, "
    assert row in text
    fewer = "| proposed | approval | holder | view, "
    mutated = rights.parse(text.replace(row, fewer))
    monkeypatch.setattr(rights, "table", lambda: mutated)
    answer = through_the_domain(dossier)
    found = matrix.measure(dossier, process, ("proposed",), answer)
    wrong = matrix.differences(text, matrix.exits(), found)
    assert {one.rsplit(")", 1)[1] for one in wrong} == {
        " approve: 403, due 200",
        " extend: 403, due 200",
        " refuse: 403, due 200",
        " send_back: 403, due 200",
    }


def test_a_changed_row_of_restricted_dossiers_turns_the_provider_red(
    dossier, process, monkeypatch
):
    text = matrix.specified()
    row = "| processing | participant | named |"
    assert row in text
    mutated = rights.parse(text.replace(row, "| processing | participant | all |"))
    monkeypatch.setattr(rights, "table", lambda: mutated)
    answer = through_the_domain(dossier)
    found = matrix.measure(dossier, process, ("returned",), answer)
    wrong = matrix.differences(text, matrix.exits(), found)
    assert wrong
    assert all("level='restricted'" in one and "due 404" in one for one in wrong)
