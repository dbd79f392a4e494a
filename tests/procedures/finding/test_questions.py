"""What is understood of a question: marks, gaps, frames, places, special cases."""

from __future__ import annotations

import json
from motcua.procedures.finding.questions import understand
from motcua.procedures.finding.questions import Vocabulary
from motcua.procedures.finding.words import parse
from motcua.procedures.importing.record_lines import lines
from motcua.procedures.importing.record_lines import load
from pathlib import Path
import pytest


QUESTIONS = Path(__file__).parents[3] / "benchmarks" / "own_questions.jsonl"
TABLE = parse(
    {
        "frames": ["điều kiện", "ở đâu"],
        "weak": ["đâu", "cho"],
        "special": ["cấp lại"],
        "leanings": [{"say": ["con tôi"], "facet": "audience", "value": "citizen"}],
        "synonyms": [
            {"say": ["chợ"], "mean": ["khu thương mại"]},
            {"say": ["kiện"], "mean": ["tòa án"]},
            {"say": ["mất … bằng lái"], "mean": ["cấp lại giấy phép lái xe"]},
            {"say": ["bằng lái"], "mean": ["giấy phép lái xe"]},
        ],
    }
)


class Titles(Vocabulary):
    def __init__(self, known=(), common=()):
        self.known, self.frequent = known, common

    def knows(self, term):
        return term in self.known

    def common(self, word):
        return word in self.frequent


def terms(text, **titles):
    return understand(text, TABLE, Titles(**titles)).terms


def test_marks_decide_between_words_that_look_alike_without_them():
    assert "thuong mai" in terms("mở chợ quê")
    assert "thuong mai" not in terms("cho con đi học")


def test_without_marks_a_common_word_is_no_everyday_word():
    assert "thuong mai" not in terms("cho con di hoc", common={"cho"})
    assert "thuong mai" in terms("cho que")


def test_a_weak_word_is_weak_only_with_its_own_marks():
    assert terms("nộp đâu")["dau"] < 0.1
    assert terms("đầu tư")["dau"] == 1.0


def test_one_wrong_tone_is_forgiven_in_a_phrase():
    assert "phep lai" in terms("bắng lái xe")
    assert "phep lai" not in terms("bắng lại xe")


def test_some_words_may_stand_in_a_gap():
    assert "cap lai" in terms("tôi mất cái bằng lái rồi")
    assert "cap lai" not in terms("bằng lái xe máy")
    assert "cap lai" not in terms("mất một hai ba bốn bằng lái")


def test_what_only_frames_a_question_explains_nothing():
    assert "toa an" not in terms("điều kiện nuôi ong")
    assert "toa an" in terms("muốn kiện hàng xóm")


def test_words_that_titles_use_themselves_keep_their_worth():
    assert terms("bằng lái")["bang"] < 0.5
    assert terms("bằng lái", known={"bang lai"})["bang"] == 1.0


def test_a_place_is_taken_out_of_the_question():
    question = understand("kết hôn ở quận Cầu Giấy", TABLE, Titles())
    assert {"ket", "hon"} <= set(question.terms)
    assert not {"quan", "cau", "giay"} & set(question.terms)
    assert [place.name for place in question.places] == ["cau giay"]


def test_special_cases_are_told_from_those_asked_for():
    asked = understand("cấp lại bằng", TABLE).special
    assert asked == {("cap", "lai"): True}
    assert understand("cấp bằng", TABLE).special == {("cap", "lai"): False}


def test_who_asks_is_told_by_their_words():
    assert understand("con tôi đi học", TABLE).leanings == (("audience", "citizen"),)
    assert understand("con công đi học", TABLE).leanings == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ddaast ddai", ("dat", "dai")),
        ("d9a61t d9ai", ("dat", "dai")),
        ("khaisinh", ("khai", "sinh")),
        ("visa", ("visa",)),
        ("dat dai", ("dat", "dai")),
    ],
)
def test_words_typed_without_an_input_method_are_read(text, words):
    titles = Titles(known={"khai sinh", "visa"})
    assert understand(text, TABLE, titles).words == words


@pytest.fixture(scope="module")
def own():
    return [json.loads(line) for line in QUESTIONS.read_text().splitlines()]


def test_our_own_questions_are_many_and_about_many_fields(own, shared):
    with lines(shared / "data" / "procedures" / "procedures.jsonl.xz") as source:
        records = [load(line)[1] for _number, line in source]
    fields = {record["ma_thu_tuc"]: record["linh_vuc"] for record in records}
    named = {fields[question["gold"][0]] for question in own}
    assert len(own) >= 60
    assert len(named) >= 60
    titles = {record["ten_thu_tuc"].strip().lower() for record in records}
    assert not [q for q in own if q["query"].strip().lower() in titles]
