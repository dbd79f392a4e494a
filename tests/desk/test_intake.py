"""The counter: nothing typed is lost, nothing is received twice."""

from __future__ import annotations

from dataclasses import replace
from motcua.desk.entry import birth_of
from motcua.desk.intake import IntakeScreen
from motcua.desk.picking import PickingScreen
from motcua.dossiers.folder import find
from motcua.dossiers.folder import walk
from motcua.dossiers.states import fold
from motcua.procedures import versions
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
import pytest
import transaction


HERE = "/desk/tiep-nhan/1.001193"
XSS = '"><script>alert(1)</script>'


def form_of(app):
    return app.get(HERE).forms["form"]


def received(house):
    """Return the codes of all dossiers, as committed."""
    transaction.begin()
    return [dossier.code for dossier in walk(house)]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("30/4/1957", "1957-04-30"),
        ("30.04.1957", "1957-04-30"),
        ("30-04-1957", "1957-04-30"),
        ("30041957", "1957-04-30"),
        ("4/1957", "1957-04"),
        ("1957", "1957"),
        ("1957-04-30", "1957-04-30"),
        ("31/02/1957", "31/02/1957"),
        ("hôm qua", "hôm qua"),
        ("", ""),
    ],
)
def test_a_date_of_birth_is_read_as_people_write_it(typed, stored):
    assert birth_of(typed) == stored


def test_enter_only_checks_and_keeps_what_was_typed(counter, house):
    form = form_of(counter)
    form["applicant-name"] = "Nguyễn Văn Đức"
    buttons = [name for name, _value in form.submit_fields("check")]
    assert "check" in buttons
    # The first button in the form is what Enter presses.
    page = counter.get(HERE)
    names = [each.get("name") for each in page.html.select("form#form button")]
    assert names[0] == "check"
    helping = {"known", "papers", "reuse"}
    assert set(names) == {"check", "print", "reply", "save", *helping}
    page = form.submit("check")
    assert page.forms["form"]["applicant-name"].value == "Nguyễn Văn Đức"
    assert "Hồ sơ chưa được lưu" in page.text
    assert received(house) == []


def test_a_form_sent_without_any_button_saves_nothing(counter, house):
    form = form_of(counter)
    form["applicant-name"] = "Hoa"
    form.submit()
    assert received(house) == []


def test_the_due_date_stands_there_before_saving_with_its_account(counter):
    page = counter.get(HERE)
    assert page.html.select_one(".promise .due").text.strip()
    assert len(page.html.select(".promise .lines li")) > 3


def test_every_mistake_is_listed_and_nothing_is_lost(counter, house):
    form = form_of(counter)
    typed = {
        "applicant-birth": "hôm qua",
        "applicant-phone": "091",
        "paper-1-form": "original",
        "paper-1-count": "x",
        "note": "Ghi chú",
    }
    for name, value in typed.items():
        form[name] = value
    page = form.submit("save", status=400)
    again = page.forms["form"]
    assert {name: again[name].value for name in typed} == typed
    targets = [each["href"] for each in page.html.select("#problems a")]
    assert targets == ["#applicant-name", "#applicant-birth", "#paper-1-count"]
    for target in targets:
        assert page.html.select_one(target)["aria-invalid"] == "true"
    assert again["token"].value == form["token"].value
    assert received(house) == []


def test_what_is_wrong_names_whose_field_and_which_paper_it_is(counter):
    form = form_of(counter)
    form["applicant-name"] = "Hoa"
    form["same"] = False
    form["owner-birth"] = "hôm qua"
    form["paper-1-form"], form["paper-1-count"] = "original", "x"
    page = form.submit("save", status=400)
    told = [each.text.split() for each in page.html.select("#problems li b")]
    assert [" ".join(words) for words in told] == [
        "Chủ hồ sơ, Họ tên hoặc tên tổ chức:",
        "Chủ hồ sơ, Ngày hoặc năm sinh:",
        "Đơn đăng ký:",
    ]


def test_the_fields_of_a_representative_stand_in_sight_once_one_is_there(counter):
    page = counter.get(HERE)
    assert not page.html.select_one(".representative details").has_attr("open")
    assert page.html.select_one(".applicant details") is None
    form = page.forms["form"]
    form["representative-phone"] = "0912 345 678"
    page = form.submit("save", status=400)
    assert page.html.select_one(".representative details").has_attr("open")


def test_the_way_and_the_procedure_that_come_first_have_the_focus(counter, monkeypatch):
    # As if several were found: one alone opens by itself.
    monkeypatch.setattr(PickingScreen, "only", lambda self: "")
    monkeypatch.setattr(IntakeScreen, "chosen", lambda self: None)
    for path, first in (
        ("/desk/tiep-nhan?q=bien+dong", HERE),
        (HERE, f"{HERE}?case=1&channel=counter"),
    ):
        page = counter.get(path)
        focused = [each["href"] for each in page.html.select("a[autofocus]")]
        assert focused == [page.html.select_one(".picks a")["href"]] == [first]


