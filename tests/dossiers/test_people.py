"""Half a name finds the dossiers of a person, for those who may see them."""

from __future__ import annotations

from datetime import timedelta
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from motcua.dossiers import people
from motcua.dossiers.actions import act
from motcua.dossiers.errors import MissingData
from motcua.dossiers.folder import find as find_dossier
from motcua.dossiers.intake import receive
from motcua.dossiers.ledger import events
from motcua.dossiers.people import index
from motcua.dossiers.people import looking
from motcua.dossiers.people.index import DESTROYED
from motcua.dossiers.people.index import NAMES
from motcua.dossiers.people.index import PEOPLE
from motcua.dossiers.people.index import People
from motcua.dossiers.persons import Person
from motcua.dossiers.register import DOSSIERS
from motcua.storage import journal
from motcua.storage import replay
from motcua.storage import verification
from motcua.storage.engines import register_engine
import pytest
import sqlalchemy as sa
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import build_province
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
import transaction
import unicodedata


@pytest.fixture
def site(sql, functional_portal):
    empty_sql()
    build_province(functional_portal)
    build_procedure(functional_portal)
    transaction.commit()
    return functional_portal


def received(site, *persons, minutes=0, commit=True):
    from motcua.procedures import versions

    version = versions.current("1.001193", site=site)
    changes = {"persons": persons} if persons else {}
    now = MONDAY + timedelta(minutes=minutes)
    dossier = receive(site, an_intake(version, **changes), "reception", now)
    if commit:
        transaction.commit()
    return dossier


def codes(text, who="reception", **more):
    return [found.code for found in people.find(who, [UNIT], text, **more)]


def stored():
    with register_engine().connect() as connection:
        return {key[0]: row for key, row in People().stored(connection)}


HOA = Person("applicant", "Nguyễn Thị Hoa", birth="1957", phone="0912 345 678")


@pytest.mark.parametrize(
    "text",
    [
        "nguyen thi hoa",
        "Nguyễn Thị Hoa",
        unicodedata.normalize("NFD", "NGUYỄN THỊ HOA"),
        "thi hoa",
        "hoa",
        "nguyen thi h",
        "nguyen hoa",
        "ng th h",
        "Hoà",
    ],
)
def test_half_a_name_is_enough(site, text):
    dossier = received(site, HOA)
    received(site, Person("applicant", "Trần Văn Đức"), minutes=1)
    assert codes(text) == [dossier.code]


@pytest.mark.parametrize("text", ["hoa nguyen", "oa", "thihoa", "nguyen van"])
def test_what_is_no_beginning_of_words_in_order_finds_nobody(site, text):
    received(site, HOA)
    assert codes(text) == []


def test_a_name_with_d_is_found_with_and_without_its_stroke(site):
    dossier = received(site, Person("applicant", "Đỗ Đình Đạt"))
    assert codes("do dinh dat") == codes("Đỗ Đ") == [dossier.code]


def test_the_owner_is_found_as_well_as_who_hands_in(site):
    dossier = received(site)
    assert people.find("reception", [UNIT], "hoa") == [people.Found(dossier.code, 1)]
    assert people.find("reception", [UNIT], "duc") == [people.Found(dossier.code, 0)]


def test_birth_year_and_phone_narrow_it(site):
    one = received(site, HOA)
    two = received(
        site, Person("applicant", "Nguyễn Thị Hoa", "1988", phone="0987 000 678")
    )
    assert set(codes("hoa")) == {one.code, two.code}
    assert codes("hoa", birth=1957) == codes("", phone="+84 912 345 678") == [one.code]
    assert codes("hoa", phone="0678") == [two.code]
    assert codes("hoa", phone="5678") == [one.code]
    assert codes("", birth=1988, phone="5678") == []
    assert codes("", birth=1988, phone="0987000678") == [two.code]
    assert codes("tran", phone="0912345678") == []


def test_an_identity_number_is_known_whole_only(site):
    dossier = received(site)
    found = people.known("reception", [UNIT], "030957001234")
    assert found == [people.Found(dossier.code, 0)]
    assert people.known("reception", [UNIT], "030957001235") == []
    assert codes("", phone="1234") == []
    for digits in ("1234", "", "abc"):
        with pytest.raises(MissingData):
            people.known("reception", [UNIT], digits)


@pytest.mark.parametrize("text", ["", " ", "n", "…", "%", "_", "--"])
def test_a_question_that_everybody_answers_is_refused(site, text):
    with pytest.raises(MissingData, match="two letters"):
        codes(text)
    with pytest.raises(MissingData, match="four digits"):
        codes("hoa", phone="123")


@pytest.mark.parametrize("text", ["%hoa", "h_a", "'; drop table people; --"])
def test_signs_of_sql_are_no_signs(site, text):
    received(site, HOA)
    assert codes(text) in ([], [stored().popitem()[0]])
    assert len(stored()) == 1


def test_who_may_not_view_a_dossier_does_not_find_it(site):
    dossier = received(site, HOA)
    assert codes("hoa", "stranger") == codes("hoa", "handler") == []
    assert people.find("reception", [LAND], "hoa") == []
    assert people.find("reception", [], "hoa") == []
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)
    transaction.commit()
    assert codes("hoa", "handler") == [dossier.code]


