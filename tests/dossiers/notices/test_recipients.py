"""Whose dossier it is hears of it, whoever handed it in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.dossiers.actions import act
from motcua.dossiers.errors import MissingData
from motcua.dossiers.intake import receive
from motcua.dossiers.notices import asking
from motcua.dossiers.notices import choices
from motcua.dossiers.notices import news
from motcua.dossiers.notices import outbox
from motcua.dossiers.notices import recipients
from motcua.dossiers.notices import sending
from motcua.organisation import units
from motcua.storage import sealing
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
from tests.dossiers.notices.conftest import ADDRESS
from tests.dossiers.notices.conftest import BY_PROXY
from tests.dossiers.notices.conftest import OWNER
from tests.dossiers.notices.conftest import PERSONS
from tests.dossiers.notices.conftest import run
from tests.dossiers.notices.test_reminding import enter
from tests.dossiers.notices.test_reminding import remind
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


LAWYER = "luat@example.org"


def sent(post):
    return [letter.to for letter in post.letters]


def ends(post, to):
    """Press the link of the letter that went to an address."""
    [letter] = [one for one in post.letters if one.to == to]
    return asking.answer(None, letter.leave.rpartition("/")[2])


def test_owner_and_representative_are_told_beside_the_proxy(proxied, post):
    run(proxied)
    assert sent(post) == [ADDRESS, OWNER, LAWYER]
    assert [one.role for one in outbox.of(proxied.code)] == [
        "applicant",
        "owner",
        "representative",
    ]


def test_all_of_them_are_told_the_same_and_nothing_about_each_other(proxied, post):
    run(proxied)
    first, *others = post.letters
    for one in others:
        told = one.text.replace(one.leave, "")
        assert told == first.text.replace(first.leave, "")
        for word in ("Đức", "Hoa", "Luật", ADDRESS, OWNER, "0912", "0987"):
            assert word not in one.subject + told
    assert len({one.identity for one in post.letters}) == 3


def test_who_hands_in_for_themselves_gets_one_letter(province, version, post):
    own = (PERSONS[0], replace(PERSONS[0], role="owner"))
    dossier = receive(province, an_intake(version, persons=own), "reception", MONDAY)
    assert list(recipients.of(dossier)) == ["applicant"]


def test_an_owner_of_the_same_address_is_not_told_what_was_ended(
    province, version, post, telephone
):
    own = (PERSONS[0], replace(PERSONS[0], role="owner"))
    dossier = receive(province, an_intake(version, persons=own), "reception", MONDAY)
    choices.choose(dossier.code, choices.Choice({}))
    assert recipients.of(dossier) == {}
    assert not recipients.reached(dossier)


def test_an_owner_without_mail_is_told_by_telephone(
    province, version, post, telephone, always_fresh
):
    persons = (PERSONS[0], replace(BY_PROXY[1], email=""))
    intake = an_intake(version, persons=persons)
    run(receive(province, intake, "reception", MONDAY))
    assert sent(post) == [ADDRESS]
    assert sent(telephone) == ["+84987654321"]


def test_the_proxy_cannot_end_what_the_owner_is_told(proxied, post):
    run(proxied)
    assert ends(post, ADDRESS).role == "applicant"
    assert asking.wish(proxied, [], "vi") is False
    assert {r: dict(c.to) for r, c in recipients.of(proxied).items()} == {
        "owner": {"email": OWNER},
        "representative": {"email": LAWYER},
    }


def test_the_owner_ends_their_own_letters_alone(proxied, post):
    run(proxied)
    assert ends(post, OWNER).role == "owner"
    assert list(recipients.of(proxied)) == ["applicant", "representative"]
    assert choices.of(proxied).to == {"email": ADDRESS}


def test_a_link_of_a_letter_of_before_ends_those_of_the_applicant(proxied):
    token = sealing.seal("notice-leave", f"email {proxied.code}")
    assert asking.answer(None, token) == asking.Asked(proxied.code, "email", False)
    assert choices.of(proxied).to == {}


def test_letters_that_wait_leave_out_who_ended_them(proxied, post):
    post.used = False
    run(proxied)
    token = asking.leaving(proxied.code, "email", "vi", "owner").rpartition("/")[2]
    asking.answer(None, token)
    post.used = True
    now = datetime.now(UTC)
    assert outbox.again(outbox.UNSET, "email", now) == 3
    sending.deliver(outbox.due(now), now)
    assert sent(post) == [ADDRESS, LAWYER]


def test_an_owner_whom_a_correction_names_is_told_how_it_stands(
    told, post, always_fresh
):
    run(told)
    right = [PERSONS[0].to_json(), BY_PROXY[1].to_json()]
    change = {"reason": "Chủ hồ sơ ghi thiếu", "changes": {"persons": right}}
    act(told, "correct", "reception", data=change, now=MONDAY + timedelta(hours=1))
    for _kind, key, data in news.fresh(told, 2):
        sending.Notify()(key, data, lambda *_: None)
    assert sent(post) == [ADDRESS, OWNER]


def test_the_owner_is_reminded_of_a_result_too(proxied, province, post):
    act(proxied, "forward", "reception", data={"to": LAND}, now=MONDAY)
    act(proxied, "propose", "handler", data={"proposal": "Đủ"}, now=MONDAY)
    act(proxied, "approve", "leader", now=MONDAY)
    act(proxied, "finish", "handler", now=MONDAY)
    enter(proxied)
    assert remind(province, 8) == 1
    turns = {(one.role, one.turn) for one in outbox.of(proxied.code)}
    assert turns == {("applicant", 1), ("owner", 1), ("representative", 1)}


def test_the_page_names_others_with_their_addresses_hidden(proxied):
    assert asking.others(proxied) == [
        ("owner", "h***@example.org"),
        ("representative", "l***@example.org"),
    ]


# What is asked for at intake


def asked(province, version, persons=PERSONS, **wish):
    intake = an_intake(version, persons=persons, news=choices.Wish(**wish))
    return receive(province, intake, "reception", MONDAY)


@pytest.mark.parametrize(
    ("channels", "to"),
    [
        (("email",), {"email": ADDRESS}),
        (("sms",), {"sms": "+84912345678"}),
        (("zalo",), {"zalo": "+84912345678"}),
        (("email", "sms"), {"email": ADDRESS, "sms": "+84912345678"}),
        ((), {}),
    ],
)
def test_the_way_that_was_asked_for_at_the_counter_holds(
    province, version, channels, to
):
    dossier = asked(province, version, channels=channels)
    assert choices.of(dossier).to == to
    assert dossier.first.data["news"] == {"channels": list(channels)}
    assert "news" not in dossier.first.facts


def test_the_language_holds_for_all_who_are_told(province, version, post):
    dossier = asked(province, version, BY_PROXY, language="en")
    assert {one.language for one in recipients.of(dossier).values()} == {"en"}


def test_who_asks_for_nothing_leaves_no_trace(told):
    assert "news" not in told.first.data


def test_what_was_asked_for_at_the_counter_is_changed_on_the_page(
    province, version, post, telephone
):
    dossier = asked(province, version, channels=("sms",), language="en")
    found, language = asking.offers(dossier)
    assert language == "en"
    assert [one.channel for one in found if one.chosen] == ["sms"]
    asking.wish(dossier, ["email"], "vi")
    assert choices.of(dossier) == choices.Choice({"email": ADDRESS}, "vi")


@pytest.mark.parametrize(
    ("channels", "without"), [(("email",), "email"), (("sms",), "phone")]
)
def test_a_way_without_an_address_is_refused(province, version, channels, without):
    persons = (replace(PERSONS[0], **{without: ""}),)
    with pytest.raises(MissingData, match="enter"):
        asked(province, version, persons, channels=channels)


def test_a_unit_takes_one_way_first(told, telephone):
    unit = units.find(UNIT)
    unit.news_first = "sms"
    notify(ObjectModifiedEvent(unit))
    assert choices.of(told).to == {"sms": "+84912345678"}
    telephone.used = False
    assert choices.of(told).to == {"email": ADDRESS}
