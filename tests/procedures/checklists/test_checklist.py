"""What a citizen is asked, and what stands on the checklist in the end."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from hypothesis import given
from hypothesis import strategies as st
from motcua.base.calendars import vietnam
from motcua.base.durations import Term
from motcua.procedures.checklists import asking
from motcua.procedures.checklists import checklist
from motcua.procedures.checklists.choices import Choice
from motcua.procedures.checklists.choices import LONGEST_VALUE
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Exemption
from motcua.procedures.definitions import Fee
from motcua.procedures.definitions import Option
from motcua.procedures.definitions import Paper
from motcua.procedures.definitions import Question
from motcua.procedures.definitions import Version
from urllib.parse import urlencode


DAY = date(2026, 11, 4)

FEE = Fee(
    50_000,
    "mỗi hồ sơ",
    kind="charge",
    exempt=(
        Exemption("Hộ nghèo", "Giấy chứng nhận hộ nghèo"),
        Exemption("Trẻ em", "", 50),
    ),
)
COUNTER = Channel(
    "counter", Term("working_days", 5), fees=(FEE,), committed=Term("working_days", 3)
)
ONLINE = Channel("online", Term("working_days", 5))

FORM = Paper("to-khai", "Tờ khai", 1, form="Mẫu 1")
ID = Paper("cccd", "Căn cước", shown=True, channels=("counter",))
MARRIAGE = Paper("ket-hon", "Giấy kết hôn", copies=1, when=("married=yes",))
PROXY = Paper("uy-quyen", "Giấy ủy quyền", 1, when=("self=no",))
ABROAD = Paper("lanh-su", "Giấy hợp pháp hóa lãnh sự", 1)

PLACE = Question(
    "where", "Bé sinh ở đâu?", (Option("vn", "Việt Nam"), Option("out", "Nước ngoài"))
)
MARRIED = Question(
    "married",
    "Cha mẹ có đăng ký kết hôn?",
    (Option("yes", "Có"), Option("no", "Không")),
)
SELF = Question(
    "self",
    "Bạn tự đi nộp?",
    (Option("yes", "Có"), Option("no", "Không")),
    "Ủy quyền cần giấy.",
)

BIRTH = Version(
    "1.000001",
    "Đăng ký khai sinh",
    questions=(PLACE, SELF, MARRIED),
    cases=(
        Case(
            "home",
            "Trong nước",
            (COUNTER, ONLINE),
            (FORM, ID, MARRIAGE, PROXY),
            ("where=vn",),
        ),
        Case("abroad", "Ở nước ngoài", (COUNTER,), (FORM, ABROAD), ("where=out",)),
    ),
)


def find(version, query=""):
    return checklist.find(version, Choice.read(query), DAY)


def keys(found):
    assert found.checklist is not None, found
    return [paper.key for paper in found.checklist.papers]


def texts(ask):
    return [(option.value, option.text) for option in ask.options]


def simple(papers=(FORM,), channels=(ONLINE,), **more):
    return Version(
        "1.000002", "Thủ tục", cases=(Case("1", "", channels, papers),), **more
    )


def test_one_case_one_channel_and_no_question_give_the_checklist_at_once():
    found = find(simple())
    assert found.ask is None
    assert keys(found) == ["to-khai"]
    assert found.checklist.forms == ("Mẫu 1",)


def test_the_first_question_tells_the_cases_apart():
    ask = find(BIRTH).ask
    assert (ask.kind, ask.key, ask.text) == ("question", "where", "Bé sinh ở đâu?")
    assert texts(ask) == [("vn", "Việt Nam"), ("out", "Nước ngoài")]


def test_then_the_way_of_handing_in_is_asked_and_then_what_papers_depend_on():
    assert find(BIRTH, "q.where=vn").ask.kind == "channel"
    ask = find(BIRTH, "q.where=vn&by=counter").ask
    assert (ask.key, ask.hint) == ("self", "Ủy quyền cần giấy.")
    assert find(BIRTH, "q.where=vn&by=counter&q.self=yes").ask.key == "married"


def test_the_list_holds_exactly_the_papers_of_the_answers():
    home = "q.where=vn&pay=-"
    assert keys(find(BIRTH, f"{home}&by=counter&q.self=yes&q.married=yes")) == [
        "to-khai",
        "cccd",
        "ket-hon",
    ]
    assert keys(find(BIRTH, f"{home}&by=online&q.self=no&q.married=no")) == [
        "to-khai",
        "uy-quyen",
    ]


def test_questions_that_concern_another_case_are_not_asked():
    found = find(BIRTH, "q.where=out&pay=-")
    assert keys(found) == ["to-khai", "lanh-su"]
    assert found.choice.channel == "counter"


def test_an_answer_to_a_question_that_is_not_asked_is_set_aside():
    found = find(BIRTH, "q.where=out&pay=-&q.married=yes")
    assert found.odd == ("q.married",)
    assert found.choice.answers == (("where", "out"),)


def test_answers_that_nobody_offered_are_asked_again():
    found = find(BIRTH, "q.where=mars")
    assert found.ask.key == "where"
    assert found.odd == ("q.where",)


def test_where_no_case_fits_there_is_neither_question_nor_list():
    lost = Question("where", "?", (*PLACE.options, Option("ship", "Trên tàu")))
    version = Version("1", "T", questions=(lost,), cases=BIRTH.cases)
    found = find(version, "q.where=ship")
    assert (found.ask, found.checklist) == (None, None)


def test_cases_without_questions_are_chosen_by_their_titles():
    cases = (
        Case("a", "Cấp mới", (ONLINE,), (FORM,)),
        Case("b", "Cấp lại", (ONLINE,), (ID,)),
    )
    version = Version("1", "T", cases=cases)
    assert find(version).ask.kind == "case"
    assert texts(find(version).ask) == [("a", "Cấp mới"), ("b", "Cấp lại")]
    assert find(version, "case=b").checklist.case.key == "b"
    assert find(version, "case=zzz").ask.kind == "case"


def test_a_case_without_a_way_of_handing_in_gives_no_list():
    found = find(simple(channels=()))
    assert (found.ask, found.checklist) == (None, None)


def test_several_rows_of_one_channel_are_told_apart_by_time_and_note():
    rows = (
        Channel("counter", Term("working_days", 10), note="Xã đồng bằng"),
        Channel("counter", Term("working_days", 20), note="Xã miền núi"),
    )
    ask = find(simple(channels=rows)).ask
    assert ask.kind == "row"
    assert texts(ask)[1] == ("2", "20 ngày làm việc: Xã miền núi")
    found = find(simple(channels=rows), "row=2")
    assert found.checklist.channel.note == "Xã miền núi"
    assert find(simple(channels=rows), "row=3").ask.kind == "row"
    assert find(simple(channels=rows), "row=0").ask.kind == "row"


GROUPED = (
    Paper("p1", "Đơn", group="Giấy tờ phải nộp:"),
    Paper("p2", "Văn bản ủy quyền", group="Trường hợp ủy quyền cho cá nhân:"),
    Paper("p3", "Giấy phép cũ", group="* Đối với trường hợp cấp lại"),
    Paper("p4", "Nộp trước 31/12", group="Lưu ý"),
)


def test_headings_that_concern_only_some_are_ticked_by_the_citizen():
    ask = find(simple(GROUPED)).ask
    assert ask.kind == "headings"
    assert [text for _value, text in texts(ask)] == [
        "Trường hợp ủy quyền cho cá nhân:",
        "* Đối với trường hợp cấp lại",
        "",
    ]


def test_ticked_headings_come_beside_what_everybody_brings():
    assert keys(find(simple(GROUPED), "group=1")) == ["p1", "p2"]
    assert keys(find(simple(GROUPED), "group=1&group=2")) == ["p1", "p2", "p3"]
    assert keys(find(simple(GROUPED), "group=-")) == ["p1"]


def test_remarks_among_papers_are_no_papers():
    found = find(simple(GROUPED), "group=-")
    assert [paper.key for paper in found.checklist.remarks] == ["p4"]


def test_none_of_these_is_no_answer_where_nothing_would_be_left():
    found = find(simple(GROUPED[1:3]), "group=-")
    assert found.ask.kind == "headings"
    assert "-" not in dict(texts(found.ask))


def test_one_heading_over_all_papers_is_not_asked_about():
    assert keys(find(simple(GROUPED[1:2]))) == ["p2"]


def test_an_exemption_is_asked_for_and_takes_its_part_of_the_fee():
    version = simple(channels=(COUNTER,))
    ask = find(version).ask
    assert ask.kind == "exempt"
    assert ask.options[0] == asking.Answer("1", "Hộ nghèo", "Giấy chứng nhận hộ nghèo")
    assert ask.options[-1] == asking.Answer("-")
    full = find(version, "pay=-").checklist
    assert [due.amount for due in full.fees] == [50_000]
    poor = find(version, "pay=1").checklist
    assert [due.amount for due in poor.fees] == [0]
    assert poor.fees[0].exemption.proof == "Giấy chứng nhận hộ nghèo"
    child = find(version, "pay=2").checklist
    assert child.totals == (checklist.Total("charge", "VND", 25_000),)


def test_fee_and_charge_are_added_up_apart():
    fees = (
        Fee(10_000, kind="fee"),
        Fee(5_000, kind="charge"),
        Fee(3, kind="fee", currency="USD"),
    )
    found = find(simple(channels=(Channel("online", fees=fees),)))
    assert [(t.kind, t.currency, t.amount) for t in found.checklist.totals] == [
        ("fee", "VND", 10_000),
        ("charge", "VND", 5_000),
        ("fee", "USD", 3),
    ]


def test_amounts_that_may_be_alternatives_are_not_added_up():
    fees = (Fee(50_000, "cấp mới", kind="fee"), Fee(25_000, "cấp lại", kind="fee"))
    found = find(simple(channels=(Channel("online", fees=fees),)))
    assert found.checklist.totals == ()
    assert len(found.checklist.fees) == 2


def test_a_fee_in_words_has_no_amount_and_is_said_to_be_open():
    found = find(
        simple(channels=(Channel("online", fees=(Fee(None, "theo quy định"),)),))
    )
    assert found.checklist.totals == ()
    assert found.checklist.unstated


def test_fees_of_another_time_are_not_on_the_list():
    fees = (
        Fee(1, kind="fee", ends=date(2026, 10, 31)),
        Fee(2, kind="fee", begins=date(2026, 11, 1)),
    )
    found = find(simple(channels=(Channel("online", fees=fees),)))
    assert [due.amount for due in found.checklist.fees] == [2]


def test_the_date_follows_the_shorter_promise_and_the_calendar():
    found = find(simple(channels=(COUNTER,)), "pay=-").checklist
    promise = found.promise(vietnam(), datetime(2026, 11, 4, 9, 0))
    assert f"{promise.due:%d/%m/%Y %H:%M}" == "09/11/2026 09:00"
    assert promise.explanation
    sunday = found.promise(vietnam(), datetime(2026, 11, 8, 9, 0))
    assert any(line.kind == "after_hours" for line in sunday.explanation)


def test_a_time_in_words_promises_no_date():
    found = find(simple(channels=(Channel("online", None, "1 OTHER"),)))
    assert found.checklist.promise(vietnam(), datetime(2026, 11, 4, 9, 0)) is None


def test_a_choice_survives_its_way_through_an_address():
    query = "q.where=vn&q.self=no&q.married=no&by=counter&pay=-&at=H99.01"
    choice = find(BIRTH, query).choice
    again = Choice.read(choice.query)
    assert again == choice
    assert again.made_for(BIRTH)
    assert not again.made_for(simple())
    assert checklist.find(BIRTH, again, DAY) == find(BIRTH, query)
    assert len(choice.query) < 200


names = st.sampled_from(
    ["q.where", "q.self", "q.married", "case", "by", "row", "group", "pay", "at", "v"]
)
values = st.one_of(
    st.sampled_from(
        ["vn", "out", "yes", "no", "counter", "online", "1", "2", "-", "home"]
    ),
    st.text(max_size=40),
)


@given(st.lists(st.tuples(names, values), max_size=20))
def test_any_choice_leads_to_a_question_or_to_papers_of_the_case(pairs):
    for version in (BIRTH, simple(GROUPED), simple(channels=(COUNTER, ONLINE))):
        found = find(version, urlencode(pairs))
        assert (found.ask is None) != (found.checklist is None)
        again = checklist.find(version, found.choice, DAY)
        assert (again.ask, again.checklist) == (found.ask, found.checklist)
        assert again.odd == ()
        if found.checklist is not None:
            assert set(found.checklist.papers) <= set(found.checklist.case.papers)


@given(st.text(max_size=300))
def test_any_text_behind_the_question_mark_is_read(query):
    choice = Choice.read(query)
    assert Choice.read(choice.query) == choice
    assert all(len(value) <= LONGEST_VALUE for _name, value in choice.pairs)


def test_a_query_of_any_length_is_read_in_bounded_time():
    assert Choice.read("q.a=1&" * 1_000_000).answers == (("a", "1"),)
    assert Choice.read("group=%00&group=\ud83d&by=' OR 1=1").headings == ()


def test_numbers_do_not_outlive_the_change_of_an_earlier_answer():
    before = Choice.read("case=a&by=counter&row=2&group=1&pay=1&at=H99.01&q.x=1")
    kept = Choice.read("case=a")
    assert before.beside(kept).pairs == [
        ("q.x", "1"),
        ("case", "a"),
        ("by", "counter"),
        ("at", "H99.01"),
    ]


def test_answers_to_later_questions_wait_and_are_not_odd():
    found = find(BIRTH, "q.married=no&by=counter")
    assert found.ask.key == "where"
    assert found.odd == ()
