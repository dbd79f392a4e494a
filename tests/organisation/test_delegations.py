"""One officer acts for another: in the dates, by the deed, never further."""

from __future__ import annotations

from AccessControl import Unauthorized
from dataclasses import replace
from datetime import date
from datetime import timedelta
from motcua.organisation import delegations
from motcua.organisation import duties
from motcua.organisation.delegations import Delegation
from plone import api
import pytest


DAY = timedelta(days=1)
START, END = date(2025, 8, 1), date(2025, 8, 31)
GIVEN = Delegation(
    "lan", "binh", "H99.90", "reception", START, END, "KT.", "QĐ 40/QĐ-TTHCC"
)
GROUP = "H99.90:reception"


@pytest.fixture
def two(province, lan):
    """Lan receives at the centre; Binh and Cuc have no duty there."""
    for name in ("binh", "cuc"):
        api.user.create(email=f"{name}@example.org", username=name)
    duties.assign("lan", "H99.90", "reception", date(2025, 7, 1), None, "QĐ 12")
    return province


def test_it_acts_in_its_dates_and_the_giver_keeps_the_duty(two):
    delegations.delegate(GIVEN)
    assert delegations.groups("binh", START - DAY) == set()
    assert delegations.groups("binh", START) == {GROUP}
    assert delegations.groups("binh", END) == {GROUP}
    assert delegations.groups("binh", END + DAY) == set()
    assert duties.groups("lan", START) == {GROUP}
    assert duties.groups("binh", START) == set()


def test_it_ends_with_the_duty_of_the_giver(two):
    delegations.delegate(GIVEN)
    duties.end("lan", "H99.90", "reception", date(2025, 8, 10), "QĐ 50")
    assert delegations.groups("binh", date(2025, 8, 10)) == {GROUP}
    assert delegations.groups("binh", date(2025, 8, 11)) == set()


def test_it_is_revoked_by_a_deed(two):
    delegations.delegate(GIVEN)
    rows = delegations.revoke("lan", "binh", GROUP, date(2025, 8, 5), "QĐ 60")
    assert [row.end_deed for row in rows] == ["QĐ 60"]
    assert delegations.groups("binh", date(2025, 8, 6)) == set()
    assert delegations.revoke("lan", "binh", GROUP, END, "QĐ 61") == []
    assert [row.until for row in delegations.rows()] == [date(2025, 8, 5)]


def test_what_was_delegated_is_not_passed_on(two):
    delegations.delegate(GIVEN)
    with pytest.raises(ValueError, match="not passed on"):
        delegations.delegate(replace(GIVEN, giver="binh", receiver="cuc"))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"receiver": "lan"}, "themselves"),
        ({"deed": " "}, "deed"),
        ({"until": START - DAY}, "before it begins"),
        ({"form": "KY"}, "no form"),
        ({"duty": "publication"}, "cannot be delegated"),
        ({"since": date(2025, 6, 1)}, "does not hold"),
        ({"receiver": "nobody"}, "no user"),
        ({"department": "H98"}, "H98"),
    ],
)
def test_what_is_wrong_is_named(two, changes, says):
    with pytest.raises((KeyError, ValueError), match=says):
        delegations.delegate(replace(GIVEN, **changes))
    assert delegations.rows() == []


def test_the_same_twice_is_refused(two):
    delegations.delegate(GIVEN)
    with pytest.raises(ValueError, match="already"):
        delegations.delegate(replace(GIVEN, since=END))


def test_only_administrators_delegate(two):
    with api.env.adopt_roles(["Member"]):
        with pytest.raises(Unauthorized):
            delegations.delegate(GIVEN)
        with pytest.raises(Unauthorized):
            delegations.revoke("lan", "binh", GROUP, END, "QĐ")


def test_the_platform_knows_the_group_too(two, monkeypatch):
    monkeypatch.setattr("motcua.organisation.groups.today", lambda: START)
    assert GROUP not in api.user.get("binh").getGroups()
    delegations.delegate(GIVEN)
    assert GROUP in two.acl_users.getUserById("binh").getGroups()


def test_a_deleted_account_leaves_nothing_to_a_new_one_of_its_name(two):
    delegations.delegate(replace(GIVEN, until=date(2100, 1, 1)))
    api.user.delete("binh")
    assert delegations.groups("binh") == set()


def test_a_book_of_before_has_none_and_takes_the_first(two):
    del duties.book().by_receiver
    assert delegations.rows() == []
    assert delegations.groups("binh", START) == set()
    delegations.delegate(GIVEN)
    assert delegations.groups("binh", START) == {GROUP}
