"""Who arranges a batch, and what happens when two do."""

from __future__ import annotations

from motcua.archive.capture import batches
from motcua.archive.capture import layout
from motcua.archive.capture import register
from motcua.archive.capture import store
from motcua.archive.capture.arranging import Acting
from motcua.archive.capture.errors import Impossible
from motcua.archive.capture.errors import Missing
from motcua.archive.capture.errors import NotYours
from motcua.archive.capture.errors import Secret
from motcua.archive.capture.errors import StaleBatch
from motcua.archive.capture.errors import UnknownBatch
from motcua.archive.capture.pages import Target
from motcua.archive.ocr import recognition
from motcua.dossiers import actions
from motcua.dossiers import ledger
from motcua.storage.engines import register_engine
from motcua.storage.jobs import Urgency
import pytest
from tests.archive.capture.conftest import arrived
from tests.archive.capture.conftest import looked
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT


COVER = ("cover", ["", "", 1], "", "")


def test_a_batch_has_a_code_of_its_unit_and_year(province):
    codes = [
        batches.open_batch(province, UNIT, "papers", "archivist", MONDAY).code
        for _each in range(2)
    ]
    assert codes == ["H99.01-2026-L0001", "H99.01-2026-L0002"]
    assert [one.code for one in store.of_unit(province, UNIT, 9)] == codes[::-1]
    assert [one.code for one in store.open_ones(province)] == codes


def test_a_code_in_use_is_passed_over(province):
    from motcua.storage import numbers

    first = batches.open_batch(province, UNIT, "papers", "archivist", MONDAY)
    # As after a restore of the counters alone.
    with numbers.numbers_engine().begin() as connection:
        connection.execute(numbers.counters.delete())
    second = batches.open_batch(province, UNIT, "papers", "archivist", MONDAY)
    assert second.code != first.code


@pytest.mark.parametrize("who", ["reception", "handler", "stranger", "supervisor"])
def test_plain_papers_are_for_the_archive(province, batch, who):
    with pytest.raises(NotYours):
        batches.open_batch(province, UNIT, "papers", who, MONDAY)
    with pytest.raises(UnknownBatch):
        batches.get(province, batch.code, who, MONDAY)
    arrived(batch, 2)
    with pytest.raises(UnknownBatch):
        Acting(province, batch, who, MONDAY, 2).move(["a1.1"], "new")
    assert batch.length == 2


def test_an_unknown_batch_looks_like_a_foreign_one(province, batch):
    with pytest.raises(UnknownBatch) as unknown:
        batches.get(province, "H99.01-2026-L9999", "archivist", MONDAY)
    with pytest.raises(UnknownBatch) as foreign:
        batches.get(province, batch.code, "stranger", MONDAY)
    assert str(unknown.value) == str(foreign.value)


def test_the_counter_arranges_the_stack_of_its_dossier(province, dossier):
    stack = batches.open_batch(
        province, UNIT, "counter", "reception", MONDAY, dossiers=[dossier.code]
    )
    arrived(stack, 2)
    Acting(province, stack, "reception", MONDAY, 2).move(["a1.1"], "new")
    with pytest.raises(UnknownBatch):
        Acting(province, stack, "handler", MONDAY, 3).move(["a1.2"], "new")
    # The dossier goes on, and with it the right to scan its papers.
    actions.act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)
    assert batches.get(province, stack.code, "reception", MONDAY) is stack


def test_somebody_elses_dossier_takes_no_stack(province, dossier):
    for who in ("stranger", "jurist"):
        with pytest.raises(Missing) as refused:
            batches.open_batch(
                province, UNIT, "counter", who, MONDAY, dossiers=[dossier.code]
            )
        assert dossier.code in str(refused.value)
    with pytest.raises(Missing):
        batches.open_batch(
            province, UNIT, "counter", "reception", MONDAY, dossiers=["H99.01-1"]
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": "everything"},
        {"purpose": "counter"},
        {"declared": -1},
        {"scanner": "../etc"},
        {"file_code": "a/b"},
    ],
)
def test_what_cannot_be_a_batch_is_named(province, wrong):
    given = {"purpose": "papers", **wrong}
    with pytest.raises(Missing):
        batches.open_batch(province, UNIT, actor="archivist", now=MONDAY, **given)
    assert store.shelf(province) is None or not store.shelf(province).batches


def test_of_two_archivists_the_slower_is_told(province, batch, acting):
    arrived(batch, 3)
    seen = batch.length
    acting(seen).move(["a1.1"], "new")
    before = batch.length
    with pytest.raises(StaleBatch):
        acting(seen).move(["a1.2"], "new")
    assert batch.length == before
    acting(before).move(["a1.2"], "new")


