"""Administrators see what became of notices, write their texts, meet no people."""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
from motcua.dossiers.notices import outbox
from motcua.dossiers.notices import texts
from motcua.dossiers.slips import book
import pytest
from tests.admin.test_screens import client
from tests.admin.test_screens import get
from tests.admin.test_screens import OFFICER
from tests.admin.test_screens import post
from tests.admin.test_screens import site


__all__ = ["client", "get", "post", "site"]

CODE = "H99.01-261102-0001"
NAME = "notice-ready-sms-vi"


@pytest.fixture
def letters(site):
    """One letter that failed and one without a channel."""
    now = datetime.now(UTC)
    outbox.forget(datetime(2100, 1, 1, tzinfo=UTC))
    failed = outbox.Letter(CODE, 1, 0, "email", "applicant", "received")
    unset = outbox.Letter(CODE, 2, 0, "sms", "applicant", "ready")
    outbox.put([failed, unset], now)
    outbox.ended(failed, outbox.FAILED, now, "refused 550")
    outbox.ended(unset, outbox.UNSET, now)
    yield
    outbox.forget(datetime(2100, 1, 1, tzinfo=UTC))


def state(number):
    return next(one.state for one in outbox.of(CODE) if one.number == number)


def test_what_failed_is_shown_with_its_reason(get, letters):
    page = get("/thong-bao").text
    assert CODE in page
    assert "(550)" in page
    assert "state=unset" in page
    assert CODE in get("/thong-bao?state=unset&channel=sms").text
    assert CODE not in get("/thong-bao?state=sent").text
    assert get("/thong-bao?state=%22%3E&channel=fax").status_code == 200


def test_one_letter_is_sent_again(post, letters):
    key = {"code": CODE, "number": "1", "turn": "1", "role": "applicant"}
    post("/thong-bao", state="failed", channel="email", **key)
    assert state(1) == outbox.WAITING
    assert state(2) == outbox.UNSET
    # The second click of the same button.
    again = post("/thong-bao", state="failed", channel="email", **key)
    assert again.status_code == 400
    assert state(1) == outbox.WAITING


def test_all_of_a_channel_are_sent_again(post, letters):
    post("/thong-bao", state="unset", channel="sms")
    assert (state(1), state(2)) == (outbox.FAILED, outbox.WAITING)


def test_what_was_sent_is_not_sent_again(post, letters):
    assert post("/thong-bao", state="sent", channel="email").status_code == 400


def test_notices_are_for_administrators(get, letters):
    assert CODE not in get("/thong-bao", OFFICER).text
    assert "{{ code }}" not in get(f"/mau-thong-bao/{NAME}", OFFICER).text


def test_every_text_has_an_editor(get):
    page = get("/mau-thong-bao").text
    for place in texts.places():
        assert f"/mau-thong-bao/{place.name}" in page
    assert "{{ code }}" in get(f"/mau-thong-bao/{NAME}").text
    assert get("/mau-thong-bao/notice-ready-fax-vi").status_code == 404


def test_a_preview_shows_the_longest_values_and_keeps_nothing(post, site):
    text = "Hồ sơ {{ code }} xong"
    page = post(f"/mau-thong-bao/{NAME}", source=text, preview="1").text
    assert "Ho so 000.00.99.H99-261102-00001 xong" in page
    assert "37 / 160" in page
    assert book.rows(NAME, site) == ()


def test_what_is_kept_holds_from_its_day(post, site, get):
    text = "Hồ sơ {{ code }} xong"
    post(f"/mau-thong-bao/{NAME}", source=text, since="2026-11-20", seen="1")
    [row] = book.rows(NAME, site)
    assert (row.author, str(row.valid_from)) == ("keeper", "2026-11-20")
    place = texts.place(NAME)
    assert texts.on(place, row.valid_from, site) == text + "\n"
    # The second tab saw no version; what it typed stays.
    other = post(
        f"/mau-thong-bao/{NAME}", source=f"{text}!", since="2026-11-20", seen="1"
    )
    assert other.status_code == 400
    assert f"{text}!" in other.text
    assert len(book.rows(NAME, site)) == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Ông {{ applicant }} {{ code }}", "applicant"),
        ("{{ code }} " + "rất dài " * 30, "160"),
        ("không có mã", "{{ code }}"),
    ],
)
def test_what_is_wrong_is_told_and_stays_in_the_form(post, site, text, why):
    answer = post(f"/mau-thong-bao/{NAME}", source=text, since="2026-11-20", seen="1")
    assert answer.status_code == 400
    assert why in answer.text.split('id="problem"')[1].split("</div>")[0]
    assert text.strip() in answer.text
    assert book.rows(NAME, site) == ()
