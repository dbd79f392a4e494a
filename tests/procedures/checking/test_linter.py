"""Each rule of the linter: what it says something about, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from motcua.base.durations import Term
from motcua.procedures.checking import linter
from motcua.procedures.checking.linter import check
from motcua.procedures.checking.linter import Known
from motcua.procedures.checking.linter import RULES
from motcua.procedures.checking.rules.money import amounts
from motcua.procedures.checking.rules.papers import held_by
from motcua.procedures.checking.rules.terms import durations
from motcua.procedures.definitions import Act
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Fee
from motcua.procedures.definitions import Option
from motcua.procedures.definitions import Paper
from motcua.procedures.definitions import Question
from motcua.procedures.definitions import Step
from motcua.procedures.definitions import Version
from motcua.procedures.naming.successors import Book
from motcua.procedures.naming.successors import Row
import pytest


ON = date(2026, 11, 25)
DAYS = Term("working_days", Decimal(5))
HALL = "Trung tâm Phục vụ hành chính công xã Yên Phong"
COUNTER = Channel("counter", DAYS, "5 ngày làm việc", (Fee(8000, "Lệ phí"),))
PAPER = Paper("p01", "Tờ khai đăng ký", originals=1)

#: Nothing can be said against this one.
CLEAN = Version(
    code="9.000201",
    title="Cấp thẻ đọc sách thư viện xã",
    field="Thư viện",
    level="commune",
    level_text="Cấp Xã",
    decision="15/QĐ-UBND",
    decision_date=date(2026, 1, 5),
    effective_from=date(2026, 1, 12),
    agencies=("Ủy ban nhân dân cấp xã",),
    place=HALL,
    steps="Bước 1: Nộp tờ khai.\nBước 2: Nhận thẻ.",
    cases=(Case("1", "", (COUNTER,), (PAPER,)),),
    audience=("citizen",),
    legal_basis=(Act("Nghị quyết về thư viện", "05/2026/NQ-HĐND"),),
    result="Thẻ đọc sách",
)


def case(**values):
    """Return the clean version with its one case changed."""
    return replace(CLEAN, cases=(replace(CLEAN.cases[0], **values),))


def channel(**values):
    """Return the clean version with its one channel changed."""
    return case(channels=(replace(COUNTER, **values),))


def paper(title="Ảnh 3x4", **values):
    """Return the clean version with one more paper."""
    more = replace(Paper("p02", title, originals=1), **values)
    return case(papers=(PAPER, more))


def fee(amount, text="", **values):
    return channel(fees=(Fee(amount, text, **values),))


def asked(*cases, options=("một", "hai")):
    """Return a version with one question and cases of these answers."""
    choice = tuple(Option(key, key) for key in options)
    made = tuple(
        replace(CLEAN.cases[0], key=str(number), when=when)
        for number, when in enumerate(cases, start=1)
    )
    return replace(CLEAN, questions=(Question("q", "Mấy?", choice),), cases=made)


def act(number, title="Luật"):
    return replace(CLEAN, legal_basis=(Act(title, number),))


def named(name):
    return replace(CLEAN, agencies=(name,))


#: rule -> (what it finds something in, what it leaves alone); pairs are
#: (version, what is known).
FACTS = {
    "no-receiving-address": [
        (replace(CLEAN, place=""), None),
        (replace(CLEAN, place="", receipt=("commune",)), None),
    ],
    "no-agency": [
        (replace(CLEAN, agencies=()), None),
        (replace(CLEAN, agencies=(), competent=("Sở Tư pháp",)), None),
    ],
    "several-competent": [
        (replace(CLEAN, competent=("Sở Tư pháp", "Sở Y tế")), None),
        (replace(CLEAN, competent=("Sở Tư pháp",)), None),
    ],
    "former-agency": [
        (named("Sở Kế hoạch và Đầu tư"), None),
        (named("Sở Tài chính"), None),
    ],
    "unknown-agency": [
        (named("Sở Phép thuật"), Known(agencies=frozenset({"so tu phap"}))),
        (named("Sở Tư pháp"), Known(agencies=frozenset({"so tu phap"}))),
    ],
    "former-field": [
        (replace(CLEAN, field="Thi đua khen thưởng"), None),
        (replace(CLEAN, field="Thi đua, khen thưởng"), None),
    ],
    "district-level": [
        (named("Ủy ban nhân dân cấp huyện"), None),
        (named("Ban chỉ huy quân sự tỉnh"), None),
    ],
    "partial-without-reason": [
        (replace(CLEAN, online="partial"), None),
        (replace(CLEAN, online="partial", online_reason="Phải ký tại chỗ"), None),
    ],
    "online-contradicted": [
        (replace(CLEAN, online="full"), None),
        (replace(case(channels=(Channel("online", DAYS),)), online="full"), None),
    ],
    "no-channel": [(case(channels=()), None), (CLEAN, None)],
    "fee-in-words": [
        (fee(None, "Theo quy định của Bộ Tài chính"), None),
        (fee(0, "Không thu"), None),
    ],
    "zero-fee-names-money": [
        (fee(0, "Phí thẩm định 50.000 đồng"), None),
        (fee(0, "Miễn phí từ năm 2026"), None),
    ],
    "fee-text-differs": [
        (fee(1_500_000, "150.000 đồng/giấy"), None),
        (fee(4_500_000, "gồm 3.000.000 đồng và 1.500.000 đồng"), None),
    ],
    "fee-unstated": [(channel(fees=()), None), (fee(0), None)],
    "fees-lapsed": [
        (fee(8000, ends=date(2026, 6, 30)), None),
        (fee(8000, ends=date(2026, 12, 31)), None),
    ],
    "no-term": [
        (channel(term=None, term_text=""), None),
        (channel(term=None, term_text="1 OTHER"), None),
    ],
    "term-in-words": [
        (channel(term=None, term_text="1 OTHER"), None),
        (channel(term=Term("none")), None),
    ],
    "term-text-differs": [
        (channel(note="05 ngày kể từ ngày nhận đủ hồ sơ"), None),
        (channel(note="Trong thời hạn 05 (năm) ngày làm việc"), None),
    ],
    "committed-longer": [
        (channel(committed=Term("working_days", 6)), None),
        (channel(committed=Term("working_hours", 16)), None),
    ],
    "online-slower": [
        (case(channels=(COUNTER, Channel("online", Term("working_days", 7)))), None),
        (case(channels=(COUNTER, Channel("online", Term("working_days", 5)))), None),
    ],
    "no-papers": [(case(papers=()), None), (CLEAN, None)],
    "paper-state-holds": [
        (paper("Bản sao giấy khai sinh"), None),
        (paper("Tờ khai đăng ký khai sinh"), None),
    ],
    "form-missing": [
        (paper("Đơn theo Mẫu số 01"), Known(forms=frozenset())),
        (paper("Đơn theo Mẫu số 01"), Known(forms=frozenset({"p02"}))),
    ],
    "paper-without-count": [
        (paper(originals=0), None),
        (paper(originals=0, shown=True), None),
    ],
    "paper-repeated": [(paper("- Tờ khai đăng ký;"), None), (paper(), None)],
    "no-legal-basis": [(replace(CLEAN, legal_basis=()), None), (CLEAN, None)],
    "dead-act": [
        (act("61/2018/NĐ-CP"), None),
        (act("118/2025/NĐ-CP"), None),
    ],
    "act-without-number": [
        (act("", "Luật Thư viện"), None),
        (act("", "Luật Thư viện số 46/2019/QH14"), None),
    ],
    "decision-missing": [(replace(CLEAN, decision=" "), None), (CLEAN, None)],
    "decision-malformed": [
        (replace(CLEAN, decision="QĐ/0001-BCA"), None),
        (replace(CLEAN, decision="1521/QĐ-UBND"), None),
    ],
    "expired-published": [
        (replace(CLEAN, effective_to=date(2026, 11, 24)), Known(published=True)),
        (replace(CLEAN, effective_to=date(2026, 11, 25)), Known(published=True)),
    ],
    "review-overdue": [
        (CLEAN, Known(review_due=date(2026, 11, 24))),
        (CLEAN, Known(review_due=date(2026, 11, 25))),
    ],
    "effect-before-decision": [
        (replace(CLEAN, effective_from=date(2026, 1, 4)), None),
        (replace(CLEAN, effective_from=date(2026, 1, 5)), None),
    ],
    "ends-before-begin": [
        (replace(CLEAN, effective_to=date(2026, 1, 11)), None),
        (replace(CLEAN, effective_to=date(2026, 1, 12)), None),
    ],
    "question-without-options": [
        (asked(("q=một",), options=("một",)), None),
        (asked(("q=một",), ("q=hai",)), None),
    ],
    "option-leads-nowhere": [
        (asked(("q=một",)), None),
        (asked(("q=một",), ("q=hai",)), None),
    ],
    "condition-unknown": [
        (paper(when=("q=ba",)), None),
        (asked(("q=một",), ("q=hai",)), None),
    ],
    "case-unreachable": [
        (asked(("q=một",), ("q=ba",)), None),
        (asked(("q=một", "q=ba"), ("q=hai",)), None),
    ],
    "step-paper-unknown": [
        (replace(CLEAN, sequence=(Step("Nộp", papers=("p09",)),)), None),
        (replace(CLEAN, sequence=(Step("Nộp", papers=("p01",)),)), None),
    ],
    "step-too-long": [
        (replace(CLEAN, steps="Bước 1: " + "a" * 1500), None),
        (replace(CLEAN, steps=f"Bước 1: {'a' * 800}\nBước 2: {'b' * 800}"), None),
    ],
    "no-steps": [
        (replace(CLEAN, steps=""), None),
        (replace(CLEAN, steps="", sequence=(Step("Nộp"),)), None),
    ],
    "duplicate-title": [(CLEAN, Known(twins=("9.000202",))), (CLEAN, Known())],
    "title-too-long": [
        (replace(CLEAN, title="x" * 251), None),
        (replace(CLEAN, title="x" * 250), None),
    ],
    "title-missing": [(replace(CLEAN, title="9.000201"), None), (CLEAN, None)],
    "audience-missing": [
        (replace(CLEAN, audience=()), None),
        (replace(CLEAN, audience=(), audience_text="Mọi người"), None),
    ],
    "result-missing": [(replace(CLEAN, result=""), None), (CLEAN, None)],
}


def rules_of(version, known=None, on=ON):
    return {finding.rule for finding in check(version, on, known)}


def test_nothing_is_said_against_a_procedure_in_order():
    assert check(CLEAN, ON, Known(published=True, forms=frozenset())) == ()


def test_every_rule_has_a_fact_for_and_one_against_it():
    assert sorted(FACTS) == sorted(RULES)


@pytest.mark.parametrize("name", sorted(FACTS))
def test_the_rule_finds_what_is_wrong(name):
    version, known = FACTS[name][0]
    assert name in rules_of(version, known)


@pytest.mark.parametrize("name", sorted(FACTS))
def test_the_rule_leaves_alone_what_is_right(name):
    version, known = FACTS[name][1]
    assert name not in rules_of(version, known)


def test_every_rule_states_its_reason_and_its_title():
    for rule in RULES.values():
        assert len(rule.reason) > 20, rule.name
        assert rule.title, rule.name


def test_serious_things_come_first():
    wrong = replace(CLEAN, place="", agencies=(), title="x" * 300)
    assert [f.severity for f in check(wrong, ON)] == ["serious", "warning", "hint"]


def test_a_finding_names_its_place_and_quotes_the_text():
    (finding,) = check(paper("Bản sao giấy khai sinh"), ON)
    assert finding.place == "cases/1/papers/p02"
    assert finding.message.mapping["paper"] == "Bản sao giấy khai sinh"
    assert finding.message.mapping["holder"] == "CSDL hộ tịch điện tử"


def test_without_further_knowledge_rules_that_need_it_are_silent():
    found = rules_of(paper("Đơn theo Mẫu số 01", form="Mau 01.docx"))
    assert not found & {"form-missing", "unknown-agency", "expired-published"}


def test_districts_may_be_named_as_long_as_there_were_any():
    old = replace(named("Ủy ban nhân dân cấp huyện"), level="district")
    assert "district-level" not in rules_of(old, on=date(2025, 6, 30))
    assert "district-level" in rules_of(old, on=date(2025, 7, 1))


def test_an_act_holds_until_the_day_it_is_repealed():
    assert "dead-act" not in rules_of(act("42/2022/NĐ-CP"), on=date(2026, 6, 30))
    (finding,) = check(act("42/2022/NĐ-CP"), date(2026, 7, 1))
    assert finding.message.mapping["new"] == "224/2026/NĐ-CP"


def test_a_chain_of_repeals_is_followed_to_the_act_in_force():
    (finding,) = check(act("Nghị định số 43/2011/NĐ-CP"), ON)
    assert finding.message.mapping["new"] == "224/2026/NĐ-CP"


def test_the_table_of_a_site_counts_instead_of_the_one_that_ships():
    book = Book((Row("act", "05/2026/NQ-HĐND", "", date(2026, 8, 1)),))
    assert "dead-act" in rules_of(CLEAN, Known(book=book))
    assert "dead-act" not in rules_of(act("61/2018/NĐ-CP"), Known(book=book))


def test_the_doubt_of_an_import_about_a_zero_fee_is_kept():
    known = Known(doubts=frozenset({"fee_zero_note_names_money"}))
    assert "zero-fee-names-money" in rules_of(CLEAN, known)


def test_an_earlier_case_of_the_same_answers_hides_a_later_one():
    found = check(asked(("q=một",), ("q=hai",), ("q=một",)), ON)
    assert [(f.rule, f.place) for f in found] == [("case-unreachable", "cases/3")]


def test_a_case_that_asks_nothing_takes_every_answer():
    assert "option-leads-nowhere" not in rules_of(asked(("q=một",), ()))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("50.000 đồng/hồ sơ", {50_000}),
        ("1,5 triệu đồng", {1_500_000}),
        ("từ 5.000.000-10.000.000 Đồng", {5_000_000, 10_000_000}),
        ("20.000đ, 30 nghìn", {20_000, 30_000}),
        ("Thông tư 64/2025/TT-BTC ngày 30/6/2025", set()),
        ("trong 5 ngày, 2 bộ hồ sơ", set()),
        ("thủ tục 1.001193", set()),
    ],
)
def test_amounts_are_told_from_other_numbers(text, found):
    assert amounts(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("05 (năm) ngày làm việc", {DAYS}),
        ("8 giờ làm việc", {Term("working_hours", 8)}),
        ("không quá 02 tháng", {Term("months", 2)}),
        ("ngày 30/6/2025", set()),
        ("0 ngày", set()),
    ],
)
def test_terms_are_read_from_sentences(text, found):
    assert durations(text) == found


@pytest.mark.parametrize(
    ("title", "held"),
    [
        ("- Bản sao Sổ hộ khẩu", True),
        ("b) Căn cước công dân (xuất trình)", True),
        ("CMND/CCCD", True),
        ("Giấy chứng nhận đăng ký doanh nghiệp", True),
        ("Giấy phép kinh doanh dịch vụ lữ hành", False),
        ("Đơn đề nghị kèm bản sao căn cước", False),
        ("Giấy khai sinh: không phải nộp, cơ quan tự khai thác", False),
    ],
)
def test_papers_of_the_state_are_told_by_how_their_title_begins(title, held):
    assert bool(held_by(title)) is held


def test_findings_are_the_same_on_every_run():
    wrong = replace(CLEAN, place="", agencies=(), cases=())
    assert linter.check(wrong, ON) == linter.check(wrong, ON)
