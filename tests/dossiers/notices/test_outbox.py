"""Every letter reaches its end: sent, failed for good, outdated, no channel."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from itertools import pairwise
from motcua.dossiers.actions import act
from motcua.dossiers.notices import choices
from motcua.dossiers.notices import delivery
from motcua.dossiers.notices import news
from motcua.dossiers.notices import outbox
from motcua.dossiers.notices import sending
import pytest
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.notices.conftest import ADDRESS
from tests.dossiers.notices.conftest import run


def letter(dossier):
    [found] = outbox.of(dossier.code)
    return found


def later(pause):
    return datetime.now(UTC) + pause + timedelta(seconds=1)


def again(moment):
    """Do what the minute of the worker asks for at a moment."""
    sending.deliver(outbox.due(moment), moment)


def test_a_letter_is_sent_once_however_often_the_job_runs(told, post):
    run(told)
    run(told)
    assert len(post.letters) == 1
    assert letter(told).state == outbox.SENT
    assert letter(told).tries == 1


def test_what_is_not_taken_waits_with_growing_pauses(told, post):
    post.wrong = delivery.Unreachable("busy 451")
    run(told)
    pauses = []
    while letter(told).state == outbox.WAITING:
        waits = letter(told)
        assert waits.error == "busy 451"
        pauses.append(waits.due_at)
        again(waits.due_at)
    gaps = [b - a for a, b in pairwise(pauses)]
    assert gaps == sorted(gaps)
    assert len(pauses) == len(outbox.PAUSES)
    assert letter(told).state == outbox.FAILED
    assert letter(told).tries == len(outbox.PAUSES) + 1
    assert post.letters == []


def test_a_server_that_comes_back_gets_the_letter(told, post):
    post.wrong = delivery.Unreachable("away")
    run(told)
    again(datetime.now(UTC))
    assert letter(told).tries == 1
    post.wrong = None
    again(later(outbox.PAUSES[0]))
    assert len(post.letters) == 1
    assert (letter(told).state, letter(told).error) == (outbox.SENT, "")


def test_what_is_refused_for_good_is_not_tried_again(told, post):
    post.wrong = delivery.Undeliverable("refused 550")
    run(told)
    assert letter(told).state == outbox.FAILED
    assert letter(told).error == "refused 550"
    post.wrong = None
    run(told)
    assert post.letters == []


def test_a_channel_that_breaks_says_nothing_of_people(told, post):
    post.wrong = ValueError("duc@example.org")
    run(told)
    assert letter(told).error == delivery.UNEXPECTED


def test_without_a_channel_the_letter_says_so_and_can_be_sent_later(told, post):
    post.used = False
    run(told)
    assert letter(told).state == outbox.UNSET
    post.used = True
    assert outbox.again(outbox.UNSET, "email", datetime.now(UTC)) == 1
    again(datetime.now(UTC))
    assert letter(told).state == outbox.SENT


def test_only_what_failed_or_had_no_channel_is_sent_again(told, post):
    run(told)
    for state in outbox.STATES:
        assert outbox.again(state, "email", datetime.now(UTC)) == 0
    assert letter(told).state == outbox.SENT


def test_a_kill_between_sending_and_noting_sends_the_same_letter_twice(told, post):
    post.killed_after = True
    with pytest.raises(KeyboardInterrupt):
        run(told)
    assert letter(told).state == outbox.WAITING
    post.killed_after = False
    run(told)
    assert len(post.letters) == 1, "it may still be under way"
    again(later(outbox.TAKEN))
    first, second = post.letters
    assert first == second
    assert first.identity == second.identity
    assert letter(told).state == outbox.SENT


def test_of_two_jobs_that_meet_one_sends_a_letter(told, post):
    post.wrong = delivery.Unreachable("away")
    run(told)
    post.wrong = None
    moment = later(outbox.PAUSES[0])
    for seen in [outbox.due(moment), outbox.due(moment)]:
        assert len(seen) == 1
        sending.deliver(seen, moment)
    assert len(post.letters) == 1
    assert (letter(told).state, letter(told).tries) == (outbox.SENT, 2)


def test_no_round_is_asked_for_a_letter_that_is_under_way(told, post, monkeypatch):
    asked = []

    def send(_message):
        asked.append(sending.each_minute())

    monkeypatch.setattr(post, "send", send)
    run(told)
    assert asked == [False]
    assert letter(told).state == outbox.SENT


def test_identities_tell_letters_apart_and_nothing_else(told, post):
    run(told)
    act(told, "forward", "reception", data={"to": LAND}, now=MONDAY)
    act(told, "propose", "handler", data={"proposal": "Đủ"}, now=MONDAY)
    run(told)
    first, second = (one.identity for one in post.letters)
    assert first != second
    assert told.code not in first
    assert first.isalnum()


def test_a_letter_that_waited_too_long_is_overtaken(told, post):
    post.wrong = delivery.Unreachable("away")
    run(told)
    act(told, "forward", "reception", data={"to": LAND}, now=MONDAY)
    post.wrong = None
    again(later(outbox.PAUSES[0]))
    assert post.letters == []
    assert letter(told).state == outbox.OUTDATED


def test_old_news_that_waited_are_not_sent(told, post, monkeypatch):
    post.wrong = delivery.Unreachable("away")
    run(told)
    post.wrong = None
    monkeypatch.setattr(news, "FRESH", timedelta(days=1))
    again(later(timedelta(days=40)))
    assert post.letters == []
    assert letter(told).state == outbox.OUTDATED


def test_an_address_that_was_taken_back_meanwhile_gets_nothing(told, post):
    post.wrong = delivery.Unreachable("away")
    run(told)
    post.wrong = None
    choices.choose(told.code, choices.Choice({}))
    again(later(outbox.PAUSES[0]))
    assert post.letters == []
    assert letter(told).state == outbox.OUTDATED


def test_each_channel_fails_by_itself(told, post, telephone):
    both = {"email": ADDRESS, "sms": "+84912345678"}
    choices.choose(told.code, choices.Choice(both))
    post.wrong = delivery.Unreachable("away")
    run(told)
    states = {one.channel: one.state for one in outbox.of(told.code)}
    assert states == {"email": outbox.WAITING, "sms": outbox.SENT}
    [short] = telephone.letters
    assert short.text == (
        f"Ho so {told.code} da duoc tiep nhan. Hen tra 09:00 09/11/2026."
    )


def test_the_outbox_holds_no_address_and_no_text(told, post):
    run(told)
    said = repr(outbox.of(told.code))
    for word in (ADDRESS, "Đức", "912345678", "tiếp nhận"):
        assert word not in said


def test_numbers_by_channel_and_state(told, post):
    run(told)
    assert outbox.counts() == {("email", outbox.SENT): 1}
    assert [one.code for one in outbox.listed(outbox.SENT)] == [told.code]
    assert outbox.listed(outbox.SENT, "sms") == []


def test_the_minute_asks_for_one_round_where_something_waits(told, post):
    assert not sending.each_minute()
    post.wrong = delivery.Unreachable("away")
    run(told)
    moment = later(outbox.PAUSES[0])
    assert sending.each_minute(moment)
    assert not sending.each_minute(moment)


def test_old_rows_are_dropped_and_what_waits_is_not(told, post):
    run(told)
    assert sending.forget() == 0
    assert sending.forget(datetime.now(UTC) + timedelta(days=500)) == 1
    post.wrong = delivery.Unreachable("away")
    run(told)
    assert sending.forget(datetime.now(UTC) + timedelta(days=500)) == 0
