"""The return counter: half a name, one page, one key; shelves; what nobody fetched."""

from __future__ import annotations

from motcua.dossiers.actions import act
from motcua.dossiers.folder import find
from motcua.dossiers.ledger import events
from motcua.storage import journal
import pytest
from tests.desk.conftest import receive
from tests.dossiers.conftest import LAND
import transaction


@pytest.fixture
def ready(house):
    """The code of a dossier whose result waits."""
    code = receive(house)
    dossier = find(house, code)
    for operation, who, data in (
        ("forward", "reception", {"to": LAND}),
        ("propose", "handler", {"proposal": "Cấp."}),
        ("approve", "leader", {}),
        ("finish", "handler", {}),
    ):
        act(dossier, operation, who, data=data)
    transaction.commit()
    return code


def ask(counter, text="", year="", phone="", status=None):
    form = counter.get("/desk/tra-ket-qua").forms[1]
    form["ma"], form["nam"], form["dt"] = text, year, phone
    return form.submit(status=status)


def form_of(page):
    return page.forms["form"]


def give(counter, code, status=None, **fields):
    form = form_of(counter.get(f"/desk/tra-ket-qua/{code}"))
    for name, value in fields.items():
        form[name] = value
    return form.submit("do", value="return", status=status)


def last(house, code):
    house._p_jar.sync()
    return events(find(house, code))


def test_half_a_name_a_year_and_a_phone_lead_to_the_result(counter, ready):
    for words in (("nguyen d",), ("duc", "1957"), ("", "1957", "5678"), ("Đức",)):
        page = ask(counter, *words)
        assert f"/desk/tra-ket-qua/{ready}" in page
        assert "Nguyễn Văn Đức" in page
    assert "duc" not in page.request.url
    assert ready not in ask(counter, "duc", "1958")
    assert len(journal.newest(journal.PEOPLE)) == 5


def test_a_code_or_a_slip_leads_straight_to_it(counter, ready):
    for text in (ready, ready.lower(), f"https://example.org/vi/tra-cuu#{ready}"):
        answer = ask(counter, text)
        assert answer.status_int == 303
        assert answer.location.endswith(f"/desk/tra-ket-qua/{ready}")


def test_a_question_that_finds_everybody_is_refused_and_kept(counter, ready):
    page = ask(counter, "n", status=400)
    assert page.forms[1]["ma"].value == "n"
    assert "Nguyễn" not in page
    assert ask(counter, "duc", "57", status=400).forms[1]["nam"].value == "57"


def test_what_cannot_be_written_down_is_not_shown(counter, ready, monkeypatch):
    def refuse(look):
        raise journal.Unrecorded

    monkeypatch.setattr(journal, "note", refuse)
    assert "Nguyễn" not in ask(counter, "duc", status=503)


def test_the_counter_is_there_for_the_counter_alone(officer, ready):
    missing = officer("handler").get("/desk/khong-co", status=404).body
    for path in ("", "/chua-nhan", "/xep-ke", f"/{ready}"):
        for name in ("handler", "stranger"):
            page = officer(name).get(f"/desk/tra-ket-qua{path}", status=404)
            if name == "handler":
                assert page.body == missing


def test_an_unknown_dossier_is_as_a_foreign_one(counter, ready):
    one = counter.get("/desk/tra-ket-qua/H99.01-261102-9999", status=404)
    two = counter.get("/desk/tra-ket-qua/nothing", status=404)
    assert one.body == two.body


def test_a_result_is_returned_with_one_form(counter, house, ready):
    page = give(counter, ready).follow()
    event = last(house, ready)[-1]
    assert (event.type, event.facts["taker"]) == ("return_result", "applicant")
    assert event.data == {"receiver": "Nguyễn Văn Đức"}
    assert "/phieu/" in page
    assert "form" not in page.forms


def test_after_the_return_the_page_says_that_alone(counter, ready):
    page = give(counter, ready).follow()
    told = [each.get_text(strip=True) for each in page.html.select(".told")]
    assert told == [f"{ready}: đã trả kết quả."]


def test_all_that_is_recorded_at_once(counter, house, ready):
    give(
        counter,
        ready,
        taker="proxy",
        receiver="Trần Bốn",
        proof_kind="Giấy ủy quyền",
        proof_number="12/2026",
        slip=True,
        lost="Mất khi chuyển nhà.",
        returned=True,
        pay=True,
        amount="20000",
        method="cash",
        symbol="CL-26T",
        number="0000815",
    )
    paid, given = last(house, ready)[-2:]
    assert (paid.type, paid.facts["amount"]) == ("collect_fee", 20_000)
    assert paid.facts["number"] == "0000815"
    assert given.data["returned"] == ["Đơn đăng ký"]
    assert given.data["lost"] == "Mất khi chuyển nhà."
    assert given.facts["lost_slips"]


@pytest.mark.parametrize(
    "fields",
    [
        {"taker": "proxy", "receiver": "Trần Bốn", "note": "giữ lại"},
        {"slip": True, "note": "giữ lại"},
        {"pay": True, "amount": "hai mươi nghìn", "note": "giữ lại"},
    ],
)
def test_what_is_refused_records_nothing_and_loses_nothing(
    counter, house, ready, fields
):
    before = len(last(house, ready))
    page = give(counter, ready, status=400, **fields)
    assert form_of(page)["note"].value == "giữ lại"
    assert 'role="alert"' in page
    assert len(last(house, ready)) == before


