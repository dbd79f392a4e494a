"""Figures of scanning are set by form, from a day on, and the gate goes by them."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from motcua.archive.quality import gate
from motcua.archive.quality import settings
from motcua.archive.quality import thresholds
from motcua.base import vietnam
from motcua.base.vietnam import VIETNAM
import pytest
from tests.admin.test_screens import client
from tests.admin.test_screens import get
from tests.admin.test_screens import OFFICER
from tests.admin.test_screens import post
from tests.admin.test_screens import site
from tests.archive.quality.test_gate import stack
from tests.workbench.batches.conftest import GOOD
import transaction
from zope.component.hooks import site as within


__all__ = ["client", "get", "post", "site"]
FORM = {"name": "dpi|document", "value": "300", "deed": "QĐ 7/QĐ-UBND"}


def today():
    return vietnam.today()


def found(day):
    """Return what is told of a good page of 200 dpi that came in on a day."""
    rule = thresholds.in_force("document", day).thresholds
    return [one.code for one in thresholds.findings({**GOOD, "page": 1}, rule)]


def test_what_is_set_is_told_of_pages_from_its_day_on(site, get, post):
    tomorrow = today() + timedelta(days=1)
    assert found(tomorrow) == []
    answer = post("/quet", **FORM, since=tomorrow.isoformat())
    assert answer.status_int in (302, 303)
    transaction.begin()
    assert found(today()) == []
    assert found(tomorrow) == ["dpi-low"]
    page = get("/quet").text
    assert f"{tomorrow:%d/%m/%Y}" in page
    assert "QĐ 7/QĐ-UBND" in page
    # Back to the rule, by another decision.
    post("/quet", **{**FORM, "value": ""}, since=tomorrow.isoformat())
    transaction.begin()
    assert found(tomorrow) == []


def test_the_examination_goes_by_limit_and_level_of_its_day(site, post):
    post("/quet", name="level", value="III", since=today().isoformat(), deed="QĐ 8")
    post("/quet", name="aql", value="1", since=today().isoformat(), deed="QĐ 8")
    transaction.begin()
    now = datetime.now(VIETNAM)
    with within(site):
        batch = stack(site, pages=9, now=now)
        event = gate.Examining(site, batch, "supervisor", now).sample()
    assert (event.facts["aql"], event.facts["level"]) == (1.0, "III")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"value": "5"}, "75"),
        ({"value": "cao"}, "1200"),
        ({"name": "aql", "value": "3"}, "2.5"),
        ({"name": "clipped|photo", "value": "1"}, "chọn nội dung"),
        ({"since": "2020-01-01"}, "từ hôm nay"),
        ({"since": "mai"}, "năm-tháng-ngày"),
        ({"deed": " "}, "số và ngày"),
    ],
)
def test_what_cannot_be_set_is_told(site, post, wrong, told):
    answer = post("/quet", **{**FORM, "since": today().isoformat(), **wrong})
    assert answer.status_int == 400
    assert told in answer.text
    transaction.begin()
    assert settings.rows(site) == ()


def test_what_may_be_set_is_told_before_it_is_typed(site, get):
    page = get("/quet").text
    # The numbers stand in the choice of each kind of page, and in the table.
    assert page.count("75 – 1200") == 4
    assert page.count("I, II, III") == 2


def test_a_comma_is_a_point(site, post):
    form = {**FORM, "name": "skew|map", "value": "0,5", "since": today().isoformat()}
    post("/quet", **form)
    transaction.begin()
    assert thresholds.in_force("map", today()).thresholds.skew == 0.5


def test_officers_set_nothing(site, get):
    assert get("/quet", login=OFFICER).status_int in (401, 302, 404)
