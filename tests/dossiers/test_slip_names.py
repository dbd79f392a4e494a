"""A slip says for whom was signed, and who and what was called how on its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from motcua.dossiers.actions import act
from motcua.dossiers.intake import receive
from motcua.dossiers.ledger import events
from motcua.dossiers.ledger import verify
from motcua.dossiers.slips import book
from motcua.dossiers.slips import prints
from motcua.dossiers.slips.issued import slips_of
from motcua.dossiers.slips.values import values
from motcua.organisation import delegations
from motcua.organisation import duties
from motcua.organisation import units
from motcua.organisation.delegations import Delegation
from plone import api
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
from tests.dossiers.test_slips import text_of


DEED = "Giấy ủy quyền số 7/GUQ-PĐĐ"


def signs_as(person, position):
    kept = duties.book()
    rows = tuple(replace(row, position=position) for row in kept.rows(person))
    kept.write(person, rows)


def stands_in(form, receiver="jurist"):
    row = Delegation(
        giver="leader",
        receiver=receiver,
        department=LAND,
        duty="approval",
        since=date(2026, 11, 2),
        until=date(2026, 11, 30),
        form=form,
        deed=DEED,
    )
    return delegations.delegate(row)


def refused(dossier, by):
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)
    act(dossier, "propose", "handler", data={"proposal": "Từ chối"}, now=MONDAY)
    data = {"reason_code": "other", "reason": "Không thuộc thẩm quyền"}
    act(dossier, "refuse", by, data=data, now=MONDAY)
    return slips_of(dossier)[-1]


def signed(province, dossier, slip):
    return values(province, dossier, slip)["signature"]


@pytest.mark.parametrize(
    ("form", "lines"),
    [
        ("KT.", ["KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"]),
        ("TL.", ["TL. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"]),
        ("TUQ.", ["TUQ. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"]),
        ("absence", ["THAY TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"]),
    ],
)
def test_who_signs_for_another_prints_both_positions_and_the_deed(
    province, dossier, form, lines
):
    signs_as("leader", "Trưởng phòng")
    signs_as("jurist", "Phó Trưởng phòng")
    stands_in(form)
    slip = refused(dossier, "jurist")
    block = signed(province, dossier, slip)
    assert (block["lines"], block["note"]) == (lines, f"(Theo {DEED})")
    text = text_of(prints.pdf(province, dossier, slip))
    assert " ".join(lines) in text
    assert DEED in text


def test_a_giver_without_a_recorded_position_is_the_head_of_the_unit(province, dossier):
    stands_in("KT.")
    block = signed(province, dossier, refused(dossier, "jurist"))
    assert block["lines"] == ["KT. THỦ TRƯỞNG ĐƠN VỊ"]


def test_who_signs_in_an_own_duty_signs_for_nobody(province, dossier):
    signs_as("leader", "Trưởng phòng")
    block = signed(province, dossier, refused(dossier, "leader"))
    assert (block["lines"], block["behalf"], block["note"]) == (
        ["TRƯỞNG PHÒNG"],
        False,
        "",
    )


def test_a_receipt_signed_by_authorisation_keeps_the_words_of_the_form(
    province, version
):
    duties.assign("supervisor", UNIT, "processing", date(2026, 1, 1))
    signs_as("reception", "Chuyên viên")
    delegations.delegate(
        Delegation(
            giver="reception",
            receiver="jurist",
            department=UNIT,
            duty="reception",
            since=date(2026, 11, 2),
            until=date(2026, 11, 30),
            form="TUQ.",
            deed=DEED,
        )
    )
    dossier = receive(province, an_intake(version), "jurist", MONDAY)
    text = text_of(prints.receipt(province, dossier))
    assert "NGƯỜI TIẾP NHẬN HỒ SƠ TUQ. CHUYÊN VIÊN" in text
    assert DEED in text


def test_a_reprint_names_offices_and_officers_as_they_were_at_issue(province, dossier):
    slip = slips_of(dossier)[0]
    before = text_of(prints.pdf(province, dossier, slip))
    for code, name in (("H99", "Tỉnh Cửa Bé"), (UNIT, "Trung tâm Mới")):
        found = units.find(code)
        found.title = name
        found.phone = "0299 000 000"
        units.notify(units.ObjectModifiedEvent(found))
    api.user.get("reception").setMemberProperties({"fullname": "Tên Mới"})
    assert units.get(UNIT).name == "Trung tâm Mới"
    assert text_of(prints.pdf(province, dossier, slip)) == before
    act(dossier, "reprint", "reception", data={"slip": 1, "form": "01"})
    again = text_of(prints.pdf(province, dossier, slips_of(dossier)[0]))
    assert again.replace(" In lại lần 1.", "") == before
    act(
        dossier,
        "correct",
        "reception",
        data={"reason": "Ghi sai", "changes": {"note": "Đã sửa"}},
    )
    new = text_of(prints.pdf(province, dossier, slips_of(dossier)[-1]))
    assert "TRUNG TÂM MỚI" in new
    assert "Tên Mới" in new


def test_the_control_slip_names_each_hand_over_as_it_was(province, dossier):
    for operation, person, data in (
        ("forward", "reception", {"to": LAND}),
        ("propose", "handler", {"proposal": "Cấp"}),
        ("approve", "leader", {}),
        ("finish", "handler", {}),
    ):
        act(dossier, operation, person, data=data, now=MONDAY)
    api.user.get("reception").setMemberProperties({"fullname": "Tên Mới"})
    act(dossier, "return_result", "reception", now=MONDAY)
    control = slips_of(dossier)[1]
    found = values(province, dossier, control)["rows"]
    assert [row["account"] for row in (found[0], found[-1])] == ["reception", "Tên Mới"]
    assert "Phòng Đất đai" in {row["receiver"] for row in found}


def test_slips_of_one_officer_share_their_names_and_the_ledger_seals_them(
    province, version
):
    dossiers = [
        receive(province, an_intake(version), "reception", MONDAY) for _ in range(3)
    ]
    digests = {events(one)[0].facts["names"] for one in dossiers}
    assert len(digests) == 1
    assert book.names(digests.pop())["people"] == {"reception": "reception"}
    assert verify(dossiers[0]) == []


def test_a_slip_from_before_names_were_kept_shows_those_of_today(
    province, dossier, monkeypatch
):
    first = events(dossier)[0]
    facts = {key: value for key, value in first.facts.items() if key != "names"}
    monkeypatch.setattr(type(first), "facts", property(lambda self: facts))
    slip = slips_of(dossier)[0]
    api.user.get("reception").setMemberProperties({"fullname": "Tên Mới"})
    found = values(province, dossier, slip)
    assert found["signature"]["name"] == "Tên Mới"
    assert found["office"]["unit"] == "Trung tâm Phục vụ hành chính công"
