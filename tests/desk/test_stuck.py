"""Screens of what does not move and of what waits; urging many at once."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.desk import stuck
from motcua.dossiers import intake
from motcua.dossiers.actions import act
from motcua.dossiers.folder import find
from motcua.dossiers.register import DOSSIERS
from motcua.dossiers.states import fold
from motcua.procedures import versions
from motcua.storage import worker
from motcua.storage.engines import register_engine
import pytest
from tests.desk.conftest import receive
from tests.desk.conftest import step
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import LAND
import transaction
from zope.component.hooks import setSite


@pytest.fixture
def old(house):
    """The code of a dossier that the land department has not opened for ten days."""
    then = datetime.now(UTC) - timedelta(days=10)
    version = versions.current("1.001193", site=house)
    dossier = intake.receive(house, an_intake(version), "reception", then)
    act(dossier, "forward", "reception", data={"to": LAND}, now=then)
    transaction.commit()
    return dossier.code


def test_who_opens_it_takes_it_off_the_list(officer, old):
    handler = officer("handler")
    page = handler.get("/desk/ket", {"loai": "unopened"})
    assert old in page.text
    handler.get(f"/desk/ho-so/{old}")
    assert old not in handler.get("/desk/ket", {"loai": "unopened"}).text


def test_others_do_not_read_of_it(officer, old):
    assert old not in officer("jurist").get("/desk/ket").text


def test_what_is_ticked_is_urged_by_a_job_with_a_report(officer, house, old):
    form = officer("leader").get("/desk/ket").forms
    form = next(each for each in form.values() if "tick" in each.fields)
    refused = form.submit(status=400)
    assert 'id="problem"' in refused.text
    form["words"] = "Xử lý trong hôm nay"
    form["tick"] = True
    form.submit().follow()
    transaction.begin()
    setSite(house)
    worker.drain()
    transaction.begin()
    view = fold(find(house, old))
    assert view.urged == 1
    assert view.history[-1].text == "Xử lý trong hôm nay"
    assert "⚑" in officer("handler").get("/desk").text


def test_a_long_list_goes_page_by_page_and_keeps_what_was_ticked(
    officer, house, old, monkeypatch
):
    other = receive(house)
    with register_engine().begin() as sql:
        then = datetime.now(UTC) - timedelta(days=20)
        sql.execute(DOSSIERS.update().values(arrived_at=then))
    monkeypatch.setattr(stuck, "PAGE", 1)
    supervisor = officer("supervisor")
    first = supervisor.get("/desk/ket")
    second = first.click("Trang sau")
    found = [page.html.select_one("td a.code").text for page in (first, second)]
    assert sorted(found) == sorted([old, other])
    assert "Trang sau" not in second.text
    assert supervisor.get("/desk/ket?page=99").html.select_one("td a.code")
    form = next(f for f in second.forms.values() if "tick" in f.fields)
    form["tick"] = True
    refused = form.submit(status=400)
    assert refused.html.select_one("input[name=tick]")["value"] == found[1]
    assert refused.html.select_one("input[name=tick]").has_attr("checked")


def test_what_waits_is_one_click_from_its_dossier(officer, house):
    code = receive(house)
    counter, handler = officer("reception"), officer("handler")
    step(counter, code, "forward", to="H99.02")
    step(handler, code, "pause", reason="Thiếu sơ đồ", missing="Sơ đồ thửa đất")
    page = handler.get("/desk/tam-dung")
    (row,) = page.html.select("table.list tbody tr")
    assert code in row.text and "Đăng ký biến động đất đai" in row.text
    assert "không quy định thời hạn" in row.text
    assert code not in officer("jurist").get("/desk/tam-dung").text
    assert code not in handler.get("/desk/tam-dung", {"ly-do": "finance"}).text


def test_a_message_of_the_applicant_is_marked_until_somebody_reads_it(officer, house):
    from motcua.dossiers import messages

    code = receive(house)
    step(officer("reception"), code, "forward", to="H99.02")
    transaction.begin()
    messages.write(find(house, code), "10.0.0.1", "Thửa 12")
    transaction.commit()
    handler = officer("handler")
    assert "chưa ai đọc" in handler.get("/desk").text
    assert "Thửa 12" in handler.get(f"/desk/ho-so/{code}").text
    assert "chưa ai đọc" not in handler.get("/desk").text
    assert "chờ trả lời" in handler.get("/desk").text
    page = handler.get(f"/desk/ho-so/{code}").click("Trả lời người nộp")
    assert page.html.select_one("#step-message").has_attr("open")
    step(handler, code, "message", words="Cảm ơn ông")
    assert "chờ trả lời" not in handler.get("/desk").text