def test_an_owner_typed_under_the_ticked_box_is_told(counter, house):
    form = form_of(counter)
    form["applicant-name"] = "Hoa"
    form["owner-name"] = "Công ty Bến Xanh"
    page = form.submit("save", status=400)
    assert page.html.select_one("#problems a")["href"] == "#same"
    assert page.forms["form"]["owner-name"].value == "Công ty Bến Xanh"


def test_a_representative_is_a_person_of_their_own(counter, house):
    form = form_of(counter)
    form["applicant-name"] = "Hoa"
    form["representative-name"] = "Lê Luật"
    form["representative-proof"] = "Giấy ủy quyền 12"
    form.submit("save")
    view = fold(find(house, received(house)[0]))
    assert view.person("representative").proof == "Giấy ủy quyền 12"
    assert view.person("owner").name == "Hoa"


def test_one_digit_says_how_the_applicant_wants_to_be_told(counter, house):
    form = form_of(counter)
    words = [text for _value, _chosen, text in form["news"].options]
    # The office of the tests uses no short messages: their digits wait for them.
    assert [one.partition(" ")[0] for one in words] == ["1", "2", "6"]
    form["applicant-name"] = "Hoa"
    form["applicant-email"] = "hoa@example.org"
    form["news"] = "email"
    form["news-language"] = "en"
    form.submit("save")
    event = find(house, received(house)[0]).first
    assert event.data["news"] == {"channels": ["email"], "language": "en"}


def test_news_by_mail_want_an_address(counter, house):
    form = form_of(counter)
    form["applicant-name"] = "Hoa"
    form["news"] = "email"
    page = form.submit("save", status=400)
    assert page.html.select_one("#problems a")["href"] == "#applicant-email"
    assert page.forms["form"]["news"].value == "email"
    assert received(house) == []


def test_a_double_submit_gives_the_first_dossier(counter, house):
    form = form_of(counter)
    form["applicant-name"] = "Hoa"
    first, second = form.submit("save"), form.submit("save")
    assert first.location == second.location
    assert len(received(house)) == 1


def test_two_forms_are_two_dossiers(counter, house):
    for _number in range(2):
        form = form_of(counter)
        form["applicant-name"] = "Hoa"
        form.submit("save")
    assert len(received(house)) == 2


def test_a_page_pasted_into_a_field_is_refused_and_kept(counter, house):
    form = form_of(counter)
    form["applicant-name"] = "Đ" * 301
    page = form.submit("save", status=400)
    assert "nhiều nhất 300 ký tự" in page.text
    assert page.forms["form"]["applicant-name"].value == "Đ" * 301


def test_control_characters_of_a_scanner_are_dropped(counter, house):
    form = form_of(counter)
    form["applicant-name"] = "Hoa\x1d\x00"
    form.submit("save")
    assert fold(find(house, received(house)[0])).person("applicant").name == "Hoa"


def test_a_hostile_name_is_text_on_every_screen(counter, house):
    form = form_of(counter)
    form["applicant-name"] = XSS
    form["applicant-address"] = XSS
    form["note"] = XSS
    page = form.submit("check")
    assert "<script>alert" not in page.text
    page = page.forms["form"].submit("save").follow()
    assert XSS in page.html.select_one("main").text
    assert "<script>alert" not in page.text
    assert "<script>alert" not in counter.get("/desk").text


def test_a_procedure_that_changes_meanwhile_is_told_and_nothing_lost(counter, house):
    form = form_of(counter)
    form["applicant-name"] = "Hoa"
    login(house, TEST_USER_NAME)
    setRoles(house, TEST_USER_ID, ["Manager"])
    old = versions.current("1.001193", site=house)
    house["procedures"]["1.001193"].adopt(replace(old, title="Tên mới"))
    transaction.commit()
    logout()
    page = form.submit("save", status=400)
    assert "Thủ tục vừa thay đổi" in page.text
    assert page.forms["form"]["applicant-name"].value == "Hoa"
    page.forms["form"].submit("save").follow()
    assert len(received(house)) == 1


def test_only_reception_comes_to_the_counter(officer):
    for name in ("handler", "leader", "supervisor", "archivist", "stranger"):
        officer(name).get("/desk/tiep-nhan", status=404)
        officer(name).get(HERE, status=404)
        assert "/tiep-nhan" not in officer(name).get("/desk").text


def test_what_is_not_in_force_cannot_be_received(counter):
    counter.get("/desk/tiep-nhan/9.999999", status=404)
    counter.get("/desk/tiep-nhan/..", expect_errors=True)
