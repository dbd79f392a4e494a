"""Asking never writes: no address of any door commits anything on GET or HEAD."""

from __future__ import annotations

import ast
from motcua.dossiers.actions import act
from motcua.dossiers.folder import find
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
import pytest
from tests.desk.conftest import browser
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import OFFICERS
from tests.invariants.house import SOURCE
import transaction
from ZODB.Connection import Connection


SHA = "a" * 64
SCAN = {"paper": "1", "sha256": SHA, "size": 1, "media": "application/pdf"}
#: What stands behind a segment of a path; a code where it is not said.
BEHIND = {"tiep-nhan": "1.001193", "tep": SHA, "van-ban": SHA}
#: What is added to every path: parameters that would act if they were posted.
QUERIES = ("", "?operation=withdraw&reason=x&save=1&ma={}&page=2&q=dat")
OTHER = (
    "/++api++/@dossiers",
    "/++api++/@dossiers?state=received&late=1",
    "/++api++/@dossiers/{}",
    "/++api++/@dossiers/{}/history",
    "/++api++/dossiers/{}",
    "/dossiers/{}",
    "/vi/tra-cuu?ma={}&so=5678",
    "/vi/tra-cuu",
    "/en/tracking?ma={}",
)
PERSONS = (
    "",
    "reception",
    "handler",
    "leader",
    "archivist",
    "supervisor",
    "stranger",
    SITE_OWNER_NAME,
)


def doors():
    """Yield the paths of every door of the staff, read from its source."""
    for path in sorted(SOURCE.glob("*/door.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        (place,) = {
            node.args[0].value
            for node in ast.walk(module)
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Place"
        } or {None}
        if place:
            yield f"/{place}"
            functions = {
                node.name: node
                for node in ast.walk(module)
                if isinstance(node, ast.FunctionDef)
            }
            yield from below(f"/{place}", functions["choose"], functions)


def below(address, function, functions):
    """Yield the paths that a function chooses from, and those it leads on to."""
    for case in ast.walk(function):
        if not isinstance(case, ast.match_case):
            continue
        for pattern in alternatives(case.pattern):
            parts = getattr(pattern, "patterns", ())
            here = "/".join((address, *segments(pattern, address)))
            if not (parts and isinstance(parts[-1], ast.MatchStar)):
                yield here
                continue
            # What is left of the path is chosen from by a function of the module.
            [called] = {
                node.func.id
                for node in ast.walk(case)
                if isinstance(node, ast.Call)
                and getattr(node.func, "id", "") in functions
            }
            yield from below(here, functions[called], functions)


def alternatives(pattern):
    return pattern.patterns if isinstance(pattern, ast.MatchOr) else [pattern]


def segments(pattern, address):
    """Yield the segments of one path; ``{}`` stands for the code of a dossier."""
    before = address.rpartition("/")[2]
    for part in getattr(pattern, "patterns", ()):
        if isinstance(part, ast.MatchValue):
            before = part.value.value
            yield before
        elif not isinstance(part, ast.MatchStar):
            yield BEHIND.get(before, "{}")


PATHS = sorted(set(doors()))


def test_the_doors_are_read():
    assert {"/desk", "/desk/ho-so/{}", f"/desk/ho-so/{{}}/tep/{SHA}"} <= set(PATHS)
    assert {path.split("/")[1] for path in PATHS} >= {"desk", "luu-tru", "bao-cao"}
    # Behind a function of its own: this part of a door must not be left out.
    assert {"/desk/thu-ngan/ca/{}/{}", "/desk/nhieu-ho-so/ket-qua/{}"} <= set(PATHS)
    assert len(PATHS) >= 60


@pytest.fixture
def codes(house, received):
    """Three dossiers: just received, with a department and a scan, decided."""
    from tests.desk.conftest import receive

    found = [received, receive(house), receive(house)]
    for code in found[1:]:
        dossier = find(house, code)
        act(dossier, "attach_scan", "reception", data={**SCAN, "name": "x.pdf"})
        act(dossier, "forward", "reception", data={"to": LAND})
    act(dossier, "propose", "handler", data={"proposal": "Đủ điều kiện"})
    act(dossier, "approve", "leader")
    transaction.commit()
    return found


@pytest.fixture
def touched(monkeypatch):
    """The objects of ours that somebody changed, even where nothing was committed."""
    found = []
    register = Connection.register

    def noted(self, obj):
        if type(obj).__module__.startswith("motcua."):
            found.append(type(obj).__name__)
        register(self, obj)

    monkeypatch.setattr(Connection, "register", noted)
    return found


@pytest.mark.parametrize("person", PERSONS)
def test_no_address_writes_for(house, officer, codes, touched, person):
    app = officer(person) if person in OFFICERS or person == "stranger" else browser()
    if person == SITE_OWNER_NAME:
        app.authorization = ("Basic", (SITE_OWNER_NAME, SITE_OWNER_PASSWORD))
    # The platform sets itself up when its first page is shown.
    app.get("/desk", status="*")
    transaction.begin()
    last = house._p_jar.db().lastTransaction()
    del touched[:]
    answers = set()
    for code in codes:
        queries = QUERIES if code == codes[-1] else QUERIES[:1]
        for path in (*(p + q for p in PATHS for q in queries), *OTHER):
            address = path.replace("{}", code)
            answers.add(app.get(address, status="*").status_int)
            assert house._p_jar.db().lastTransaction() == last, address
        app.head(f"/desk/ho-so/{code}", status="*")
    assert house._p_jar.db().lastTransaction() == last
    assert touched == []
    assert not [status for status in answers if status >= 500]
    assert 200 in answers


def test_a_write_would_be_seen(house, received, touched):
    last = house._p_jar.db().lastTransaction()
    act(find(house, received), "forward", "reception", data={"to": LAND})
    transaction.commit()
    assert house._p_jar.db().lastTransaction() != last
    assert "Dossier" in touched
