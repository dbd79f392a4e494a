"""A dossier on the way of its process: steps, opinions side by side, going back."""

from __future__ import annotations

from datetime import timedelta
import json
from motcua.dossiers import ledger
from motcua.dossiers.actions import act
from motcua.dossiers.actions import foresee
from motcua.dossiers.actions import permitted
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.intake import receive
from motcua.dossiers.processes import book
from motcua.dossiers.processes.reading import from_json
from motcua.dossiers.progress import begin
from motcua.dossiers.standing import told
from motcua.dossiers.states import fold
import pytest
from tests.dossiers.conftest import JUSTICE
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
from zope.i18n import translate


HOUR = timedelta(hours=1)


def a_step(key, kind, department, duty, **more):
    return {
        "step": key,
        "title": key.capitalize(),
        "kind": kind,
        "department": department,
        "duty": duty,
        "term": "1 working day",
        **more,
    }


def a_process(**changes):
    """Reception, two departments side by side, approval, issue."""
    return from_json(
        {
            "key": "land",
            "title": "Biến động đất đai",
            "procedure": "1.001193",
            "deed": "QĐ 12/QĐ-UBND",
            "way": {
                "sequence": [
                    a_step("reception", "reception", "@unit", "reception"),
                    {
                        "parallel": [
                            a_step(
                                "check",
                                "handle",
                                LAND,
                                "processing",
                                outcomes=["fit", "unfit"],
                                checklist=["Đo đạc đúng"],
                            ),
                            a_step("opinion", "opinion", JUSTICE, "processing"),
                        ]
                    },
                    a_step("approve", "approve", LAND, "approval", returns=["check"]),
                    {
                        "choice": [
                            {
                                "when": {"outcome:check": ["fit"]},
                                "part": a_step("issue", "issue", LAND, "processing"),
                            },
                            {
                                "part": a_step("explain", "handle", LAND, "processing"),
                            },
                        ]
                    },
                ]
            },
            **changes,
        }
    )


@pytest.fixture
def dossier(province, intake, monkeypatch):
    process = a_process()
    book.keep(province, process)
    monkeypatch.setattr(book, "in_force", lambda *_: process)
    return receive(province, intake, "reception", MONDAY)


def walk(dossier, *steps, now=MONDAY):
    for operation, person, data in steps:
        now += HOUR
        act(dossier, operation, person, data=data, now=now)
    return now


TO_APPROVAL = (
    ("complete", "reception", {}),
    ("complete", "handler", {"outcome": "fit", "checks": ["Đo đạc đúng"]}),
    ("complete", "jurist", {"note": "Không có tranh chấp"}),
)


def open_keys(dossier):
    return [task.key for task in dossier.tasks]


def test_it_enters_the_process_with_its_first_step(dossier):
    assert (dossier.state, dossier.public_status) == ("received", 2)
    assert open_keys(dossier) == ["reception"]
    assert dossier.process == a_process().digest
    assert "complete" in permitted(dossier, "reception", MONDAY)
    assert "forward" not in permitted(dossier, "reception", MONDAY)


def test_opinions_run_side_by_side_and_the_next_step_waits_for_both(dossier):
    now = walk(dossier, TO_APPROVAL[0])
    assert open_keys(dossier) == ["check", "opinion"]
    assert (dossier.state, dossier.holder) == ("processing", LAND)
    assert set(dossier.participants) == {UNIT, LAND, JUSTICE}
    now = walk(dossier, TO_APPROVAL[2], now=now)
    assert open_keys(dossier) == ["check"]
    walk(dossier, TO_APPROVAL[1], now=now)
    assert (dossier.state, open_keys(dossier)) == ("proposed", ["approve"])


def test_the_whole_way_ends_processing(dossier):
    now = walk(dossier, *TO_APPROVAL, ("approve", "leader", {}))
    assert (dossier.state, open_keys(dossier)) == ("approved", ["issue"])
    ended = walk(dossier, ("complete", "handler", {}), now=now)
    view = fold(dossier)
    assert (view.state, view.public_status) == ("finished", 9)
    assert (view.holder, view.tasks) == (UNIT, ())
    assert view.finished_at == ended
    assert ledger.verify(dossier) == []
    assert dossier.kept == told(ledger.events(dossier))


def test_the_outcome_of_a_step_chooses_the_branch(dossier):
    unfit = ("complete", "handler", {"outcome": "unfit", "checks": ["Đo đạc đúng"]})
    walk(dossier, TO_APPROVAL[0], unfit, TO_APPROVAL[2], ("approve", "leader", {}))
    assert (dossier.state, open_keys(dossier)) == ("processing", ["explain"])


