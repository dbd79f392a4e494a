"""Classes, dated rules, and the days that follow from both."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hypothesis import given
from hypothesis import strategies as st
from motcua.archive import retention
from motcua.archive.retention import classes
from motcua.archive.retention import governing
from motcua.archive.retention import retention_until
from motcua.archive.retention import RetentionRule
from motcua.archive.retention import rule_for
from motcua.archive.retention import rules as rules_module
from motcua.archive.retention import term
import pytest


YEARS = st.integers(1945, 2200)
CLASSES = st.sampled_from(sorted(classes().values(), key=lambda one: one.key))
STARTS = st.sampled_from(sorted(retention.STARTS))


def test_a_term_runs_from_the_end_of_the_year():
    ten = classes()["10-years"]
    assert retention_until(ten, date(2026, 1, 1)) == date(2036, 12, 31)
    assert retention_until(ten, date(2026, 12, 31)) == date(2036, 12, 31)
    assert retention_until(classes()["permanent"], date(2026, 5, 5)) is None


def rule(class_, procedure=None, field=None, start=date(2025, 7, 1), end=None):
    return RetentionRule(procedure, field, class_, start, end, "QĐ 1", True)


def test_the_more_particular_rule_wins_then_the_later():
    rules = (
        rule("10-years"),
        rule("20-years", start=date(2026, 1, 1)),
        rule("50-years", field="Đất đai"),
        rule("permanent", procedure="1.001193"),
        rule("70-years", procedure="1.009999", end=date(2026, 5, 1)),
    )

    def found(procedure, field, on=date(2026, 6, 1)):
        return rule_for(procedure, field, on, rules).class_

    assert found("1.1", "Khác") == "20-years"
    assert found("1.1", "Khác", date(2025, 8, 1)) == "10-years"
    assert found("1.1", "đất đai") == "50-years"
    assert found("1.001193", "Đất đai") == "permanent"
    assert found("1.009999", "Khác") == "20-years", "that rule has ended"
    with pytest.raises(LookupError):
        found("1.1", "Khác", date(2020, 1, 1))


def test_what_ships_says_that_nobody_confirmed_it():
    shipped = rule_for("1.1", "Khác", date(2026, 1, 1))
    assert not shipped.confirmed
    assert "chờ cơ quan xác nhận" in shipped.decided_by


def test_a_rule_on_an_entry_speaks_of_no_dossier():
    entry = replace(rule("50-years"), heading="k1")
    with pytest.raises(LookupError):
        rule_for("1.1", "Khác", date(2026, 6, 1), [entry])


def test_nearer_rules_go_before_farther_ones_on_the_same_subject():
    above, own = rule("10-years"), replace(rule("20-years"), near=2)
    particular = rule("50-years", field="Đất đai")
    rules = (own, above, particular)
    day = date(2026, 6, 1)
    assert rule_for("1.1", "Khác", day, rules).class_ == "20-years"
    # What speaks of a field goes before what speaks of everything, however far it is.
    assert rule_for("1.1", "Đất đai", day, rules).class_ == "50-years"


def test_what_a_file_says_of_itself_no_rule_moves():
    rules = (rule("20-years"), replace(rule("50-years"), heading="k1"))
    day = date(2026, 6, 1)

    def by(of, heading="k1"):
        found = governing(of, "1.1", "", heading, day, rules)
        return found.class_ if found else None

    assert by(rules_module.FILE) is None
    assert by(rules_module.LIST) == "50-years"
    assert by(rules_module.LIST, heading="k2") is None
    assert by(rules_module.RULE) == "20-years"


@given(class_=CLASSES, start=STARTS, ended=YEARS, starts=st.none() | YEARS)
def test_a_term_ends_waits_or_is_for_ever(class_, start, ended, starts):
    found = term(class_, start, ended, starts)
    if class_.years is None:
        assert (found.until, found.waits) == (None, False)
    elif start != retention.END and starts is None:
        assert (found.until, found.waits) == (None, True)
    else:
        begun = ended if start == retention.END else starts
        assert found.until == date(begun + class_.years, 12, 31)
        assert not found.waits
        # Whole years lie between the end of the year in which it began and the end.
        assert (found.until.month, found.until.day) == (12, 31)


@given(
    years=st.lists(st.tuples(CLASSES, YEARS), min_size=2, max_size=2),
    start=STARTS,
)
def test_longer_terms_are_greater_whatever_the_years(years, start):
    one, other = (term(class_, start, year, year) for class_, year in years)
    waits = term(classes()["5-years"], retention.WORKS, 2026)
    ever = term(classes()["permanent"], retention.END, 2026)
    if one.until and other.until:
        assert (one.order < other.order) == (one.until < other.until)
    for found in (one, other):
        assert (found.order < waits.order) == (found.until is not None)
        assert found.order <= ever.order


def test_what_waits_for_an_event_has_a_class_of_no_years():
    event = classes()["event"]
    assert term(event, retention.VALIDITY, 2026).waits
    assert term(event, retention.VALIDITY, 2026, 2031).until == date(2031, 12, 31)
