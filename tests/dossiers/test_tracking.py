"""Following a dossier from outside: two factors, few tries, nothing personal."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from motcua.dossiers import pins
from motcua.dossiers.actions import act
from motcua.dossiers.intake import receive
from motcua.dossiers.tracking import PER_CLIENT
from motcua.dossiers.tracking import PER_CODE
from motcua.dossiers.tracking import PER_CODE_AND_DAY
from motcua.dossiers.tracking import track
from motcua.storage.engines import register_engine
from motcua.storage.tries import TooManyTries
from motcua.storage.tries import TRIES
from motcua.storage.tries import WINDOW
import pytest
import sqlalchemy as sa
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY


HOME = "203.0.113.7"


def ask(site, code, factor, client=HOME, now=MONDAY):
    return track(site, code, factor, client, now)


@pytest.mark.parametrize("factor", ["5678", "1234", " 5678 "])
def test_the_last_digits_of_phone_or_identity_open(province, dossier, factor):
    assert ask(province, dossier.code, factor).code == dossier.code


@pytest.mark.parametrize("factor", ["0912 345 678", "0912.345.678", "030957001234"])
def test_who_types_the_whole_number_is_understood(province, dossier, factor):
    assert ask(province, dossier.code, factor) is not None


@pytest.mark.parametrize("factor", ["1912 345 678", "345 678", "130957001234"])
def test_more_digits_have_to_be_right_in_full(province, dossier, factor):
    assert ask(province, dossier.code, factor) is None


def test_the_pin_of_the_slip_opens(province, dossier):
    assert ask(province, dossier.code, pins.pin(dossier.code)) is not None


def test_a_code_in_lower_case_with_blanks_is_understood(province, dossier):
    assert ask(province, f" {dossier.code.lower()} ", "5678") is not None


@pytest.mark.parametrize("factor", ["", "0000", "678", "912345678", "x", "５６７９"])
def test_anything_else_does_not(province, dossier, factor):
    assert ask(province, dossier.code, factor) is None


def test_unknown_code_and_wrong_factor_are_one_answer(province, dossier):
    unknown = dossier.code[:-4] + "9999"
    assert ask(province, dossier.code, "0000") is None
    assert ask(province, unknown, "5678") is None
    assert ask(province, "; drop table", "5678") is None


def test_the_pin_of_a_code_that_was_never_given_opens_nothing(province, dossier):
    unknown = dossier.code[:-4] + "9999"
    assert ask(province, unknown, pins.pin(unknown)) is None


def test_the_pin_belongs_to_one_code(province, dossier):
    other = receive(province, an_intake(_version(province)), "reception", MONDAY)
    assert pins.pin(other.code) != pins.pin(dossier.code)
    assert ask(province, other.code, pins.pin(dossier.code)) is None


def _version(site):
    from motcua.procedures import versions

    return versions.current("1.001193", site=site)


def test_without_phone_and_identity_only_the_pin_opens(province, version):
    from motcua.dossiers.persons import Person

    bare = receive(
        province,
        an_intake(version, persons=(Person("applicant", "Hoa"),)),
        "reception",
        MONDAY,
    )
    assert ask(province, bare.code, "") is None
    assert ask(province, bare.code, pins.pin(bare.code)) is not None


def test_nothing_personal_is_shown(province, dossier):
    text = str(asdict(ask(province, dossier.code, "5678")))
    for personal in ("Nguyễn", "Đức", "Hoa", "0912", "030957", "1957", "reception"):
        assert personal not in text


def test_the_citizen_sees_where_it_is_and_until_when(province, dossier):
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)
    seen = ask(province, dossier.code, "5678")
    assert (seen.public_status, seen.holder) == (4, LAND)
    assert seen.due.isoformat() == "2026-11-09T09:00:00+07:00"
    assert not seen.late
    assert ask(province, dossier.code, "5678", now=MONDAY + timedelta(days=30)).late


def test_the_reason_of_a_supplement_is_shown(province, dossier):
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)
    act(
        dossier,
        "pause",
        "handler",
        data={"reason_code": "other", "reason": "thiếu bản đồ"},
        now=MONDAY,
    )
    seen = ask(province, dossier.code, "5678")
    assert seen.paused
    assert seen.reason == "thiếu bản đồ"
    act(dossier, "resume", "reception", now=MONDAY)
    assert ask(province, dossier.code, "5678").reason == ""


def test_too_many_failures_of_one_client_are_stopped(province, dossier):
    for _ in range(PER_CLIENT):
        assert ask(province, dossier.code, "0000") is None
    with pytest.raises(TooManyTries) as stopped:
        ask(province, dossier.code, "5678")
    assert 0 < stopped.value.retry_after <= WINDOW


def test_many_clients_on_one_code_are_stopped_too(province, dossier):
    for number in range(PER_CODE):
        assert ask(province, dossier.code, "0000", client=f"10.0.0.{number}") is None
    with pytest.raises(TooManyTries):
        ask(province, dossier.code, "0000", client="10.1.0.1")


def test_patient_guessing_of_four_digits_is_stopped_for_the_day(province, dossier):
    begun = MONDAY.replace(hour=8, minute=0)
    for number in range(PER_CODE_AND_DAY):
        at = begun + timedelta(seconds=WINDOW * (number // PER_CODE))
        ask(province, dossier.code, "0000", client=f"10.0.1.{number}", now=at)
    later = begun + timedelta(seconds=WINDOW * 8)
    with pytest.raises(TooManyTries) as stopped:
        ask(province, dossier.code, "5678", client="10.1.0.1", now=later)
    assert stopped.value.retry_after > WINDOW
    tomorrow = begun + timedelta(days=1)
    assert ask(province, dossier.code, "5678", now=tomorrow) is not None


def test_successes_are_not_counted(province, dossier):
    for _ in range(PER_CLIENT + PER_CODE):
        assert ask(province, dossier.code, "5678") is not None


def test_tries_are_forgotten_after_the_window(province, dossier):
    for _ in range(PER_CLIENT):
        ask(province, dossier.code, "0000")
    later = MONDAY + timedelta(seconds=WINDOW)
    assert ask(province, dossier.code, "5678", now=later) is not None


def test_neither_address_nor_code_is_stored(province, dossier):
    ask(province, dossier.code, "0000")
    with register_engine().connect() as connection:
        rows = str(list(connection.execute(sa.select(TRIES))))
    assert HOME not in rows
    assert dossier.code not in rows


def test_a_wrong_try_writes_nothing_into_the_content(province, dossier):
    registered = len(province._p_jar._registered_objects)
    ask(province, dossier.code, "0000")
    assert len(province._p_jar._registered_objects) == registered
