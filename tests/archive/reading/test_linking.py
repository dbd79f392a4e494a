"""A citizen opens the own link with two secrets, and guessing gets nobody anywhere."""

from __future__ import annotations

from datetime import timedelta
from motcua.archive.holdings.errors import Impossible
from motcua.archive.reading import deciding
from motcua.archive.reading import linking
from motcua.archive.reading import opening
from motcua.archive.reading import requests
from motcua.storage import journal
from motcua.storage.tries import TooManyTries
import pytest
from tests.archive.reading.conftest import agreed
from tests.archive.reading.conftest import asked
from tests.archive.reading.conftest import LATER
from tests.archive.reading.conftest import made


CLIENT = "192.0.2.7"


@pytest.fixture
def one(kept, papers):
    """A request that may be read for ten days, with its copies."""
    request = agreed(kept, papers[0])
    made(kept, request)
    return request


@pytest.fixture
def link(kept, one):
    """Its link."""
    return linking.give(kept, one, "archivist", LATER)


def test_both_parts_open_the_request_and_one_alone_opens_nothing(kept, one, link):
    found = linking.admit(kept, link.token.lower(), link.code, CLIENT, LATER)
    assert found.code == one.code
    wrong = "0" * 8 if link.code != "0" * 8 else "1" * 8
    for token, code in (
        (link.token, wrong),
        (link.token, ""),
        ("A" * 39, link.code),
        ("", ""),
    ):
        assert linking.admit(kept, token, code, CLIENT, LATER) is None


def test_neither_part_is_kept(kept, one, link):
    told = b"".join(
        event.header + (event.payload or b"") for event in requests.view(one).events
    ).decode()
    bare = link.token.replace("-", "")
    assert bare not in told
    assert link.token not in told
    assert link.code not in told
    assert len(bare) == 32


def test_who_guesses_has_to_wait_even_with_what_is_right(kept, one, link):
    for _try in range(linking.PER_TOKEN):
        assert linking.admit(kept, link.token, "x", "192.0.2.8", LATER) is None
    with pytest.raises(TooManyTries):
        linking.admit(kept, link.token, link.code, "192.0.2.9", LATER)
    for number in range(linking.PER_CLIENT):
        assert linking.admit(kept, f"GUESS{number}", "1", CLIENT, LATER) is None
    with pytest.raises(TooManyTries):
        linking.admit(kept, "ANOTHER", "1", CLIENT, LATER)


def test_a_link_whose_days_are_over_is_as_one_that_never_was(kept, one, link):
    after = LATER + timedelta(days=11)
    sealed = linking.proof(requests.view(one), after)
    assert linking.admit(kept, link.token, link.code, CLIENT, after) is None
    assert linking.proven(kept, sealed, after) is None


def test_a_new_link_takes_the_place_of_the_old_one(kept, one, link):
    sealed = linking.proof(requests.view(one), LATER)
    assert linking.proven(kept, sealed, LATER).code == one.code
    again = linking.give(kept, one, "archivist", LATER)
    assert linking.admit(kept, link.token, link.code, CLIENT, LATER) is None
    assert linking.proven(kept, sealed, LATER) is None
    assert linking.admit(kept, again.token, again.code, CLIENT, LATER)


def test_a_proof_holds_for_a_quarter_of_an_hour_and_cannot_be_made_up(kept, one, link):
    sealed = linking.proof(requests.view(one), LATER)
    assert linking.proven(kept, sealed, LATER + timedelta(minutes=14))
    assert linking.proven(kept, sealed, LATER + timedelta(minutes=15)) is None
    for strange in ("", "x", sealed[:-2] + "AA", sealed * 9):
        assert linking.proven(kept, strange, LATER) is None


def test_an_ended_reading_is_opened_by_no_link(kept, one, link):
    deciding.end(kept, one, "Trả sớm", "archivist", LATER - timedelta(days=1))
    later = LATER + timedelta(days=1)
    assert linking.admit(kept, link.token, link.code, CLIENT, later) is None


def test_there_is_no_link_to_nothing_and_none_for_officers(kept, papers):
    with pytest.raises(Impossible):
        linking.give(kept, asked(kept, papers[0]), "archivist", LATER)
    own = asked(kept, papers[0], reader=requests.OFFICER, by="handler")
    with pytest.raises(Impossible, match="own login"):
        linking.give(kept, own, "archivist", LATER)


def test_every_page_is_written_down_before_it_is_shown(kept, one, papers):
    found = requests.view(one)
    body = opening.page(kept, found, 1, 2, 700, LATER)
    assert body.startswith(b"\xff\xd8")
    [look] = journal.of(papers[0])
    assert look.person == one.code, "nothing of the citizen"
    assert look.ground == f"copy {one.code}, 2"
    for number, at in ((2, 1), (0, 1), (1, 3), (1, 0)):
        with pytest.raises(KeyError):
            opening.page(kept, found, number, at, 700, LATER)
    with pytest.raises(KeyError):
        opening.whole(kept, found, 1, LATER)
    with pytest.raises(KeyError):
        opening.page(kept, found, 1, 1, 700, LATER + timedelta(days=11))


def test_what_cannot_be_written_down_is_not_shown(kept, one, monkeypatch):
    def refuse(_look):
        raise journal.Unrecorded

    monkeypatch.setattr(journal, "note", refuse)
    with pytest.raises(journal.Unrecorded):
        opening.page(kept, requests.view(one), 1, 1, 700, LATER)
