"""Numbers kept back for when power is down: nobody else gets them, none used twice."""

from __future__ import annotations

from datetime import timedelta
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import codes
from motcua.dossiers import ledger
from motcua.dossiers.actions import act
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.folder import find
from motcua.dossiers.intake import receive
from motcua.dossiers.outage import blocks
from motcua.dossiers.outage import late
from motcua.dossiers.outage import prints
from motcua.dossiers.outage import store
from motcua.dossiers.outage.reserved import Reserved
from motcua.dossiers.register import Register
from motcua.dossiers.slips import checks
from motcua.dossiers.slips.issued import slips_of
from motcua.dossiers.slips.values import values
from motcua.dossiers.standing import told
from motcua.dossiers.states import fold
from motcua.organisation import duties
from motcua.storage import numbers
import pytest
import subprocess
import sys
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import SINCE
from tests.dossiers.conftest import UNIT
from tests.dossiers.test_slips import text_of


DAY = MONDAY.date()
NOON = MONDAY + timedelta(hours=2)
#: Wednesday: the power is back.
BACK = MONDAY + timedelta(days=2)
REASON = "Mất điện từ 10 giờ thứ Hai"


@pytest.fixture
def block(province, version):
    return blocks.reserve(province, UNIT, DAY, 3, "reception", MONDAY)


def code(number):
    return f"{UNIT}-261102-{number:04d}"


def enter(province, block, version, number=1, received=NOON, now=BACK, **more):
    values = {"reason": REASON, "actor": "reception", **more}
    late.enter(
        province,
        block,
        code(number),
        an_intake(version),
        received,
        values["reason"],
        values["actor"],
        now,
    )


def said(error):
    return str(error.value.message.mapping or error.value.message)


def test_reserved_numbers_are_nobody_elses(province, version, block):
    assert list(blocks.view(block).numbers) == [code(1), code(2), code(3)]
    made = receive(province, an_intake(version), "reception", MONDAY)
    assert made.code == code(4)
    second = blocks.reserve(province, UNIT, DAY, 2, "supervisor", MONDAY)
    assert list(blocks.view(second).numbers) == [code(5), code(6)]


@pytest.mark.parametrize(("day", "count"), [(-1, 1), (32, 1), (0, 0), (0, 101)])
def test_a_block_that_cannot_be_is_refused(province, day, count):
    with pytest.raises(MissingData):
        blocks.reserve(
            province, UNIT, DAY + timedelta(days=day), count, "reception", MONDAY
        )
    assert numbers.last(*codes.sequence(UNIT, DAY)) == 0


def test_only_the_counter_and_who_leads_it_keep_numbers_back(province):
    for stranger in ("handler", "archivist", "stranger"):
        with pytest.raises(NotAllowed):
            blocks.reserve(province, UNIT, DAY, 1, stranger, MONDAY)


def test_counters_are_raised_above_a_block_after_a_restore(province, version, block):
    with numbers.numbers_engine().begin() as connection:
        connection.execute(numbers.counters.delete())
    for sequence, period, number in Reserved().numbers(block):
        numbers.raise_above(sequence, period, number)
    assert receive(province, an_intake(version), "reception", MONDAY).code == code(4)


RACE = """
import sys
from datetime import date
from motcua.dossiers import codes
day = date(2026, 11, 2)
for _ in range(40):
    if sys.argv[1] == "reserve":
        print(*codes.reserve("H99.01", day, 5))
    else:
        print(codes.allot("H99.01", day))
"""


def test_two_processes_never_get_the_same_number(province):
    running = [
        subprocess.Popen(
            [sys.executable, "-c", RACE, what], stdout=subprocess.PIPE, text=True
        )
        for what in ("reserve", "allot")
    ]
    found = [one.communicate(timeout=120)[0].split() for one in running]
    assert [one.returncode for one in running] == [0, 0]
    assert [len(each) for each in found] == [200, 40]
    assert len({*found[0], *found[1]}) == 240


# Late entry


def test_a_late_entry_becomes_a_dossier_when_another_person_approves(
    province, version, block
):
    enter(province, block, version)
    assert find(province, code(1)) is None
    with pytest.raises(NotAllowed):
        late.approve(province, block, code(1), "reception", BACK)
    made = late.approve(province, block, code(1), "supervisor", BACK)
    view = fold(made)
    assert (made.code, view.received_at) == (code(1), NOON)
    assert view.accepted_at >= BACK
    told_of = view.on_paper
    assert (told_of.entered_by, told_of.approved_by) == ("reception", "supervisor")
    assert (told_of.reason, told_of.block) == (REASON, block.code)
    assert made.standing == told(ledger.events(made))
    assert Register().row(made)["late_entry"]
    assert Register().row(made)["received_at"] == NOON


def test_the_time_runs_from_the_real_receipt(province, version, block):
    on_time = receive(province, an_intake(version), "reception", NOON)
    enter(province, block, version)
    made = late.approve(province, block, code(1), "supervisor", BACK)
    assert fold(made).due == fold(on_time).due
    assert fold(made).promised == fold(on_time).due


def test_the_control_slip_says_that_it_was_received_on_paper(province, version, block):
    enter(province, block, version)
    made = late.approve(province, block, code(1), "supervisor", BACK)
    [slip] = [one for one in slips_of(made) if one.form.kind == "control"]
    [row] = values(province, made, slip)["rows"]
    assert "Nhận trên giấy lúc 11:00 ngày 02/11/2026" in row["note"]
    assert REASON in row["note"]


