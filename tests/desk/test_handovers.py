"""Officers make lists from ticks, scans and filters, and others acknowledge them."""

from __future__ import annotations

from motcua.dossiers.slips import checks
import pytest
from tests.desk.conftest import receive
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import UNIT


NEW = "/desk/ban-giao/lap"


@pytest.fixture
def codes(house):
    return [receive(house) for _ in range(3)]


def form_of(page):
    return next(form for form in page.forms.values() if "codes" in form.fields)


def button(page, what, **values):
    form = form_of(page)
    for name, value in values.items():
        form[name] = value
    return form.submit("do", value=what, status="*")


def send(app, page, what):
    """Post the form of a page with a button that the page does not show."""
    form = form_of(page)
    return app.post(form.action, [*form.submit_fields(), ("do", what)], status="*")


def issued(counter, codes):
    page = button(
        counter.get(NEW), "preview", codes="\n".join(codes), unit=UNIT, to=LAND
    )
    assert "Issue the list" in page.text or "Phát hành" in page.text
    return button(page, "issue").follow()


def test_ticks_and_scans_come_together_and_are_looked_at_first(counter, codes):
    page = counter.get(NEW)
    form = form_of(page)
    ticks = [field for field in form.fields["tick"] if field._value == codes[2]]
    ticks[0].checked = True
    slip = f"https://motcua.example.vn/vi/tra-cuu#{codes[0]}"
    form["codes"] = f"{slip}\n{codes[1].lower()}\n{codes[1]}"
    page = form.submit("do", value="preview")
    assert form_of(page)["codes"].value.split() == codes
    assert 'value="issue"' in page.text


def test_a_whole_filter_is_chosen_at_once(counter, codes):
    page = counter.get(NEW, {"state": "received"})
    page = button(page, "all")
    assert sorted(form_of(page)["codes"].value.split()) == sorted(codes)


def test_a_wrong_code_is_told_beside_it_and_nothing_can_be_issued(counter, codes):
    page = button(counter.get(NEW), "preview", codes=f"{codes[0]}\nxyz", to=LAND)
    assert "xyz" in page.text
    assert page.html.find("button", value="issue").has_attr("hidden")
    answer = send(counter, page, "issue")
    assert answer.status_int == 400
    assert 'id="problem"' in answer.text
    assert "xyz" in form_of(answer)["codes"].value


def test_an_empty_choice_is_told(counter, codes):
    answer = button(counter.get(NEW), "preview")
    assert answer.status_int == 400
    assert 'id="problem"' in answer.text


def test_a_list_is_issued_printed_and_acknowledged(counter, officer, codes):
    page = issued(counter, codes)
    code = page.request.path.split("/ban-giao/")[1]
    for row, one in zip(page.html.select("table.list tbody tr"), codes, strict=True):
        for told in (one, "Đăng ký biến động đất đai", "Chưa xác nhận"):
            assert told in row.text, told
    pdf = counter.get(f"/desk/ban-giao/{code}/in")
    assert pdf.content_type == "application/pdf" and pdf.body.startswith(b"%PDF")
    handler = officer("handler")
    assert code.split("/")[1] in handler.get("/desk/ban-giao").text
    theirs = handler.get(f"/desk/ban-giao/{code}")
    form = next(f for f in theirs.forms.values() if "missing" in f.fields)
    [tick] = [field for field in form.fields["missing"] if field._value == codes[1]]
    tick.checked = True
    after = form.submit("do", value="acknowledge").follow()
    assert f"reason-{codes[1]}" in after.text
    explain = next(f for f in after.forms.values() if "reason" in f.fields)
    explain["reason"] = "Còn ở quầy 2"
    settled = explain.submit().follow()
    assert "Còn ở quầy 2" in settled.text
    assert f"reason-{codes[1]}" not in settled.text


def test_a_reprint_is_counted_by_a_posted_form(counter, codes):
    page = issued(counter, codes)
    form = next(f for f in page.forms.values() if f.action.endswith("/in"))
    assert form.submit().follow().body.startswith(b"%PDF")


def test_others_cannot_tell_that_there_is_a_list(counter, officer, codes):
    path = issued(counter, codes).request.path
    for name in ("jurist", "stranger"):
        for more in ("", "/in"):
            assert officer(name).get(path + more, status="*").status_int in (401, 404)
        # A scanned code leads on whether there is a list or not; its page decides.
        for code in (path.split("/ban-giao/")[1], "H99.01-2026/77-BG"):
            found = officer(name).get("/desk/tim", {"ma": code}, status="*")
            assert found.status_int == 303
            assert found.location.endswith(f"/desk/ban-giao/{code}")
    assert counter.get("/desk/ban-giao/H99.01-2026/77-BG", status=404)
    assert officer("stranger").get(NEW, status="*").status_int in (401, 404)


