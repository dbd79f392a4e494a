"""What a citizen does after following: writes to the office, chooses how to be told."""

from __future__ import annotations

from motcua.dossiers import messages
from motcua.dossiers import readers
from motcua.dossiers.folder import find
from motcua.dossiers.notices import choices
from motcua.dossiers.states import fold
import pytest
from tests.desk.conftest import browser
from tests.desk.conftest import house
from tests.desk.conftest import officer
from tests.desk.conftest import receive
from tests.dossiers.conftest import UNIT
import transaction


__all__ = ["house", "officer"]

WORDS = "Tôi nộp thêm bản đồ vào thứ Hai được không?"


@pytest.fixture
def code(house):
    return receive(house)


@pytest.fixture
def citizen(code):
    """A browser, and the page that code and factor opened."""
    app = browser()
    return app, app.post("/vi/tra-cuu", {"code": code, "factor": "5678"})


def proof(page):
    return page.html.select_one("[name=proof]")["value"]


def send(citizen, do="message", status=None, headers=None, **fields):
    app, page = citizen
    sent = {"proof": proof(page), "do": do, **fields}
    return app.post("/vi/tra-cuu", sent, status=status, headers=headers)


def length(site, code):
    transaction.begin()
    return find(site, code).length


def test_a_message_reaches_the_office_and_stands_on_the_page(house, code, citizen):
    page = send(citizen, words=WORDS)
    assert "đã đến cơ quan" in page.html.select_one("[role=status]").text
    assert WORDS in page.html.select_one("[aria-labelledby=thread] dl").text
    assert page.headers["Cache-Control"] == "private, no-store"
    transaction.begin()
    (entry,) = messages.thread(fold(find(house, code)))
    assert (entry.actor, entry.text) == (messages.APPLICANT, WORDS)


def test_the_factor_is_not_asked_for_again_and_stands_nowhere(citizen):
    page = send(citizen, words=WORDS)
    assert "5678" not in page.text
    assert proof(page) not in page.request.url


def test_sending_twice_or_loading_again_is_one_message(house, code, citizen):
    for _number in range(3):
        send(citizen, words=WORDS)
    assert length(house, code) == 2


@pytest.mark.parametrize("words", ["", "  ", "a" * 1001])
def test_what_is_refused_says_why_keeps_the_words_and_writes_nothing(
    house, code, citizen, words
):
    page = send(citizen, words=words, status=400)
    assert page.html.select_one("[role=alert]")
    assert page.html.select_one("#words").text.strip() == words.strip()
    assert page.html.select_one("#status")
    assert length(house, code) == 1


def test_too_many_messages_have_to_wait(house, code, citizen):
    for number in range(messages.PER_CODE):
        send(citizen, words=f"{WORDS} {number}")
    page = send(citizen, words="noch eine", status=429)
    assert int(page.headers["Retry-After"]) > 0
    assert length(house, code) == 1 + messages.PER_CODE


@pytest.mark.parametrize("do", ["message", "news", "anything"])
def test_without_a_proof_nothing_is_done(house, code, citizen, do):
    app, _page = citizen
    sent = {"do": do, "words": WORDS, "proof": "x" * 40, "email": "1"}
    assert app.post("/vi/tra-cuu", sent, status=403)
    sent = {"do": do, "words": WORDS, "code": code, "factor": "0000"}
    assert not app.post("/vi/tra-cuu", sent).html.select_one("#status")
    assert length(house, code) == 1


def test_another_site_sends_no_message(house, code, citizen):
    headers = {"Origin": "https://evil.example"}
    send(citizen, words=WORDS, status=403, headers=headers)
    assert length(house, code) == 1


def test_script_and_control_characters_stay_text(house, code, citizen):
    page = send(citizen, words="<script>alert(1)</script>\x00\x1b[31m")
    assert not page.html.select("dl script")
    assert "<script>alert" in page.html.select_one("[aria-labelledby=thread] dl").text


def test_an_e_mail_address_is_asked_before_it_gets_news(house, code, citizen):
    page = send(citizen, "news", address="duc@example.org", language="vi")
    assert "đã gửi thư" in page.html.select_one("[role=status]").text
    assert choices.chosen(code).to == {}


def test_a_senseless_choice_is_refused(house, code, citizen):
    before = choices.chosen(code)
    page = send(citizen, "news", language="xx", status=400)
    assert page.html.select_one("[role=alert]")
    assert choices.chosen(code) == before


def test_choosing_writes_nothing_into_the_content(house, code, citizen):
    transaction.begin()
    before = house._p_jar.db().lastTransaction()
    send(citizen, "news", language="en")
    transaction.begin()
    assert house._p_jar.db().lastTransaction() == before
    assert choices.chosen(code).language == "en"


def test_who_opened_it_is_told_by_office_and_day(house, code, citizen, officer):
    officer("reception").get(f"/desk/ho-so/{code}")
    ((unit, _day),) = readers.opened(code)
    assert unit == UNIT
    app, page = citizen
    told = app.post("/vi/tra-cuu", {"proof": proof(page)}).html.main.text
    assert "mở xem lần cuối" in told
    assert "Trần Thị Lụa" not in told
