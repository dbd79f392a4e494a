"""Few keys at the counter: cards, people who come again, all papers, drafts, print."""

from __future__ import annotations

from motcua.desk.keeping import CARD
from motcua.dossiers.folder import find
from motcua.dossiers.folder import walk
from motcua.dossiers.states import fold
from motcua.organisation import duties
from motcua.storage import drafts
from motcua.storage import habits
from motcua.storage import journal
from motcua.storage.engines import register_engine
from plone import api
from plone.app.testing import SITE_OWNER_NAME
import pytest
import sqlalchemy as sa
from tests.desk.conftest import receive
from tests.dossiers.conftest import SINCE
from tests.dossiers.conftest import UNIT
import transaction


HERE = "/desk/tiep-nhan/1.001193"
CARD_TEXT = "001157000123||Nguyễn Thị Hoa|30041957|Nữ|Số 3, Bến Xanh|01012021"
SPREAD = {
    "name": "Nguyễn Thị Hoa",
    "birth": "30/04/1957",
    "id_number": "001157000123",
    "address": "Số 3, Bến Xanh",
}


def form_of(app):
    return app.get(HERE).forms["form"]


def person(form, role="applicant"):
    """Return the fields that a card fills, as they stand in the form."""
    return {field: form[f"{role}-{field}"].value for field in SPREAD}


def received(house):
    transaction.begin()
    return [dossier.code for dossier in walk(house)]


def keep(app, form, status=200, **fields):
    """Send what is typed as the script of the page does."""
    sent = dict(form.submit_fields()) | {"do": "keep"} | fields
    return app.post(HERE, sent, status=status)


# Identity cards


@pytest.mark.parametrize("field", ["name", "birth", "id_number", "phone", "address"])
def test_a_card_scanned_into_any_field_is_spread_without_the_script(counter, field):
    form = form_of(counter)
    form[f"applicant-{field}"] = CARD_TEXT
    page = form.submit("check")
    assert person(page.forms["form"]) == SPREAD
    assert page.forms["form"]["applicant-phone"].value == ""


def test_a_card_scanned_behind_typed_letters_keeps_them(counter):
    form = form_of(counter)
    form["applicant-phone"] = f"0912{CARD_TEXT}"
    page = form.submit("check")
    assert page.forms["form"]["applicant-phone"].value == "0912"
    assert person(page.forms["form"]) == SPREAD


def test_what_a_card_replaces_is_told(counter):
    form = form_of(counter)
    form["applicant-name"] = "Hoa"
    form["scan"] = CARD_TEXT
    form["scan-role"] = "applicant"
    page = form.submit("known")
    assert person(page.forms["form"]) == SPREAD
    told = " ".join(each.text for each in page.html.select(".told"))
    assert "Trước đó là" in told
    assert "Hoa" in told
    assert page.forms["form"]["scan"].value == ""


def test_the_card_of_an_owner_says_that_the_owner_is_another(counter, house):
    form = form_of(counter)
    form["applicant-name"] = "Đức"
    form["scan"] = CARD_TEXT
    form["scan-role"] = "owner"
    form = form.submit("known").forms["form"]
    assert not form["same"].checked
    assert person(form, "owner") == SPREAD
    form.submit("save")
    view = fold(find(house, received(house)[0]))
    assert view.person("owner").birth == "1957-04-30"
    assert view.person("applicant").name == "Đức"


@pytest.mark.parametrize("text", ["001157000123||", "a|b|c|d|e", CARD_TEXT[3:]])
def test_a_card_that_cannot_be_read_is_told_and_stays(counter, house, text):
    form = form_of(counter)
    form["applicant-name"] = "Hoa"
    form["applicant-address"] = text
    page = form.submit("save", status=400)
    assert page.forms["form"]["applicant-address"].value == text
    assert page.html.select_one("#problems a")["href"] == "#applicant-address"
    assert received(house) == []


def test_a_card_scanned_before_there_is_a_form_waits_for_it(counter, house):
    finder = counter.get("/desk").html.select_one("form.find")
    sent = {"ma": CARD_TEXT, "_authenticator": finder.select_one("input")["value"]}
    answer = counter.post("/desk/tim", sent)
    assert "0011" not in answer.location
    page = counter.get(HERE)
    form = page.forms["form"]
    assert person(form)["name"] == ""
    form["note"] = "Ghi chú"
    page = form.submit("card")
    assert person(page.forms["form"]) == SPREAD
    assert page.forms["form"]["note"].value == "Ghi chú"
    assert not counter.get(HERE).html.select("button[name=card]")
    assert drafts.of("reception", CARD) == []


# Papers


