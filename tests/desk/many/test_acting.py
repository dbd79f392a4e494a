"""One act on many dossiers of the list: each row tells its own result."""

from __future__ import annotations

from motcua.dossiers.folder import find
from motcua.storage import sealing
import pytest
from tests.desk.conftest import step
from tests.desk.many.conftest import again
from tests.desk.many.conftest import codes
from tests.desk.many.conftest import receive
from tests.desk.many.conftest import rows
from tests.desk.many.conftest import state


def chosen(app, operation, which="danh-dau", ticked=(), path="/desk"):
    """Choose rows of the list and return the screen that shows them."""
    form = next(
        form
        for form in app.get(path).forms.values()
        if form.action.endswith("/nhieu-ho-so/lam")
    )
    form["lam"] = operation
    for box in form.fields.get("hs", []):
        box.checked = box._value in ticked
    return form.submit("chon", value=which)


def act(page, status=303, **values):
    """Send the form of the screen that shows what was chosen."""
    form = page.forms["decide"]
    for name, value in values.items():
        form[name] = value
    return form.submit(status=status)


def test_what_is_ticked_is_forwarded_and_the_rest_stays(counter, house, carry_out):
    found = sorted(receive(house) for _number in range(3))
    page = chosen(counter, "forward", ticked=found[:2])
    assert codes(page) == found[:2]
    assert "Hiện làm được với tất cả." in page.text
    result = act(page, to="H99.02", note="Đợt chiều").follow()
    assert [row[1] for row in rows(result)] == ["… Chưa đến lượt"] * 2
    carry_out()
    result = again(counter, result)
    assert [row[1] for row in rows(result)] == ["✓ Đã xong"] * 2
    assert "Đợt chiều" in result.text
    assert [state(house, code).holder for code in found] == ["H99.02"] * 2 + ["H99.01"]


def test_what_nobody_can_read_any_more_is_not_done(
    counter, house, carry_out, monkeypatch
):
    code = receive(house)
    page = chosen(counter, "forward", ticked=[code])
    result = act(page, to="H99.02", note="Đợt chiều").follow()
    monkeypatch.setattr(sealing, "secret", lambda: "another")
    carry_out()
    [(told, outcome, *_more)] = rows(again(counter, result))
    assert told == code
    assert "hãy quyết định lại" in outcome
    assert state(house, code).holder == "H99.01"


def test_half_of_them_is_illegal_and_each_row_says_so(counter, house, carry_out):
    found = sorted(receive(house) for _number in range(6))
    for code in found[::2]:
        step(counter, code, "withdraw", reason="Ông Đức xin rút")
    # What is withdrawn does not wait for the counter any more: it is named here.
    page = counter.get(
        f"/desk/nhieu-ho-so/lam?lam=forward&{'&'.join(f'hs={c}' for c in found)}"
    )
    assert [row[3][0] for row in rows(page)] == ["✗", "✓"] * 3
    assert "Các hồ sơ còn lại vẫn được thử" in page.text
    result = act(page, to="H99.02").follow()
    carry_out()
    result = again(counter, result)
    told = [row[1] for row in rows(result)]
    assert [each[0] for each in told] == ["✗", "✓"] * 3
    assert "Không thể thực hiện bước này ở trạng thái hiện tại" in told[0]
    for code in found[1::2]:
        assert [e.type for e in state(house, code).history] == ["receive", "forward"]
    rest = result.click("Chọn lại những hồ sơ chưa được thực hiện")
    assert codes(rest) == found[::2]


def test_who_acts_between_looking_and_deciding_is_seen_first(counter, house):
    one, two = sorted(receive(house) for _number in range(2))
    page = chosen(counter, "forward", which="tat-ca")
    assert codes(page) == [one, two]
    step(counter, two, "withdraw", reason="Rút")
    answer = act(page, 409, to="H99.02", note="giữ lại")
    assert answer.forms["decide"]["note"].value == "giữ lại"
    assert state(house, one).state == "received"


def test_who_acts_before_the_turn_keeps_the_dossier_as_it_is(counter, house, carry_out):
    one, two = sorted(receive(house) for _number in range(2))
    result = act(chosen(counter, "forward", which="trang"), to="H99.02").follow()
    step(counter, two, "withdraw", reason="Rút")
    carry_out()
    result = again(counter, result)
    assert [row[1][0] for row in rows(result)] == ["✓", "▲"]
    assert state(house, one).holder == "H99.02"
    assert state(house, two).state == "withdrawn"


def test_a_double_click_is_one_act(counter, house, carry_out):
    code = receive(house)
    form = chosen(counter, "forward", which="tat-ca").forms["decide"]
    form["to"] = "H99.02"
    assert form.submit().location == form.submit().location
    carry_out()
    assert [e.type for e in state(house, code).history] == ["receive", "forward"]


def test_without_a_department_each_row_says_what_is_missing(counter, house, carry_out):
    code = receive(house)
    result = act(chosen(counter, "forward", which="tat-ca")).follow()
    carry_out()
    ((_code, said),) = rows(again(counter, result))
    assert said.startswith("✗")
    assert state(house, code).state == "received"


def test_what_a_person_collects_is_not_returned_for_many(
    counter, officer, house, carry_out
):
    person, post = receive(house), receive(house, answer_by="post")
    for code in (person, post):
        step(counter, code, "forward", to="H99.02")
        step(officer("handler"), code, "propose", proposal="Cấp")
        step(officer("leader"), code, "approve")
        step(officer("leader"), code, "finish")
    page = chosen(counter, "return_result", which="tat-ca")
    result = act(page).follow()
    carry_out()
    told = dict(rows(again(counter, result)))
    assert told[post] == "✓ Đã xong"
    assert "bưu chính" in told[person]
    assert state(house, person).state == "finished"


@pytest.mark.parametrize("asked", ["lam=stop", "lam=", "lam=approve", "lam=%00"])
def test_what_is_not_done_with_many_is_nowhere(counter, house, asked):
    counter.get(f"/desk/nhieu-ho-so/lam?{asked}", status=404)


def test_nothing_chosen_is_said_and_foreign_codes_are_nothing(counter, officer, house):
    code = receive(house)
    assert "decide" not in counter.get("/desk/nhieu-ho-so/lam?lam=forward").forms
    page = officer("handler").get(f"/desk/nhieu-ho-so/lam?lam=forward&hs={code}")
    assert code not in "".join(codes(page))
    assert find(house, code) is not None


def test_what_was_forwarded_is_taken_back_unless_somebody_opened_it(
    counter, officer, house, carry_out
):
    one, two = sorted(receive(house) for _number in range(2))
    result = act(chosen(counter, "forward", which="tat-ca"), to="H99.02").follow()
    carry_out()
    result = again(counter, result)
    officer("handler").get(f"/desk/ho-so/{two}")
    form = next(f for f in result.forms.values() if "phan" in f.fields)
    undone = form.submit().follow()
    carry_out()
    told = dict(rows(again(counter, undone)))
    assert told[one] == "✓ Đã xong"
    assert told[two].startswith("✗")
    assert state(house, one).holder == "H99.01"
    assert state(house, two).holder == "H99.02"
    types = [e.type for e in state(house, one).history]
    assert types == ["receive", "forward", "take_back"]