def test_a_scan_of_the_list_opens_it(counter, codes):
    path = issued(counter, codes).request.path
    code = path.split("/ban-giao/")[1]
    for typed in (code, f"https://x/vi/kiem-tra-phieu#{code}~{checks.letters(code)}"):
        assert counter.get("/desk/tim", {"ma": typed}).follow().request.path == path


@pytest.mark.parametrize("kind", ["label", "label-sheet"])
def test_labels_for_one_or_many(counter, codes, kind):
    page = button(counter.get(NEW), "preview", codes=codes[0], kind=kind)
    assert button(page, "labels").body.startswith(b"%PDF")


def test_a_list_needs_our_own_form(counter, codes):
    answer = counter.post(NEW, {"do": "issue", "codes": codes[0]}, status="*")
    assert answer.status_int == 403


def place(page):
    """Return the address of the list on a page, as a person would type it."""
    return f"/desk/ban-giao/{page.request.path.split('/ban-giao/')[1]}"


def scanned(app, text, kind="dossiers-handover"):
    page = app.get(NEW)
    token = form_of(page)["_authenticator"].value
    asked = {"scan": text, "kind": kind, "_authenticator": token}
    answer = app.post("/desk/ban-giao/quet", asked)
    assert answer.content_type == "application/json"
    return answer.json


def test_each_scan_is_told_at_once_and_nothing_is_written(counter, codes):
    slip = f"https://motcua.example.vn/vi/tra-cuu#{codes[0]}"
    told = scanned(counter, slip)
    assert (told["code"], told["good"]) == (codes[0], True)
    assert not scanned(counter, codes[0], "results-handover")["good"]
    assert counter.get("/desk/ban-giao").text.count("/BG") == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("H99.01-2026/77-BG", "danh sách"),
        ("030957001234|125|Nguyễn Văn Đức|01011957|Nam|Hà Nội|01012021", "căn cước"),
        ("\x00\ud7ff <script>", "không phải mã hồ sơ"),
    ],
)
def test_another_kind_of_code_is_named_and_not_repeated(counter, codes, text, said):
    told = scanned(counter, text)
    assert not told["good"] and told["code"] == "?"
    assert said in told["words"] and "Đức" not in told["words"]


def test_a_dossier_of_others_and_one_on_an_open_list_are_told(counter, officer, codes):
    assert not scanned(officer("jurist"), codes[0])["good"]
    path = place(issued(counter, codes[:1]))
    told = scanned(counter, codes[0])
    assert not told["good"] and path.split("/ban-giao/")[1] in told["words"]
    assert scanned(counter, codes[1])["good"]


def test_what_was_not_typed_is_ticked_as_missing_before_it_is_acknowledged(
    counter, officer, codes
):
    path = place(issued(counter, codes))
    handler = officer("handler")
    form = next(f for f in handler.get(path).forms.values() if "arrived" in f.fields)
    form["arrived"] = f"{codes[0]}\n{codes[2].lower()}"
    page = form.submit("do", value="compare")
    form = next(f for f in page.forms.values() if "arrived" in f.fields)
    ticked = [each._value for each in form.fields["missing"] if each.checked]
    assert ticked == [codes[1]]
    assert f"reason-{codes[1]}" not in handler.get(path).text
    form["arrived"] = "H99.01-261102-9999"
    wrong = form.submit("do", value="compare", status=400)
    assert "H99.01-261102-9999" in wrong.text
    after = form.submit("do", value="acknowledge").follow()
    assert f"reason-{codes[1]}" in after.text


def back(app, path, code, reason="Thiếu bản vẽ"):
    form = next(f for f in app.get(path).forms.values() if "refused" in f.text)
    form["dossier"] = code
    form["reason"] = reason
    return form.submit("do", value="refuse", status="*")


def test_a_row_goes_back_and_stays_open_until_the_giver_has_it(counter, officer, codes):
    path = place(issued(counter, codes))
    handler = officer("handler")
    page = back(handler, path, codes[1]).follow()
    assert "Thiếu bản vẽ" in page.text
    form = next(f for f in page.forms.values() if "arrived" in f.fields)
    page = form.submit("do", value="acknowledge").follow()
    assert "Còn chênh lệch" in page.text
    page = counter.get(path)
    form = next(f for f in page.forms.values() if 'value="take_back"' in f.text)
    page = form.submit("do", value="take_back").follow()
    assert "Còn chênh lệch" not in page.text


def test_a_whole_list_goes_back_and_its_dossiers_are_free_again(
    counter, officer, codes
):
    path = place(issued(counter, codes))
    assert not scanned(counter, codes[0])["good"]
    back(officer("handler"), path, "").follow()
    assert scanned(counter, codes[0])["good"]
    assert "Bên nhận trả lại" in counter.get(path).text
    assert 'value="acknowledge"' not in officer("handler").get(path).text
