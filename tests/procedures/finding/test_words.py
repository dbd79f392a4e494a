"""The table of everyday words: well formed, editable, and no list of answers."""

from __future__ import annotations

import json
from motcua.base.folding import fold
from motcua.procedures.finding.questions import code_in
from motcua.procedures.finding.questions import marked_words
from motcua.procedures.finding.questions import understand
from motcua.procedures.finding.words import parse
from motcua.procedures.finding.words import search_words
from motcua.procedures.finding.words import SHIPPED
from motcua.procedures.finding.words import WordsError
from motcua.procedures.importing.record_lines import lines
import os
import pytest


TABLE = parse(
    {
        "frames": ["làm sao để"],
        "weak": ["tôi"],
        "synonyms": [
            {"say": ["sổ đỏ"], "mean": ["giấy chứng nhận"]},
            {"say": ["mất sổ đỏ"], "mean": ["cấp lại giấy chứng nhận"]},
        ],
    }
)


def test_the_shipped_table_can_be_read():
    words = parse(json.loads(SHIPPED.read_text()))
    assert words.frames
    assert words.synonyms


def test_words_that_only_ask_count_for_little():
    terms = understand("Làm sao để tôi nuôi ong", TABLE).terms
    assert terms["ong"] == 1.0
    assert max(terms["lam"], terms["sao"], terms["toi"]) < 0.1


def test_the_longest_everyday_phrase_is_the_one_that_counts():
    terms = understand("mất sổ đỏ", TABLE).terms
    assert terms["cap lai"] > terms["so do"]


def test_everyday_words_stay_beside_the_official_ones():
    assert understand("sổ đỏ", TABLE).terms["so"] > 0


def test_pairs_keep_neighbours_together():
    assert "nuoi ong" in understand("nuôi ong", TABLE).terms


def test_a_question_without_words_has_no_terms():
    assert understand("?!", TABLE).terms == {}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.001193", "1.001193"),
        (" 1001193 ", "1.001193"),
        ("2.009182739", "2.009182739"),
        ("thủ tục 1.001193 là gì", "1.001193"),
        ("1.001193.000.00.00.H56", "1.001193"),
        ("1.001193.H38", "1.001193"),
        ("mã số 1.001193-Xoa", "1.001193-xoa"),
        ("2.5 triệu", ""),
        ("11.001193", ""),
        ("1.0011930000000", ""),
        ("12", ""),
    ],
)
def test_a_code_is_told_from_words(text, code):
    assert code_in(text) == code


def test_marks_are_compared_wherever_the_tone_stands():
    assert marked_words("hoà") == marked_words("hòa") != marked_words("hóa")


def test_words_without_marks_claim_nothing():
    assert marked_words("hoa") == frozenset()


def test_an_edited_table_takes_effect_at_once(tmp_path, monkeypatch):
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    own = tmp_path / "search_words.json"
    table = {"frames": [], "weak": [], "synonyms": [{"say": ["a"], "mean": ["b"]}]}
    own.write_text(json.dumps(table))
    assert len(search_words().synonyms) == 1
    table["synonyms"].append({"say": ["c"], "mean": ["d"]})
    own.write_text(json.dumps(table))
    os.utime(own, ns=(1, 1))
    assert len(search_words().synonyms) == 2


def test_a_broken_table_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    (tmp_path / "search_words.json").write_text("{")
    with pytest.raises(WordsError, match=r"search_words\.json"):
        search_words()


def texts_of_synonyms():
    table = json.loads(SHIPPED.read_text())
    return [fold(t) for row in table["synonyms"] for t in (*row["say"], *row["mean"])]


def held(title, text):
    return f" {title} " in f" {text} "


def test_no_synonym_is_the_answer_to_a_known_question(shared):
    """Synonyms teach the language; they do not carry the titles that are sought."""
    lines = (shared / "data" / "search" / "queries.jsonl").read_text().splitlines()
    titles = {
        fold(t).strip(" .") for q in map(json.loads, lines) for t in q["gold_titles"]
    }
    titles |= {title.removeprefix("thu tuc ") for title in titles}
    texts = texts_of_synonyms()
    assert not [text for text in texts if any(title in text for title in titles)]


def test_no_synonym_is_the_title_of_any_procedure(shared):
    """A question nobody has thought of yet is not answered by its title either."""
    source = shared / "data" / "procedures" / "procedures.jsonl.xz"
    with lines(source) as found:
        titles = {
            fold(json.loads(line)["ten_thu_tuc"]).strip(" .").removeprefix("thu tuc ")
            for _number, line in found
        }
    pairs = ((title, text) for text in texts_of_synonyms() for title in titles)
    assert not [pair for pair in pairs if held(*pair)]
