"""Applicants are told of a new status once, without a word about people."""

from __future__ import annotations

from datetime import timedelta
from motcua.dossiers import notices
from motcua.dossiers.actions import act
from motcua.dossiers.intake import receive
from motcua.dossiers.interfaces import INotifier
from motcua.dossiers.persons import Person
from motcua.dossiers.register import Register
from motcua.storage.interfaces import IDerivesJobs
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from zope.component import getGlobalSiteManager
from zope.component import queryUtility
from zope.interface.verify import verifyObject


ADDRESS = "duc@example.org"
PERSONS = (
    Person(
        "applicant",
        "Nguyễn Văn Đức",
        phone="0912 345 678",
        id_number="030957001234",
        email=ADDRESS,
        address="Thôn Đoài",
    ),
    Person("owner", "Hoa", email="hoa@example.org"),
)


class Post:
    """Keeps what would have been sent; out of reach when ``down``."""

    def __init__(self):
        self.letters = []
        self.down = False

    def send(self, to, subject, text):
        if self.down:
            raise ConnectionRefusedError
        self.letters.append((to, subject, text))


@pytest.fixture
def post(province):
    registry = getGlobalSiteManager()
    before = queryUtility(INotifier, name="email")
    post = Post()
    registry.registerUtility(post, INotifier, "email")
    yield post
    registry.registerUtility(before, INotifier, "email")


@pytest.fixture
def told(province, version):
    """A dossier whose applicant left an address."""
    return receive(province, an_intake(version, persons=PERSONS), "reception", MONDAY)


def run(dossier, now=MONDAY):
    """Do every job for the notices of a dossier; return what the jobs said."""
    said = []
    for _kind, key, data in list(notices.jobs(dossier, now)):
        notices.Notify()(key, data, lambda *words: said.append(words))
    return said


def test_a_dossier_without_an_address_asks_for_no_notice(dossier):
    assert list(notices.jobs(dossier, MONDAY)) == []


def test_the_register_asks_for_the_notices(told, monkeypatch):
    verifyObject(IDerivesJobs, Register())
    monkeypatch.setattr(notices, "FRESH", timedelta(days=36_500))
    assert list(Register().jobs(told)) == [
        ("notify", f"{told.code}:1", {"code": told.code, "number": 1})
    ]


def test_receipt_is_told_with_code_status_due_date_and_address(told, post):
    run(told)
    [(to, subject, text)] = post.letters
    assert to == ADDRESS
    assert subject == f"{told.code}: Được tiếp nhận / Accepted"
    assert "09:00 09/11/2026" in text
    assert "/vi/tra-cuu" in text
    assert text.index("Được tiếp nhận") < text.index("Your dossier")


def test_the_text_holds_nothing_personal(told, post):
    run(told)
    [(_to, subject, text)] = post.letters
    for word in ("Đức", "Hoa", "0912", "5678", "0309", "Đoài", ADDRESS, "đất đai"):
        assert word not in subject + text, word


def test_every_new_status_is_told_once(told, post):
    run(told)
    act(told, "forward", "reception", data={"to": LAND}, now=MONDAY)
    run(told)
    act(told, "propose", "handler", data={"proposal": "Đủ"}, now=MONDAY)
    said = run(told)
    assert [subject.partition(" / ")[2] for _to, subject, _text in post.letters] == [
        "Accepted",
        "In process",
    ]
    assert [words[2] for words in said] == ["outdated", "already sent"]


def test_a_notice_overtaken_by_the_next_status_is_left_out(told, post):
    act(told, "forward", "reception", data={"to": LAND}, now=MONDAY)
    run(told)
    assert [subject.partition(" / ")[2] for _to, subject, _text in post.letters] == [
        "In process"
    ]


def test_a_server_out_of_reach_fails_the_job_and_the_next_try_sends(told, post):
    post.down = True
    with pytest.raises(OSError):
        run(told)
    assert not notices.sent(told.code, 1)
    post.down = False
    run(told)
    assert len(post.letters) == 1
    assert notices.sent(told.code, 1)


def test_old_news_is_not_sent_after_a_rebuild(told):
    late = MONDAY + notices.FRESH + timedelta(days=1)
    assert list(notices.jobs(told, late)) == []


def test_a_destroyed_payload_asks_for_nothing(told):
    told.last.payload = None
    assert list(notices.jobs(told, MONDAY)) == []


def test_a_job_for_a_dossier_that_is_not_there_ends_quietly(post, province):
    data = {"code": "H99.01-261102-0099", "number": 1}
    notices.Notify()("x", data, lambda *_: None)
    assert post.letters == []


