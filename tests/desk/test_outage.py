"""Numbers are kept back, slips printed, and what was received on paper is entered."""

from __future__ import annotations

from datetime import datetime
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.outage import blocks
from motcua.dossiers.outage import store
import pytest
from tests.dossiers.conftest import UNIT


PAGE = "/desk/mat-dien"
PROCEDURE = "1.001193"


def path_of(page):
    """Return the path as the person sees it."""
    return page.request.path.partition("VirtualHostRoot")[2]


def form_with(page, name):
    return next(form for form in page.forms.values() if name in form.fields)


@pytest.fixture
def block(counter):
    form = form_with(counter.get(PAGE), "count")
    form["count"] = "3"
    return form.submit().follow()


@pytest.fixture
def codes(house, block):
    house._p_jar.sync()
    [one] = store.of_unit(house, UNIT, 9)
    return list(blocks.view(one).numbers)


def now():
    return f"{datetime.now(VIETNAM):%Y-%m-%dT%H:%M}"


def entered(counter, code, save=True, **fields):
    page = counter.get(f"{PAGE}/nhap/{code}/{PROCEDURE}", {"luc": now()})
    form = form_with(page, "late-reason")
    values = {
        "luc": now(),
        "late-reason": "Mất điện cả buổi sáng",
        "applicant-name": "Nguyễn Văn Đức",
        **fields,
    }
    for name, value in values.items():
        form[name] = value
    return form.submit("save" if save else None, status="*")


def test_two_clicks_keep_one_block_back(house, counter):
    form = form_with(counter.get(PAGE), "count")
    assert form.submit().location == form.submit().location


def test_slips_are_printed_and_the_print_is_noted(house, counter, block):
    form = next(f for f in block.forms.values() if "/mat-dien/in/" in f.action)
    answer = form.submit().follow()
    assert answer.body.startswith(b"%PDF")
    [one] = store.of_unit(house, UNIT, 9)
    house._p_jar.sync()
    assert blocks.view(one).prints == 1


def test_the_whole_road_from_paper_to_dossier(counter, officer, codes):
    code = codes[0]
    page = counter.get(f"{PAGE}/nhap/{code}")
    assert "autofocus" in page.text
    page = entered(counter, code).follow()
    assert code in page.text
    counter.get(f"/desk/ho-so/{code}", status=404)
    supervisor = officer("supervisor")
    assert code in supervisor.get(PAGE).text
    page = supervisor.get(f"{PAGE}/duyet/{code}")
    assert "Nguyễn Văn Đức" in page.text
    assert "Mất điện cả buổi sáng" in page.text
    form_with(page, "reason").submit("do", value="approve").follow()
    page = counter.get(f"/desk/ho-so/{code}")
    assert "Mất điện cả buổi sáng" in page.text
    assert "supervisor" in page.text


def test_every_link_of_the_form_and_of_its_block_leads_somewhere(counter, block, codes):
    form = f"{PAGE}/nhap/{codes[0]}/{PROCEDURE}"
    for path in (form, path_of(block)):
        page = counter.get(path)
        links = [each["href"] for each in page.html.select("main a[href^='/']")]
        assert links
        for link in links:
            assert counter.get(link).status_int == 200, link
    assert "Nhập hồ sơ" in page.html.select_one("table a").text


def test_what_is_wrong_is_told_and_nothing_typed_is_lost(counter, codes):
    answer = entered(counter, codes[0], luc="2031-01-01T08:00")
    assert answer.status_int == 400
    form = form_with(answer, "late-reason")
    assert form["applicant-name"].value == "Nguyễn Văn Đức"
    assert form["late-reason"].value == "Mất điện cả buổi sáng"
    answer = entered(counter, codes[0], **{"late-reason": ""})
    assert answer.status_int == 400


def test_a_real_time_that_cannot_be_is_told_before_anything_is_typed(counter, codes):
    page = counter.get(
        f"{PAGE}/nhap/{codes[0]}",
        {"luc": "2020-01-01T08:00", "q": PROCEDURE},
        status=400,
    )
    assert 'id="problem"' in page.text


@pytest.mark.parametrize("luc", ["0001-01-01T00:00", "9999-12-31T23:59", "1999-12-31"])
def test_a_time_at_the_ends_of_the_calendar_is_none(counter, codes, luc):
    answer = entered(counter, codes[0], luc=luc)
    assert answer.status_int == 400
    assert counter.get(f"{PAGE}/nhap/{codes[0]}/{PROCEDURE}", {"luc": luc})


def test_what_was_sent_back_is_told_at_its_number(counter, officer, codes):
    entered(counter, codes[0])
    page = officer("supervisor").get(f"{PAGE}/duyet/{codes[0]}")
    form = form_with(page, "reason")
    form["reason"] = "Sai tên"
    page = form.submit("do", value="reject").follow()
    assert "Sai tên" in page.text
    assert entered(counter, codes[0]).status_int == 303


def test_left_over_numbers_are_void_with_a_reason(counter, block, codes):
    form = form_with(block, "tick")
    for field in form.fields["tick"]:
        field.checked = True
    assert form.submit(status="*").status_int == 400
    form["reason"] = "Không dùng đến"
    page = form.submit().follow()
    assert page.text.count("Không dùng đến") == 3


def test_foreign_blocks_answer_as_missing_ones(counter, officer, block, codes):
    handler = officer("handler")
    missing = handler.get(f"{PAGE}/dai/H99.09-261102/1-2", status=404)
    paths = (
        PAGE,
        path_of(block),
        path_of(block).replace("/dai/", "/in/"),
        f"{PAGE}/nhap/{codes[0]}",
        f"{PAGE}/nhap/{codes[0]}/{PROCEDURE}",
        f"{PAGE}/duyet/{codes[0]}",
    )
    for path in paths:
        assert handler.get(path, status=404).body == missing.body


def test_looking_writes_nothing(house, counter, block, codes):
    before = house._p_jar.db().lastTransaction()
    for path in (PAGE, path_of(block), f"{PAGE}/nhap/{codes[0]}/{PROCEDURE}"):
        assert len(counter.get(path).body) < 60_000
    assert house._p_jar.db().lastTransaction() == before
