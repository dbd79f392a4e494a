"""Every tab that is shown leads somewhere, and what a person may open has its tab."""

from __future__ import annotations

from motcua.archive.appraisal import councils
from motcua.archive.holdings import fonds as fonds_module
from motcua.organisation import duties
from motcua.workbench.frame import TABS
from plone import api
import pytest
from tests.archive.appraisal.conftest import listed
from tests.archive.appraisal.conftest import MEMBERS
from tests.archive.appraisal.conftest import old_file
from tests.archive.appraisal.conftest import put
from tests.archive.holdings.conftest import PROVINCE
from tests.desk.conftest import PASSWORD
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import OFFICERS
from tests.dossiers.conftest import SINCE
import transaction
from zope.component.hooks import site


#: A commune that has no fonds yet, and who keeps and heads it; a head who is not one.
COMMUNE = "H99.31"
ALSO = {
    "commune-archivist": (COMMUNE, "archive"),
    "commune-head": (COMMUNE, "approval"),
    "commune-clerk": (COMMUNE, "reception"),
}
PERSONS = (*OFFICERS, *ALSO, "stranger")
PATHS = tuple(path for path, _title in TABS)
EVERYBODY = {"", "so-hoa", "ho-so", "da-ket-thuc", "kho", "doc"}


@pytest.fixture
def communes(house):
    """The province, and a commune of it with officers of its own."""
    with site(house), api.env.adopt_roles(["Manager"]):
        api.content.create(
            house["organisation"][PROVINCE],
            "Agency",
            id=COMMUNE,
            title="Xã Bãi Dài",
            code=COMMUNE,
            level="commune",
        )
        for name, (unit, duty) in ALSO.items():
            api.user.create(
                email=f"{name}@example.org", username=name, password=PASSWORD
            )
            duties.assign(name, unit, duty, SINCE, deed="QĐ 01/QĐ-UBND")
        transaction.commit()
    return house


def address(path):
    """Return the address of a tab."""
    return f"/luu-tru/{path}".rstrip("/")


def links(page):
    """Return the paths of the tabs on a page."""
    return {
        link["href"].partition("/luu-tru")[2].strip("/")
        for link in page.html.select("nav.tabs a")
    }


def shown(browser):
    """Return the paths of all tabs of a person: of the groups, and within each."""
    groups = links(browser.get("/luu-tru"))
    return groups.union(*(links(browser.get(address(path))) for path in groups))


def opens(browser):
    """Return the paths of all tabs that answer this person."""
    answers = {path: browser.get(address(path), status="*") for path in PATHS}
    assert {one.status_int for one in answers.values()} <= {200, 404}
    return {path for path, one in answers.items() if one.status_int == 200}


def told(officer):
    """Return what each person has, after comparing what is shown with what opens."""
    found = {}
    for name in PERSONS:
        browser = officer(name)
        found[name] = shown(browser)
        assert found[name] == opens(browser), name
    return found


def test_where_no_fonds_is_open_yet(communes, officer):
    found = told(officer)
    assert found["stranger"] == found["commune-clerk"] == EVERYBODY
    assert found["handler"] == EVERYBODY | {"nop"}
    assert found["supervisor"] == EVERYBODY | {"lo"}
    keeper = {"lo", "nop", "chua-luu", "cho-ky", "danh-muc", "phong", "huy"}
    agency = {"goi-nhan", "thoi-han"}
    for name in ("archivist", "commune-archivist"):
        assert found[name] == EVERYBODY | keeper | agency
    # Nobody heads the province itself, so heads of its departments do.
    assert found["leader"] == found["commune-head"] == EVERYBODY | agency


def test_where_a_council_sits_over_the_list_of_a_fonds(communes, officer):
    with site(communes):
        fonds_module.open_fonds(communes, PROVINCE, "archivist", MONDAY)
        transaction.commit()
        one = listed(communes, old_file(communes, put(b"old")))
        councils.convene(communes, one, "QĐ 1/QĐ-UBND", MEMBERS, "archivist", MONDAY)
        transaction.commit()
    found = told(officer)
    headed = {"goi-nhan", "thoi-han", "danh-muc", "phong", "nop", "du-an", "huy"}
    assert found["archivist"] == set(PATHS)
    assert found["leader"] == EVERYBODY | headed | {"giu"}
    # Of the council, with no fonds of their own.
    assert found["handler"] == EVERYBODY | {"nop", "huy"}
    assert found["commune-archivist"] == found["commune-archivist"] - {"giu", "du-an"}
    assert "huy" not in found["jurist"] | found["supervisor"]


def test_a_head_of_a_department_beside_the_head_of_the_agency(communes, officer):
    with site(communes), api.env.adopt_roles(["Manager"]):
        fonds_module.open_fonds(communes, PROVINCE, "archivist", MONDAY)
        duties.assign("supervisor", PROVINCE, "approval", SINCE, deed="QĐ 2/QĐ-UBND")
        transaction.commit()
    found = told(officer)
    assert found["leader"] == found["magistrate"] == EVERYBODY
    assert {"danh-muc", "giu", "huy", "thoi-han"} < found["supervisor"]
    assert LAND in OFFICERS["leader"]