def test_going_back_undoes_what_came_after_and_keeps_what_ran_beside(dossier):
    back = ("send_back", "leader", {"reason": "Đo lại thửa đất"})
    walk(dossier, *TO_APPROVAL, back)
    assert dossier.done == ("reception", "opinion")
    assert (dossier.state, open_keys(dossier)) == ("processing", ["check"])
    assert fold(dossier).reason == "Đo lại thửa đất"
    with pytest.raises(IllegalStep):
        act(dossier, "approve", "leader", now=MONDAY)


def test_a_step_that_names_no_step_before_it_is_not_sent_back(dossier):
    back = {"reason": "Làm lại"}
    now = walk(dossier, TO_APPROVAL[0])
    for person in ("handler", "jurist", "leader"):
        assert "send_back" not in permitted(dossier, person, now)
        with pytest.raises(IllegalStep):
            act(dossier, "send_back", person, data=back, now=now)
    now = walk(dossier, *TO_APPROVAL[1:], now=now)
    assert "send_back" in permitted(dossier, "leader", now)


def test_a_step_is_not_sent_back_to_one_that_was_not_on_its_way(
    province, intake, monkeypatch
):
    """What a branch left out is not done, so nothing can go back to it."""
    measure = a_step("measure", "handle", LAND, "processing")
    only_online = {"choice": [{"when": {"channel": ["online"]}, "part": measure}]}
    only_online["choice"].append({"part": {"sequence": []}})
    approve = a_step("approve", "approve", LAND, "approval", returns=["measure"])
    first = a_step("reception", "reception", "@unit", "reception")
    process = a_process(way={"sequence": [first, only_online, approve]})
    book.keep(province, process)
    monkeypatch.setattr(book, "in_force", lambda *_: process)
    dossier = receive(province, intake, "reception", MONDAY)
    now = walk(dossier, ("complete", "reception", {}))
    assert open_keys(dossier) == ["approve"]
    assert "send_back" not in permitted(dossier, "leader", now)
    assert "approve" in permitted(dossier, "leader", now)


def test_a_step_is_done_by_who_has_it_and_by_nobody_else(dossier):
    now = walk(dossier, TO_APPROVAL[0])
    head = dossier.head
    for person in ("jurist", "handler"):
        wrong = "check" if person == "jurist" else "opinion"
        with pytest.raises(NotAllowed):
            act(dossier, "complete", person, data={"step": wrong}, now=now)
    assert dossier.head == head


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ({"outcome": "perfect", "checks": ["Đo đạc đúng"]}, "ends with one of"),
        ({"checks": ["Đo đạc đúng"]}, "ends with one of"),
        ({"outcome": "fit"}, "Not ticked"),
    ],
)
def test_a_step_is_not_done_without_its_checks_and_outcome(dossier, data, named):
    now = walk(dossier, TO_APPROVAL[0])
    with pytest.raises(MissingData, match=named):
        act(dossier, "complete", "handler", data=data, now=now)


def test_no_way_leads_past_the_process(dossier):
    now = walk(dossier, TO_APPROVAL[0])
    for operation in ("forward", "propose", "finish"):
        with pytest.raises(IllegalStep):
            act(dossier, operation, "handler", data={"to": JUSTICE}, now=now)


def test_a_supplement_leaves_the_steps_open_and_leads_back_to_them(dossier):
    ask = {"reason_code": "missing_paper", "reason": "Thiếu bản đồ"}
    now = walk(dossier, TO_APPROVAL[0], ("pause", "handler", ask))
    assert (dossier.state, dossier.public_status) == ("supplement", 5)
    assert open_keys(dossier) == ["check", "opinion"]
    walk(dossier, ("resume", "reception", {}), now=now)
    assert dossier.state == "processing"


def test_a_reopened_dossier_goes_on_with_the_step_named(dossier):
    now = walk(
        dossier, *TO_APPROVAL, ("approve", "leader", {}), ("complete", "handler", {})
    )
    again = {"reason_code": "error", "reason": "Sai số thửa", "back_to": "check"}
    now = walk(dossier, ("reopen", "leader", again), now=now)
    assert (dossier.state, open_keys(dossier)) == ("processing", ["check"])
    view = fold(dossier)
    assert view.finished_at is None
    assert view.holder == LAND
    assert now < view.due


def test_a_task_given_to_one_person_is_nobody_elses(dossier, province):
    walk(dossier, TO_APPROVAL[0])
    with pytest.raises(MissingData, match="does not hold"):
        act(
            dossier,
            "assign",
            "supervisor",
            data={"step": "check", "person": "jurist"},
            now=MONDAY + 2 * HOUR,
        )
    given = {"step": "check", "person": "handler"}
    act(dossier, "assign", "supervisor", data=given, now=MONDAY + 2 * HOUR)
    assert dossier.tasks[0].person == "handler"