def test_one_key_marks_all_papers_as_they_are_asked_for(counter, house):
    form = form_of(counter)
    form["applicant-name"] = "Hoa"
    form["paper-2-form"] = "certified"
    form["paper-2-count"] = "3"
    form = form.submit("papers").forms["form"]
    assert (form["paper-1-form"].value, form["paper-1-count"].value) == (
        "original",
        "1",
    )
    assert (form["paper-2-form"].value, form["paper-2-count"].value) == (
        "certified",
        "3",
    )
    form["paper-1-form"] = ""
    form.submit("save")
    view = fold(find(house, received(house)[0]))
    assert [(paper.key, paper.form) for paper in view.papers] == [("2", "certified")]


def test_marking_papers_tells_no_mistakes_yet(counter):
    page = form_of(counter).submit("papers")
    assert page.status_int == 200
    assert not page.html.select("#problems")


# People who come again


def test_who_was_here_before_is_filled_in_with_one_key(counter, house):
    code = receive(house)
    form = form_of(counter)
    form["applicant-id_number"] = "030957001234"
    page = form.submit("known")
    form = page.forms["form"]
    assert form["applicant-name"].value == "Nguyễn Văn Đức"
    assert form["applicant-birth"].value == "1957"
    assert form["applicant-phone"].value == "0912 345 678"
    told = " ".join(each.text for each in page.html.select(".told"))
    assert f"Lấy từ hồ sơ {code}" in " ".join(told.split())
    # The same procedure is still open for this person.
    assert page.html.select_one(".told .wrong a").text == code
    assert "030957" not in page.request.url


def test_what_was_typed_is_not_replaced_by_what_was_known(counter, house):
    receive(house)
    form = form_of(counter)
    form["applicant-phone"] = "0912345678"
    form["applicant-birth"] = "1958"
    form = form.submit("known").forms["form"]
    assert form["applicant-name"].value == "Nguyễn Văn Đức"
    assert form["applicant-birth"].value == "1958"
    assert form["applicant-phone"].value == "0912345678"


def test_another_name_with_the_same_number_takes_nothing_over(counter, house):
    receive(house)
    form = form_of(counter)
    form["applicant-phone"] = "0912345678"
    form["applicant-name"] = "Lê Thị Sen"
    page = form.submit("known")
    assert page.forms["form"]["applicant-birth"].value == ""
    assert "Số này thuộc nhiều người" in page.text


def test_a_look_up_is_written_down_and_check_only_tells(counter, house):
    code = receive(house)
    form = form_of(counter)
    form["applicant-name"] = "Nguyễn Văn Đức"
    form["applicant-id_number"] = "030957001234"
    page = form.submit("check")
    assert page.html.select_one(".told .wrong a").text == code
    assert page.forms["form"]["applicant-birth"].value == ""
    (look,) = journal.newest(journal.PEOPLE)
    assert (look.person, look.hits) == ("reception", 1)
    assert "030957001234" not in str(look)


def test_without_a_number_nobody_is_looked_for(counter, house):
    page = form_of(counter).submit("known", status=400)
    assert page.html.select_one("#problems a")["href"] == "#applicant-id_number"
    assert journal.newest(journal.PEOPLE) == []


def test_what_cannot_be_written_down_is_not_looked_up(counter, house, monkeypatch):
    receive(house)

    def broken(look):
        raise journal.Unrecorded

    monkeypatch.setattr(journal, "note", broken)
    form = form_of(counter)
    form["applicant-id_number"] = "030957001234"
    page = form.submit("known", status=400)
    assert page.forms["form"]["applicant-name"].value == ""
    assert page.forms["form"]["applicant-id_number"].value == "030957001234"


# Drafts


def test_what_is_typed_comes_back_after_the_browser_died(counter, house):
    form = form_of(counter)
    answer = keep(counter, form, **{"applicant-name": "Nguyễn Thị Hoa", "note": "x"})
    assert len(answer.text) == 5
    page = counter.get(HERE)
    assert "Nguyễn Thị Hoa" in page.html.select_one(".kept-forms").text
    offered = next(each for each in page.forms.values() if "restore" in each.fields)
    page = offered.submit("restore")
    again = page.forms["form"]
    assert again["applicant-name"].value == "Nguyễn Thị Hoa"
    assert again["note"].value == "x"
    assert again["token"].value == form["token"].value
    assert not page.html.select("#problems")
    again.submit("save")
    assert len(received(house)) == 1
    assert drafts.of("reception") == []


def test_drafts_are_offered_where_procedures_are_picked(counter):
    keep(counter, form_of(counter), **{"applicant-name": "Hoa"})
    page = counter.get("/desk/tiep-nhan")
    form = next(each for each in page.forms.values() if "restore" in each.fields)
    assert form.submit("restore").forms["form"]["applicant-name"].value == "Hoa"


