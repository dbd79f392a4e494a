"""Did you mean: only words that titles hold, and only where they fit."""

from __future__ import annotations

from motcua.procedures.finding.spelling import near
from motcua.procedures.finding.suggestions import suggest
from motcua.procedures.finding.suggestions import Suggestion
import pytest
from tests.procedures.finding.test_search import ON
from tests.procedures.finding.test_search import put
from tests.procedures.finding.test_search import search
from tests.procedures.finding.test_search import shelf
from tests.procedures.finding.test_search import version


__all__ = ["shelf"]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("khai xinh", "khai sinh"),
        ("khai sihn", "khai sinh"),
        ("đăng ký khai tữ", ""),
        ("đăng kí khai sin", "đăng kí khai sinh"),
        ("thành lậb hộ kinh doanh", "thành lập hộ kinh doanh"),
        ("hộ kinh roanh", "hộ kinh doanh"),
        ("khai sinh", ""),
        ("so do", ""),
        ("zzzzqqqq", ""),
        ("khai sinh 2", ""),
        ("", ""),
        ("a " * 50, ""),
    ],
)
def test_misspelt_words_are_put_right(shelf, asked, meant):
    assert search(asked, on=ON).meant == meant


def test_a_code_is_never_put_right(shelf):
    assert search("9.000999", on=ON).meant == ""


def test_spellings_that_are_tried_are_few():
    assert len(set(near("nghiencuuuu"))) < 1_000
    assert {"sinh", "xin", "xing"} <= set(near("xinh"))


def test_phrases_come_before_titles_that_begin_alike(shelf):
    found = suggest("khai s", ON)
    assert found[0].code == ""
    assert Suggestion("Thủ tục đăng ký khai sinh", "9.000201") in found


@pytest.mark.parametrize("text", ["", "k", "?", "x" * 81, "zzzz"])
def test_nothing_is_suggested_without_ground(shelf, text):
    assert suggest(text, ON) == []


def test_what_is_not_published_is_not_suggested(tables):
    put(tables, version("9.000301", "Nuôi tằm"), state="draft")
    assert suggest("nuôi t", ON) == []
    put(tables, version("9.000301", "Nuôi tằm"))
    assert suggest("nuôi t", ON) == [Suggestion("Nuôi tằm", "9.000301")]


def test_what_has_ended_is_not_suggested(tables):
    put(tables, version("9.000301", "Nuôi tằm"), ends=ON)
    assert suggest("nuôi t", ON)
    assert suggest("nuôi t", ON.replace(day=2)) == []