def test_what_was_refused_is_mended_in_the_same_form(counter, house, ready):
    fields = {"pay": True, "amount": "20000", "slip": True}
    form = form_of(give(counter, ready, status=400, **fields))
    form["lost"] = "Mất khi chuyển nhà."
    form.submit("do", value="return", status=303)
    paid, given = last(house, ready)[-2:]
    assert (paid.type, given.type) == ("collect_fee", "return_result")
    assert given.data["lost"] == "Mất khi chuyển nhà."


def test_the_fee_is_not_recorded_without_the_return(counter, house, ready):
    before = len(last(house, ready))
    fields = {"pay": True, "amount": "20000", "taker": "proxy"}
    give(counter, ready, status=400, **fields)
    assert len(last(house, ready)) == before


def test_enter_and_a_scanner_return_nothing(counter, house, ready):
    before = len(last(house, ready))
    form = form_of(counter.get(f"/desk/tra-ket-qua/{ready}"))
    form["receiver"] = "H99.01-261102-0001"
    page = form.submit("do", value="look")
    assert form_of(page)["receiver"].value == "H99.01-261102-0001"
    buttons = page.html.find("form", id="form").find_all("button")
    assert buttons[0]["value"] == "look"
    assert len(last(house, ready)) == before


@pytest.mark.parametrize("pay", [False, True])
def test_a_double_click_counts_once(counter, house, ready, pay):
    form = form_of(counter.get(f"/desk/tra-ket-qua/{ready}"))
    if pay:
        form["pay"], form["amount"] = True, "20000"
    first = form.submit("do", value="return")
    count = len(last(house, ready))
    second = form.submit("do", value="return")
    assert (first.status_int, second.status_int) == (303, 303)
    assert len(last(house, ready)) == count


def test_who_comes_second_is_told(counter, house, ready):
    form = form_of(counter.get(f"/desk/tra-ket-qua/{ready}"))
    form["note"] = "giữ lại"
    shelve(counter, ready, "A1")
    page = form.submit("do", value="return", status=409)
    assert form_of(page)["note"].value == "giữ lại"


def shelve(counter, codes, shelf="", status=None):
    form = counter.get("/desk/tra-ket-qua/xep-ke").forms[1]
    form["codes"], form["shelf"] = codes, shelf
    return form.submit(status=status)


def test_labels_and_slips_are_scanned_one_after_the_other(counter, house, ready):
    other = receive(house)
    page = shelve(
        counter, f"KE-A1.03\n{ready.lower()}\n{other}\nrubbish\n{ready}", status=400
    )
    house._p_jar.sync()
    assert find(house, ready).standing.shelf == "A1.03"
    assert sum(e.type == "shelve" for e in last(house, ready)) == 1
    assert page.forms[1]["codes"].value.split() == [other, "rubbish"]
    shelve(counter, ready, "b2")
    house._p_jar.sync()
    assert find(house, ready).standing.shelf == "B2"
    assert "B2" in ask(counter, "duc")


def test_without_a_shelf_nothing_is_put_anywhere(counter, ready):
    page = shelve(counter, ready, status=400)
    assert page.forms[1]["codes"].value.strip() == ready
    shelve(counter, "", status=400)


def test_numbers_lead_to_what_they_count(counter, house, ready):
    shelve(counter, ready, "A1")
    page = counter.get("/desk/tra-ket-qua")
    links = page.html.select("nav.counters a[href*=chua-nhan]")
    assert [link.b.text for link in links] == ["1", "0", "0", "0", "1"]
    for link in links:
        listed = counter.get(link["href"])
        rows = listed.html.select("tbody tr")
        assert len(rows) == int(link.b.text)
    assert ready in counter.get("/desk/tra-ket-qua/chua-nhan?ke=A1")
    assert ready not in counter.get("/desk/tra-ket-qua/chua-nhan?ke=-")
    assert ready not in counter.get("/desk/tra-ket-qua/chua-nhan?tuoi=91")
    assert ready in counter.get("/desk/tra-ket-qua/chua-nhan?tuoi=strange")


def test_the_page_of_the_dossier_leads_to_the_counter(counter, ready):
    page = counter.get(f"/desk/ho-so/{ready}")
    assert all(
        form["operation"].value != "return_result"
        for form in page.forms.values()
        if "operation" in form.fields
    )
    page = page.click("Trả tại quầy")
    assert page.request.path.endswith(f"/desk/tra-ket-qua/{ready}")
    assert form_of(page)["taker"].value == "applicant"


LABELS = "/desk/tra-ket-qua/xep-ke/nhan"


def test_labels_of_shelves_are_printed_from_the_page_of_shelves(counter, ready):
    page = counter.get("/desk/tra-ket-qua/xep-ke")
    assert page.html.select(f"a[href='{LABELS}']")
    form = counter.get(LABELS).forms[1]
    form["shelves"] = "A1.01 - A1.03"
    answer = form.submit()
    assert answer.content_type == "application/pdf"
    assert "nhan-ke.pdf" in answer.headers["Content-Disposition"]
    assert answer.body.startswith(b"%PDF")


def test_a_shelf_that_cannot_stand_on_a_label_is_named_and_kept(counter, ready):
    form = counter.get(LABELS).forms[1]
    form["shelves"] = "A1\nTủ 3"
    page = form.submit(status=400)
    assert "“Tủ 3”" in page.html.select_one("#problem").text
    assert page.forms[1]["shelves"].value == "A1\nTủ 3"


def test_labels_of_shelves_are_missing_for_who_returns_nothing(officer, ready):
    assert officer("handler").get(LABELS, status=404)
