"""What is typed and not saved survives, is its person's alone, and ends."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from motcua.storage import drafts
from motcua.storage import engines
import pytest
import sqlalchemy as sa
import transaction


NOW = datetime(2026, 11, 26, 1, 30, tzinfo=UTC)
HOA = {"applicant-name": "Nguyễn Thị Hoa", "applicant-phone": "0912 345 678"}


def keep(token="t1", person="lua", window="w1", fields=HOA, now=NOW, about="1.001193"):
    drafts.keep(person, token, about, window, fields, now)


def rows():
    """Everything that stands in the table, as text."""
    with engines.register_engine().connect() as connection:
        return str(connection.execute(sa.select(drafts.DRAFTS)).all())


def test_a_draft_is_there_after_the_processes_were_started_anew(house):
    keep()
    engines.dispose()
    (found,) = drafts.of("lua", "1.001193")
    assert (found.token, found.fields, found.kept_at) == ("t1", HOA, NOW)


def test_nothing_of_a_citizen_stands_in_the_table(house):
    keep(token="the-token-of-the-form")
    assert "1.001193" in rows()
    for secret in ("Hoa", "0912", "the-token-of-the-form", "Nguy"):
        assert secret not in rows()


def test_a_draft_is_nobody_elses(house):
    keep()
    assert drafts.of("duc") == []
    assert drafts.take_over("duc", "t1", "w9") is None
    drafts.drop("duc", "t1")
    with engines.register_engine().begin() as connection:
        connection.execute(sa.update(drafts.DRAFTS).values(person="duc"))
    assert drafts.of("duc") == []  # sealed for somebody else


def test_two_windows_with_one_form_do_not_write_over_each_other(house):
    keep(window="w1")
    with pytest.raises(drafts.Elsewhere):
        keep(window="w2", fields={"applicant-name": "Đức"})
    assert drafts.of("lua")[0].fields == HOA
    assert drafts.take_over("lua", "t1", "w2").fields == HOA
    keep(window="w2", fields={"applicant-name": "Đức"})
    with pytest.raises(drafts.Elsewhere):
        keep(window="w1")
    assert drafts.of("lua")[0].fields == {"applicant-name": "Đức"}


def test_two_forms_are_two_drafts_the_newest_first(house):
    keep("t1")
    keep("t2", window="w2", now=NOW + timedelta(seconds=5))
    assert [each.token for each in drafts.of("lua")] == ["t2", "t1"]
    assert drafts.of("lua", "1.000000") == []


def test_a_draft_ends_with_the_transaction_that_saves_its_form(house):
    keep()
    transaction.begin()
    drafts.drop_on_commit("lua", "t1")
    transaction.abort()
    assert len(drafts.of("lua")) == 1
    transaction.begin()
    drafts.drop_on_commit("lua", "t1")
    transaction.commit()
    assert drafts.of("lua") == []


def test_what_nobody_comes_back_for_ends(house):
    keep()
    assert drafts.forget(NOW + drafts.KEPT) == 0
    assert drafts.forget(NOW + drafts.KEPT + timedelta(seconds=1)) == 1
    assert drafts.of("lua") == []


def test_the_oldest_makes_way_and_a_pasted_book_is_not_kept(house):
    for number in range(drafts.MOST + 2):
        keep(f"t{number}", now=NOW + timedelta(seconds=number))
    tokens = [each.token for each in drafts.of("lua")]
    assert len(tokens) == drafts.MOST
    assert tokens[-1] == "t2"
    with pytest.raises(drafts.TooLarge):
        keep(fields={"note": "x" * drafts.LARGEST})
    # A column of the database: what an address says may be longer.
    with pytest.raises(drafts.TooLarge):
        keep(about="1" * (drafts.LONGEST + 1))


def test_a_draft_under_another_secret_of_the_house_is_none(house, monkeypatch):
    keep()
    monkeypatch.setenv("MOTCUA_SECRET", "another")
    assert drafts.of("lua") == []
    assert drafts.take_over("lua", "t1", "w2") is None


@settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    fields=st.dictionaries(
        st.text(st.characters(codec="utf-8"), min_size=1, max_size=20),
        st.text(st.characters(codec="utf-8"), max_size=100),
        max_size=8,
    ),
    token=st.text(st.characters(codec="utf-8"), min_size=1, max_size=30),
)
def test_what_is_kept_comes_back_letter_by_letter(house, fields, token):
    drafts.drop("lua", token)
    keep(token, fields=fields)
    assert drafts.take_over("lua", token, "w2").fields == fields
