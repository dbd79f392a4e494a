"""What is wrong with a process is said with its place, and what blocks it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from motcua.base.calendars import vietnam
from motcua.base.durations import Term
from motcua.dossiers.processes.checking import check
from motcua.dossiers.processes.checking import errors
from motcua.dossiers.processes.definitions import Branch
from motcua.dossiers.processes.definitions import Part
from motcua.dossiers.processes.definitions import Process
from motcua.dossiers.processes.definitions import Sequence
from motcua.dossiers.processes.definitions import Trial
from motcua.dossiers.processes.surroundings import Surroundings
from motcua.organisation.units import Unit
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Version
import pytest
from tests.dossiers.processes.ways import beside
from tests.dossiers.processes.ways import choose
from tests.dossiers.processes.ways import line
from tests.dossiers.processes.ways import otherwise
from tests.dossiers.processes.ways import process
from tests.dossiers.processes.ways import share
from tests.dossiers.processes.ways import step
from tests.dossiers.processes.ways import when
from typing import Any
from zope.i18n import translate


FIRST_DAY = date(2026, 11, 2)
UNITS = {
    code: Unit(code, code, kind, agency=agency, valid_to=ends)
    for code, kind, agency, ends in (
        ("H99", "agency", "H99", None),
        ("H99.01", "one-stop-unit", "H99", None),
        ("H99.03", "department", "H99", None),
        ("H99.04", "department", "H99", date(2026, 10, 31)),
        ("H99.50", "agency", "H99.50", None),
        ("H99.50.01", "one-stop-unit", "H99.50", None),
    )
}
HOLDERS = {
    ("H99.01", "reception"): ["an"],
    ("H99.03", "processing"): ["binh"],
    ("H99.03", "approval"): ["chi"],
    ("H99.50.01", "reception"): ["dung"],
}
GOOD = line(
    step("receive", "0.5 working days", "reception"),
    step("look", "2 working days", department="@agency/03", outcomes=("fine", "ask")),
    step("sign", "1 working day", "approve", "@agency/03", returns=("look",)),
    step("issue", "0.5 working days", "issue"),
)
TRIAL = Trial(
    "T", ({"at": "2026-11-02T08:00", "do": "receive"},), ({"open": ["receive"]},)
)


def version(term: str = "5 working days") -> Version:
    channel = Channel("counter", Term.parse(term))
    return Version("1.001", "Thủ tục", cases=(Case("1", channels=(channel,)),))


def around(**more: Any) -> Surroundings:
    known: dict[str, Any] = {
        "on": FIRST_DAY,
        "unit_of": UNITS.get,
        "holders": lambda unit, duty: HOLDERS.get((unit, duty), []),
        "calendar": lambda _code: vietnam(),
        "receiving": ("H99.01",),
        "version": version(),
    }
    return Surroundings(**{**known, **more})


def made(way: Part, **more: Any) -> Process:
    return process(way, **{"deed": "12/QĐ-UBND", "tests": (TRIAL,), **more})


def rules(found: Process, **more: Any) -> dict[str, str]:
    """Return rule -> place of what is found."""
    return {one.rule: one.place for one in check(found, around(**more))}


def with_step(key: str = "more", **more: Any) -> Process:
    return made(replace(GOOD, parts=(*GOOD.parts, step(key, **more))))


def then_choose(*branches: Branch) -> Process:
    return made(line(GOOD, choose(*branches)))


REST = otherwise(step("rest"))


def test_nothing_is_wrong_with_a_sound_process() -> None:
    assert check(made(GOOD), around()) == ()


def test_every_finding_speaks_both_languages() -> None:
    bad = made(
        beside(step("a", "none"), step("a", department="H1", slips=("99",))), deed=""
    )
    for one in check(bad, around()):
        vi = translate(one.message, target_language="vi", domain="motcua")
        en = translate(one.message, target_language="en", domain="motcua")
        assert vi
        assert en
        assert "${" not in vi + en


@pytest.mark.parametrize(
    ("found", "rule", "place"),
    [
        (made(GOOD, deed=""), "no-deed", "deed"),
        (with_step(key="look"), "duplicate-key", "way-4"),
        (made(line(GOOD, share("look", step("x")))), "duplicate-key", "way-1"),
        (then_choose(when("case", "1", then=step("x"))), "choice-open", "way-1"),
        (then_choose(REST, otherwise(step("y"))), "branch-dead", "way-1-1"),
        (
            then_choose(when("colour", "1", then=step("x")), REST),
            "condition-name",
            "way-1-0",
        ),
        (
            then_choose(when("case", "7", then=step("x")), REST),
            "condition-value",
            "way-1-0",
        ),
        (
            then_choose(when("outcome:look", "maybe", then=step("x")), REST),
            "condition-value",
            "way-1-0",
        ),
        (
            made(line(choose(when("outcome:look", "ask", then=step("x")), REST), GOOD)),
            "condition-name",
            "way-0-0",
        ),
        (
            made(choose(when("case", "1", then=GOOD), otherwise(Sequence(())))),
            "nothing-to-do",
            "way",
        ),
        (with_step(returns=("more",)), "return", "way-4"),
        (with_step(returns=("fly",)), "return", "way-4"),
        (with_step(duty="cooking"), "duty", "way-4"),
        (with_step(kind="approve", duty="processing"), "duty", "way-4"),
        (with_step(slips=("06", "99")), "slip", "way-4"),
        (with_step(may_change=("papers", "weather")), "correction", "way-4"),
        (with_step(department="H1"), "department", "way-4"),
        (with_step(department="H99.04"), "department-ended", "way-4"),
        (with_step(department="@agency/77"), "department-relative", "way-4"),
        (with_step(department="@agency"), "nobody", "way-4"),
        (with_step(department="H99.03", person="an"), "person", "way-4"),
        (made(share("s", GOOD, "H1")), "department", "way"),
        (made(GOOD, promise="way", tests=(Trial("T", (), ()),)), "trial", "tests-0"),
        (
            made(GOOD, tests=(replace(TRIAL, facts={"case": "9"}),)),
            "trial-fact",
            "tests-0",
        ),
    ],
)
def test_what_would_stop_or_mislead_a_dossier_is_an_error(
    found: Process, rule: str, place: str
) -> None:
    blocking = {one.rule: one.place for one in errors(check(found, around()))}
    assert blocking.get(rule) == place


@pytest.mark.parametrize(
    ("found", "rule"),
    [
        (made(step("receive", kind="reception")), "no-approval"),
        (made(line(*GOOD.parts[1:])), "no-reception"),
        (made(GOOD, tests=()), "no-trial"),
        (with_step(term="none", department="H99.03"), "no-budget"),
        (
            made(
                line(
                    GOOD,
                    choose(
                        when("case", "1", then=step("x", department="H99.03")),
                        when("case", "1", then=step("y", department="H99.03")),
                        otherwise(Sequence(())),
                    ),
                )
            ),
            "branch-twice",
        ),
    ],
)
def test_what_may_be_meant_is_a_warning(found: Process, rule: str) -> None:
    said = {one.rule: one.severity for one in check(found, around())}
    assert said[rule] == "warning"
    assert "error" not in said.values()


def test_without_a_budget_a_way_cannot_promise_its_own_length() -> None:
    way = replace(GOOD, parts=(*GOOD.parts, step("x", "none", department="H99.03")))
    assert rules(made(way, promise="way"))["no-budget"] == "way-4"
    assert errors(check(made(way, promise="way"), around()))


def test_a_way_longer_than_the_law_gives_does_not_come_into_force() -> None:
    found = errors(check(made(GOOD), around(version=version("3 working days"))))
    assert [one.rule for one in found] == ["too-long"]
    assert "1 working days longer" in translate(found[0].message)
    assert "4 of 4" in translate(found[0].message)


def test_days_off_in_a_term_of_calendar_days_are_told_as_a_risk() -> None:
    # Tet of 2027 takes the working days out of a term of nine calendar days.
    found = check(
        made(replace(GOOD, parts=(*GOOD.parts, step("x", department="H99.03")))),
        around(version=version("9 days"), on=date(2027, 1, 18)),
    )
    assert [(one.rule, one.severity) for one in found] == [
        ("sometimes-too-long", "warning")
    ]


def test_a_known_case_is_counted_by_its_own_branch() -> None:
    way = line(
        GOOD,
        choose(
            when("case", "2", then=step("x", "9 working days", department="H99.03")),
            otherwise(Sequence(())),
        ),
    )
    one, *_rest = version().cases
    two = replace(one, key="2", title="Phức tạp")
    both = replace(version(), cases=(one, two))
    (found,) = check(made(way), around(version=both))
    assert "Case Phức tạp" in translate(found.message)


def test_the_longest_of_unlike_calendars_counts() -> None:
    short = replace(vietnam(), name="Hai ngày", weekdays=(2, 4))
    found = rules(
        made(GOOD),
        calendar=lambda code: short if code == "H99.03" else vietnam(),
    )
    assert found == {"too-long": "way"}


def test_one_commune_of_many_that_has_nobody_yet_does_not_stop_the_others() -> None:
    way = line(step("receive", kind="reception"), step("back", kind="issue"))
    known = {"receiving": ("H99.01", "H99.50.01", "H99.51.01")}
    units = {**UNITS, "H99.51.01": Unit("H99.51.01", "", "one-stop-unit")}
    found = check(made(way), around(**known, unit_of=units.get))
    said = {one.rule: one.severity for one in found}
    assert said == {"nobody": "warning", "no-approval": "warning"}
    assert any("H99.51.01" in translate(one.message) for one in found)


def test_a_common_process_is_held_against_no_office() -> None:
    assert check(made(GOOD), around(receiving=(), version=None)) == ()


def test_an_unsound_way_is_not_counted() -> None:
    bad = made(line(GOOD, step("look", "99 working days", department="H99.03")))
    assert "too-long" not in rules(bad)


def test_a_procedure_that_nobody_receives_is_told() -> None:
    found = check(made(GOOD), around(receiving=()))
    assert [(one.rule, one.severity) for one in found] == [("no-receiver", "warning")]
