"""Who examines a batch, what the sample decides, and what is remembered of it."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from motcua.archive.capture import batches
from motcua.archive.capture import layout
from motcua.archive.capture import register
from motcua.archive.capture.arranging import Acting
from motcua.archive.capture.errors import Impossible
from motcua.archive.capture.errors import Missing
from motcua.archive.capture.errors import UnknownBatch
from motcua.archive.quality import figuring
from motcua.archive.quality import gate
from motcua.archive.quality import sampling
from motcua.dossiers import ledger
from motcua.organisation import waivers
from motcua.storage.engines import register_engine
import pytest
from tests.archive.capture.conftest import arrived
from tests.archive.capture.conftest import looked
from tests.archive.conftest import province  # noqa: F401
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT


def stack(province, pages=3, now=MONDAY):  # noqa: F811
    """Return a batch of so many documents of one page, handed in."""
    batch = batches.open_batch(province, UNIT, "papers", "archivist", now)
    arrived(batch, pages, now)
    looked(batch, 1, now=now)
    acting = Acting(province, batch, "archivist", now, None)
    for page in layout.fold(batch).pages:
        event = acting.move([page], "new")
        number = f"{event.number}"
        acting.describe(f"d{number}", {"number": number, "date": "2026-03-05"})
    acting.submit()
    return batch


def typed(batch, document):
    """Return what an attentive person types."""
    kept = layout.fold(batch).document(document).fields
    return {name: kept[name] for name in gate.TWICE}


def examine(province, batch, wrong=(), who="supervisor", now=MONDAY):  # noqa: F811
    """Examine the whole sample; ``wrong`` are numbers of sampled documents."""
    person = gate.Examining(province, batch, who, now)
    person.sample()
    for at, document in enumerate(person.found.items):
        defects = ["unreadable"] if at in wrong else []
        person.judge(document, defects, typed(batch, document))
    return person


def test_a_good_sample_accepts_the_batch(province):  # noqa: F811
    batch = stack(province)
    person = examine(province, batch)
    assert person.decide().type == "accept"
    assert layout.fold(batch).state == "accepted"


def test_a_bad_sample_sends_it_back_with_what_is_to_be_mended(province):  # noqa: F811
    batch = stack(province)
    person = examine(province, batch, wrong=[1])
    with pytest.raises(Missing):
        person.decide("")
    event = person.decide("Quét lại trang mờ")
    assert event.type == "refuse"
    assert event.facts["documents"] == [person.found.items[1]]
    assert event.data["reason"] == "Quét lại trang mờ"
    assert layout.fold(batch).state == "open"
    # Handed in again, it is sampled again.
    Acting(province, batch, "archivist", MONDAY, None).submit()
    assert person.found.plan is None


def test_nobody_chooses_the_verdict_before_the_sample_is_judged(province):  # noqa: F811
    batch = stack(province)
    person = gate.Examining(province, batch, "supervisor", MONDAY)
    with pytest.raises(Impossible):
        person.decide()
    person.sample()
    with pytest.raises(Impossible):
        person.decide()
    with pytest.raises(Impossible):
        person.sample()


def test_the_sample_can_be_drawn_again_by_its_seed(province):  # noqa: F811
    batch = stack(province, pages=20)
    event = gate.Examining(province, batch, "supervisor", MONDAY).sample()
    documents = [one.id for one in layout.fold(batch).documents]
    facts = event.facts
    assert facts["size"] == sampling.plan(20, gate.AQL, gate.LEVEL).size < 20
    assert facts["items"] == sampling.draw(documents, facts["size"], facts["seed"])


def test_what_is_typed_again_and_differs_is_a_defect(province):  # noqa: F811
    batch = stack(province)
    person = gate.Examining(province, batch, "supervisor", MONDAY)
    person.sample()
    first, second, _third = person.found.items
    right = typed(batch, first)
    person.judge(first, [], {**right, "number": "0" + right["number"]})
    assert not person.found.judged[first].defects
    person.judge(second, ["turned"], {**typed(batch, second), "date": "2026-03-06"})
    assert person.found.judged[second].defects == ("turned", "date")
    with pytest.raises(Impossible):
        person.judge(second, [], typed(batch, second))


def test_operators_do_not_examine_their_own_batch(province):  # noqa: F811
    batch = stack(province)
    with pytest.raises(gate.OwnBatch):
        gate.Examining(province, batch, "archivist", MONDAY).sample()
    for stranger in ("reception", "handler", "stranger"):
        with pytest.raises(UnknownBatch):
            gate.Examining(province, batch, stranger, MONDAY).sample()
    assert [one.type for one in ledger.events(batch)].count("sample") == 0


def test_a_waiver_lets_a_small_office_do_it_and_is_written_down(
    province,  # noqa: F811
    monkeypatch,
):
    batch = stack(province)
    monkeypatch.setattr(waivers, "MAY_WAIVE", frozenset({"province"}))
    monkeypatch.setattr("motcua.organisation.units.check_manager", lambda _site: "x")
    waivers.give(
        waivers.Waiver(
            "H99",
            waivers.OWN_BATCH,
            date(2026, 11, 1),
            date(2026, 12, 1),
            "QĐ 12/QĐ-UBND",
            "Chỉ có một người",
        ),
        province,
    )
    event = gate.Examining(province, batch, "archivist", MONDAY).sample()
    assert event.facts["waived"] is True


def test_two_refusals_tighten_the_inspection_of_that_person(province):  # noqa: F811
    for number in range(2):
        now = MONDAY + timedelta(hours=number)
        batch = stack(province, pages=2, now=now)
        examine(province, batch, wrong=[0], now=now).decide("Sửa")
    later = MONDAY + timedelta(hours=5)
    batch = stack(province, pages=9, now=later)
    assert gate.history(province, batch) == [False, False]
    event = gate.Examining(province, batch, "supervisor", later).sample()
    assert event.facts["tightened"] is True
    assert event.facts["aql"] < gate.AQL


@pytest.fixture
def counted(province):  # noqa: F811
    """Write two batches to the register; count those of the days given."""
    first, second = stack(province), stack(province, pages=2)
    examine(province, first, wrong=[0]).decide("Sửa")
    projection = register.Batches()
    with register_engine().begin() as connection:
        for one in (first, second):
            projection.upsert(connection, projection.row(one))

    def count(by, since=MONDAY, days=1, **page):
        until = since + timedelta(days=days)
        return figuring.counted([UNIT], by, since, until, **page)

    yield first, second, count
    empty_sql()


def test_figures_count_by_batch_operator_and_scanner(counted):
    first, second, count = counted
    by_batch = dict(count("lo"))
    assert (by_batch[first.code].pages, by_batch[second.code].pages) == (3, 2)
    ((person, sums),) = count("nguoi")
    assert person == "archivist"
    assert (sums.batches, sums.pages, sums.documents) == (2, 5, 5)
    assert (sums.examined, sums.defective, sums.refused) == (3, 1, 1)
    ((scanner, _sums),) = count("may")
    assert scanner == ""


def test_figures_are_of_the_days_that_were_asked_for(counted):
    first, second, count = counted
    assert count("lo", MONDAY + timedelta(seconds=1)) == []
    assert count("lo", MONDAY - timedelta(days=1)) == []
    assert {code for code, _sums in count("lo", days=1)} == {first.code, second.code}
    after = MONDAY + timedelta(days=1)
    assert figuring.total([UNIT], MONDAY, after).pages == 5
    assert figuring.total([UNIT], after, after).batches == 0


def test_lines_of_figures_come_page_by_page(counted):
    _first, _second, count = counted
    whole = [code for code, _sums in count("lo")]
    pages = [count("lo", limit=1, offset=at)[0][0] for at in (0, 1)]
    assert pages == whole


def test_figures_read_no_batch(counted, monkeypatch):
    _first, _second, count = counted
    monkeypatch.setattr(layout, "fold", lambda *_args: pytest.fail("read"))
    assert len(count("nguoi")) == 1