def test_it_stays_marked_whatever_comes(province, version, block):
    enter(province, block, version)
    made = late.approve(province, block, code(1), "supervisor", BACK)
    act(made, "forward", "reception", data={"to": LAND}, now=BACK)
    assert fold(made).on_paper is not None
    assert made.standing.late_entry
    assert ledger.verify(made) == []


@pytest.mark.parametrize(
    ("received", "now"),
    [
        (BACK + timedelta(minutes=1), BACK),
        (MONDAY - timedelta(minutes=1), BACK),
        (NOON, NOON + timedelta(days=7, minutes=1)),
    ],
)
def test_the_real_time_has_bounds(province, version, block, received, now):
    with pytest.raises(MissingData):
        enter(province, block, version, received=received, now=now)
    assert blocks.view(block).numbers[code(1)].status == "reserved"


def test_a_number_is_used_once(province, version, block):
    enter(province, block, version)
    with pytest.raises(IllegalStep) as error:
        enter(province, block, version)
    assert code(1) in said(error)
    late.approve(province, block, code(1), "supervisor", BACK)
    with pytest.raises(IllegalStep):
        late.approve(province, block, code(1), "supervisor", BACK)
    with pytest.raises(IllegalStep):
        enter(province, block, version)
    with pytest.raises(MissingData):
        enter(province, block, version, number=9)


def test_what_was_sent_back_is_entered_again(province, version, block):
    enter(province, block, version)
    with pytest.raises(MissingData):
        late.reject(block, code(1), "", "supervisor", BACK)
    late.reject(block, code(1), "Sai giờ nhận", "supervisor", BACK)
    assert blocks.view(block).numbers[code(1)].why == "Sai giờ nhận"
    assert late.entry_of(block, code(1)).reason == REASON
    enter(province, block, version)
    late.approve(province, block, code(1), "supervisor", BACK)
    assert blocks.view(block).numbers[code(1)].status == "approved"


def test_persons_are_in_the_dossier_alone_after_the_approval(province, version, block):
    enter(province, block, version)
    late.approve(province, block, code(1), "supervisor", BACK)
    assert late.entry_of(block, code(1)) is None
    assert all(
        "Nguyễn" not in str(event.facts) + str(event.data)
        for event in ledger.events(block)
    )
    assert ledger.verify(block) == []


def test_the_only_person_of_a_small_office_approves_with_a_waiver(
    province, version, block
):
    duties.assign("reception", UNIT, "approval", SINCE)
    enter(province, block, version)
    with pytest.raises(NotAllowed):
        late.approve(province, block, code(1), "reception", BACK, "Một mình")
    duties.end("supervisor", UNIT, "supervision", BACK.date() - timedelta(days=1))
    with pytest.raises(MissingData):
        late.approve(province, block, code(1), "reception", BACK)
    made = late.approve(province, block, code(1), "reception", BACK, "Một mình")
    assert fold(made).on_paper.waiver


def test_who_left_the_counter_had_the_duty_when_the_paper_was_taken(
    province, version, block
):
    enter(province, block, version)
    duties.end("reception", UNIT, "reception", BACK.date() - timedelta(days=1))
    made = late.approve(province, block, code(1), "supervisor", BACK)
    assert fold(made).received_by == "reception"


def test_left_over_numbers_are_void_with_a_reason(province, version, block):
    enter(province, block, version)
    with pytest.raises(MissingData):
        blocks.make_void(block, [code(2)], "", "supervisor", BACK)
    with pytest.raises(IllegalStep):
        blocks.make_void(block, [code(1), code(2)], "Thừa", "supervisor", BACK)
    blocks.make_void(block, [code(2), code(3)], "Thừa", "supervisor", BACK)
    with pytest.raises(IllegalStep):
        enter(province, block, version, number=2)
    row = Reserved().row(block)
    counts = [row[name] for name in ("reserved", "entered", "approved", "void")]
    assert counts == [0, 1, 0, 2]


# The paper


def test_each_number_has_a_slip_with_code_and_blanks(province, block):
    blocks.make_void(block, [code(3)], "Rách", "reception", MONDAY)
    text = " ".join(text_of(prints.pdf(province, block)).split())
    assert text.count("TẠM - IN SẴN") == 2
    assert code(1) in text
    assert code(3) not in text


def test_anybody_with_the_slip_learns_that_it_is_registered_on_paper(
    province, version, block
):
    def verdict(number):
        name = blocks.slip_name(code(number))
        return checks.check(province, name, checks.letters(name), "1.1.1.1")

    assert verdict(1).status == "paper"
    assert verdict(1).title == "Giấy tiếp nhận hồ sơ tạm thời"
    enter(province, block, version)
    assert verdict(1).status == "paper"
    late.approve(province, block, code(1), "supervisor", BACK)
    assert verdict(1).status == "replaced"
    assert verdict(1).replaced_by.endswith("/TNHS")
    blocks.make_void(block, [code(2)], "Rách", "reception", BACK)
    assert verdict(2).status == "void"
    name = blocks.slip_name(code(2))
    assert checks.check(province, name, "AAAAA-AAAAA", "1.1.1.1") is None
    receive(province, an_intake(version), "reception", MONDAY.astimezone(VIETNAM))
    assert verdict(4) is None


def test_blocks_are_found_by_code_and_by_unit(province, block):
    assert store.find(province, block.code) is block
    assert store.holding(province, code(2)) is block
    assert store.holding(province, code(9)) is None
    assert store.of_unit(province, UNIT, 5) == [block]
    assert store.of_unit(province, LAND, 5) == []
    blocks.note_print(block, "reception", MONDAY)
    assert blocks.view(block).prints == 1
