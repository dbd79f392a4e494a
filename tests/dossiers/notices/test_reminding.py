"""Uncollected results are told again, and officers what waits for them."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.actions import act
from motcua.dossiers.notices import digest
from motcua.dossiers.notices import officers
from motcua.dossiers.notices import outbox
from motcua.dossiers.notices import reminding
from motcua.dossiers.notices import sending
from motcua.dossiers.register import Register
from motcua.dossiers.watching import escalations
from motcua.storage import jobs
from motcua.storage.engines import register_engine
import pytest
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.notices.conftest import run


def enter(dossier):
    """Write the row of the register, as a commit does."""
    register = Register()
    with register_engine().begin() as connection:
        register.upsert(connection, register.row(dossier))


@pytest.fixture
def ready(told, post):
    """A dossier whose result is ready since Monday, and was told."""
    act(told, "forward", "reception", data={"to": LAND}, now=MONDAY)
    act(told, "propose", "handler", data={"proposal": "Đủ"}, now=MONDAY)
    act(told, "approve", "leader", now=MONDAY)
    act(told, "finish", "handler", now=MONDAY)
    run(told)
    enter(told)
    return told


def remind(site, days):
    now = MONDAY + timedelta(days=days)
    count = reminding.remind(site, now.date(), now)
    sending.deliver(outbox.due(datetime.now(UTC) + timedelta(days=400)), now)
    return count


@pytest.mark.parametrize(
    ("days", "turn"),
    [(0, 0), (6, 0), (7, 1), (13, 1), (14, 0), (30, 2), (36, 2), (37, 0), (95, 3)],
)
def test_a_week_a_month_a_quarter(days, turn):
    assert reminding.turn_of(days) == turn


def test_an_uncollected_result_is_told_again(ready, province, post):
    assert post.subjects[-1].endswith("đã có kết quả")
    assert remind(province, 3) == 0
    assert remind(province, 7) == 1
    assert "đang chờ" in post.subjects[-1]
    assert "09:00 02/11/2026" in post.letters[-1].text
    sent = len(post.letters)
    # The same day again, and the days behind it.
    remind(province, 7)
    remind(province, 9)
    assert len(post.letters) == sent
    remind(province, 31)
    assert len(post.letters) == sent + 1
    first, second = (one.identity for one in post.letters[-2:])
    assert first != second


def test_a_collected_result_is_told_no_more(ready, province, post):
    act(ready, "return_result", "reception", now=MONDAY + timedelta(days=1))
    enter(ready)
    assert remind(province, 7) == 0


def test_a_reminder_that_waited_is_overtaken_by_the_hand_over(ready, province, post):
    now = MONDAY + timedelta(days=7)
    reminding.remind(province, now.date(), now)
    act(ready, "return_result", "reception", now=now)
    sent = len(post.letters)
    sending.deliver(outbox.due(now), now)
    assert len(post.letters) == sent


def test_nobody_is_reminded_at_night():
    night = datetime(2026, 11, 9, 3, 0, tzinfo=VIETNAM)
    assert not reminding.each_morning(night)


def test_the_letter_of_the_morning_has_numbers_and_codes(told, province, post):
    act(told, "forward", "reception", data={"to": LAND}, now=MONDAY)
    enter(told)
    late = MONDAY + timedelta(days=10)
    text = digest.text(province, "handler", late)
    assert told.code in text
    assert "1" in text.splitlines()[0]
    for word in ("Đức", "0912", "biến động"):
        assert word not in text
    assert digest.text(province, "stranger", late) == ""


def test_only_who_asked_gets_letters(province, post):
    assert officers.mode_of("handler") == officers.OFF
    assert officers.readers() == []
    officers.choose("handler", officers.DAILY)
    assert officers.readers() == ["handler"]
    with pytest.raises(KeyError):
        officers.choose("handler", "hourly")
    officers.choose("handler", officers.OFF)
    assert officers.readers() == []


def test_letters_go_out_on_working_mornings_once(province, post):
    officers.choose("handler", officers.DAILY)
    monday = datetime(2026, 11, 2, 7, 0, tzinfo=VIETNAM)
    assert digest.each_morning(province, monday - timedelta(days=1)) == 0
    assert digest.each_morning(province, monday - timedelta(hours=3)) == 0
    assert digest.each_morning(province, monday) == 1
    assert digest.each_morning(province, monday) == 0


def test_an_officer_gets_the_letter_at_the_own_address(told, province, post):
    act(told, "forward", "reception", data={"to": LAND}, now=MONDAY)
    enter(told)
    officers.choose("handler", officers.DAILY)
    digest.Digest()("2026-11-02:handler", {"person": "handler"}, lambda *_: None)
    [letter] = post.letters
    assert letter.to == "handler@example.org"
    assert told.code in letter.text


def test_an_urging_is_told_at_once_to_who_chose_that(told, province, post):
    act(told, "forward", "reception", data={"to": LAND}, now=MONDAY)
    now = datetime.now(UTC)
    words = {"person": "handler", "words": "Làm ngay"}
    act(told, "urge", "supervisor", data=words, now=now)
    assert list(officers.urgings(told, 3)) == []
    officers.choose("handler", officers.AT_ONCE)
    [(kind, key, data)] = officers.urgings(told, 3)
    assert kind == officers.JOB
    digest.Digest()(key, data, lambda *_: None)
    [letter] = post.letters
    assert told.code in letter.subject
    assert "Làm ngay" not in letter.text
    assert list(officers.urgings(told, 3, now + timedelta(days=2))) == []
    assert (kind, key, data) in list(Register().fresh(told, 3).jobs)


def test_the_jobs_of_letters_name_no_address(province, post):
    officers.choose("handler", officers.DAILY)
    digest.each_morning(province, datetime(2026, 11, 2, 7, 0, tzinfo=VIETNAM))
    assert "@" not in repr(jobs.listed(officers.JOB))


def test_what_does_not_move_stands_in_the_letter_and_is_told_at_once(
    told, province, post
):
    act(told, "forward", "reception", data={"to": LAND}, now=MONDAY)
    enter(told)
    later = MONDAY + timedelta(days=1)
    officers.choose("handler", officers.AT_ONCE)
    assert escalations.escalate(province, later) > 0
    assert escalations.tell(later) > 0
    [one] = escalations.told_to("handler", MONDAY)
    assert (one.subject, one.level) == (told.code, 0)
    data = {"person": "handler", "code": told.code}
    digest.Digest()(one.key, data, lambda *_: None)
    [letter] = post.letters
    assert told.code in letter.subject
    assert f"  {told.code}" in digest.text(province, "handler", later).splitlines()


def test_a_restricted_dossier_that_does_not_move_is_counted_and_not_named(
    told, province
):
    act(told, "forward", "reception", data={"to": LAND}, now=MONDAY)
    said = {"ground": "Người chưa thành niên", "person": "handler"}
    act(told, "restrict", "leader", data=said, now=MONDAY)
    enter(told)
    later = MONDAY + timedelta(days=1)
    assert escalations.escalate(province, later) > 0
    text = digest.text(province, "handler", later)
    assert told.code not in text
    assert "1" in text
