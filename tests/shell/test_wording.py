"""Words that all screens of officers share."""

from __future__ import annotations

from motcua.shell.wording import in_one_language
import pytest


@pytest.mark.parametrize(
    ("message", "vi", "en"),
    [
        ("hãy nêu lý do / say why", "hãy nêu lý do", "say why"),
        ("1/2026 có / khác / is / other", "1/2026 có / khác", "is / other"),
        ("a / b / c", "a / b / c", "a / b / c"),
        ("chỉ một", "chỉ một", "chỉ một"),
    ],
)
def test_of_an_error_in_both_languages_the_reader_meets_one(message, vi, en):
    assert in_one_language(message, "vi") == vi
    assert in_one_language(message, "en") == en
