"""People of a contractor see the batches given to them, and nothing else."""

from __future__ import annotations

from datetime import timedelta
import inspect
from motcua.archive.backlog import contractors
from motcua.archive.backlog import importing
from motcua.archive.backlog import planning
from motcua.archive.backlog import store
from motcua.archive.capture import batches
from motcua.archive.capture import store as capture
from motcua.archive.capture.arranging import Acting
from motcua.archive.capture.errors import NotYours
from motcua.archive.capture.errors import UnknownBatch
from motcua.archive.holdings.errors import Missing
from motcua.shell import confining
from motcua.workbench import door
from plone import api
import pytest
import re
from tests.archive.holdings.conftest import PROVINCE
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
from tests.workbench.holdings.test_screens import filled
from tests.workbench.holdings.test_screens import main
import transaction
from zope.component.hooks import site


DEED = "HĐ 7/2026, cam kết ngày 1/9/2026"


@pytest.fixture
def given(opened, project):
    """(own batch, batch of another) of files of the project."""
    made = []
    with site(opened):
        one = store.project(opened, project)
        for number in ("1", "2"):
            told = {"number": number, "title": "Hồ sơ", "begin": "1998", "term": "20"}
            code, _wrong = importing.add_row(opened, one, told, "archivist", MONDAY)
            told = (opened, UNIT, "papers", "archivist", MONDAY)
            made.append(batches.open_batch(*told, file_code=code).code)
        contractors.engage(opened, one, "stranger", None, DEED, "archivist", MONDAY)
        contractors.assign(opened, one, made[0], "stranger", "archivist", MONDAY)
        transaction.commit()
    return tuple(made)


def addresses(code):
    """Return every address of the archive's door that its source names."""
    source = inspect.getsource(door.Workbench)
    found = {""}
    for names in re.findall(r"case \((.+?)\)(?: if.*)?:", source):
        for way in names.split(") | ("):
            parts = [part.strip() for part in way.strip("(),").split(",")]
            found.add(
                "/".join(
                    part.split("|")[0].strip().strip('"') if '"' in part else code
                    for part in parts
                )
            )
    return sorted(found)


def test_there_is_nothing_but_the_given_batch(officer, given, project):
    mine, other = given
    browser = officer("stranger")
    assert mine in main(browser.get("/luu-tru/viec-so-hoa"))
    page = browser.get(f"/luu-tru/lo/{mine}")
    for name in ("/to-bia", "/kiem-tra", "/luu-tru/so-hoa"):
        assert name not in page.text
    mine_alone = (f"lo/{mine}", f"lo/{mine}/tien-do", "viec-so-hoa")
    swept = 0
    for code in (mine, other, project, f"{PROVINCE}.1998.1"):
        for path in addresses(code):
            if path not in mine_alone:
                browser.get(f"/luu-tru/{path}".rstrip("/"), status=404)
                swept += 1
    assert swept > 150
    for path in ("/desk", "/desk/ho-so/x", "/desk/tiep-nhan"):
        browser.get(path, status=404)
    for path in ("/bao-cao", "/quan-tri", "/quy-trinh", "/danh-muc"):
        refused = browser.get(path, status=(302, 404))
        assert "require_login" in refused.headers.get("Location", "require_login")
    assert browser.get("/vi").status_int == 200


def test_rest_takes_scans_of_the_given_batch_and_tells_nothing_else(officer, given):
    mine, other = given
    browser, asks = officer("stranger"), {"Accept": "application/json"}
    told = browser.get("/++api++/@scans", headers=asks).json["items"]
    assert [one["code"] for one in told] == [mine]
    browser.get(f"/++api++/@scans/{other}", headers=asks, status=404)
    found = browser.get("/++api++/@dossiers", headers=asks, status="*")
    assert found.status_int in (401, 403, 404) or not found.json["items"]


def test_they_begin_at_their_batches_and_find_no_dossier_by_code(
    opened, officer, given
):
    browser = officer("stranger")
    for path in ("/luu-tru/viec-so-hoa", f"/luu-tru/lo/{given[0]}"):
        page = browser.get(path)
        assert 'role="search"' not in page.text
    lost = browser.get("/luu-tru", status=404)
    assert 'href="/luu-tru/viec-so-hoa"' in lost.text
    with site(opened):
        assert confining.begins(opened, "stranger") == "luu-tru/viec-so-hoa"
        assert confining.begins(opened, "archivist") == ""


def test_staff_find_no_page_of_batches_of_their_own(officer, given):
    officer("archivist").get("/luu-tru/viec-so-hoa", status=404)
    officer("handler").get("/luu-tru/viec-so-hoa", status=404)