def test_a_file_that_comes_in_hinders_nobody(province, batch, acting):
    arrived(batch, 2)
    seen = batch.length
    arrived(batch, 1)
    looked(batch, 2)
    acting(seen).move(["a1.1"], "new")
    assert layout.fold(batch).documents[0].pages == ("a1.1",)


def test_one_person_may_act_again_and_again_on_what_they_saw(batch, acting):
    arrived(batch, 4)
    one = acting(batch.length)
    one.move(["a1.1", "a1.2"], "new")
    one.move(["a1.3"], "new")
    one.undo()
    assert len(layout.fold(batch).documents) == 1


def test_undo_goes_back_step_by_step_and_not_behind_what_was_filed(batch, acting):
    arrived(batch, 3)
    looked(batch, 1, {"a1.1": COVER})
    one = acting(batch.length)
    first = layout.fold(batch)
    one.move(["a1.2"], "new")
    one.reject(["a1.3"], "blank")
    one.undo()
    one.undo()
    again = layout.fold(batch)
    assert (again.documents, again.rejected) == (first.documents, {})
    with pytest.raises(Impossible):
        one.undo()
    one.act("filing", {"documents": [again.documents[0].id]})
    with pytest.raises(Impossible):
        one.undo()


def test_what_is_being_filed_is_not_arranged_any_more(batch, acting):
    arrived(batch, 3)
    looked(batch, 1, {"a1.1": COVER})
    document = layout.fold(batch).documents[0].id
    one = acting(batch.length)
    one.act("filing", {"documents": [document]})
    for act in (
        lambda: one.move(["a1.2"], "new"),
        lambda: one.rotate({"a1.2": 90}),
        lambda: one.cut("a1.2"),
        lambda: one.split(document, "a1.3"),
        lambda: one.reject(["a1.2"], "blank"),
        lambda: one.assign(document, None),
        lambda: one.describe(document, {"type": "Quyết định"}),
    ):
        with pytest.raises(Impossible):
            act()


def test_an_examined_batch_is_left_alone_until_it_comes_back(batch, acting):
    arrived(batch, 2)
    looked(batch, 1, {"a1.1": COVER})
    one = acting(batch.length)
    one.submit()
    with pytest.raises(Impossible):
        one.reject(["a1.2"], "blank")
    one.act("refuse", {}, {"reason": "Trang 2 mờ"})
    one.reject(["a1.2"], "rescan")
    assert layout.fold(batch).state == "open"


def test_a_batch_is_not_closed_over_pages_that_lie_about(province, batch, acting):
    arrived(batch, 2)
    looked(batch, 1)
    with pytest.raises(Impossible) as refused:
        acting().close()
    assert "2 pages unassigned" in str(refused.value)
    acting().reject(["a1.1", "a1.2"], "alien")
    acting().close()
    assert layout.fold(batch).state == "closed"
    assert store.open_ones(province) == []
    with pytest.raises(Impossible):
        acting().restore(["a1.1"])


def test_quarantine_opens_for_the_archive_with_a_reason(province, dossier):
    stack = batches.open_batch(
        province, UNIT, "counter", "reception", MONDAY, dossiers=[dossier.code]
    )
    arrived(stack, 2)
    Acting(province, stack, "reception", MONDAY, None).secret(["a1.1"], "MẬT")
    with pytest.raises(Impossible):
        Acting(province, stack, "reception", MONDAY, None).move(["a1.1"], "new")
    with pytest.raises(NotYours):
        Acting(province, stack, "reception", MONDAY, None).release(["a1.1"], "Nhầm")
    with pytest.raises(Missing):
        Acting(province, stack, "archivist", MONDAY, None).release(["a1.1"], " ")
    Acting(province, stack, "archivist", MONDAY, None).release(["a1.1"], "Dấu cũ")
    assert layout.fold(stack).unassigned["a1.1"] == "released"


def test_a_document_is_what_the_batch_can_hold(province, dossier, batch, acting):
    arrived(batch, 2)
    one = acting()
    one.move(["a1.1"], "new")
    document = layout.fold(batch).documents[0].id
    for wrong in (Target(dossier.code, "1"), Target(), Target(ordinal=10_000_000)):
        with pytest.raises(Missing):
            one.assign(document, wrong)
    one.assign(document, Target(ordinal=7))
    assert layout.fold(batch).documents[0].target == Target(ordinal=7)
    stack = batches.open_batch(
        province, UNIT, "counter", "reception", MONDAY, dossiers=[dossier.code]
    )
    arrived(stack, 1)
    at_counter = Acting(province, stack, "reception", MONDAY, None)
    at_counter.move(["a1.1"], "new")
    held = layout.fold(stack).documents[0].id
    for wrong in (Target(dossier.code, "99"), Target(ordinal=1)):
        with pytest.raises(Missing):
            at_counter.assign(held, wrong)
    at_counter.assign(held, Target(dossier.code, "2"))


