"""Walking codes and pages without a right: nothing found, nothing told, nothing kept.

What was tried is counted and recorded with the test. ``MOTCUA_WALK`` asks for more
requests over HTTP than the few that run each time.
"""

from __future__ import annotations

from collections import Counter
from collections import deque
from datetime import timedelta
from motcua.dossiers import messages
from motcua.dossiers import proofs
from motcua.dossiers import tracking
from motcua.dossiers.actions import act
from motcua.dossiers.folder import find
from motcua.dossiers.notices import asking
from motcua.dossiers.notices import inbound
from motcua.dossiers.persons import Person
from motcua.storage.tries import TooManyTries
import os
import pytest
import re
from tests.desk.conftest import browser
from tests.desk.conftest import receive
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
import transaction
from urllib.parse import urlsplit


#: Nothing of these may stand in any answer to somebody without the second factor.
CANARIES = (
    "Chim Hoàng Yến",
    "0987 654 321",
    "0987654321",
    "079201007777",
    "hoangyen@example.org",
    "Ngõ Canary 7",
    "Trần Thị Lụa",
    "giấy ủy quyền riêng",
)
#: Requests over HTTP; each takes some 10 ms.
WALK = int(os.environ.get("MOTCUA_WALK", "300"))
TRIES = 10_000
#: Guesses where each takes milliseconds; ``MOTCUA_WALK`` asks for more of them too.
FEWER = max(1_000, min(TRIES, WALK))
#: What a telephone is told that has to wait, without how long.
WAITS = inbound.WAIT.replace("${minutes}", "n")
#: Pages of a crawl; the public site of the tests has fewer.
PAGES = 2_000


@pytest.fixture
def canary(house):
    """The code of a dossier every text of which is a canary."""
    person = Person(
        "applicant",
        CANARIES[0],
        birth="2001-07-07",
        id_number=CANARIES[3],
        phone=CANARIES[1],
        email=CANARIES[4],
        address=CANARIES[5],
    )
    code = receive(house, persons=(person,), note=CANARIES[7])
    act(find(house, code), "forward", "reception", data={"to": LAND})
    transaction.commit()
    return code


def last(site):
    """Return the last transaction of the database."""
    transaction.begin()
    return site._p_jar.db().lastTransaction()


def test_ten_thousand_guesses_open_nothing(house, canary, record_property):
    """S35: every factor of one code, each asked from another address.

    "4321" and "7777" would open it: without the limits the walk would find them.
    """
    before = last(house)
    outcomes = Counter()
    for number in range(TRIES):
        now = MONDAY + timedelta(seconds=number)
        client = f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"
        try:
            found = tracking.follow(house, canary, f"{number:04d}", client, now)
            outcomes["hit" if found else "miss"] += 1
        except TooManyTries:
            outcomes["held up"] += 1
    record_property("guesses", dict(outcomes))
    assert outcomes["hit"] == 0
    assert outcomes["miss"] <= tracking.PER_CODE_AND_DAY
    assert last(house) == before


def test_walking_many_codes_from_one_address_is_held_up(house, canary, record_property):
    """S35: a hundred codes of the day with a hundred factors each, in 100 minutes."""
    before = last(house)
    outcomes = Counter()
    day = canary[len(UNIT) + 1 :].rpartition("-")[0]
    for number in range(TRIES):
        now = MONDAY + timedelta(seconds=number * 0.6)
        code = f"{UNIT}-{day}-{number % 100:04d}"
        factor = f"{4300 + number // 100:04d}"
        try:
            found = tracking.follow(house, code, factor, "10.0.0.1", now)
            outcomes["hit" if found else "miss"] += 1
        except TooManyTries:
            outcomes["held up"] += 1
    record_property("guesses", dict(outcomes))
    assert outcomes["hit"] == 0
    # A window of a quarter of an hour lets ten fail, and 100 minutes touch eight.
    assert outcomes["miss"] <= 8 * tracking.PER_CLIENT
    assert last(house) == before


def test_walking_codes_for_statuses_is_held_up(house, canary, record_property):
    """S35: without a factor, from one address through a whole day."""
    before = last(house)
    outcomes = Counter()
    begun = MONDAY.replace(hour=7)
    for number in range(TRIES):
        now = begun + timedelta(seconds=number * 6)
        code = f"{canary[:-4]}{number % 9999:04d}"
        try:
            found = tracking.status(house, code, "10.0.0.1", now)
            outcomes["status" if found else "nothing"] += 1
        except TooManyTries:
            outcomes["held up"] += 1
    record_property("questions", dict(outcomes))
    # The questions of a working day touch two days of Greenwich at most.
    told = outcomes["status"] + outcomes["nothing"]
    assert told <= 2 * tracking.STATUS_PER_CLIENT_AND_DAY
    assert last(house) == before


def test_guessing_by_short_message_is_held_up(house, canary, record_property):
    """S35: each text from another telephone; an unknown code is answered alike."""
    before = last(house)
    missing = f"{canary[:-4]}9999"
    answers = {canary: Counter(), missing: Counter()}
    for number in range(FEWER):
        now = MONDAY + timedelta(seconds=number)
        for code, told in answers.items():
            text = f"HS {code} {number:04d}"
            said = inbound.answer(house, text, f"09{number:08d}", now)
            told[re.sub(r"\d+ phut", "n phut", said)] += 1
    record_property("texts", 2 * FEWER)
    assert answers[canary] == answers[missing]
    assert set(answers[canary]) == {inbound.UNKNOWN, WAITS}
    assert answers[canary][inbound.UNKNOWN] <= tracking.PER_CODE_AND_DAY
    assert last(house) == before


