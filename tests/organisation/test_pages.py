"""Forms and REST answers of units, over real requests."""

from __future__ import annotations

from datetime import date
import json
from motcua.organisation import duties
from motcua.organisation import units
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.testing.zope import Browser
import pytest
import transaction


@pytest.fixture
def address(functional_portal):
    """The address of an agency with a department where Lan has a duty."""
    with api.env.adopt_roles(["Manager"]):
        units.create("agency", "H99", "Tỉnh Minh Hải", level="province")
        units.create("department", "H99.01", "Sở Tư pháp", "H99", phone="0999 111 222")
        api.user.create(email="lan@example.org", username="lan")
        duties.assign("lan", "H99.01", "processing", date(2025, 7, 1), deed="QĐ 12")
    transaction.commit()
    return units.find("H99").absolute_url()


@pytest.fixture
def browser(functional_app, address):
    """A browser that nobody has logged in to."""
    opened = Browser(functional_app)
    opened.handleErrors = False
    return opened


def log_in(browser):
    browser.addHeader("Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}")


def test_rest_gives_units_to_anybody_without_persons(browser, address):
    browser.addHeader("Accept", "application/json")
    browser.open(f"{address}/H99.01")
    answer = json.loads(browser.contents)
    assert (answer["title"], answer["code"]) == ("Sở Tư pháp", "H99.01")
    assert answer["phone"] == "0999 111 222"
    for place in (address, f"{address}/H99.01", f"{address}/.."):
        browser.open(place)
        assert "lan" not in json.loads(browser.contents).get("creators", [])
        assert "QĐ 12" not in str(browser.contents)


def test_anybody_may_read_the_page_of_a_unit(browser, address):
    browser.open(f"{address}/H99.01")
    assert "Sở Tư pháp" in browser.contents
    assert "QĐ 12" not in str(browser.contents)


def test_an_administrator_adds_a_unit_in_the_form(browser, address):
    log_in(browser)
    browser.open(f"{address}/++add++Department")
    browser.getControl(name="form.widgets.title").value = "Sở Nội vụ"
    browser.getControl(name="form.widgets.code").value = "H99.02"
    browser.getControl(name="form.buttons.save").click()
    assert units.get("H99.02").name == "Sở Nội vụ"
    assert browser.url.startswith(f"{address}/H99.02")


def test_the_form_refuses_a_code_that_is_taken_or_malformed(browser, address):
    log_in(browser)
    for code, message in (
        ("H99.01", "Another unit has this code"),
        ("h99.2", "This is not an agency code"),
    ):
        browser.open(f"{address}/++add++Department")
        browser.getControl(name="form.widgets.title").value = "Sở khác"
        browser.getControl(name="form.widgets.code").value = code
        browser.getControl(name="form.buttons.save").click()
        assert message in browser.contents
    assert [unit.code for unit in units.children("H99")] == ["H99.01"]


def test_the_edit_form_shows_the_code_and_keeps_it(browser, address):
    log_in(browser)
    browser.open(f"{address}/H99.01/edit")
    with pytest.raises(LookupError):
        browser.getControl(name="form.widgets.code")
    assert "H99.01" in browser.contents
    browser.getControl(name="form.widgets.title").value = "Sở Tư pháp mới"
    browser.getControl(name="form.buttons.save").click()
    assert units.get("H99.01").name == "Sở Tư pháp mới"


def test_the_form_of_a_calendar_names_the_entry_at_fault(browser, address):
    log_in(browser)
    browser.open(f"{address}/++add++AgencyCalendar")
    browser.getControl(name="form.widgets.title").value = "Giờ mùa hè"
    text = json.dumps({"name": "x", "off": [{"date": "2026-02-30"}]})
    browser.getControl(name="form.widgets.text").value = text
    browser.getControl(name="form.buttons.save").click()
    assert "2026-02-30" in browser.contents
    assert units.get("H99").calendar == ""


def test_rest_refuses_another_code_and_takes_another_name(browser, address):
    for body, status in (
        ({"code": "H99.09"}, 400),
        ({"code": "h99"}, 400),
        ({"title": "Sở mới"}, 204),
    ):
        browser.testapp.patch(
            f"{address}/H99.01",
            json.dumps(body),
            headers={
                "Accept": "application/json",
                "Content-Type": "application/json",
                "Authorization": f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}",
            },
            status=status,
        )
    assert units.get("H99.01").name == "Sở mới"