def test_who_is_let_out_or_whose_project_ends_sees_no_batch(
    opened, officer, given, project
):
    mine = given[0]
    browser = officer("stranger")
    browser.get(f"/luu-tru/lo/{mine}")
    with site(opened):
        transaction.begin()
        one = store.project(opened, project)
        planning.end(opened, one, "Xong", "archivist", MONDAY)
        transaction.commit()
    browser.get(f"/luu-tru/lo/{mine}", status=404)
    assert "Chưa có lô nào" in main(browser.get("/luu-tru/viec-so-hoa"))
    browser.get("/luu-tru/so-hoa", status=404)


def test_after_the_last_day_and_after_dismissal_the_batch_is_gone(
    opened, given, project
):
    mine = given[0]
    with site(opened):
        batch = capture.batch(opened, mine)
        assert batches.may_arrange(opened, batch, "stranger", MONDAY)
        late = MONDAY + timedelta(days=99 * 365)
        assert not batches.may_arrange(opened, batch, "stranger", late)
        one = store.project(opened, project)
        contractors.dismiss(opened, one, "stranger", "archivist", MONDAY)
        assert not batches.may_arrange(opened, batch, "stranger", MONDAY)
        assert contractors.confined(opened, "stranger", MONDAY)
        transaction.abort()


def test_they_arrange_and_neither_file_nor_close_nor_touch_others(opened, given):
    with site(opened):
        mine, other = (capture.batch(opened, code) for code in given)
        Acting(opened, mine, "stranger", MONDAY, None).check("rotate")
        for type_ in ("filing", "file", "unfiled", "close", "release", "accept"):
            with pytest.raises(NotYours):
                Acting(opened, mine, "stranger", MONDAY, None).check(type_)
        with pytest.raises(UnknownBatch):
            Acting(opened, other, "stranger", MONDAY, None).check("rotate")
        transaction.abort()


def test_a_closed_batch_is_given_to_nobody(opened, given):
    with site(opened):
        batch = capture.batch(opened, given[0])
        Acting(opened, batch, "archivist", MONDAY, None).close()
        assert not batches.may_arrange(opened, batch, "stranger", MONDAY)
        assert contractors.given(opened, "stranger", MONDAY) == []
        transaction.abort()


def test_a_shelf_of_before_knows_nobody_and_takes_them_in(opened, project):
    with site(opened):
        kept = store.made(opened)
        del kept.engaged
        assert store.engaging(opened, "stranger") == []
        assert not contractors.confined(opened, "stranger", MONDAY)
        one = store.project(opened, project)
        contractors.engage(opened, one, "stranger", None, DEED, "archivist", MONDAY)
        assert store.engaging(opened, "stranger") == [project]
        transaction.abort()


def test_who_has_rights_of_the_platform_is_no_contractor(opened, given, project):
    with site(opened):
        one = store.project(opened, project)
        api.user.grant_roles(username="stranger", roles=["Site Administrator"])
        with pytest.raises(Missing):
            contractors.engage(opened, one, "stranger", None, DEED, "archivist", MONDAY)
        transaction.abort()


def test_staff_are_no_contractors_and_days_lie_in_the_project(opened, given, project):
    with site(opened):
        one = store.project(opened, project)
        for person, until, deed in (
            ("handler", None, DEED),
            ("nobody", None, DEED),
            ("stranger", MONDAY.date() - timedelta(days=1), DEED),
            ("stranger", MONDAY.date() + timedelta(days=99 * 365), DEED),
            ("stranger", None, " "),
        ):
            with pytest.raises(Missing):
                contractors.engage(
                    opened, one, person, until, deed, "archivist", MONDAY
                )
        with pytest.raises(Missing):
            contractors.assign(opened, one, "x", "stranger", "archivist", MONDAY)
        with pytest.raises(Missing):
            contractors.assign(opened, one, given[1], "handler", "archivist", MONDAY)
        transaction.abort()


def test_the_archive_lets_people_in_at_its_screen(officer, given, project):
    path = f"/luu-tru/du-an/{project}/nha-thau"
    page = officer("archivist").get(path)
    assert "31/12/2099" in main(page)
    assert given[0] in main(page)
    form = filled(page, "person-1", batch=given[1])
    page = form.submit("do", value="assign").follow()
    assert given[1] in main(page)
    assert given[1] in main(officer("stranger").get("/luu-tru/viec-so-hoa"))
    wrong = filled(page, "person-1", batch="H99.01-2026-L0999").submit(
        "do", value="assign", status=400
    )
    assert "H99.01-2026-L0999" in main(wrong)
    page.forms["person-1"].submit("do", value="dismiss").follow()
    assert given[0] not in main(officer("stranger").get("/luu-tru/viec-so-hoa"))
    form = filled(page, "people", person="stranger", deed="x", until="32/13/2026")
    form.submit("do", value="engage", status=(400, 409))
