"""Everybody sees the doors that their duties open, in one order."""

from __future__ import annotations

from motcua.shell.navigation import Entry
from motcua.shell.navigation import NEAR
from motcua.shell.navigation import near_and_far


ALL = Entry("All", "all", 1)
COUNTER = Entry("Counter", "counter", 2, duties=frozenset({"reception"}))
KEYS = Entry(
    "Keys", "keys", 3, duties=frozenset({"supervision"}), permission="Manage portal"
)


def test_an_entry_without_conditions_is_everybodys():
    assert ALL.open_to(frozenset(), None)


def test_one_of_the_duties_is_enough():
    assert COUNTER.open_to(frozenset({"archive", "reception"}), None)
    assert not COUNTER.open_to(frozenset({"archive"}), None)


def test_a_permission_opens_what_no_duty_does(monkeypatch):
    asked = []

    def has_permission(name, obj):
        asked.append((name, obj))
        return True

    monkeypatch.setattr("plone.api.user.has_permission", has_permission)
    assert KEYS.open_to(frozenset(), "site")
    assert asked == [("Manage portal", "site")]
    monkeypatch.setattr("plone.api.user.has_permission", lambda name, obj: False)
    assert not KEYS.open_to(frozenset(), "site")


def test_screens_mark_the_entry_that_they_belong_to(officer, received):
    counter = officer("reception")
    for path, entry in (
        ("/desk", "/desk"),
        ("/desk/tiep-nhan", "/desk/tiep-nhan"),
        ("/desk/tiep-nhan/1.001193", "/desk/tiep-nhan"),
        ("/luu-tru/so-hoa", "/luu-tru"),
    ):
        nav = counter.get(path).html.find("header").nav
        assert [each["href"] for each in nav.select("[aria-current=page]")] == [entry]


def test_duties_decide_which_entries_are_shown(officer):
    def shown(person):
        nav = officer(person).get("/desk").html.find("header").nav
        return {each["href"] for each in nav.find_all("a")}

    assert {"/desk", "/desk/tiep-nhan", "/luu-tru"} <= shown("reception")
    assert "/desk/tiep-nhan" not in shown("handler")
    assert {"/luu-tru", "/quan-tri"}.isdisjoint(shown("stranger"))


def test_what_does_not_fit_into_a_row_stands_behind_more_but_where_one_is():
    found = [Entry(str(number), f"at/{number}", number) for number in range(NEAR + 3)]
    near, far = near_and_far(found, "at/0")
    assert (near, far) == (found[:NEAR], found[NEAR:])
    near, far = near_and_far(found, found[-1].path)
    assert (near, far) == ([*found[:NEAR], found[-1]], found[NEAR:-1])


def test_one_entry_alone_is_not_hidden():
    found = [Entry(str(number), f"at/{number}", number) for number in range(NEAR + 1)]
    assert near_and_far(found, "") == (found, [])


def test_the_row_of_the_counter_is_short_and_no_entry_is_lost(officer):
    nav = officer("reception").get("/desk/mat-dien").html.find("header").nav
    row = [each["href"] for each in nav.select("nav > ul > li > a")]
    assert len(row) == NEAR + 1
    assert row[-1] == "/desk/mat-dien"
    behind = [each["href"] for each in nav.select("details a")]
    assert {"/luu-tru", "/desk/cai-dat"} <= set(behind)
    assert not set(row) & set(behind)
