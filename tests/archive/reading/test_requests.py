"""Readers ask, the archive answers item by item, the head decides on the rest."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import NotYours
from motcua.archive.holdings.errors import Stale
from motcua.archive.holdings.errors import Unknown
from motcua.archive.reading import asking
from motcua.archive.reading import deciding
from motcua.archive.reading import requests
from motcua.archive.reading import store
from motcua.archive.reading.deciding import Voice
from motcua.archive.reading.errors import OwnOpinion
from motcua.archive.reading.errors import OwnRequest
from motcua.archive.reading.errors import Uncovered
from motcua.dossiers import ledger
from motcua.organisation import duties
from motcua.organisation import waivers
import pytest
from tests.archive.reading.conftest import AGREE
from tests.archive.reading.conftest import agreed
from tests.archive.reading.conftest import asked
from tests.archive.reading.conftest import CITIZEN
from tests.archive.reading.conftest import LATER
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import SINCE


SUBMIT = Voice(deciding.SUBMIT, "Có thể cho đọc, tài liệu không ảnh hưởng ai")
REFUSE = Voice(deciding.REFUSE, "Đang được chỉnh lý")


def states(one):
    """Return the states of the items of a request in their order."""
    return [item.state for item in requests.view(one).items.values()]


def test_each_item_is_agreed_on_or_refused_with_its_reason(kept, papers, file):
    one = asked(kept, *papers)
    with pytest.raises(Missing, match=r"0000002"):
        voices = {papers[1]: Voice(deciding.REFUSE)}
        deciding.answer(kept, one, voices, 10, "archivist", LATER)
    voices = {papers[0]: AGREE, papers[1]: REFUSE}
    deciding.answer(kept, one, voices, 10, "archivist", LATER)
    found = requests.view(one)
    assert states(one) == [requests.AGREED, requests.REFUSED]
    assert found.items[papers[1]].reason == "Đang được chỉnh lý"
    assert found.items[papers[0]].until == date(2026, 11, 12)
    assert ledger.verify(one) == []


def test_words_of_a_citizen_stand_in_the_payload_alone(kept, papers):
    one = asked(kept, *papers)
    assert requests.view(one).name == CITIZEN["name"]
    told = one.first.header.decode()
    assert not any(word in told for word in CITIZEN.values())


@pytest.mark.parametrize("days", [0, 16, -1])
def test_reading_takes_fifteen_days_at_most(kept, papers, days):
    one = asked(kept, papers[0])
    with pytest.raises(Missing, match="15"):
        deciding.answer(kept, one, {papers[0]: AGREE}, days, "archivist", LATER)
    assert states(one) == [requests.ASKED]


def test_what_is_conditional_goes_to_the_head(kept, papers):
    duties.assign("leader", "H99", "approval", SINCE, deed="QĐ 2")
    one = asked(kept, papers[1])
    with pytest.raises(Impossible, match="conditional"):
        deciding.answer(kept, one, {papers[1]: AGREE}, 10, "archivist", LATER)
    deciding.answer(kept, one, {papers[1]: SUBMIT}, 0, "archivist", LATER)
    with pytest.raises(NotYours):
        deciding.decide(kept, one, {papers[1]: AGREE}, 10, "archivist", LATER)
    deciding.decide(kept, one, {papers[1]: AGREE}, 15, "leader", LATER)
    assert states(one) == [requests.AGREED]


def test_a_file_is_conditional_when_one_of_its_documents_is(kept, papers, file):
    one = asked(kept, file.code)
    with pytest.raises(Impossible, match="conditional"):
        deciding.answer(kept, one, {file.code: AGREE}, 10, "archivist", LATER)


def test_who_gave_the_opinion_does_not_decide_unless_that_is_waived(
    kept, papers, monkeypatch
):
    duties.assign("archivist", "H99", "approval", SINCE, deed="QĐ 2")
    one = asked(kept, papers[1])
    deciding.answer(kept, one, {papers[1]: SUBMIT}, 0, "archivist", LATER)
    with pytest.raises(OwnOpinion):
        deciding.decide(kept, one, {papers[1]: AGREE}, 5, "archivist", LATER)
    monkeypatch.setattr(
        waivers, "holds", lambda _agency, rule, *_: rule == waivers.OWN_READING
    )
    deciding.decide(kept, one, {papers[1]: AGREE}, 5, "archivist", LATER)
    assert states(one) == [requests.AGREED]


def test_of_two_approvals_at_once_the_second_is_told(kept, papers):
    duties.assign("leader", "H99", "approval", SINCE, deed="QĐ 2")
    one = asked(kept, papers[1])
    deciding.answer(kept, one, {papers[1]: SUBMIT}, 0, "archivist", LATER)
    seen = one.length
    deciding.decide(kept, one, {papers[1]: AGREE}, 5, "leader", LATER, seen)
    with pytest.raises(Stale):
        deciding.decide(kept, one, {papers[1]: REFUSE}, 5, "leader", LATER, seen)
    with pytest.raises(Impossible, match="answered already"):
        deciding.decide(kept, one, {papers[1]: REFUSE}, 5, "leader", LATER)
    assert states(one) == [requests.AGREED]


def test_an_officer_asks_for_himself_and_sees_his_own(kept, papers):
    one = asked(kept, papers[0], reader=requests.OFFICER, by="handler")
    assert asking.get(kept, one.code, "handler", LATER) is one
    assert asking.get(kept, one.code, "archivist", LATER) is one
    assert requests.view(one).name == "", "of an officer the login stands there"
    for stranger in ("stranger", "jurist"):
        with pytest.raises(Unknown):
            asking.get(kept, one.code, stranger, LATER)
    with pytest.raises(NotYours):
        deciding.answer(kept, one, {papers[0]: AGREE}, 5, "handler", LATER)


def test_nobody_answers_an_own_request(kept, papers):
    one = asked(kept, papers[0], reader=requests.OFFICER)
    with pytest.raises(OwnRequest):
        deciding.answer(kept, one, {papers[0]: AGREE}, 5, "archivist", LATER)


def test_who_serves_nowhere_here_asks_for_nothing(kept, papers):
    for reader, by in (
        (requests.OFFICER, "stranger"),
        (requests.CITIZEN, "handler"),
    ):
        with pytest.raises(Missing, match="no closed file"):
            asked(kept, papers[0], reader=reader, by=by)
    assert list(store.every_request(kept)) == []


@pytest.mark.parametrize("code", ["H99.2026.999", "../etc", "YD-H99-2026-1"])
def test_what_is_not_there_is_named(kept, papers, code):
    with pytest.raises(Missing, match=r"no closed file"):
        asked(kept, papers[0], code)


def test_files_of_restricted_dossiers_are_as_unknown(kept, papers, file, monkeypatch):
    from motcua.archive.reading import items

    there = items.find(kept, file.code)
    from dataclasses import replace

    monkeypatch.setattr(items, "find", lambda *_: replace(there, restricted=True))
    with pytest.raises(Missing, match=r"no closed file"):
        asked(kept, file.code)


@pytest.mark.parametrize("lacks", ["name", "identity", "purpose"])
def test_a_citizen_is_identified_and_says_why(kept, papers, lacks):
    told = {**CITIZEN, lacks: " "}
    with pytest.raises(Missing):
        asking.ask(
            kept, requests.CITIZEN, requests.READ, papers, told, "archivist", MONDAY
        )


def test_reading_can_be_ended_early(kept, papers):
    one = agreed(kept, papers[0])
    assert requests.view(one).readable(LATER)
    deciding.end(kept, one, "Người đọc trả sớm", "archivist", LATER)
    assert requests.view(one).readable(LATER) == []


def test_on_the_last_day_it_is_open_and_on_the_next_it_is_not(kept, papers):
    found = requests.view(agreed(kept, papers[0], days=10))
    assert found.readable(LATER + timedelta(days=10))
    assert found.readable(LATER + timedelta(days=11)) == []


def test_without_a_covered_copy_none_is_promised(kept, papers):
    one = asked(kept, papers[0])
    with pytest.raises(Uncovered, match=r"0000001"):
        voices = {papers[0]: Voice(deciding.COVER)}
        deciding.answer(kept, one, voices, 5, "archivist", LATER)
