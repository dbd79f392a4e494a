"""What is told of a page: the law of its day, the numbers of the house."""

from __future__ import annotations

from datetime import date
from motcua.archive.quality import settings
from motcua.archive.quality import thresholds
from motcua.archive.quality.settings import Setting
import pytest


TODAY = date(2026, 3, 2)
GOOD = {
    "page": 3,
    "width_px": 1654,
    "height_px": 2339,
    "dpi": 200,
    "skew": 0.2,
    "blur": 0.17,
    "contrast": 0.85,
    "clipped": 0.0,
    "blank": 0.4,
    "ink": 0.05,
    "colour": "colour",
    "rotation": 0,
}


@pytest.fixture
def decided(monkeypatch):
    """What the house decided, the last first; nothing at first."""
    found = []
    monkeypatch.setattr(settings, "rows", lambda: found)
    return found


def told(reading=None, kind="document", **changed):
    """Return the codes of what is told of a good page with some figures changed."""
    limits = thresholds.in_force(kind, TODAY).thresholds
    found = thresholds.findings({**GOOD, **changed}, limits, reading)
    return [each.code for each in found]


def test_nothing_is_told_of_a_good_page(decided):
    assert told(reading=0.95) == []


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("dpi-low", {"dpi": 199}),
        ("not-colour", {"colour": "grey"}),
        ("not-colour", {"colour": "bilevel"}),
        ("blurred", {"blur": 0.36}),
        ("faint", {"contrast": 0.34}),
        ("clipped", {"clipped": 0.06}),
        ("blank", {"blank": 0.999}),
        ("skewed", {"skew": -1.5}),
        ("ocr-doubtful", {"reading": 0.79}),
    ],
)
def test_each_shortcoming_has_its_finding(decided, code, changed):
    assert told(**changed) == [code]


@pytest.mark.parametrize("code", sorted(thresholds.FINDINGS))
def test_every_finding_tells_figure_and_way_out(code):
    finding = thresholds.Finding(1, code, "1", "2")
    assert finding.severity in ("rescan", "look", "tell")
    assert str(finding.message)
    assert finding.message.mapping == {"found": "1", "limit": "2"}


def test_the_gravest_is_told_first(decided):
    assert told(skew=3.0, blur=0.5, dpi=100) == ["dpi-low", "blurred", "skewed"]


def test_an_empty_page_is_neither_faint_nor_blurred_nor_badly_read(decided):
    assert told(blank=1.0, contrast=0.0, blur=0.9, reading=0.0) == ["blank"]


def test_a_page_that_was_never_a_picture_has_no_resolution(decided):
    assert told(colour="none", dpi=0, blur=0.0, contrast=0.1) == []


def test_maps_are_asked_for_more(decided):
    assert told(kind="map") == ["dpi-low"]
    assert told(kind="map", dpi=300) == []


def test_the_deed_of_the_day_is_named(decided):
    before = thresholds.in_force("document", date(2025, 6, 30))
    after = thresholds.in_force("document", date(2025, 7, 1))
    assert "30/2020" in before.deed
    assert "05/2025" in after.deed


def test_a_day_before_every_rule_is_judged_by_the_first(decided):
    assert "30/2020" in thresholds.in_force("document", date(1999, 1, 1)).deed


def test_an_unknown_kind_of_paper_is_named(decided):
    with pytest.raises(ValueError, match="photo"):
        thresholds.in_force("photo", TODAY)


def setting(name, value, since=TODAY, kind="document"):
    return Setting(name, kind, value, since, "QĐ 12/QĐ-UBND")


def test_a_house_sets_its_own_numbers_for_a_kind_of_paper(decided):
    decided += [setting("skew", "0.1"), setting("dpi", "150")]
    assert told(dpi=150) == ["skewed"]
    assert told(dpi=300, kind="map") == []


def test_a_setting_holds_from_its_day_on(decided):
    decided += [
        setting("dpi", "", date(2026, 9, 1)),
        setting("dpi", "300", date(2026, 6, 1)),
    ]
    days = [date(2026, 5, 31), date(2026, 6, 1), date(2026, 8, 31), date(2026, 9, 1)]
    found = [thresholds.in_force("document", day).thresholds.dpi for day in days]
    assert found == [200, 300, 300, 200]


def test_of_one_day_the_setting_that_was_written_last_counts(decided):
    decided += [setting("dpi", "250"), setting("dpi", "300")]
    assert thresholds.in_force("document", TODAY).thresholds.dpi == 250


def test_pages_that_do_not_add_up_are_told_of_the_batch():
    assert thresholds.count(182, 182) == []
    [finding] = thresholds.count(181, 182)
    assert (finding.page, finding.code) == (0, "pages-missing")
    assert (finding.found, finding.limit) == ("181", "182")
    [finding] = thresholds.count(183, 182)
    assert (finding.page, finding.code) == (0, "pages-more")
