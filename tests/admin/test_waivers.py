"""Decisions on combined duties are recorded, seen and ended by form."""

from __future__ import annotations

from datetime import date
from motcua.organisation import units
from motcua.organisation import waivers
from plone import api
from plone.app.testing import SITE_OWNER_NAME
import pytest
from tests.admin.test_screens import client
from tests.admin.test_screens import get
from tests.admin.test_screens import OFFICER
from tests.admin.test_screens import post
from tests.admin.test_screens import site
import transaction


__all__ = ["client", "get", "post", "site"]
FORM = {
    "do": "give",
    "agency": "H99.31",
    "rule": waivers.OWN_RESULT,
    "since": "2026-01-01",
    "until": "2046-12-31",
    "deed": "16/QĐ-UBND",
    "reason": "ba biên chế",
}


@pytest.fixture
def commune(site):
    with api.env.adopt_user(SITE_OWNER_NAME), api.env.adopt_roles(["Manager"]):
        units.create(
            "agency", "H99.31", "Xã Bãi Dài", "H99", level="commune", site=site
        )
    transaction.commit()
    return site


def test_a_decision_is_recorded_shown_and_ended(commune, get, post):
    assert post("/kiem-nhiem", **FORM).status_int in (302, 303)
    transaction.begin()
    (row,) = waivers.rows(commune)
    assert (row.agency, row.until) == ("H99.31", date(2046, 12, 31))
    page = get("/kiem-nhiem").text
    for shown in ("16/QĐ-UBND", "Xã Bãi Dài", "ba biên chế", "31/12/2046"):
        assert shown in page
    ending = {**FORM, "do": "end", "until": "2026-11-01", "deed": "20/QĐ-UBND"}
    assert post("/kiem-nhiem", **ending).status_int in (302, 303)
    transaction.begin()
    (row,) = waivers.rows(commune)
    assert (row.until, row.end_deed) == (date(2026, 11, 1), "20/QĐ-UBND")


@pytest.mark.parametrize(
    "wrong", [{"agency": "H99"}, {"deed": ""}, {"until": "never"}, {"do": "x"}]
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(commune, post, wrong):
    answer = post("/kiem-nhiem", **{**FORM, **wrong})
    assert answer.status_int == 400
    assert 'role="alert"' in answer.text
    assert "ba biên chế" in answer.text
    transaction.begin()
    assert waivers.rows(commune) == ()


def test_officers_do_not_record_decisions(commune, post):
    assert post("/kiem-nhiem", login=OFFICER, **FORM).status_int in (302, 401, 403, 404)
    transaction.begin()
    assert waivers.rows(commune) == ()
