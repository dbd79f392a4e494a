"""Papers that were missing and came are part of the dossier, and on its receipt."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from motcua.dossiers import ledger
from motcua.dossiers.actions import act
from motcua.dossiers.errors import MissingData
from motcua.dossiers.intake import submit
from motcua.dossiers.papers import PaperGiven
from motcua.dossiers.slips.issued import slips_of
from motcua.dossiers.slips.values import values
from motcua.dossiers.states import fold
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY


HOUR = timedelta(hours=1)
ASKED = {
    "reason_code": "missing_paper",
    "reason": "Thiếu giấy tờ",
    "missing": ["Bản vẽ hiện trạng"],
}
DRAWING = {"title": "Bản vẽ hiện trạng", "form": "copy", "count": 2}


@pytest.fixture
def guided(province, version):
    """A dossier of which the second paper and a drawing are missing."""
    wanted = an_intake(version, papers=(given(version, 0, "copy"),))
    found = submit(province, wanted, "reception", MONDAY)
    act(found, "guide", "reception", data=ASKED, now=MONDAY)
    return found


def given(version, number, form="original"):
    paper = version.cases[0].papers[number]
    return PaperGiven(paper.key, paper.title, form, 1)


def papers(dossier):
    return [(one.key, one.form, one.count) for one in fold(dossier).papers]


def brings(dossier, *came, operation="resubmit", by="reception"):
    data = {"came": list(came), "note": "Mang đến quầy"}
    return act(dossier, operation, by, data=data, now=MONDAY + HOUR)


def test_what_came_takes_the_place_of_what_was_given(guided, version):
    first, second = (one.key for one in version.cases[0].papers[:2])
    event = brings(
        guided, {"key": first, "form": "original"}, {"key": second, "form": "copy"}
    )
    assert papers(guided) == [(first, "original", 1), (second, "copy", 1)]
    assert [one["title"] for one in event.data["came"]] == [
        one.title for one in version.cases[0].papers[:2]
    ]
    # Titles are told by the procedure, and the header names no paper.
    assert "came" not in event.facts


def test_what_the_procedure_does_not_know_has_a_key_of_its_own(guided, version):
    brings(guided, DRAWING, {"title": "Ảnh", "form": "electronic"})
    assert [one for one in papers(guided) if one[0].startswith("+")] == [
        ("+1", "copy", 2),
        ("+2", "electronic", 1),
    ]


def test_a_number_that_was_given_before_is_given_to_no_other_paper(guided, version):
    brings(guided, {**DRAWING, "key": "+3"}, {"title": "Ảnh", "form": "electronic"})
    act(guided, "guide", "reception", data=ASKED, now=MONDAY + 2 * HOUR)
    data = {"came": [{"title": "Sơ yếu", "form": "copy"}]}
    act(guided, "resubmit", "reception", data=data, now=MONDAY + 3 * HOUR)
    own = [(one.key, one.title) for one in fold(guided).papers if one.key[0] == "+"]
    assert own == [("+3", DRAWING["title"]), ("+4", "Ảnh"), ("+5", "Sơ yếu")]


def test_what_was_sensitive_stays_so(province, version):
    paper = replace(given(version, 0, "copy"), sensitive=True)
    found = submit(province, an_intake(version, papers=(paper,)), "reception", MONDAY)
    act(found, "guide", "reception", data=ASKED, now=MONDAY)
    brings(found, {"key": paper.key, "form": "original"})
    assert fold(found).papers == (replace(paper, form="original"),)


def test_the_receipt_names_what_came(guided, province):
    brings(guided, DRAWING)
    act(guided, "accept", "reception", now=MONDAY + 2 * HOUR)
    [receipt] = [one for one in slips_of(guided) if one.form.kind == "receipt"]
    printed = values(province, guided, receipt)["papers_given"]
    assert {"title": DRAWING["title"], "form": "Bản sao", "count": 2} in printed


def test_a_supplement_that_came_is_recorded_too(dossier, version):
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)
    act(dossier, "pause", "handler", data=ASKED, now=MONDAY)
    brings(dossier, DRAWING, operation="resume", by="handler")
    assert ("+1", "copy", 2) in papers(dossier)


def test_the_history_names_the_papers_where_nothing_else_is_said(guided):
    act(guided, "resubmit", "reception", data={"came": [DRAWING]}, now=MONDAY + HOUR)
    assert fold(guided).history[-1].text == DRAWING["title"]


def test_nothing_has_to_come_to_be_sent_again(guided):
    before = papers(guided)
    act(guided, "resubmit", "reception", now=MONDAY + HOUR)
    assert (guided.state, papers(guided)) == ("submitted", before)


def test_papers_of_a_destroyed_payload_are_forgotten_with_it(guided):
    before = papers(guided)
    brings(guided, DRAWING)
    ledger.events(guided)[-1].payload = None
    assert papers(guided) == before


@pytest.mark.parametrize(
    ("came", "words"),
    [
        ("Bản vẽ", "list"),
        ([["Bản vẽ"]], "cannot be read"),
        ([{"title": "Bản vẽ"}], "cannot be read"),
        ([{"title": "Bản vẽ", "form": "papyrus"}], "cannot be read"),
        ([{"form": "copy"}], "no title"),
        ([{**DRAWING, "count": 0}], "between 1 and 999"),
        ([{**DRAWING, "count": "2"}], "cannot be read"),
        ([{**DRAWING, "colour": "red"}], "cannot be read"),
        ([{**DRAWING, "key": "+1"}] * 2, "listed twice"),
    ],
)
def test_what_cannot_have_come_is_refused(guided, came, words):
    length = guided.length
    with pytest.raises(MissingData, match=words):
        brings(guided, *came) if isinstance(came, list) else act(
            guided, "resubmit", "reception", data={"came": came}, now=MONDAY + HOUR
        )
    assert (guided.length, guided.state) == (length, "guided")
