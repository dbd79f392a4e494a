"""People choose how they are told; an unknown address is asked first."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.dossiers.errors import MissingData
from motcua.dossiers.notices import asking
from motcua.dossiers.notices import choices
from motcua.storage import jobs
from motcua.storage.engines import register_engine
from motcua.storage.tries import TooManyTries
import pytest
import sqlalchemy as sa
from tests.dossiers.notices.conftest import ADDRESS
from tests.dossiers.notices.conftest import run


NEW = "moi@example.org"


def asked_letters(post):
    """Do the jobs that ask addresses; return the links of the letters."""
    for job in jobs.listed(asking.JOB):
        asking.Confirm()(job.key, job.data, lambda *_: None)
    found = [letter.text for letter in post.letters]
    return [word for text in found for word in text.split() if "/thu-bao/" in word]


def test_without_a_choice_the_address_of_the_intake_holds(told, post, telephone):
    assert choices.of(told) == choices.Choice({"email": ADDRESS})


def test_without_an_address_the_telephone_rings(dossier, telephone):
    assert choices.of(dossier).to == {"sms": "+84912345678"}


def test_a_channel_that_the_office_does_not_use_rings_nowhere(dossier, telephone):
    telephone.used = False
    assert choices.of(dossier).to == {}


def test_known_ways_are_chosen_at_once(told, post, telephone):
    assert not asking.wish(told, ["email", "sms"], "en", now=datetime.now(UTC))
    assert choices.of(told) == choices.Choice(
        {"email": ADDRESS, "sms": "+84912345678"}, "en"
    )
    assert not asking.wish(told, [], "vi")
    assert choices.of(told).to == {}
    run(told)
    assert post.letters == telephone.letters == []


def test_a_new_address_is_asked_before_it_takes_the_place_of_the_old_one(told, post):
    assert asking.wish(told, ["email"], "vi", NEW)
    assert choices.of(told).to == {"email": ADDRESS}
    [link] = asked_letters(post)
    [letter] = post.letters
    assert letter.to == NEW
    for word in ("Đức", "0912", "tiếp nhận", ADDRESS):
        assert word not in letter.subject + letter.text
    token = link.rpartition("/")[2]
    assert asking.asked(token).confirms
    assert choices.of(told).to == {"email": ADDRESS}
    assert asking.answer(None, token).to == NEW
    assert asking.answer(None, token).to == NEW
    assert choices.of(told).to == {"email": NEW}


def test_asking_twice_writes_one_letter(told, post):
    asking.wish(told, ["email"], "vi", NEW)
    asking.wish(told, ["email"], "vi", NEW)
    assert len(asked_letters(post)) == 1


def test_a_link_holds_for_three_days(told, post):
    asking.wish(told, ["email"], "vi", NEW)
    token = asked_letters(post)[0].rpartition("/")[2]
    after = datetime.now(UTC) + asking.HOLDS + timedelta(days=1)
    assert asking.asked(token, after) is None
    assert asking.answer(None, token, after) is None
    assert choices.of(told).to == {"email": ADDRESS}


@pytest.mark.parametrize("token", ["", "x", "Zm9v", "a" * 2000, "đ", "%00"])
def test_a_strange_link_asks_for_nothing(told, token):
    assert asking.asked(token) is None


def test_every_letter_ends_the_letters(told, post):
    run(told)
    [link] = [w for w in post.letters[0].text.split() if "/thu-bao/" in w]
    assert told.code not in link
    token = link.rpartition("/")[2]
    assert asking.answer(None, token) == asking.Asked(told.code, "email", False)
    assert choices.of(told).to == {}


@pytest.mark.parametrize(
    ("channels", "language", "email"),
    [
        (["email"], "vi", "no address"),
        (["email"], "vi", "a@example.org\nBcc: b@example.org"),
        (["email"], "vi", "a@example.org,b@example.org"),
        (["email"], "vi", f"{'a' * 300}@example.org"),
        (["fax"], "vi", ""),
        (["email"], "fr", ""),
    ],
)
def test_what_cannot_be_chosen_changes_nothing(told, post, channels, language, email):
    with pytest.raises(MissingData):
        asking.wish(told, channels, language, email)
    assert choices.of(told).to == {"email": ADDRESS}
    assert jobs.listed(asking.JOB) == []


def test_a_way_without_an_address_cannot_be_chosen(dossier, post):
    with pytest.raises(MissingData):
        asking.wish(dossier, ["email"], "vi")


def test_nobody_is_asked_again_and_again(told, post):
    for number in range(asking.ASKED):
        asking.wish(told, ["email"], "vi", f"x{number}@example.org")
    with pytest.raises(TooManyTries):
        asking.wish(told, ["email"], "vi", "y@example.org")


def test_a_choice_is_changed_only_so_often(told, post):
    for _each in range(asking.CHANGES):
        asking.wish(told, ["email"], "vi")
    with pytest.raises(TooManyTries):
        asking.wish(told, ["email"], "vi")


def test_the_page_is_shown_addresses_with_their_middle_hidden(told, post, telephone):
    found, language = asking.offers(told)
    assert language == "vi"
    assert [(o.channel, o.chosen, o.to, o.open) for o in found] == [
        ("email", True, "d***@example.org", True),
        ("sms", False, "***678", True),
        ("zalo", False, "***678", False),
    ]


def test_a_copy_of_the_table_names_no_address(told, post):
    asking.wish(told, ["email"], "vi")
    with register_engine().connect() as connection:
        rows = connection.execute(sa.select(choices.CHOICES)).all()
    assert len(rows) == 1
    assert "duc" not in repr(rows)


def test_a_choice_sealed_with_another_secret_is_as_if_there_was_none(
    told, post, monkeypatch
):
    choices.choose(told.code, choices.Choice({}))
    monkeypatch.setenv("MOTCUA_SECRET", "another")
    assert choices.of(told).to == {"email": ADDRESS}
