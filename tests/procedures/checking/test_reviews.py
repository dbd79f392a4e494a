"""Periodic review: the rhythm, the proposal, the decision; all of it is kept."""

from __future__ import annotations

from datetime import date
from motcua.procedures import creation
from motcua.procedures.checking import reviews
from motcua.procedures.checking.reviews import ReviewRefused
from motcua.procedures.definitions import Version
from motcua.procedures.folder import folder
from motcua.procedures.procedure import Ending
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
import pytest
import transaction


CODE = "9.000301"
FIRST = date(2025, 1, 31)
ON = date(2026, 11, 25)


@pytest.fixture
def home(functional_portal, empty_tables):
    login(functional_portal.aq_parent, SITE_OWNER_NAME)
    return folder(functional_portal)


@pytest.fixture
def content(home):
    version = Version(CODE, "Cấp thẻ", effective_from=FIRST)
    return creation.create(home, version, "published")


def test_a_review_is_due_a_year_after_the_adoption(content):
    assert reviews.due(content) == date(2026, 1, 31)


def test_a_new_version_begins_the_rhythm_anew(content):
    content.adopt(Version(CODE, "Cấp thẻ mới", effective_from=date(2026, 3, 1)))
    assert reviews.due(content) == date(2027, 3, 1)


def test_a_decision_begins_the_rhythm_anew(content):
    reviews.propose(CODE, "keep", "Vẫn phù hợp", "lan", ON)
    assert reviews.due(content) == date(2026, 1, 31), "a proposal decides nothing"
    reviews.decide(CODE, "keep", "9/QĐ-UBND", "minh", ON)
    assert reviews.due(content) == date(2027, 11, 25)


def test_the_rhythm_is_of_the_site_or_of_the_procedure(content):
    reviews.set_default(24)
    assert reviews.due(content) == date(2027, 1, 31)
    reviews.set_rhythm(CODE, 1)
    assert reviews.due(content) == date(2025, 2, 28), "the last day of the month"
    reviews.set_rhythm(CODE, None)
    assert reviews.due(content) == date(2027, 1, 31)


@pytest.mark.parametrize("months", [0, -1, 121])
def test_a_senseless_rhythm_is_refused(content, months):
    with pytest.raises(ReviewRefused, match="1-120"):
        reviews.set_rhythm(CODE, months)


def test_what_ended_is_not_reviewed(content):
    content.repeal(Ending(ON, "5/QĐ-UBND"))
    assert reviews.due(content) is None
    content.repeal(None)
    creation.enter(content, "withdrawn")
    assert reviews.due(content) is None


def test_what_was_dropped_is_not_reviewed_again(content):
    reviews.propose(CODE, "drop", "Trùng thủ tục khác", "lan", ON)
    reviews.decide(CODE, "drop", "9/QĐ-UBND", "minh", ON)
    assert reviews.due(content) is None


def test_proposal_and_decision_are_kept_side_by_side(content):
    reviews.propose(CODE, "drop", "Ít dùng", "lan", date(2026, 1, 5))
    reviews.decide(CODE, "amend", "9/QĐ-UBND", "minh", date(2026, 2, 1))
    reviews.propose(CODE, "keep", "Đã sửa", "lan", date(2026, 3, 1))
    old, new = reviews.listed(content)
    assert (old.proposed, old.decided, old.deed) == ("drop", "amend", "9/QĐ-UBND")
    assert new.open


def test_one_proposal_at_a_time(content):
    reviews.propose(CODE, "keep", "Vẫn phù hợp", "lan", ON)
    with pytest.raises(ReviewRefused, match="waits for a decision"):
        reviews.propose(CODE, "drop", "Không", "minh", ON)


def test_nobody_decides_on_the_own_proposal(content):
    reviews.propose(CODE, "keep", "Vẫn phù hợp", "lan", ON)
    with pytest.raises(ReviewRefused, match="own proposal"):
        reviews.decide(CODE, "keep", "9/QĐ-UBND", "lan", ON)


@pytest.mark.parametrize(
    ("outcome", "reason", "said"),
    [("keep", " ", "Say why"), ("burn", "x", "keep, amend, drop")],
)
def test_a_proposal_needs_a_reason_and_a_known_outcome(content, outcome, reason, said):
    with pytest.raises(ReviewRefused, match=said):
        reviews.propose(CODE, outcome, reason, "lan", ON)


def test_a_decision_needs_a_proposal_and_a_document(content):
    with pytest.raises(ReviewRefused, match="no proposal"):
        reviews.decide(CODE, "keep", "9/QĐ", "minh", ON)
    reviews.propose(CODE, "keep", "Vẫn phù hợp", "lan", ON)
    with pytest.raises(ReviewRefused, match="Name the document"):
        reviews.decide(CODE, "keep", "", "minh", ON)


def test_an_unknown_procedure_is_told(home):
    with pytest.raises(KeyError, match="no such procedure"):
        reviews.propose("9.999999", "keep", "x", "lan", ON)


def test_a_review_does_not_write_the_procedure_again(content):
    reviews.propose(CODE, "keep", "Vẫn phù hợp", "lan", ON)
    transaction.commit()
    written = content._p_serial
    reviews.decide(CODE, "keep", "9/QĐ-UBND", "minh", ON)
    transaction.commit()
    assert content._p_serial == written


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
    ],
)
def test_months_are_added_by_the_calendar(day, months, found):
    assert reviews.add_months(day, months) == found
