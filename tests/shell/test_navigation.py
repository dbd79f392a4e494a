"""Everybody sees the doors that their duties open, in one order."""

from __future__ import annotations

from motcua.shell.navigation import Entry


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
