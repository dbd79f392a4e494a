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
    assert 'value="issue"' not in page.text
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
    for one in codes:
        assert one in page.text
    pdf = counter.get(f"/desk/ban-giao/{code}/in")
    assert pdf.content_type == "application/pdf" and pdf.body.startswith(b"%PDF")
    handler = officer("handler")
    assert code.split("/")[1] in handler.get("/desk/ban-giao").text
    theirs = handler.get(f"/desk/ban-giao/{code}")
    form = next(f for f in theirs.forms.values() if "missing" in f.fields)
    [tick] = [field for field in form.fields["missing"] if field._value == codes[1]]
    tick.checked = True
    after = form.submit().follow()
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
