"""What is news of a dossier is told once, without a word about people."""

from __future__ import annotations

from datetime import timedelta
from motcua.dossiers.actions import act
from motcua.dossiers.notices import choices
from motcua.dossiers.notices import news
from motcua.dossiers.notices import sending
from motcua.dossiers.register import Register
from motcua.storage.interfaces import IDerivesJobs
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.notices.conftest import ADDRESS
from tests.dossiers.notices.conftest import PERSONS
from tests.dossiers.notices.conftest import run
from zope.interface.verify import verifyObject


def test_a_dossier_without_an_address_asks_for_no_notice(dossier):
    assert list(news.jobs(dossier, MONDAY)) == []


def test_the_register_asks_for_the_notices(told, monkeypatch):
    verifyObject(IDerivesJobs, Register())
    assert list(Register().jobs(told)) == [
        ("notify", f"{told.code}:1", {"code": told.code, "number": 1})
    ]


def test_receipt_is_told_with_code_status_due_date_and_place(told, post):
    run(told)
    [letter] = post.letters
    assert letter.to == ADDRESS
    assert letter.subject == f"Hồ sơ {told.code}: được tiếp nhận"
    assert "09:00 09/11/2026" in letter.text
    assert "Trung tâm Phục vụ hành chính công" in letter.text
    assert "/vi/tra-cuu" in letter.text


def test_the_letter_speaks_the_chosen_language(told, post):
    choices.choose(told.code, choices.Choice({"email": ADDRESS}, "en"))
    run(told)
    [letter] = post.letters
    assert letter.subject == f"Dossier {told.code}: accepted"
    assert "/en/tracking" in letter.text
    assert letter.language == "en"


def test_every_new_status_is_told_once(told, post):
    run(told)
    act(told, "forward", "reception", data={"to": LAND}, now=MONDAY)
    run(told)
    act(told, "propose", "handler", data={"proposal": "Đủ"}, now=MONDAY)
    run(told)
    assert [one.rpartition(": ")[2] for one in post.subjects] == [
        "được tiếp nhận",
        "đang xử lý",
    ]


def test_news_overtaken_by_the_next_status_are_left_out(told, post):
    act(told, "forward", "reception", data={"to": LAND}, now=MONDAY)
    assert [words[2:] for words in run(told)] == [("outdated",), ()]
    assert [one.rpartition(": ")[2] for one in post.subjects] == ["đang xử lý"]


def test_the_apology_tells_the_old_date_and_the_new_one(told, post):
    act(told, "forward", "reception", data={"to": LAND}, now=MONDAY)
    extension = {"until": "2026-11-16T09:00:00+07:00", "reason": "Chờ xác minh"}
    act(told, "extend", "leader", data=extension, now=MONDAY)
    run(told)
    [letter] = post.letters
    assert "xin lỗi" in letter.subject
    assert "Hẹn trước đây: 09:00 09/11/2026" in letter.text
    assert "Hẹn lại lúc 09:00 16/11/2026" in letter.text
    assert "xác minh" not in letter.text
    assert list(news.fresh(told, 3)) == [news.job(told.code, 3)]


def test_a_restricted_dossier_says_that_there_is_news_and_no_more(told, post):
    act(told, "forward", "reception", data={"to": LAND}, now=MONDAY)
    act(told, "restrict", "leader", data={"ground": "Có đơn tố cáo"}, now=MONDAY)
    run(told)
    [letter] = post.letters
    assert letter.subject == f"Hồ sơ {told.code}: có thông tin mới"
    for word in ("tiếp nhận", "2026-", "09/11", "Trung tâm", "kết quả"):
        said = letter.text.replace(told.code, "").replace("giấy tiếp nhận", "")
        assert word not in said, word


def test_old_news_is_not_sent_after_a_rebuild(told):
    late = MONDAY + news.FRESH + timedelta(days=1)
    assert list(news.jobs(told, late)) == []


def test_a_destroyed_payload_asks_for_nothing(told):
    told.last.payload = None
    assert list(news.jobs(told, MONDAY)) == []


def test_a_job_for_a_dossier_that_is_not_there_ends_quietly(post, province):
    data = {"code": "H99.01-261102-0099", "number": 1}
    sending.Notify()("x", data, lambda *_: None)
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
    [letter] = post.letters
    assert "09/11/2026" not in letter.text
    assert "Thiếu đơn" not in letter.text


def test_citizens_read_the_address_they_know(told, post, monkeypatch):
    monkeypatch.setenv("MOTCUA_ADDRESS", "https://motcua.example/")
    run(told)
    assert "https://motcua.example/vi/tra-cuu" in post.letters[0].text


def test_a_step_asks_for_the_notice_that_it_gives_and_for_no_other(told):
    (first,) = news.fresh(told, 1)
    assert list(news.jobs(told, MONDAY)) == [first]
    act(told, "forward", "reception", data={"to": LAND}, now=MONDAY)
    (second,) = news.fresh(told, 2)
    assert second in list(news.jobs(told, MONDAY))
    act(told, "attach_scan", "reception", data=SCAN, now=MONDAY)
    assert list(news.fresh(told, 3)) == []
    assert list(news.fresh(told, 2)) == [second]


def test_a_step_of_a_dossier_without_an_address_asks_for_none(dossier):
    assert list(news.fresh(dossier, 1)) == []


def test_a_step_of_long_ago_asks_for_none(told, monkeypatch):
    monkeypatch.setattr(news, "FRESH", timedelta(0))
    assert list(news.fresh(told, 1)) == []


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
    assert choices.of(told).to == {"email": "dung@example.org"}


def with_address(dossier, address, now=MONDAY + timedelta(hours=1)):
    """Correct the persons so that the applicant has this address."""
    right = [{**PERSONS[0].to_json(), "email": address}]
    change = {"reason": "Bổ sung thư điện tử", "changes": {"persons": right}}
    act(dossier, "correct", "reception", data=change, now=now)


def asked(dossier, number):
    """Return the keys of the notices that the events from a number on call for."""
    return [key for _kind, key, _data in news.fresh(dossier, number)]


def test_an_address_that_a_correction_adds_is_told_how_the_dossier_stands(
    dossier, post, always_fresh
):
    with_address(dossier, "moi@example.org")
    assert asked(dossier, 2) == [f"{dossier.code}:1"]
    assert list(news.fresh(dossier, 2)) == list(news.jobs(dossier))
    for _kind, key, data in news.fresh(dossier, 2):
        sending.Notify()(key, data, lambda *_: None)
    assert [letter.to for letter in post.letters] == ["moi@example.org"]


def test_every_step_after_that_correction_asks_for_its_notice(dossier, always_fresh):
    with_address(dossier, "moi@example.org")
    later = MONDAY + timedelta(hours=2)
    act(dossier, "forward", "reception", data={"to": LAND}, now=later)
    assert asked(dossier, 3) == [f"{dossier.code}:3"]


def test_an_address_that_a_correction_takes_away_is_not_written_to(told, monkeypatch):
    with_address(told, "")
    later = MONDAY + timedelta(hours=2)
    act(told, "forward", "reception", data={"to": LAND}, now=later)
    assert asked(told, 2) == []


def test_another_correction_asks_for_no_notice(told, monkeypatch):
    change = {"reason": "Ghi chú sai", "changes": {"note": "Đúng"}}
    act(told, "correct", "reception", data=change, now=MONDAY + timedelta(hours=1))
    assert asked(told, 2) == []