def test_the_draft_of_an_officer_is_nobody_elses(counter, officer, house):
    with api.env.adopt_user(SITE_OWNER_NAME), api.env.adopt_roles(["Manager"]):
        duties.assign("stranger", UNIT, "reception", SINCE, deed="QĐ 02/QĐ-UBND")
    transaction.commit()
    form = form_of(counter)
    keep(counter, form, **{"applicant-name": "Nguyễn Thị Hoa"})
    other = officer("stranger")
    page = other.get(HERE)
    assert "Nguyễn Thị Hoa" not in page.text
    sent = dict(page.forms["form"].submit_fields()) | {"restore": form["token"].value}
    assert "Nguyễn Thị Hoa" not in other.post(HERE, sent).maybe_follow().text


def test_two_windows_do_not_write_over_each_other(counter):
    first = form_of(counter)
    keep(counter, first, **{"applicant-name": "Hoa"})
    page = counter.get(HERE)
    offered = next(each for each in page.forms.values() if "restore" in each.fields)
    second = offered.submit("restore").forms["form"]
    keep(counter, second, **{"applicant-name": "Nguyễn Thị Hoa"})
    keep(counter, first, status=409, **{"applicant-name": "H"})
    assert [each.fields["applicant-name"] for each in drafts.of("reception")] == [
        "Nguyễn Thị Hoa"
    ]


def test_a_draft_that_is_not_wanted_is_dropped(counter):
    keep(counter, form_of(counter), **{"applicant-name": "Hoa"})
    page = counter.get(HERE)
    offered = next(each for each in page.forms.values() if "drop" in each.fields)
    assert not offered.submit("drop").follow().html.select(".kept-forms")
    assert drafts.of("reception") == []


def test_what_comes_late_makes_no_draft_of_a_saved_form(counter, house):
    form = form_of(counter)
    form["applicant-name"] = "Hoa"
    form.submit("save")
    keep(counter, form, **{"applicant-name": "Hoa"})
    assert drafts.of("reception") == []


def test_a_form_that_was_checked_is_kept_without_the_script(counter, house):
    form = form_of(counter)
    form["applicant-name"] = "Hoa"
    form.submit("check")
    (draft,) = drafts.of("reception")
    assert draft.fields["applicant-name"] == "Hoa"
    assert draft.fields["case"] == "1"
    assert "_authenticator" not in draft.fields


def test_a_restored_form_that_was_saved_leads_to_its_dossier(counter, house):
    """The answer was lost on its way: sending again makes no second dossier."""
    form = form_of(counter)
    form["applicant-name"] = "Hoa"
    first = form.submit("print").location
    assert form.submit("print").location == first
    assert len(received(house)) == 1


# Printing, and what is usual


def test_save_and_print_leads_to_the_slip_without_another_question(counter, house):
    form = form_of(counter)
    form["applicant-name"] = "Hoa"
    page = form.submit("print").follow()
    (code,) = received(house)
    assert page.request.path.endswith(f"/desk/ho-so/{code}/da-nhan")
    assert page.html.select_one("#print").has_attr("autofocus")
    frame = page.html.select_one("iframe")["src"]
    slip = counter.get(frame)
    assert slip.content_type == "application/pdf"
    assert slip.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in slip.headers["Content-Security-Policy"]
    plain = counter.get(page.html.select_one("#print")["href"])
    assert plain.headers["X-Frame-Options"] == "DENY"


def test_the_page_that_prints_is_missing_for_others(counter, officer, house):
    form = form_of(counter)
    form["applicant-name"] = "Hoa"
    form.submit("print")
    path = f"/desk/ho-so/{received(house)[0]}/da-nhan"
    assert counter.get(path).status_int == 200
    officer("jurist").get(path, status=404)


def test_a_refused_form_prints_nothing_and_keeps_everything(counter, house):
    form = form_of(counter)
    form["note"] = "Ghi chú"
    page = form.submit("print", status=400)
    assert page.forms["form"]["note"].value == "Ghi chú"
    assert received(house) == []


def test_what_was_received_last_has_a_digit(counter, house):
    form = form_of(counter)
    form["applicant-name"] = "Hoa"
    form.submit("save")
    page = counter.get("/desk/tiep-nhan")
    assert page.html.select_one(".numbered a")["href"].startswith(HERE)
    assert counter.get("/desk/tiep-nhan?q=1").follow().request.path.endswith(HERE)
    assert counter.get("/desk/tiep-nhan?q=2").status_int == 200


def test_a_code_and_words_of_one_procedure_lead_to_its_form(counter):
    for typed in ("1.001193", "bien dong dat dai"):
        answer = counter.get("/desk/tiep-nhan", {"q": typed})
        assert answer.follow().request.path.endswith(HERE)
    assert counter.get("/desk/tiep-nhan?q=xyzxyz").status_int == 200


def test_habits_name_officers_and_procedures_alone(counter, house):
    form = form_of(counter)
    form["applicant-name"] = "Nguyễn Thị Hoa"
    form.submit("save")
    with register_engine().connect() as connection:
        (row,) = connection.execute(sa.select(habits.HABITS)).all()
    assert (row.person, row.matter, row.way) == (
        "reception",
        "1.001193",
        "1\ncounter",
    )