def test_no_proof_is_guessed_and_what_is_sent_with_one_is_held_up(house, canary):
    """S35: forged proofs do nothing; with one a few things are done in a day."""
    before = last(house)
    proof = proofs.give(canary, MONDAY)
    dossier = find(house, canary)
    for number in range(FEWER):
        at = number % len(proof)
        other = "A" if proof[at] != "A" else "B"
        forged = proof[:at] + other + proof[at + 1 :]
        assert tracking.proven(house, forged, MONDAY) is None, at
    kept = Counter()
    for number in range(FEWER // 10):
        now = MONDAY + timedelta(seconds=number)
        try:
            asking.wish(dossier, {"email"}, "vi", f"a{number}@example.org", now)
            kept["asked"] += 1
        except TooManyTries:
            kept["held up"] += 1
    assert kept["asked"] <= asking.ASKED
    assert last(house) == before
    for number in range(FEWER // 10):
        now = MONDAY + timedelta(seconds=number)
        try:
            messages.write(
                dossier, f"10.1.{number >> 8}.{number & 255}", f"{number}", now
            )
            kept["written"] += 1
        except TooManyTries:
            kept["not written"] += 1
    assert kept["written"] == messages.PER_CODE
    assert kept["written"] + kept["not written"] == FEWER // 10


def test_over_http_a_miss_is_a_miss(house, canary, record_property):
    """S35: answers alike to the byte, whatever was wrong; then 429; no write."""
    before = last(house)
    missing = f"{canary[:-4]}9999"
    bodies, codes = set(), Counter()
    for number in range(WALK):
        app = browser()
        form = {"code": (canary, missing)[number % 2], "factor": f"{number:04d}"}
        environ = {"REMOTE_ADDR": f"10.9.{number % 5}.1"}
        answer = app.post("/vi/tra-cuu", form, extra_environ=environ, status="*")
        codes[answer.status_int] += 1
        assert not [each for each in CANARIES if each in answer.text]
        assert canary not in answer.text
        assert "Set-Cookie" not in answer.headers
        # The minutes until the next try are the same for all, and run on.
        body = re.sub(r"<b>\d+</b>", "<b>n</b>", answer.text)
        bodies.add((answer.status_int, body))
        if answer.status_int == 429:
            assert 0 < int(answer.headers["Retry-After"]) <= 86_400
    record_property("answers", dict(codes))
    assert set(codes) == {200, 429}
    assert codes[200] <= 5 * tracking.PER_CLIENT
    assert len(bodies) == 2
    assert last(house) == before


def test_no_answer_to_nobody_names_anybody(house, canary, record_property):
    """S36: a crawl of all public pages from both front pages, and the forms."""
    seen, queue = set(), deque(["/", "/vi", "/en", "/login", "/organisation"])
    app = browser()
    # The platform's login writes once in a new house, and never again.
    app.get("/login")
    before = last(house)
    while queue and len(seen) < PAGES:
        path = queue.popleft()
        if path in seen:
            continue
        seen.add(path)
        answer = app.get(path, status="*")
        assert last(house) == before, path
        assert answer.status_int < 500, path
        told = answer.text if answer.charset else answer.body.decode("latin-1")
        assert not [each for each in CANARIES if each in told], path
        assert canary not in told, path
        if "html" in answer.content_type:
            queue += [link for link in links(answer) if link not in seen]
    asked = [
        {"code": canary},
        {"code": canary, "factor": "0000"},
        {"code": canary.lower(), "factor": ""},
        {"code": canary, "factor": "", "proof": "x"},
        {"code": CANARIES[0], "factor": CANARIES[3]},
    ]
    for form in asked:
        for page in ("/vi/tra-cuu", "/en/tracking", "/vi/kiem-tra-phieu"):
            answer = app.post(page, form, status="*")
            assert not [each for each in CANARIES if each in answer.text], form
    answers = len(seen) + 3 * len(asked)
    record_property("answers", answers)
    assert len(seen) > 30
    assert last(house) == before


def links(answer):
    """Return the addresses of our own site that a page leads to, in order."""
    found = []
    for tag in answer.html.select("a[href], link[href], script[src], form[action]"):
        target = tag.get("href") or tag.get("src") or tag.get("action")
        parts = urlsplit(str(target))
        if parts.netloc and parts.netloc != "localhost:80":
            continue
        if parts.scheme not in ("", "http") or not parts.path.startswith("/"):
            continue
        found.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def test_the_right_factor_does_find_it(house, canary):
    """The canaries are really there: this dossier opens to who knows a factor."""
    assert tracking.follow(house, canary, "4321", "10.0.0.1") is not None
    page = browser().post("/vi/tra-cuu", {"code": canary, "factor": "7777"})
    assert page.html.select_one("#status")
    assert not [each for each in CANARIES if each in page.text]
    assert browser().post("/vi/tra-cuu", {"code": canary}).html.select_one("#alone")
