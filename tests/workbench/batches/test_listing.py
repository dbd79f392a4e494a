"""Batches are opened and found in the browser."""

from __future__ import annotations

from datetime import timedelta
from motcua.archive.capture import batches
from motcua.archive.capture import layout
from motcua.archive.capture import store
import pytest
from tests.archive.capture.conftest import arrived
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
from tests.workbench.conftest import walk
import transaction
from zope.component.hooks import site


def opened(province, now=MONDAY, **more):
    """Open a batch of plain papers and commit it."""
    with site(province):
        batch = batches.open_batch(province, UNIT, "papers", "archivist", now, **more)
        transaction.commit()
    return batch


def open_form(app, status=303, **fields):
    form = app.get("/luu-tru/lo/moi").forms["open"]
    for name, value in fields.items():
        form[name] = value
    return form.submit(status=status)


def test_a_batch_is_opened_and_stands_in_the_list(house, officer):
    archivist = officer("archivist")
    answer = open_form(archivist, declared="40", scanner="quay-1", file_code="UB.12")
    code = answer.location.rpartition("/")[2]
    found = layout.fold(store.batch(house, code))
    assert (found.purpose, found.declared, found.scanner) == ("papers", 40, "quay-1")
    assert (found.file_code, found.opened_by) == ("UB.12", "archivist")
    (row,) = archivist.get("/luu-tru/lo").html.select("table.list tbody tr")
    words = " ".join(row.text.split())
    assert code in words
    assert "trên 40 trang đã đếm" in words
    assert "hôm nay" in words


def test_what_is_wrong_is_told_and_what_was_typed_stays(house, officer):
    archivist = officer("archivist")
    page = open_form(archivist, status=400, declared="12", purpose="counter")
    assert "một hồ sơ" in page.html.find(id="problem").text
    assert page.forms["open"]["declared"].value == "12"
    assert not list(store.every(house))


@pytest.mark.parametrize("typed", ["-1", "mười", "1000000"])
def test_a_number_of_pages_is_a_number(house, officer, typed):
    page = open_form(officer("archivist"), status=400, declared=typed)
    assert "100000" in page.html.find(id="problem").text


def test_a_stack_of_a_dossier_is_opened_by_its_code(house, officer, received):
    walk(house, received, "return_result")
    page = open_form(
        officer("archivist"), purpose="dossiers", dossiers=received.lower()
    )
    code = page.location.rpartition("/")[2]
    assert layout.fold(store.batch(house, code)).dossiers == (received,)


def test_filters_are_addresses(house, officer):
    code = opened(house).code
    archivist = officer("archivist")
    for state, found in (("open", True), ("closed", False), ("nonsense", True)):
        page = archivist.get(f"/luu-tru/lo?tinh-trang={state}")
        assert (code in page.text) is found


def test_the_age_and_the_unassigned_are_shown(house, officer):
    batch = opened(house, MONDAY - timedelta(days=3))
    with site(house):
        arrived(store.batch(house, batch.code), 5)
        transaction.commit()
    archivist = officer("archivist")
    (row,) = archivist.get("/luu-tru/lo").html.select("tbody tr")
    few = row.select_one("a.time.soon")
    assert few.text == "5"
    # The number leads to the pages; who examines sees it and has no way there.
    assert len(archivist.get(few["href"]).html.select("[name=page]")) == 5
    (row,) = officer("supervisor").get("/luu-tru/lo").html.select("tbody tr")
    assert row.select_one("span.time.soon").text == "5"
    assert row.select_one("a.time") is None


def test_a_batch_of_a_file_is_opened_with_its_code(officer):
    page = officer("archivist").get("/luu-tru/lo/moi?file_code=H99.2026.1")
    assert page.forms["open"]["file_code"].value == "H99.2026.1"


def test_long_lists_go_page_by_page(house, officer):
    with site(house):
        for _number in range(27):
            batches.open_batch(house, UNIT, "papers", "archivist", MONDAY)
        transaction.commit()
    archivist = officer("archivist")
    page = archivist.get("/luu-tru/lo")
    assert len(page.html.select("tbody tr")) == 25
    assert len(page.click("Trang sau").html.select("tbody tr")) == 2


@pytest.mark.parametrize("name", ["reception", "handler", "stranger"])
def test_who_keeps_no_archive_learns_nothing(house, officer, name):
    opened(house)
    app = officer(name)
    for path in ("/luu-tru/lo", "/luu-tru/lo/moi"):
        app.get(path, status=404)


def test_nobody_opens_a_batch_for_another_unit(house, officer):
    archivist = officer("archivist")
    form = archivist.get("/luu-tru/lo/moi").forms["open"]
    form["unit"].force_value(LAND)
    form.submit(status=404)
    assert not list(store.every(house))
