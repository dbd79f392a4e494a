"""What found nothing is counted, and tells nothing about anybody."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from motcua.procedures.finding import misses
from motcua.procedures.finding.misses import countable
from motcua.storage.engines import register_engine
import pytest
import sqlalchemy as sa


DAY = date(2026, 6, 1)


@pytest.fixture
def empty(sql):
    with register_engine().begin() as connection:
        connection.execute(sa.delete(misses.MISSES))


def count(question, day=DAY):
    with register_engine().begin() as connection:
        misses.count(connection, question, day)


def kept():
    with register_engine().connect() as connection:
        return connection.execute(sa.select(misses.MISSES)).all()


@pytest.mark.parametrize(
    "text",
    [
        "hồ sơ H99.01-260915-0003",
        "cccd 001 203 004 005",
        "0912.345.678 gọi lại",
        "090 1234567",
        "nguyenvana@example.org",
        "https://example.org/x",
        "tôi tên Nguyễn Văn A muốn hỏi",
        "họ và tên Trần Thị B",
        "nguyễn văn an chưa nhận được giấy",
        "tran thi lua lam giay khai sinh",
        "Nguyễn Trãi",
        "Lê Minh Quân nộp ở đâu",
        "hồ thị hoa",
        "số nhà 12 ngõ 5",
        "ngo 7",
        "sinh năm 85",
        "một hai ba bốn năm sáu bảy tám chín mười mười một mười hai mười ba",
        "a" * 121,
        "",
        "?!",
    ],
)
def test_what_may_be_about_somebody_is_not_counted(text):
    assert countable(text) == ""
    assert not misses.note(text)


def test_questions_are_counted_without_marks_and_in_one_spelling():
    assert countable("Nuôi  KỲ đà?") == countable("nuoi ki da") == "nuoi ki da"


@pytest.mark.parametrize(
    "text",
    [
        "quy hoạch đô thị mới",
        "do thi moi",
        "tài nguyên môi trường",
        "nguyên quán",
        "phạm vi kinh doanh",
        "Lý lịch tư pháp",
        "trần nhà bị dột",
        "hồ sơ thi tuyển",
        "công văn đến",
        "ngõ nhỏ",
    ],
)
def test_words_of_offices_are_no_names(text):
    assert countable(text)


def test_a_question_that_came_once_is_not_written_down(empty):
    count("nuoi ky da")
    count("nuoi ky da")
    (row,) = kept()
    assert (row.question, row.asked, row.days) == ("", 2, 1)
    assert "nuoi" not in row.key
    assert misses.listed() == []


def test_one_that_comes_again_on_another_day_is_shown(empty):
    count("nuoi ky da")
    count("nuoi ky da", DAY + timedelta(days=1))
    (miss,) = misses.listed()
    assert (miss.question, miss.asked, miss.days) == ("nuoi ky da", 2, 2)
    assert miss.last_day == DAY + timedelta(days=1)


def test_what_never_came_again_is_forgotten(empty):
    count("nuoi ky da")
    count("ban go", DAY + timedelta(days=31))
    assert len(kept()) == 1


def test_the_table_is_bounded(empty, monkeypatch):
    monkeypatch.setattr(misses, "MOST_ROWS", 20)
    for number in range(60):
        count(f"cau hoi {number}")
    assert len(kept()) <= 20


def test_what_is_explained_now_is_dropped(empty):
    for day in (DAY, DAY + timedelta(days=1)):
        count("nuoi ky da", day)
    misses.drop("nuoi ky da")
    assert kept() == []


def test_a_database_that_is_away_stops_nobody(empty, monkeypatch):
    def fail(*_args):
        raise sa.exc.OperationalError("", {}, Exception())

    monkeypatch.setattr(misses, "count", fail)
    assert misses.note("nuôi kỳ đà")
    misses.flush()