def test_while_supplements_are_awaited_no_due_date_is_told(told, post):
    act(told, "forward", "reception", data={"to": LAND}, now=MONDAY)
    act(
        told,
        "pause",
        "handler",
        data={"reason_code": "other", "reason": "Thiếu đơn"},
        now=MONDAY,
    )
    run(told)
    [(_to, _subject, text)] = post.letters
    assert "2026" not in text.replace(told.code, "")
    assert "Thiếu" not in text


def test_citizens_read_the_address_they_know(told, post, monkeypatch):
    monkeypatch.setenv("MOTCUA_ADDRESS", "https://motcua.example/")
    run(told)
    assert "https://motcua.example/vi/tra-cuu" in post.letters[0][2]


def test_a_step_asks_for_the_notice_that_it_gives_and_for_no_other(told, monkeypatch):
    monkeypatch.setattr(notices, "FRESH", timedelta(days=36_500))
    (first,) = notices.fresh(told, 1)
    assert list(notices.jobs(told, MONDAY)) == [first]
    act(told, "forward", "reception", data={"to": LAND}, now=MONDAY)
    (second,) = notices.fresh(told, 2)
    assert second in list(notices.jobs(told, MONDAY))
    act(told, "attach_scan", "reception", data=SCAN, now=MONDAY)
    assert list(notices.fresh(told, 3)) == []
    assert list(notices.fresh(told, 2)) == [second]


def test_a_step_of_a_dossier_without_an_address_asks_for_none(dossier):
    assert list(notices.fresh(dossier, 1)) == []


def test_a_step_of_long_ago_asks_for_none(told, monkeypatch):
    monkeypatch.setattr(notices, "FRESH", timedelta(0))
    assert list(notices.fresh(told, 1)) == []


SCAN = {
    "paper": "1",
    "sha256": "0" * 64,
    "size": 9,
    "media": "application/pdf",
    "name": "a.pdf",
}


def test_a_corrected_address_is_the_one_that_is_written_to(told):
    right = [{**PERSONS[0].to_json(), "email": "dung@example.org"}]
    change = {"reason": "Gõ sai thư điện tử", "changes": {"persons": right}}
    act(told, "correct", "reception", data=change, now=MONDAY + timedelta(hours=1))
    act(
        told, "forward", "reception", data={"to": LAND}, now=MONDAY + timedelta(hours=2)
    )
    assert notices.of(told)[-1].to == "dung@example.org"


def with_address(dossier, address, now=MONDAY + timedelta(hours=1)):
    """Correct the persons so that the applicant has this address."""
    right = [{**PERSONS[0].to_json(), "email": address}]
    change = {"reason": "Bổ sung thư điện tử", "changes": {"persons": right}}
    act(dossier, "correct", "reception", data=change, now=now)


def asked(dossier, number):
    """Return the keys of the notices that the events from a number on call for."""
    return [key for _kind, key, _data in notices.fresh(dossier, number)]


def test_an_address_that_a_correction_adds_is_told_how_the_dossier_stands(
    dossier, post, monkeypatch
):
    monkeypatch.setattr(notices, "FRESH", timedelta(days=36_500))
    with_address(dossier, "moi@example.org")
    assert asked(dossier, 2) == [f"{dossier.code}:1"]
    assert list(notices.fresh(dossier, 2)) == list(notices.jobs(dossier))
    for _kind, key, data in notices.fresh(dossier, 2):
        notices.Notify()(key, data, lambda *_: None)
    assert [to for to, _subject, _text in post.letters] == ["moi@example.org"]


def test_every_step_after_that_correction_asks_for_its_notice(dossier, monkeypatch):
    monkeypatch.setattr(notices, "FRESH", timedelta(days=36_500))
    with_address(dossier, "moi@example.org")
    later = MONDAY + timedelta(hours=2)
    act(dossier, "forward", "reception", data={"to": LAND}, now=later)
    assert asked(dossier, 3) == [f"{dossier.code}:3"]


def test_an_address_that_a_correction_takes_away_is_not_written_to(told, monkeypatch):
    monkeypatch.setattr(notices, "FRESH", timedelta(days=36_500))
    with_address(told, "")
    later = MONDAY + timedelta(hours=2)
    act(told, "forward", "reception", data={"to": LAND}, now=later)
    assert asked(told, 2) == []


def test_another_correction_asks_for_no_notice(told, monkeypatch):
    monkeypatch.setattr(notices, "FRESH", timedelta(days=36_500))
    change = {"reason": "Ghi chú sai", "changes": {"note": "Đúng"}}
    act(told, "correct", "reception", data=change, now=MONDAY + timedelta(hours=1))
    assert asked(told, 2) == []
