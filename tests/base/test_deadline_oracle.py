"""A sample of the random cases of ``benchmarks/deadline_oracle.py``.

The benchmark asks a hundred thousand; here some thousand, and that a wrong engine
would be found.
"""

from __future__ import annotations

from importlib import util
from motcua.base import counters
from motcua.base.calendars import vietnam
from motcua.base.counters import add_months
from pathlib import Path
import pytest
import sys
from typing import Any


PATH = Path(__file__).parents[2] / "benchmarks" / "deadline_oracle.py"


@pytest.fixture(scope="module")
def oracle() -> Any:
    spec = util.spec_from_file_location("deadline_oracle", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    sys.modules["deadline_oracle"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_engine_and_oracle_agree(oracle: Any, tmp_path: Path) -> None:
    tally = oracle.compare(3000, 7, tmp_path, vietnam().to_json())
    assert tally.cases["all"] == 3000
    assert tally.differences["all"] == 0
    for name in oracle.CLASSES:
        assert tally.cases[name] > 300, name
    assert tally.moved > 50


def test_another_draw_is_other_cases(oracle: Any) -> None:
    one, two, again = (
        oracle.Cases(seed, vietnam().to_json()).ask("make_up") for seed in (1, 2, 1)
    )
    assert one == again
    assert one != two


def test_an_engine_that_forgets_short_months_is_found(
    oracle: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(day: Any, count: int) -> Any:
        return add_months(day.replace(day=min(day.day, 28)), count)

    monkeypatch.setattr(counters, "add_months", careless)
    tally = oracle.compare(300, 7, tmp_path, vietnam().to_json())
    assert tally.differences["month_end"] > 10


def test_an_engine_that_only_pauses_is_found(
    oracle: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counters.Worked, "restart", counters.Worked.resume)
    tally = oracle.compare(300, 7, tmp_path, vietnam().to_json())
    assert tally.differences["restart"] > 5
    assert tally.differences["month_end"] == 0