def test_running_dossiers_keep_their_process_until_they_are_moved(dossier, province):
    now = walk(dossier, TO_APPROVAL[0])
    new = a_process(title="Biến động đất đai, 2027", deed="QĐ 1/2027")
    book.keep(province, new)
    assert fold(dossier).process == a_process().digest
    move = {"process": new.digest, "reason": "Theo QĐ 1/2027"}
    act(dossier, "change_process", "supervisor", data=move, now=now + HOUR)
    assert fold(dossier).process == new.digest
    assert dossier.done == ("reception",)
    assert open_keys(dossier) == ["check", "opinion"]


def test_a_dossier_whose_open_step_is_gone_is_not_moved(dossier, province):
    now = walk(dossier, TO_APPROVAL[0])
    way = [
        a_step("reception", "reception", "@unit", "reception"),
        a_step("approve", "approve", LAND, "approval"),
    ]
    new = a_process(title="Chỉ còn phê duyệt", way={"sequence": way})
    book.keep(province, new)
    move = {"process": new.digest, "reason": "Theo QĐ 1/2027"}
    seen = dossier.head
    with pytest.raises(IllegalStep, match="does not exist in the other process"):
        act(dossier, "change_process", "supervisor", data=move, now=now + HOUR)
    assert dossier.head == seen


def test_a_dossier_is_not_moved_where_an_open_step_comes_before_a_done_one(
    dossier, province
):
    now = walk(dossier, *TO_APPROVAL[:2])
    assert open_keys(dossier) == ["opinion"]
    way = [
        a_step("reception", "reception", "@unit", "reception"),
        a_step("opinion", "opinion", JUSTICE, "processing"),
        a_step("check", "handle", LAND, "processing", outcomes=["fit"]),
        a_step("approve", "approve", LAND, "approval"),
    ]
    new = a_process(title="Lần lượt", way={"sequence": way})
    book.keep(province, new)
    move = {"process": new.digest, "reason": "Theo QĐ 1/2027"}
    seen = dossier.head
    with pytest.raises(IllegalStep) as refused:
        act(dossier, "change_process", "supervisor", data=move, now=now + HOUR)
    assert dossier.head == seen
    said = {
        lang: translate(refused.value.message, target_language=lang)
        for lang in ("vi", "en")
    }
    assert "“Opinion” is not done" in said["en"]
    assert "“Opinion” chưa xong" in said["vi"]


def test_what_is_foreseen_is_what_comes_about(dossier, province):
    now = walk(dossier, TO_APPROVAL[0])
    new = a_process(title="Biến động đất đai, 2027")
    book.keep(province, new)
    move = {"process": new.digest, "reason": "Theo QĐ 1/2027"}
    asked = (dossier, "change_process", "supervisor")
    seen, at = dossier.head, now + HOUR
    foreseen = foresee(*asked, data=move, now=at)
    assert dossier.head == seen
    event = act(*asked, data=move, now=at)
    written = {name: event.facts[name] for name in foreseen}
    assert json.loads(json.dumps(foreseen)) == written


def test_what_opens_follows_from_the_facts_alone(province):
    found = begin(province, a_process(), UNIT, {"case": "1"}, MONDAY)
    assert found["state"] == "received"
    assert [task["key"] for task in found["tasks"]] == ["reception"]


def test_a_way_of_which_nothing_was_done_begins_anew(dossier):
    withdrawn = {"reason_code": "mistake", "reason": "Nộp nhầm"}
    now = walk(dossier, ("withdraw", "reception", withdrawn))
    assert (dossier.state, dossier.tasks) == ("withdrawn", ())
    again = {"reason_code": "error", "reason": "Rút nhầm hồ sơ"}
    walk(dossier, ("reopen", "supervisor", again), now=now)
    assert (dossier.state, open_keys(dossier)) == ("received", ["reception"])
    assert dossier.tasks[0].due is not None


def test_an_approval_with_a_checklist_is_given_when_it_is_ticked(
    province, intake, monkeypatch
):
    seen = a_step("sign", "approve", LAND, "approval", checklist=["Đúng thẩm quyền"])
    process = a_process(way={"sequence": [seen]})
    book.keep(province, process)
    monkeypatch.setattr(book, "in_force", lambda *_: process)
    dossier = receive(province, intake, "reception", MONDAY)
    with pytest.raises(MissingData, match="Not ticked yet"):
        act(dossier, "approve", "leader", data={}, now=MONDAY + HOUR)
    act(dossier, "approve", "leader", data={"checks": ["Đúng thẩm quyền"]}, now=MONDAY)
    assert dossier.state == "finished"