@pytest.mark.parametrize(
    ("fields", "fits"),
    [
        ({"type": "Quyết định", "date": "2004-05-31"}, True),
        ({"date": "1987"}, True),
        ({"date": "1987-05"}, True),
        ({"date": "31/05/2004"}, False),
        ({"date": "2004-W22-1"}, False),
        ({"date": "20040531"}, False),
        ({"date": "9999"}, False),
        ({"sheets": "0"}, False),
        ({"access": "conditional"}, True),
        ({"access": "everybody"}, False),
        ({"colour": "red"}, False),
        ({"abstract": "x" * 501}, False),
    ],
)
def test_catalogue_data_is_checked(batch, acting, fields, fits):
    arrived(batch, 1)
    acting().move(["a1.1"], "new")
    document = layout.fold(batch).documents[0].id
    if fits:
        acting().describe(document, fields)
        assert layout.fold(batch).documents[0].fields == fields
    else:
        with pytest.raises(Missing):
            acting().describe(document, fields)


def test_state_secrets_are_not_catalogued(batch, acting):
    arrived(batch, 1)
    acting().move(["a1.1"], "new")
    document = layout.fold(batch).documents[0].id
    with pytest.raises(Secret, match="officer in charge of secrets"):
        acting().describe(document, {"type": "Công văn", "access": "secret"})
    assert layout.fold(batch).documents[0].fields == {}


def test_catalogue_data_stay_out_of_the_header(batch, acting):
    arrived(batch, 1)
    acting().move(["a1.1"], "new")
    acting().describe(layout.fold(batch).documents[0].id, {"abstract": "Bà Hoa"})
    last = ledger.events(batch)[-1]
    assert "Hoa" not in last.header.decode()
    assert last.data["fields"] == {"abstract": "Bà Hoa"}


def test_heads_of_batches_are_kept_and_proved(province, batch):
    from motcua.dossiers import apart

    assert batch.code in {one.code for one in apart.every(province)}
    assert apart.find(province, batch.code) is batch
    assert list(ledger.verify(batch)) == []


def test_the_register_tells_the_figures_of_a_batch(province, batch):
    projection = register.Batches()
    arrived(batch, 3)
    older = projection.row(batch)
    looked(batch, 1, {"a1.1": COVER})
    assert list(projection.truth(province)) == [batch]
    with register_engine().begin() as connection:
        assert projection.upsert(connection, projection.row(batch))
        assert not projection.upsert(connection, older)
    row = register.of_units([UNIT])[0]
    assert (row["code"], row["arrived"], row["documents"]) == (batch.code, 3, 2)
    assert register.of_units(["H99.02"]) == []
    assert register.of_units([UNIT], states=["closed"]) == []


def test_files_of_a_batch_are_referred_to(province, batch):
    from motcua.storage.keeping.bucket import referred

    sha256 = "ab" + "7" * 62
    arrived(batch, 1, sha256=sha256)
    projection = register.Batches()
    with register_engine().begin() as connection:
        projection.upsert(connection, projection.row(batch))
        kept = dict(projection.stored(connection))
    assert kept[(batch.code,)][register.FILES.name] == (sha256,)
    assert sha256 in referred("ab")


def test_somebody_waits_for_the_stack_of_a_counter(province, dossier, batch):
    stack = batches.open_batch(
        province, UNIT, "counter", "reception", MONDAY, dossiers=[dossier.code]
    )
    for one in (batch, stack):
        arrived(one, 1)
    projection = register.Batches()
    assert [(job.kind, job.urgency) for job in projection.jobs(stack)] == [
        (register.LOOK, Urgency.WAITED)
    ]
    assert [(job.kind, job.urgency) for job in projection.jobs(batch)] == [
        (register.LOOK, Urgency.SOON),
        (recognition.KIND, Urgency.BACKGROUND),
    ]


def test_only_new_events_ask_for_jobs(batch):
    projection = register.Batches()
    arrived(batch, 1)
    arrived(batch, 1)
    one, two = layout.fold(batch).arrivals
    # Plain papers are looked at, and read for their catalogue data.
    asked = [
        (register.LOOK, f"{batch.code}:1"),
        (recognition.KIND, one.sha256),
        (register.LOOK, f"{batch.code}:2"),
        (recognition.KIND, two.sha256),
    ]
    assert [(job.kind, job.key) for job in projection.jobs(batch)] == asked
    fresh = projection.fresh(batch, batch.length)
    assert [(job.kind, job.key) for job in fresh.jobs] == asked[2:]
    assert fresh.row == projection.row(batch)