def test_a_restricted_dossier_is_found_by_who_has_it_by_name_alone(site):
    dossier = received(site, HOA)
    act(
        dossier,
        "restrict",
        "supervisor",
        data={"ground": "Theo đề nghị."},
        now=MONDAY + timedelta(minutes=1),
    )
    transaction.commit()
    assert codes("hoa") == []
    assert codes("hoa", "supervisor") == [dossier.code]


def test_each_dossier_is_there_once_and_as_many_as_asked(site):
    for minute in range(5):
        name = "Hoa Hoa Hoa" if minute else "Hoàng Hoa Hồng Hoa"
        received(site, Person("applicant", name), minutes=minute, commit=False)
    transaction.commit()
    assert len(codes("ho")) == len(set(codes("ho"))) == 5
    assert len(set(codes("ho", limit=4))) == 4
    assert codes("hoa", limit=2) == codes("hoa")[:2]


def finish(dossier):
    for operation, who, data in (
        ("forward", "reception", {"to": LAND}),
        ("propose", "handler", {"proposal": "Cấp."}),
        ("approve", "leader", {}),
        ("finish", "handler", {}),
    ):
        act(dossier, operation, who, data=data, now=MONDAY + timedelta(hours=2))
    transaction.commit()


def test_what_waits_to_be_fetched_can_come_first(site):
    first = received(site, Person("applicant", "An"))
    ready = received(site, Person("applicant", "Anh", phone="0911222333"))
    finish(ready)
    assert codes("an") == [first.code, ready.code]
    assert codes("an", waiting=True) == [ready.code, first.code]
    assert codes("an", waiting=True, limit=1) == [ready.code]
    assert codes("", phone="2333", waiting=True) == [ready.code]


def test_every_look_up_is_written_down_without_what_was_asked(site):
    received(site, HOA)
    codes("hoa", phone="5678")
    codes("nobody at all")
    two, one = journal.newest(journal.PEOPLE)
    assert (one.person, one.ground, one.hits, two.hits) == ("reception", UNIT, 1, 0)
    assert one.subject != two.subject
    codes("HOÀ", phone="5678")
    assert journal.newest(journal.PEOPLE)[0].subject == one.subject
    assert not [x for x in (one, two) if "hoa" in str(x).lower() or "5678" in str(x)]


def test_what_cannot_be_written_down_is_not_shown(site, monkeypatch):
    received(site, HOA)

    def refuse(look):
        raise journal.Unrecorded

    monkeypatch.setattr(journal, "note", refuse)
    with pytest.raises(journal.Unrecorded):
        codes("hoa")


def correct(dossier, *persons):
    changes = {"persons": [one.to_json() for one in persons]}
    act(
        dossier,
        "correct",
        "reception",
        data={"reason": "Ghi nhầm tên.", "changes": changes},
        now=MONDAY + timedelta(minutes=9),
    )


def test_a_corrected_name_moves_the_index_and_the_old_one_is_gone(site):
    dossier = received(site, HOA)
    correct(dossier, Person("applicant", "Nguyễn Thị Huệ", phone="0900 111 222"))
    transaction.commit()
    assert codes("hue") == codes("", phone="1222") == [dossier.code]
    assert codes("hoa") == codes("", phone="5678") == []


def test_an_older_row_never_replaces_a_newer_one(site):
    dossier = received(site, HOA)
    old = People().row(dossier)
    correct(dossier, Person("applicant", "Huệ"))
    transaction.commit()
    with register_engine().begin() as connection:
        assert not People().upsert(connection, old)
    assert codes("hue") == [dossier.code]


def test_a_step_that_names_nobody_writes_nothing(site, monkeypatch):
    dossier = received(site, HOA)
    written = []
    monkeypatch.setattr(People, "upsert", lambda *args: written.append(args))
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)
    transaction.commit()
    assert written == []


def test_what_is_fresh_is_what_the_ledger_says(site):
    dossier = received(site)
    assert People().fresh(dossier, 1).row == People().row(dossier)
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)
    assert People().fresh(dossier, 2).row is None
    correct(dossier, HOA)
    assert People().fresh(dossier, 3).row == People().row(dossier)
    assert People().row(dossier)["event"] == 3
    assert People().fresh(dossier, 1).row == People().row(dossier)


def test_destroyed_words_leave_the_index_and_do_not_come_back(site):
    dossier = received(site, HOA)
    before = People().row(dossier)
    events(dossier)[0].payload = None
    row = People().row(dossier)
    assert (row["event"], row["people_names"], row["people_numbers"]) == (
        DESTROYED,
        (),
        (),
    )
    with register_engine().begin() as connection:
        assert People().upsert(connection, row)
        assert not People().upsert(connection, before)
    assert codes("hoa") == []


def test_nothing_can_be_read_off_the_rows_but_the_folded_name(site):
    received(site)
    text = repr(stored())
    assert "nguyen van duc" in text
    for personal in ("0912", "678'", "030957", "1234", "Nguyễn", "Đức"):
        assert personal not in text


