"""A dossier of a ministry's system gets a place at the counter, typed once."""

from __future__ import annotations

from motcua.dossiers.folder import walk
from motcua.dossiers.states import fold
import pytest
from tests.desk.conftest import step
import transaction


HERE = "/desk/tiep-nhan/1.001193/theo-doi"
CODE = "BH.2026-00123"


def fill(app, **fields):
    form = app.get(HERE).forms["form"]
    given = {"system": "civil-status", "code": CODE, "name": "Hoa", **fields}
    for name, value in given.items():
        form[name] = value
    return form


def followed(house):
    transaction.begin()
    return [fold(dossier) for dossier in walk(house)]


def test_it_is_found_by_both_codes(counter, house):
    page = fill(counter, due="2026-12-31").submit("save").follow()
    (one,) = followed(house)
    assert one.code in page.text and CODE in page.text
    for typed in (one.code, CODE, " bh.2026-00123"):
        found = counter.get("/desk/tim", {"ma": typed})
        assert found.location.endswith(f"/desk/ho-so/{one.code}")


def test_its_code_tells_a_stranger_nothing(counter, officer, house):
    fill(counter).submit("save")
    theirs = officer("handler").get("/desk/tim", {"ma": CODE}, status=404)
    unknown = officer("handler").get("/desk/tim", {"ma": "XX.2026-00999"}, status=404)
    assert theirs.text == unknown.text


def test_enter_saves_nothing(counter, house):
    page = fill(counter).submit("check")
    assert "Chưa lưu gì" in page.text or page.status_int == 200
    assert followed(house) == []
    assert page.forms["form"]["code"].value == CODE


@pytest.mark.parametrize(
    ("field", "typed"),
    [("code", "Nguyễn Văn Đức"), ("name", ""), ("due", "2026-02-30"), ("code", "")],
)
def test_what_is_wrong_is_told_and_nothing_lost(counter, house, field, typed):
    page = fill(counter, **{field: typed}).submit("save", status=400)
    assert page.html.select(f"#problems a[href='#{field}']")
    assert page.forms["form"]["system"].value == "civil-status"
    assert followed(house) == []


def test_sent_twice_it_is_followed_once(counter, house):
    form = fill(counter)
    form.submit("save")
    form.submit("save")
    assert len(followed(house)) == 1


def test_what_the_other_system_says_is_noted_on_its_page(counter, house):
    fill(counter).submit("save")
    (one,) = followed(house)
    step(counter, one.code, "report", words="Đã trình ký")
    assert followed(house)[0].history[-1].type == "report"


def test_who_receives_nowhere_finds_nothing(officer, house):
    officer("handler").get(HERE, status=404)


def test_no_such_procedure(counter):
    counter.get("/desk/tiep-nhan/9.999999/theo-doi", status=404)
