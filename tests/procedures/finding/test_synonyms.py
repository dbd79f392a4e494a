"""What a site explains itself: checked, kept with who and when, and at work at once."""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
from motcua.procedures.finding import synonyms
from motcua.procedures.finding.questions import understand
from motcua.procedures.finding.synonyms import SynonymError
from motcua.procedures.finding.words import search_words
import pytest


AT = datetime(2026, 6, 1, 8, tzinfo=UTC)


@pytest.fixture
def site(portal):
    return portal


def terms(text, site):
    return understand(text, search_words(site)).terms


def test_a_phrase_is_understood_at_once(site):
    assert "chim yen" not in terms("nhà yến", site)
    synonyms.say(site, "nhà yến", ["nuôi chim yến"], "keeper", AT)
    assert "chim yen" in terms("muốn mở nhà yến", site)


def test_the_last_word_counts_and_nothing_is_lost(site):
    synonyms.say(site, "nhà yến", ["nuôi chim yến"], "one", AT)
    synonyms.say(site, "Nhà Yến", ["dẫn dụ yến"], "two", AT)
    assert "chim yen" not in terms("nhà yến", site)
    log = synonyms.own(site)
    assert [change.by for change in log.changes] == ["one", "two"]
    (change,) = log.in_force().values()
    assert (change.by, change.means, change.at) == ("two", ("dẫn dụ yến",), AT)


def test_a_shipped_phrase_can_be_taken_out(site):
    assert "karaoke" in terms("phòng hát", site)
    synonyms.take_back(site, "phòng hát", "keeper", AT)
    assert "karaoke" not in terms("phòng hát", site)


@pytest.mark.parametrize(
    ("phrase", "means"),
    [
        ("", ["nuôi chim yến"]),
        ("?!", ["nuôi chim yến"]),
        ("một hai ba bốn năm sáu bảy tám chín", ["nuôi chim yến"]),
        ("nhà yến", []),
        ("nhà yến", ["", "  "]),
        ("nhà yến", ["x" * 121]),
        ("nhà yến", ["nhà yến"]),
        ("nhà yến", ["một", "hai", "ba", "bốn", "năm", "sáu"]),
    ],
)
def test_what_cannot_be_meant_is_refused(site, phrase, means):
    with pytest.raises(SynonymError):
        synonyms.say(site, phrase, means, "keeper", AT)
    assert synonyms.own(site) is None


def test_the_log_is_bounded(site, monkeypatch):
    monkeypatch.setattr(synonyms, "MOST_CHANGES", 1)
    synonyms.say(site, "nhà yến", ["nuôi chim yến"], "keeper", AT)
    with pytest.raises(SynonymError):
        synonyms.say(site, "nhà dơi", ["nuôi dơi"], "keeper", AT)


@pytest.mark.parametrize("phrase", ["mất … nhà yến", "mất ... nhà yến"])
def test_dots_stand_for_some_words_in_between(site, phrase):
    synonyms.say(site, phrase, ["nuôi chim yến"], "keeper", AT)
    assert "chim yen" in terms("tôi bị mất cái nhà yến rồi", site)
    assert "chim yen" not in terms("mất một hai ba bốn năm nhà yến", site)