def verified(site):
    found = verification.verify(site, register_engine())
    return [one for one in found.differences if one.projection == "people"]


def test_what_a_crash_skipped_arrives_by_replay(site):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(People, "upsert", lambda *args: None)
        dossier = received(site, HOA)
    assert stored() == {}
    assert [one.kind for one in verified(site)] == ["missing"]
    replay.replay(site._p_jar.db(), register_engine())
    assert stored() == {dossier.code: People().row(dossier)}
    assert codes("thi hoa") == [dossier.code]
    assert verified(site) == []


def test_what_was_tampered_with_is_named_and_mended(site):
    one, two = received(site, HOA), received(site, minutes=1)
    with register_engine().begin() as connection:
        connection.execute(sa.delete(NAMES).where(NAMES.c.code == one.code))
        connection.execute(sa.delete(PEOPLE).where(PEOPLE.c.code == two.code))
        connection.execute(
            sa.insert(PEOPLE).values(code="H99.01-gone", event=1, unit=UNIT)
        )
    kinds = {one.key[0]: one.kind for one in verified(site)}
    assert kinds == {
        one.code: "altered",
        two.code: "missing",
        "H99.01-gone": "extra",
    }
    verification.rebuild(site, register_engine())
    assert verified(site) == []
    assert stored() == {each.code: People().row(each) for each in (one, two)}


def test_the_index_is_asked_by_a_beginning(functional_portal, monkeypatch):
    """However many dossiers there are: one stretch of an index, no table read."""
    monkeypatch.delenv("MOTCUA_SQL", raising=False)
    engine = register_engine()
    groups = frozenset({f"{UNIT}:reception"})
    for asked, ready, name in (
        (looking._Asked(["hoa"], None, ""), False, "ix_people_names_unit_name"),
        (looking._Asked(["hoa", "b"], 1957, ""), False, "ix_people_names_unit_name"),
        (looking._Asked(["hoa"], 1957, "5678"), False, "ix_people_numbers_digest_unit"),
        (looking._Asked(["hoa"], 1957, ""), True, "ix_dossiers_unit_state_due_at"),
    ):
        query = looking._query(asked, UNIT, groups, ready).limit(10)
        text = str(query.compile(engine, compile_kwargs={"render_postcompile": True}))
        with engine.connect() as connection:
            plan = connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {text}", (None,) * text.count("?")
            ).all()
        lines = [str(row[3]) for row in plan]
        assert name in lines[0], lines
        assert not [line for line in lines if line.startswith("SCAN")], lines


#: Syllables as people write them, and what breaks programs.
SYLLABLES = ["Nguyễn", "Đỗ", "đ", "Thị", "Hoà", "Hòa", "A", "Ạ", "Ỷ", "H’", "O'Neil"]
names = st.lists(
    st.sampled_from(SYLLABLES) | st.text(min_size=1, max_size=4), min_size=1, max_size=5
).map(" ".join)
forms = st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"])


def fits(question, name):
    """The model: each word begins a word of the name, in this order."""
    rest = iter(index.words(name))
    return all(any(each.startswith(word) for each in rest) for word in question)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(names.filter(str.strip), min_size=1, max_size=6),
    st.data(),
)
def test_the_index_finds_what_the_model_finds(functional_portal, given_names, data):
    persons = {}
    for number, name in enumerate(given_names):
        try:
            person = Person("applicant", unicodedata.normalize(data.draw(forms), name))
        except MissingData:
            continue
        persons[f"H99.01-{number}"] = person
    empty_sql()
    rows = [index.row_of(code, UNIT, 1, [one]) for code, one in persons.items()]
    with register_engine().begin() as connection:
        for code in persons:
            connection.execute(sa.insert(DOSSIERS).values(**plain_row(code)))
        for row in rows:
            People().replace(connection, row)
    known = index.words(data.draw(st.sampled_from(given_names)))
    chosen = sorted(data.draw(st.sets(st.integers(0, len(known)))))
    question = [
        known[at][: data.draw(st.integers(1, 6))] for at in chosen if at < len(known)
    ]
    if len("".join(question)) < 2:
        return
    groups = frozenset({f"{UNIT}:reception"})
    asked = looking._Asked(question, None, "")
    with register_engine().connect() as connection:
        found = [
            each.code
            for each in looking._search(connection, asked, [UNIT], groups, False, 50)
        ]
    expected = {code for code, one in persons.items() if fits(question, one.name)}
    assert len(found) == len(set(found))
    assert set(found) == expected


def plain_row(code):
    return {
        "code": code,
        "length": 1,
        "head": b"",
        "procedure": "1.001193",
        "unit": UNIT,
        "holder": UNIT,
        "state": "received",
        "public_status": 2,
        "channel": "counter",
        "open": True,
        "received_at": MONDAY,
        "late": False,
    }


def test_found_dossiers_are_there(site):
    received(site, HOA)
    (found,) = people.find("reception", [UNIT], "hoa")
    assert find_dossier(site, found.code) is not None
