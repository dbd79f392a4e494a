"""Which act issues which slip, what becomes of it, and what strangers learn of it."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from motcua.dossiers.actions import act
from motcua.dossiers.intake import receive
from motcua.dossiers.ledger import events
from motcua.dossiers.slips import book
from motcua.dossiers.slips import checks
from motcua.dossiers.slips import forms
from motcua.dossiers.slips import prints
from motcua.dossiers.slips.issued import slips_of
from motcua.dossiers.slips.issuing import issue
from motcua.dossiers.slips.issuing import numbers_of
from motcua.dossiers.slips.rendering.printing import pdf
from motcua.dossiers.slips.signatures import Signature
from motcua.storage.tries import TooManyTries
import pypdfium2
import pytest
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
from tests.dossiers.test_slips import text_of
import zxingcpp


CLIENT = "192.0.2.7"


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2014, 3, 1), "2015"),
        (date(2016, 3, 23), "2015"),
        (date(2019, 1, 7), "2015"),
        (date(2019, 1, 8), "2018"),
        (date(2025, 9, 14), "2018"),
        (date(2025, 9, 15), "2025"),
        (date(2026, 11, 2), "2025"),
    ],
)
def test_the_set_of_forms_is_that_of_the_day_of_receipt(day, key):
    assert forms.set_on(day).key == key


def test_the_sets_hold_the_forms_that_their_acts_name():
    kinds = {each.key: [(f.form, f.kind) for f in each.forms] for each in forms.sets()}
    assert kinds["2025"] == [
        ("01", "receipt"),
        ("02", "supplement"),
        ("03", "refusal"),
        ("04", "apology"),
        ("05", "stop"),
        ("06", "control"),
        ("07", "register"),
    ]
    assert kinds["2018"][3:] == [
        ("04", "apology"),
        ("05", "control"),
        ("06", "register"),
    ]
    assert [kind for _form, kind in kinds["2015"]] == [
        "supplement",
        "register",
        "receipt",
        "control",
    ]


@pytest.mark.parametrize(
    ("operation", "issued"),
    [
        ("receive", ["01", "06"]),
        ("accept", ["01", "06"]),
        ("submit", []),
        ("guide", ["02"]),
        ("pause", ["02"]),
        ("decline", ["03"]),
        ("refuse", ["03"]),
        ("extend", ["04"]),
        ("stop", ["05"]),
        ("withdraw", ["05"]),
        ("return_result", ["BT"]),
        ("collect_fee", ["BL"]),
        ("ask_opinion", ["YK"]),
        ("forward", []),
    ],
)
def test_an_operation_issues_its_forms(province, operation, issued):
    assert [one["form"] for one in issue(UNIT, operation, MONDAY)] == issued


def test_a_dossier_of_2018_is_stopped_without_a_form_that_came_later(province):
    then = MONDAY.replace(year=2020)
    assert issue(UNIT, "stop", MONDAY, received=then) == []
    [slip] = issue(UNIT, "extend", MONDAY, received=then)
    assert (slip["set"], slip["form"]) == ("2018", "04")


BY_SET = {
    2016: {
        "receive": ["03", "04"],
        "accept": ["03", "04"],
        "guide": ["01"],
        "pause": ["01"],
        "decline": [],
        "refuse": [],
        "extend": [],
        "stop": [],
        "withdraw": [],
        "return_result": ["BT"],
    },
    2020: {
        "receive": ["01", "05"],
        "accept": ["01", "05"],
        "guide": ["02"],
        "pause": ["02"],
        "decline": ["03"],
        "refuse": ["03"],
        "extend": ["04"],
        "stop": [],
        "withdraw": [],
        "return_result": ["BT"],
    },
}


@pytest.mark.parametrize("year", BY_SET)
def test_a_dossier_of_an_older_set_gets_the_forms_of_that_set(province, year):
    then = MONDAY.replace(year=year)
    found = {
        operation: [one["form"] for one in issue(UNIT, operation, MONDAY, then)]
        for operation in BY_SET[year]
    }
    assert found == BY_SET[year]
    key = forms.set_on(then.date()).key
    for operation in ("receive", "pause"):
        for one in issue(UNIT, operation, MONDAY, then):
            assert one["set"] == key


def test_numbers_count_per_unit_form_and_year(province):
    def number(unit, operation, now):
        return issue(unit, operation, now)[0]["number"]

    assert [number(UNIT, "pause", MONDAY) for _ in range(3)] == [1, 2, 3]
    assert number(UNIT, "refuse", MONDAY) == 1
    assert number("H99.09", "pause", MONDAY) == 1
    assert number(UNIT, "pause", MONDAY.replace(year=2027)) == 1


def test_a_restore_learns_which_numbers_are_used_up(dossier):
    assert (f"slip:{UNIT}:receipt", "2026", 1) in numbers_of(dossier)


def test_a_slip_is_named_by_dossier_event_and_form(dossier):
    receipt, control = slips_of(dossier)
    assert receipt.id == f"{dossier.code}/1-01"
    assert control.id == f"{dossier.code}/1-06"
    assert receipt.numbered == "0001/TNHS"


def correct(dossier, name="Nguyễn Văn Đúc"):
    changes = {"persons": [{"role": "applicant", "name": name}]}
    data = {"reason": "Ghi sai tên", "changes": changes}
    return act(dossier, "correct", "reception", data=data)


def test_a_correction_replaces_the_receipt_by_a_new_number(province, dossier):
    correct(dossier)
    old, _control, new = slips_of(dossier)
    assert (old.status, old.replaced_by) == ("replaced", 2)
    assert (new.status, new.numbered) == ("valid", "0002/TNHS")
    assert "Thay thế phiếu số 0001/TNHS" in text_of(prints.pdf(province, dossier, new))
    stale = text_of(prints.pdf(province, dossier, old))
    assert "ĐÃ ĐƯỢC THAY THẾ" in stale
    assert "Nguyễn Văn Đức" in stale and "Nguyễn Văn Đúc" not in stale


def test_a_reprint_is_counted_and_says_so(province, dossier):
    [receipt, _control] = slips_of(dossier)
    assert "In lại" not in text_of(prints.pdf(province, dossier, receipt))
    for _time in range(2):
        act(dossier, "reprint", "reception", data={"slip": 1, "form": "01"})
    receipt = slips_of(dossier)[0]
    assert receipt.reprints == 2
    assert "In lại lần 2" in text_of(prints.pdf(province, dossier, receipt))


def test_a_reprint_after_a_change_of_the_template_is_the_same(province, dossier):
    receipt = slips_of(dossier)[0]
    before = text_of(prints.pdf(province, dossier, receipt))
    text = "{% extends 'layout' %}{% block body %}Mẫu mới{% endblock %}"
    book.enter("2025-01", text, date(2026, 1, 1), "admin", site=province)
    assert text_of(prints.pdf(province, dossier, receipt)) == before
    correct(dossier)
    assert "Mẫu mới" in text_of(prints.pdf(province, dossier, slips_of(dossier)[-1]))


def test_a_dossier_from_before_slips_has_its_receipt(dossier, monkeypatch):
    first = events(dossier)[0]
    facts = {k: v for k, v in first.facts.items() if k != "slips"}
    monkeypatch.setattr(type(first), "facts", property(lambda self: facts))
    [receipt] = slips_of(dossier)
    assert (receipt.key, receipt.numbered) == ("1-01", "0001/TNHS")


def test_a_supplement_states_reason_missing_papers_and_who_to_ask(province, dossier):
    act(dossier, "forward", "reception", data={"to": "H99.02"})
    data = {
        "reason": "Bản vẽ thiếu tọa độ",
        "reason_code": "papers_missing",
        "missing": ["Bản vẽ", "Hợp đồng"],
    }
    from motcua.dossiers.reasons import REASONS

    data["reason_code"] = next(iter(REASONS["pause"]))
    act(dossier, "pause", "handler", data=data)
    slip = slips_of(dossier)[-1]
    text = text_of(prints.pdf(province, dossier, slip))
    for words in ("0001/HDHS", "Bản vẽ thiếu tọa độ", "Hợp đồng", "handler"):
        assert words in text, words


def test_a_fee_receipt_carries_the_recorded_symbol_and_number_in_three_parts(
    province, dossier
):
    data = {
        "amount": 1_250_000,
        "method": "cash",
        "symbol": "CL-26T",
        "number": "0000815",
    }
    act(dossier, "collect_fee", "reception", data=data)
    text = text_of(prints.pdf(province, dossier, slips_of(dossier)[-1]))
    assert text.count("CL-26T") == text.count("0000815") == 3
    assert "Một triệu hai trăm năm mươi nghìn đồng" in text
    for part in ("Liên 1", "Liên 2", "Liên 3"):
        assert part in text


@pytest.mark.parametrize(
    ("signature", "lines"),
    [
        (Signature("", "Giám đốc", "A"), ["GIÁM ĐỐC"]),
        (
            Signature("KT.", "Phó Giám đốc", "A", "Giám đốc"),
            ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"],
        ),
        (
            Signature("TL.", "Chánh Văn phòng", "A", "Chủ tịch"),
            ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"],
        ),
        (
            Signature("TUQ.", "Trưởng phòng", "A", "Chủ tịch"),
            ["TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG"],
        ),
    ],
)
def test_who_signs_for_somebody_says_so(signature, lines):
    assert signature.lines() == lines
    assert Signature.from_json(signature.to_json()) == signature


def test_the_check_tells_form_number_day_and_status(province, dossier):
    name = f"{dossier.code}/1-01"
    found = checks.check(province, name, checks.letters(name), CLIENT, MONDAY)
    assert found == checks.Checked(
        "valid",
        "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        "0001/TNHS",
        MONDAY.date(),
        "",
    )
    correct(dossier)
    found = checks.check(province, name.lower(), checks.letters(name), CLIENT, MONDAY)
    assert (found.status, found.replaced_by) == ("replaced", "0002/TNHS")


def test_letters_are_read_as_people_write_them(province, dossier):
    name = f"{dossier.code}/1-01"
    typed = checks.letters(name).lower().replace("-", " ").replace("0", "o")
    typed = typed.replace("1", "l")
    assert checks.check(province, name, typed, CLIENT, MONDAY)


def test_forged_and_unknown_slips_get_one_answer_and_few_tries(province, dossier):
    name = f"{dossier.code}/1-01"
    unknown = f"{UNIT}-261102-0999/1-01"
    assert checks.check(province, name, "00000-00000", CLIENT, MONDAY) is None
    genuine = checks.letters(unknown)
    assert checks.check(province, unknown, genuine, CLIENT, MONDAY) is None
    for _try in range(checks.PER_CLIENT - 2):
        checks.check(province, name, "0", CLIENT, MONDAY)
    with pytest.raises(TooManyTries):
        checks.check(province, name, checks.letters(name), CLIENT, MONDAY)
    later = MONDAY + timedelta(minutes=15)
    assert checks.check(province, name, checks.letters(name), CLIENT, later)


def test_other_slips_have_other_letters(dossier):
    letters = {checks.letters(f"{dossier.code}/{n}-01") for n in range(1, 200)}
    assert len(letters) == 199
    assert all(len(one) == 11 for one in letters)


def test_marks_are_read_from_a_poor_copy_that_lies_askew(province, dossier):
    """200 dpi, grey, two degrees off: what a cheap scanner makes of a slip."""
    receipt = slips_of(dossier)[0]
    page = pypdfium2.PdfDocument(prints.pdf(province, dossier, receipt))[0]
    image = page.render(scale=200 / 72).to_pil().convert("L")
    for angle in (2, -2):
        turned = image.rotate(angle, expand=True, fillcolor=255)
        found = {one.text for one in zxingcpp.read_barcodes(turned)}
        assert dossier.code in found
        check = f"{receipt.id}~{checks.letters(receipt.id)}"
        assert any(text.endswith(f"/vi/kiem-tra-phieu#{check}") for text in found)
        assert any(text.endswith(f"/vi/tra-cuu#{dossier.code}") for text in found)


def test_receipts_of_all_sets_print(province, version, monkeypatch):
    from tests.dossiers.conftest import an_intake

    for year, heading in ((2016, "Mẫu số 03"), (2020, "Mẫu số 01")):
        dossier = receive(
            province, an_intake(version), "reception", MONDAY.replace(year=2026)
        )
        form = forms.of_kind("receipt", date(year, 6, 1))
        slip = slips_of(dossier)[0]
        from dataclasses import replace
        from motcua.dossiers.slips.values import values

        old = replace(slip, form=form, template="")
        made = pdf(
            prints.template_of(province, old), values(province, dossier, old), "A5"
        )
        assert heading in text_of(made)
