"""The lives of a load: the same for a seed, a few busy units, few open ones."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import islice
from motcua.setup.load.lives import BEGINS
from motcua.setup.load.lives import CLOSED
from motcua.setup.load.lives import FULL_DAY
from motcua.setup.load.lives import lives
from motcua.setup.load.province import CENTRE
from motcua.setup.load.province import COMMUNES
from motcua.setup.load.province import PROCEDURES


FRIDAY = date(2026, 11, 20)


def some(number, seed=1, objects=0):
    return list(islice(lives(seed, FRIDAY, objects), number))


def test_a_seed_gives_the_same_lives_and_more_of_them_go_on_with_the_same():
    assert some(500) == some(900)[:500]
    assert some(500) != some(500, seed=2)


def test_no_code_comes_twice():
    found = some(30_000, objects=25_000)
    assert len({life.code for life in found}) == len(found)


def test_half_of_the_real_ones_fill_a_day_of_the_busiest_unit():
    real = some(25_000, objects=25_000)
    unit, day = real[0].unit, real[0].day
    assert unit == CENTRE
    assert {(life.unit, life.day) for life in real[:FULL_DAY]} == {(unit, day)}
    assert min(life.day for life in real) >= BEGINS


def test_three_in_a_hundred_are_open_and_of_the_last_months():
    found = some(20_000)
    under_way = [life for life in found if life.road not in CLOSED]
    assert 0.02 < len(under_way) / len(found) < 0.04
    assert min(life.day for life in under_way) > date(2026, 8, 1)
    assert {life.day.year for life in found} >= {2024, 2025, 2026}


def test_few_units_and_procedures_are_busy_and_all_occur():
    found = some(20_000)
    units = Counter(life.unit for life in found)
    assert len(units) == len(COMMUNES) + 1
    assert units[CENTRE] > 2 * units[f"{COMMUNES[0]}.01"]
    procedures = Counter(life.procedure for life in found)
    assert len(procedures) == len(PROCEDURES)
    assert procedures[0] > 10 * procedures[len(PROCEDURES) - 1]


def test_communes_decide_themselves():
    for life in some(200):
        if life.unit != CENTRE:
            assert life.department == f"{life.unit[:-3]}.02"
