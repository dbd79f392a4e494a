"""What expires: SQL says the same as the chains, now and with a rule that is tried."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from motcua.archive import retention
from motcua.archive.holdings import files
from motcua.archive.holdings import store
from motcua.archive.retention import rules as rules_module
from motcua.archive.retention import tables
from motcua.archive.terms import deciding
from motcua.archive.terms import expired
from motcua.archive.terms import simulation
from motcua.archive.terms.register import Terms
import pytest
from tests.archive.holdings.conftest import PROVINCE
from tests.archive.terms.conftest import a_file
from tests.archive.terms.conftest import in_force
from tests.archive.terms.conftest import PROCEDURE
from tests.archive.terms.conftest import rows
from tests.archive.terms.conftest import wanted
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import JUSTICE
from tests.dossiers.conftest import MONDAY


DAY = date(2026, 11, 5)
FILES = st.lists(
    st.tuples(
        st.sampled_from(sorted(retention.classes())),
        st.integers(2000, 2026),
        st.sampled_from([rules_module.RULE, rules_module.FILE]),
        st.sampled_from([PROCEDURE, "2.002"]),
        st.sampled_from(["", "Đất đai", "Hộ tịch"]),
        st.sampled_from([retention.END, retention.WORKS]),
        st.integers(0, 300),
    ),
    max_size=12,
)


def foreseen(site, part="class", rule=None):
    return simulation.simulate(site, [PROVINCE], frozenset(), DAY, part, rule)


def recounted(site, part, rules=None):
    """Count the same from the chains, file by file, by other means."""
    found = Counter()
    for one in store.every_file(site):
        view = files.view(one)
        if view.state != files.CLOSED:
            continue
        kept, until, waits, class_ = view.kept, view.until, view.kept.term.waits, None
        if rules is not None and kept.by == rules_module.RULE:
            rule = retention.rule_for(kept.procedure, kept.field, DAY, rules[1])
            if rule != retention.rule_for(kept.procedure, kept.field, DAY, rules[0]):
                class_ = retention.classes()[rule.class_]
                until = waits = None
                if class_.years is not None and rule.start == retention.END:
                    until = date(kept.ended + class_.years, 12, 31)
                elif class_.years is not None:
                    waits = True
        year = "waits" if waits else "forever"
        if until is not None:
            year = str(until.year)
            if until.year < DAY.year:
                year = "earlier"
            elif until.year >= DAY.year + 10:
                year = "later"
        key = class_.key if class_ else kept.class_
        value = {"class": key, "department": view.department}[part]
        found[year, value] += 1
    return dict(found)


def counts(found):
    return {key: one.files for key, one in found.cells.items()}


def test_files_sheets_bytes_and_metres_are_summed(kept_sql):
    a_file(kept_sql, "5-years", ended=2022, sheets=3500)
    a_file(kept_sql, "5-years", ended=2022, sheets=3500, department=JUSTICE)
    a_file(kept_sql, "5-years", ended=2022, size=2_000_000_000)
    a_file(kept_sql, "5-years", ended=2022, state=files.OPEN)
    rows(kept_sql)
    found = foreseen(kept_sql)
    assert found.years[:3] == ["earlier", "2026", "2027"]
    assert found.years[-3:] == ["later", "waits", "forever"]
    year = found.of_year("2027")
    assert (year.files, year.sheets, year.bytes) == (3, 7000, 2_000_000_000)
    assert year.metres(tables.measure_of(kept_sql, PROVINCE, DAY)) == 1.0
    parts = foreseen(kept_sql, "department").cells
    assert {part: one.files for (_year, part), one in parts.items()} == {
        "H99.02": 2,
        JUSTICE: 1,
    }
    assert set(foreseen(kept_sql, "medium").parts) == {"paper", "digital"}


def test_what_waits_and_what_is_for_ever_never_expires(kept_sql):
    a_file(kept_sql, "permanent", ended=1990)
    a_file(kept_sql, "event", ended=1990, start=retention.VALIDITY)
    a_file(kept_sql, "5-years", ended=1990)
    rows(kept_sql)
    found = foreseen(kept_sql)
    assert counts(found) == {
        ("forever", "permanent"): 1,
        ("waits", "event"): 1,
        ("earlier", "5-years"): 1,
    }
    assert len(expired.expired([PROVINCE], DAY)) == 1


def test_a_proposed_rule_is_tried_out_and_nothing_moves(kept_sql):
    a_file(kept_sql, "10-years", ended=2020)
    a_file(kept_sql, "10-years", ended=2020, procedure="2.002")
    rows(kept_sql)
    told = wanted("procedure", PROCEDURE, "5-years", (2027, 1, 1))
    deciding.propose(kept_sql, PROVINCE, told, "archivist", MONDAY)
    rule = tables.view(tables.table(kept_sql, PROVINCE)).lines["r1"].rule
    assert counts(foreseen(kept_sql)) == {("2030", "10-years"): 2}
    assert counts(foreseen(kept_sql, rule=rule)) == {
        ("earlier", "5-years"): 1,
        ("2030", "10-years"): 1,
    }
    assert {files.view(one).until.year for one in store.every_file(kept_sql)} == {2030}


def test_ending_a_rule_brings_back_the_one_behind_it(kept_sql):
    in_force(kept_sql, "procedure", PROCEDURE, "5-years", (2026, 1, 1))
    a_file(kept_sql, "5-years", ended=2026)
    rows(kept_sql)
    told = wanted("procedure", PROCEDURE, "", (2027, 1, 1))
    deciding.propose(kept_sql, PROVINCE, told, "archivist", MONDAY)
    rule = tables.view(tables.table(kept_sql, PROVINCE)).lines["r2"].rule
    assert counts(foreseen(kept_sql, rule=rule)) == {("later", "10-years"): 1}


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(made=FILES, class_=st.sampled_from(["5-years", "30-years", "permanent"]))
def test_sql_says_the_same_as_the_chains(kept_sql, made, class_):
    store.made(kept_sql).files.clear()
    empty_sql()
    for key, ended, by, procedure, field, start, sheets in made:
        a_file(
            kept_sql,
            key,
            ended=ended,
            by=by,
            procedure=procedure,
            field=field,
            start=start,
            sheets=sheets,
        )
    rows(kept_sql)
    for part in ("class", "department"):
        assert counts(foreseen(kept_sql, part)) == recounted(kept_sql, part)
    rule = replace(
        retention.shipped()[0],
        class_=class_,
        field="Đất đai",
        table="TH-H99",
        key="r9",
        valid_from=DAY,
    )
    before = retention.rules_of(kept_sql, PROVINCE)
    rules = (before, (*before, replace(rule, near=1)))
    with_it = foreseen(kept_sql, "class", rule)
    assert counts(with_it) == recounted(kept_sql, "class", rules)


def test_expired_files_come_page_by_page_the_oldest_first(kept_sql):
    years = (2012, 2010, 2015, 2011, 2026)
    made = {year: a_file(kept_sql, "5-years", ended=year, sheets=7) for year in years}
    rows(kept_sql)
    told = ([PROVINCE], DAY)
    found = expired.expired(*told, limit=2)
    assert [row["until"].year for row in found] == [2015, 2016]
    assert found[0]["title"] == "Hồ sơ thử"
    last = (found[-1]["until"], found[-1]["code"])
    rest = expired.expired(*told, after=last)
    assert [row["code"] for row in rest] == [made[2012].code, made[2015].code]
    assert expired.expired(*told, limit=2, offset=2) == rest
    total = expired.expired_sum(*told)
    assert (total.files, total.sheets) == (4, 28)
    # A day on which it has to be kept yet is none on which it has expired.
    assert expired.expired_sum([PROVINCE], date(2015, 12, 31)).files == 0
    assert expired.expired_sum([PROVINCE], date(2016, 1, 1)).files == 1
    assert expired.expired_sum(["X"], DAY).files == 0


def test_an_open_file_has_a_row_without_a_term(kept_sql):
    one = a_file(kept_sql, state=files.OPEN)
    row = Terms().row(one)
    assert (row["class"], row["until"], row["waits"]) == ("", None, False)


@pytest.mark.parametrize("year", ["2026", "2035"])
def test_the_first_and_the_last_year_of_the_ten_are_counted(kept_sql, year):
    a_file(kept_sql, "5-years", ended=int(year) - 5)
    rows(kept_sql)
    assert counts(foreseen(kept_sql)) == {(year, "5-years"): 1}
