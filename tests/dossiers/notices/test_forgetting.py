"""What hangs on a dossier leaves with the people it is about."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.folder import find
from motcua.dossiers.intake import receive
from motcua.dossiers.ledger import events
from motcua.dossiers.notices import asking
from motcua.dossiers.notices import choices
from motcua.dossiers.notices import delivery
from motcua.dossiers.notices import forgetting
from motcua.dossiers.notices import outbox
from motcua.dossiers.people.index import People
from motcua.storage import jobs
from motcua.storage.engines import register_engine
import pytest
import sqlalchemy as sa
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import MONDAY
from tests.dossiers.notices.conftest import ADDRESS
from tests.dossiers.notices.conftest import PERSONS
from tests.dossiers.notices.conftest import run


@pytest.fixture
def two(province, version, told, post, telephone):
    """Two dossiers, each with a choice, a letter that left and one that waits."""
    other = receive(province, an_intake(version, persons=PERSONS), "reception", MONDAY)
    for dossier in (told, other):
        asking.wish(dossier, ["email", "sms"], "vi")
        telephone.wrong = delivery.Unreachable("away")
        run(dossier)
        states = {one.state for one in outbox.of(dossier.code)}
        assert states == {outbox.SENT, outbox.WAITING}
        known(dossier)
    return told, other


def known(dossier):
    """Let the row of the people follow, as it does after a commit."""
    with register_engine().begin() as connection:
        People().upsert(connection, People().row(dossier))


def destroy(dossier):
    """Destroy the words of a ledger, as the archive will be told to."""
    for event in events(dossier):
        event.payload = None


def hanging(code):
    tables = (choices.CHOICES, outbox.OUTBOX)
    with register_engine().connect() as connection:
        return [
            len(connection.execute(sa.select(t).where(t.c.code == code)).all())
            for t in tables
        ]


def tonight():
    forgetting.Forget()("x", {}, lambda *_words: None)


def test_where_people_want_to_be_told_goes_with_their_names(two):
    gone, stays = two
    assert hanging(gone.code) == hanging(stays.code) == [1, 2]
    destroy(gone)
    known(gone)
    tonight()
    assert hanging(gone.code) == [0, 0]
    assert hanging(stays.code) == [1, 2]
    assert choices.of(gone).to == {}
    assert choices.of(stays).to["email"] == ADDRESS


def test_rows_of_a_dossier_that_is_not_there_go(two, province):
    choices.choose("H99.01-261102-9998", choices.Choice({"email": ADDRESS}))
    assert find(province, "H99.01-261102-9998") is None
    tonight()
    assert hanging("H99.01-261102-9998") == [0, 0]


def test_a_register_that_knows_nobody_yet_forgets_nothing(two):
    with register_engine().begin() as connection:
        connection.execute(sa.delete(People.table))
    tonight()
    assert [hanging(one.code) for one in two] == [[1, 2], [1, 2]]


def test_it_is_asked_for_once_a_night(province):
    night = datetime(2026, 11, 2, 3, tzinfo=VIETNAM)
    assert not forgetting.each_night(night - timedelta(hours=2))
    assert forgetting.each_night(night)
    assert not forgetting.each_night(night)
    assert jobs.status(forgetting.FORGET, "2026-11-02") is not None
