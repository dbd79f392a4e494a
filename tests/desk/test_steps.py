"""Steps on the page of a dossier: one wins, the other is told, nothing is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
import io
from motcua.dossiers import actions
from motcua.dossiers.folder import find
from motcua.dossiers.states import fold
from PIL import Image
from plone.app.testing import login
from plone.app.testing import logout
from plone.protect.authenticator import createToken
import pytest
from tests.desk.conftest import choices
from tests.desk.conftest import receive
from tests.desk.conftest import step
import threading
import transaction
from webtest import Upload
from zope.component.hooks import setSite
from ZPublisher.HTTPRequest import HTTPRequest


def form_of(page, operation):
    """Return the form of one step on a page."""
    return next(
        form
        for form in page.forms.values()
        if "operation" in form.fields and form["operation"].value == operation
    )


def state(house, code):
    transaction.begin()
    return fold(find(house, code))


def png():
    stream = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(stream, "PNG")
    return stream.getvalue()


def test_on_a_stale_page_nothing_happens_and_the_text_stays(officer, house, received):
    counter = officer("reception")
    old = counter.get(f"/desk/ho-so/{received}")
    step(counter, received, "forward", to="H99.02")
    form = form_of(old, "withdraw")
    form["reason"] = "Ông Đức xin rút"
    form["reason_code"] = "wish"
    page = form.submit(status=409)
    assert "Người khác đã xử lý" in page.text
    assert form_of(page, "withdraw")["reason"].value == "Ông Đức xin rút"
    assert state(house, received).state == "processing"
    form_of(page, "withdraw").submit().follow()
    assert state(house, received).state == "withdrawn"


def test_a_double_click_is_one_step(officer, house, received):
    form = form_of(officer("reception").get(f"/desk/ho-so/{received}"), "forward")
    form["to"] = "H99.02"
    first, second = form.submit(), form.submit()
    assert first.status_int == second.status_int == 303
    assert len(state(house, received).history) == 2


def test_an_old_page_of_somebody_else_is_stale_even_for_the_same_step(
    officer, house, received
):
    counter, handler = officer("reception"), officer("handler")
    step(counter, received, "forward", to="H99.02")
    form = form_of(handler.get(f"/desk/ho-so/{received}"), "forward")
    step(handler, received, "propose", proposal="Cấp")
    form["to"] = "H99.03"
    form.submit(status=409)
    assert state(house, received).holder == "H99.02"


def test_a_step_that_duties_do_not_permit_is_refused(officer, house, received):
    supervisor = officer("supervisor")
    page = supervisor.get(f"/desk/ho-so/{received}")
    assert "forward" not in choices(page)
    form = form_of(officer("reception").get(f"/desk/ho-so/{received}"), "forward")
    head = form["expected"].value
    setSite(house)
    login(house, "supervisor")
    mine = createToken()
    logout()
    sent = {"operation": "forward", "to": "H99.02", "expected": head}
    answer = supervisor.post(
        f"/desk/ho-so/{received}",
        {**sent, "_authenticator": mine},
        status=403,
    )
    assert "Nhiệm vụ của bạn không cho phép" in answer.text
    for operation in ("no-such-step", "receive", "view", ""):
        supervisor.post(
            f"/desk/ho-so/{received}",
            {"operation": operation, "expected": head, "_authenticator": mine},
            status=[400, 403],
        )
    assert len(state(house, received).history) == 1


def test_forwarding_offers_departments_where_somebody_works(officer, received):
    page = officer("reception").get(f"/desk/ho-so/{received}")
    offered = [
        value for value, _chosen, _text in form_of(page, "forward")["to"].options
    ]
    assert offered == ["", "H99.02", "H99.03"]


def test_forwarding_to_nowhere_is_told(officer, house, received):
    form = form_of(officer("reception").get(f"/desk/ho-so/{received}"), "forward")
    assert "Hãy chọn phòng, ban" in form.submit(status=400).text
    form["to"].force_value("H99.77")
    assert "Không có phòng, ban nào mang mã H99.77" in form.submit(status=400).text
    assert state(house, received).state == "received"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("ảnh.png", b"", "trống"),
        ("virus.exe", b"MZ" + bytes(100), "PDF"),
        ("<b>x</b>.pdf", b"%PDF-1.7 broken", "hỏng"),
        ("giay.pdf", None, ""),
    ],
)
def test_a_file_that_may_not_come_in_is_refused_with_a_reason(
    officer, house, received, name, content, words
):
    page = officer("reception").get(f"/desk/ho-so/{received}")
    form = form_of(page, "attach_scan")
    form["file"] = Upload(name, png() if content is None else content)
    answer = form.submit(status=400)
    assert "<b>x</b>" not in answer.text
    assert answer.html.select_one("#problem").text.strip()
    assert state(house, received).scans == ()


def test_no_file_chosen_is_told(officer, house, received):
    page = officer("reception").get(f"/desk/ho-so/{received}")
    answer = form_of(page, "attach_scan").submit(status=400)
    assert "Hãy chọn tệp trước" in answer.text


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.png",
        '"><script>alert(1)</script>.png',
        "a\r\nSet-Cookie: x=1.png",
        "Đơn đăng ký (bản 2).png",
        "x" * 300 + ".png",
    ],
)
def test_a_hostile_file_name_harms_neither_page_nor_header(
    officer, house, received, name
):
    counter = officer("reception")
    form = form_of(counter.get(f"/desk/ho-so/{received}"), "attach_scan")
    # The file name travels in a header of its own part of the form.
    safe = name.replace("\r\n", "%0D%0A").replace('"', "%22")
    form["file"] = Upload(safe, png())
    page = form.submit().follow()
    [kept] = state(house, received).scans
    assert "<script>alert" not in page.text
    assert "/" not in kept.name
    answer = counter.get(f"/desk/ho-so/{received}/tep/{kept.sha256}")
    assert answer.body == png()
    assert answer.content_type == "image/png"
    assert "Set-Cookie" not in answer.headers
    header = answer.headers["Content-Disposition"]
    assert header.startswith('inline; filename="')
    assert "\n" not in header
    assert "<" not in header


def test_the_same_file_twice_is_one_file(officer, house, received):
    counter = officer("reception")
    for _number in range(2):
        step(counter, received, "attach_scan", paper="1", file=("a.png", png()))
    assert len(state(house, received).scans) == 1


def test_a_file_is_served_through_its_own_dossier_only(officer, house, received):
    counter = officer("reception")
    other = receive(house)
    step(counter, received, "attach_scan", paper="1", file=("a.png", png()))
    [kept] = state(house, received).scans
    counter.get(f"/desk/ho-so/{received}/tep/{kept.sha256}")
    counter.get(f"/desk/ho-so/{other}/tep/{kept.sha256}", status=404)
    officer("handler").get(f"/desk/ho-so/{received}/tep/{kept.sha256}", status=404)


def test_who_forwards_out_of_sight_is_led_to_the_list(officer, house, received):
    counter, handler = officer("reception"), officer("handler")
    step(counter, received, "forward", to="H99.02")
    page = step(handler, received, "forward", to="H99.03", note="Nhầm phòng")
    assert "Đã thực hiện: Chuyển hồ sơ" in page.text
    assert "Nhầm phòng" in officer("jurist").get(f"/desk/ho-so/{received}").text


def test_of_two_people_at_the_same_moment_one_wins_and_one_is_told(
    officer, house, received, monkeypatch
):
    act = actions.act
    meeting = threading.Barrier(2, timeout=20)
    seen = threading.local()

    def meet_and_act(*args, **options):
        if not getattr(seen, "met", False):
            seen.met = True
            meeting.wait()  # both have read the same dossier, neither has written
        return act(*args, **options)

    forms = []
    for target in ("H99.02", "H99.03"):
        page = officer("reception").get(f"/desk/ho-so/{received}")
        form = form_of(page, "forward")
        form["to"] = target
        form["note"] = target
        forms.append(form)
    monkeypatch.setattr(actions, "act", meet_and_act)
    # What Zope's configuration sets by default in a running house.
    monkeypatch.setattr(HTTPRequest, "retry_max_count", 3)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda form: form.submit(status="*"), forms))
    assert sorted(answer.status_int for answer in answers) == [303, 409]
    told = next(answer for answer in answers if answer.status_int == 409)
    assert "Người khác đã xử lý" in told.text
    view = state(house, received)
    assert len(view.history) == 2
    assert view.holder == view.history[-1].text


def test_a_step_that_has_no_form_here_is_refused_in_words(counter, received):
    from tests.desk.conftest import step

    page = counter.get(f"/desk/ho-so/{received}")
    form = next(f for f in page.forms.values() if "operation" in f.fields)
    sent = {
        "_authenticator": form["_authenticator"].value,
        "expected": form["expected"].value,
        "operation": "correct",
        "reason": "Sai tên",
    }
    answer = counter.post(f"/desk/ho-so/{received}", sent, status="*")
    assert answer.status_int == 400
    assert step(counter, received, "forward", to="H99.02").status_int == 200
