"""Other systems follow what happened, in one order, and miss nothing."""

from __future__ import annotations

from datetime import timedelta
from motcua.dossiers import actions
from motcua.dossiers import changes
from motcua.dossiers.intake import receive
from motcua.storage.engines import register_engine
from motcua.storage.sealing import seal
from motcua.storage.sealing import unseal
from motcua.storage.verification import rebuild
from motcua.storage.verification import verify
import pytest
import sqlalchemy as sa
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import build_province
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
import transaction


COUNTER = frozenset({f"{UNIT}:reception"})
HANDLERS = frozenset({f"{LAND}:processing"})


@pytest.fixture
def house(sql, functional_portal):
    """Two dossiers, the first of which was forwarded; on both databases."""
    empty_sql()
    build_province(functional_portal)
    version = build_procedure(functional_portal)
    for minutes in (0, 5):
        moment = MONDAY + timedelta(minutes=minutes)
        receive(functional_portal, an_intake(version), "reception", moment)
    transaction.commit()
    return functional_portal


def dossiers(site):
    transaction.begin()
    return list(changes.walk(site))


def forward(site, number=0):
    dossier = dossiers(site)[number]
    moment = MONDAY + timedelta(hours=1)
    actions.act(dossier, "forward", "reception", data={"to": LAND}, now=moment)
    transaction.commit()


def followed(groups=COUNTER, after="", limit=100):
    page = changes.read(groups, after, limit)
    return [(one.code[-4:], one.number, one.kind) for one in page.changes], page.cursor


def test_what_happened_comes_in_its_order_and_only_what_is_new(house):
    found, cursor = followed()
    assert found == [("0001", 1, "receive"), ("0002", 1, "receive")]
    assert followed(after=cursor) == ([], cursor)
    forward(house)
    found, later = followed(after=cursor)
    assert found == [("0001", 2, "forward")]
    assert followed(after=later)[0] == []


def test_an_event_says_state_and_department_and_nothing_personal(house):
    forward(house)
    last = changes.read(COUNTER).changes[-1]
    assert (last.state, last.department) == ("processing", UNIT)
    assert last.at == MONDAY + timedelta(hours=1)


def test_nobody_follows_dossiers_of_others(house):
    assert followed(HANDLERS)[0] == []
    assert followed(frozenset())[0] == []
    forward(house)
    assert [number for _, number, _ in followed(HANDLERS)[0]] == [1, 2]


def test_pages_are_bounded_and_lead_through_what_is_others(house, monkeypatch):
    monkeypatch.setattr(changes, "WINDOW", 2)
    for number in (0, 1):
        forward(house, number)
    seen, cursor, rounds = [], "", 0
    while True:
        page = changes.read(COUNTER, cursor, 1)
        rounds += 1
        assert len(page.changes) <= 1
        seen += [(one.code, one.number) for one in page.changes]
        assert page.cursor != cursor or not page.more
        if page.cursor == cursor:
            break
        cursor = page.cursor
    assert len(seen) == len(set(seen)) == 4
    # Who may see none of it comes to the last window as well.
    cursor, pages = "", 0
    while (page := changes.read(frozenset(), cursor)).cursor != cursor:
        assert page.changes == ()
        cursor = page.cursor
        pages += 1
    assert (pages, page.more) == (1, False)


@pytest.mark.parametrize(
    "sql", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
def test_what_is_committed_later_is_not_passed_over(house):
    """Two writers at once: the one who began first commits last.

    SQLite has one writer at a time.
    """
    _, cursor = followed()
    row = {
        "code": dossiers(house)[0].code,
        "kind": "forward",
        "state": "processing",
        "department": UNIT,
        "at": MONDAY,
    }
    engine = register_engine()
    with engine.connect() as slow, engine.connect() as fast:
        slow.execute(sa.insert(changes.CHANGES).values(number=2, **row))
        fast.execute(sa.insert(changes.CHANGES).values(number=3, **row))
        fast.commit()
        first, cursor = followed(after=cursor)
        assert [number for _, number, _ in first] == [3]
        slow.commit()
    second, _ = followed(after=cursor)
    assert [number for _, number, _ in second] == [2]


def test_readers_at_once_give_each_event_one_position(house):
    from concurrent.futures import ThreadPoolExecutor

    for number in (0, 1):
        forward(house, number)
    with ThreadPoolExecutor(4) as pool:
        found = [each.result() for each in [pool.submit(followed) for _ in range(8)]]
    assert all(one == found[0] for one in found)
    with register_engine().connect() as connection:
        query = sa.select(changes.CHANGES.c.position).order_by("position")
        assert list(connection.execute(query).scalars()) == [1, 2, 3, 4]


def test_the_feed_is_mended_like_the_register(house):
    forward(house)
    expected, _ = followed()
    with register_engine().begin() as connection:
        table = changes.CHANGES
        connection.execute(sa.delete(table).where(table.c.number == 2))
        wrong = table.c.code.like("%0002")
        connection.execute(sa.update(table).where(wrong).values(state="closed"))
    transaction.begin()
    found = verify(house, register_engine()).differences
    assert [str(one) for one in found] == [
        f"changes: altered {code} (events)"
        for code in ("H99.01-261102-0001", "H99.01-261102-0002")
    ]
    rebuild(house, register_engine())
    assert verify(house, register_engine()).differences == []
    assert followed()[0] == expected


def test_a_register_that_is_gone_is_filled_again(house):
    forward(house)
    expected, _ = followed()
    with register_engine().begin() as connection:
        connection.execute(sa.delete(changes.CHANGES))
    transaction.begin()
    rebuild(house, register_engine())
    assert followed()[0] == sorted(expected, key=lambda one: (one[1], one[0]))


def test_a_cursor_of_another_past_is_noticed(house):
    _, cursor = followed()
    past = unseal("change", cursor)
    for foreign in (f"{past[:18]}{'0' * 12}", f"9{past[1:]}"):
        with pytest.raises(changes.Lost):
            changes.read(COUNTER, seal("change", foreign))
    touched = f"{'B' if cursor[0] == 'A' else 'A'}{cursor[1:]}"
    for senseless in ("x", "-1", "1", f"{cursor} ", touched, "é", "a" * 62):
        with pytest.raises(ValueError, match=r"^"):
            changes.read(COUNTER, senseless)


def test_what_others_do_does_not_move_a_cursor(house):
    _, mine = followed()
    _, theirs = followed(groups=frozenset())
    forward(house)
    assert followed(groups=frozenset(), after=theirs) == ([], theirs)
    assert followed(after=mine)[1] != mine


def test_a_step_brings_its_events_alone_and_leaves_no_hole_behind_it(house):
    forward(house)
    dossier, projection = dossiers(house)[0], changes.Changes()
    whole = projection.row(dossier)
    last = projection.fresh(dossier, 2).row
    assert last["events"] == whole["events"][1:]
    with register_engine().begin() as connection:
        projection.remove(connection, (dossier.code,))
        # The first event is missing: only the replay brings both, in their order.
        assert not projection.upsert(connection, last)
        assert projection.upsert(connection, whole)
        assert not projection.upsert(connection, last)
    assert [one.number for one in changes.read(COUNTER).changes][-2:] == [1, 2]
