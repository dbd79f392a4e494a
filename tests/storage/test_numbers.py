"""Numbers: each one once, whatever happens around it."""

from __future__ import annotations

from motcua.storage import engines
from motcua.storage import numbers
import os
import sqlalchemy as sa
import subprocess
import sys
import transaction


PROCESSES = 4
EACH = 150

DRAW = f"""
from motcua.storage import numbers
for _ in range({EACH}):
    print(numbers.allocate("dossier", "260915"), flush=True)
"""


def test_numbers_start_at_one_and_follow_each_other(house):
    assert [numbers.allocate("slip", "2026") for _ in range(3)] == [1, 2, 3]
    assert numbers.last("slip", "2026") == 3


def test_sequences_and_periods_count_apart(house):
    numbers.allocate("dossier H38.12", "260915")
    assert numbers.allocate("dossier H38.12", "260916") == 1
    assert numbers.allocate("dossier H38.13", "260915") == 1
    assert numbers.allocate("dossier H38.12", "260915") == 2
    assert numbers.last("dossier H38.14", "260915") == 0


def test_processes_never_draw_the_same_number(house):
    numbers.allocate("warm", "")
    drawing = [
        subprocess.Popen(
            [sys.executable, "-c", DRAW], stdout=subprocess.PIPE, env=dict(os.environ)
        )
        for _ in range(PROCESSES)
    ]
    drawn = [int(n) for p in drawing for n in p.communicate(timeout=60)[0].split()]
    assert sorted(drawn) == list(range(1, PROCESSES * EACH + 1))


def test_a_number_is_drawn_while_the_register_is_being_written(house):
    with engines.register_engine().begin() as connection:
        connection.execute(
            sa.text("INSERT INTO checkpoints (projection, tid) VALUES ('x', '00')")
        )
        assert numbers.allocate("dossier", "260915") == 1


def test_a_number_stays_drawn_when_the_transaction_fails(house):
    transaction.begin()
    assert numbers.allocate("dossier", "260915") == 1
    transaction.abort()
    assert numbers.allocate("dossier", "260915") == 2


def test_a_counter_is_raised_above_the_numbers_in_use_and_never_lowered(house):
    numbers.allocate("dossier", "260915")
    assert numbers.raise_above("dossier", "260915", 41)
    assert numbers.allocate("dossier", "260915") == 42
    assert not numbers.raise_above("dossier", "260915", 7)
    assert numbers.allocate("dossier", "260915") == 43
    assert numbers.raise_above("never drawn", "", 5)
    assert numbers.allocate("never drawn", "") == 6
