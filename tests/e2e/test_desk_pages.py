"""The officers' screens in a real browser: widths, keys, a scanner, and axe."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from contextlib import contextmanager
from motcua.dossiers.folder import find
from motcua.dossiers.states import fold
from motcua.setup import frontdoor
import os
from pathlib import Path
import pytest
import socket
from tests.desk.conftest import house  # noqa: F401
from tests.desk.conftest import PASSWORD
from tests.desk.conftest import receive
from tests.e2e.people import NO_PRINTER
from tests.e2e.witness import DOUBLED
import threading
import transaction
import waitress
from ZPublisher.httpexceptions import HTTPExceptionHandler
from ZPublisher.WSGIPublisher import publish_module


pytestmark = pytest.mark.browser
WIDTHS = {"320": (320, 800), "1280": (1280, 800), "1366": (1366, 768)}


def free_port():
    """Return a port of the range kept for this, else any free one."""
    for port in (*range(8130, 8140), 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return probe.getsockname()[1]
    raise AssertionError("no free port")


@pytest.fixture
def served(house):  # noqa: F811
    """The address at which the house of this test answers."""
    port = free_port()
    application = frontdoor.FrontDoor(HTTPExceptionHandler(publish_module))
    server = waitress.create_server(
        application,
        host="127.0.0.1",
        port=port,
        threads=2,
        clear_untrusted_proxy_headers=True,
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://localhost:{port}"
    server.close()
    server.task_dispatcher.shutdown()
    thread.join(timeout=5)


@contextmanager
def sitting(chromium, served, name, size=(1366, 768)):
    """Give the page of an officer who logged in through the login form."""
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="vi-VN"
    )
    context.set_default_timeout(60_000)
    context.add_init_script(NO_PRINTER)
    page = context.new_page()
    page.goto(f"{served}/login")
    page.fill("#__ac_name", name)
    page.fill("#__ac_password", PASSWORD)
    page.click("[name='buttons.login']")
    # A key pressed at a page that is about to go is lost.
    page.wait_for_url(lambda address: "/login" not in address)
    yield page
    context.close()


def wait_for_focus(page, name):
    """Wait for a field to have the focus.

    A browser sets ``autofocus`` with the first picture of the page, after its load.
    """
    page.wait_for_function("name => document.activeElement.name === name", arg=name)


def press_access_key(page, key):
    """Press Alt and a key as a keyboard does; the driver's own press has no text."""
    keyboard = page.context.new_cdp_session(page)
    code = f"Digit{key}" if key.isdigit() else f"Key{key.upper()}"
    event = {
        "modifiers": 1,
        "key": key,
        "code": code,
        "windowsVirtualKeyCode": ord(key.upper()),
        "unmodifiedText": key,
    }
    keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **event})
    # The browser acts on the letter, which comes between down and up.
    keyboard.send("Input.dispatchKeyEvent", {"type": "char", "text": key, **event})
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})


def keep(page, name):
    """Keep a picture when a folder for pictures is named."""
    folder = os.environ.get("MOTCUA_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/desk-{name}.png", full_page=True)


def check(page, name):
    """Assert what holds for every screen: it fits, each id is one's, axe is content."""
    keep(page, name)
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0, f"{name}: {wide} px too wide"
    assert page.evaluate(DOUBLED) == [], f"{name}: ids that stand twice"
    found = Axe().run(page).response["violations"]
    assert [
        (each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found
    ] == [], name


def screens(code):
    """Return every screen of the desk by name."""
    return {
        "work": "/desk",
        "late": "/desk?late=1",
        "all": "/desk?all=1",
        "columns": "/desk/cot",
        "many": f"/desk/nhieu-ho-so/lam?lam=forward&hs={code}",
        "picking": "/desk/tiep-nhan",
        "intake": "/desk/tiep-nhan/1.001193",
        "dossier": f"/desk/ho-so/{code}",
        "missing": "/desk/ho-so/H99.01-261102-9999",
    }


@pytest.mark.parametrize("width", WIDTHS)
def test_every_screen_fits_and_axe_finds_nothing(chromium, served, house, width):  # noqa: F811
    code = receive(house)
    with sitting(chromium, served, "reception", WIDTHS[width]) as page:
        for name, path in screens(code).items():
            page.goto(served + path)
            check(page, f"{name}-{width}")


def test_an_officer_lands_at_the_desk_after_logging_in(chromium, served):
    with sitting(chromium, served, "reception") as page:
        assert page.url == f"{served}/desk"


def test_after_logging_in_one_is_where_one_wanted_to_go(chromium, served, house):  # noqa: F811
    code = receive(house)
    page = chromium.new_page()
    page.goto(f"{served}/desk/ho-so/{code}")
    assert "/login" in page.url
    page.fill("#__ac_name", "reception")
    page.fill("#__ac_password", PASSWORD)
    page.click("[name='buttons.login']")
    page.wait_for_url(f"{served}/desk/ho-so/{code}")
    page.close()


def test_a_scanner_opens_a_dossier_from_any_screen(chromium, served, house):  # noqa: F811
    code = receive(house)
    with sitting(chromium, served, "reception") as page:
        for typed in (code, f"{served}/vi/tra-cuu#{code}"):
            page.goto(f"{served}/desk/tiep-nhan")
            wait_for_focus(page, "q")
            press_access_key(page, "3")
            page.keyboard.type(typed)
            page.keyboard.press("Enter")
            page.wait_for_url(f"{served}/desk/ho-so/{code}")


def test_a_file_that_is_too_large_is_told_before_it_is_sent(
    chromium,
    served,
    house,  # noqa: F811
    tmp_path,
):
    code = receive(house)
    large = tmp_path / "bản đồ.pdf"
    with large.open("wb") as file:
        file.truncate(101 * 1024 * 1024)
    with sitting(chromium, served, "reception") as page:
        page.goto(f"{served}/luu-tru/so-hoa/{code}")
        field = page.locator("input[type=file]").first
        field.set_input_files(large)
        page.locator("#upload button").click()
        told = field.evaluate("field => field.validationMessage")
        assert told.startswith("Có tệp lớn hơn 100 MB.")
        assert not page.locator("#upload").evaluate("form => form.dataset.sent")
        field.set_input_files([])
        assert field.evaluate("field => field.validationMessage") == ""


def test_looking_for_nothing_leaves_the_intake_alone(chromium, served, house):  # noqa: F811
    with sitting(chromium, served, "reception") as page:
        page.goto(f"{served}/desk/tiep-nhan/1.001193")
        page.fill("#applicant-name", "Đặng Thị Ngưỡng")
        page.locator("form.find button").click()
        assert page.input_value("#applicant-name") == "Đặng Thị Ngưỡng"


def test_the_whole_intake_works_without_a_mouse(chromium, served, house):  # noqa: F811
    with sitting(chromium, served, "reception") as page:
        press_access_key(page, "2")
        page.wait_for_url("**/desk/tiep-nhan")
        wait_for_focus(page, "q")
        page.keyboard.type("dat dai")
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk/tiep-nhan/1.001193")
        page.locator("#applicant-name").focus()
        page.keyboard.type("Nguyễn Thị Hoa")
        page.keyboard.press("Enter")  # goes on to the next field, sends nothing
        page.keyboard.type("1957")
        assert page.input_value("#applicant-birth") == "1957"
        assert page.url.endswith("/desk/tiep-nhan/1.001193")
        keep(page, "intake-filled-1366")
        press_access_key(page, "k")
        page.wait_for_selector(".told")
        assert page.input_value("#applicant-name") == "Nguyễn Thị Hoa"
        press_access_key(page, "l")
        page.wait_for_url("**/desk/ho-so/*")
        code = page.url.rpartition("/")[2]
        keep(page, "received-1366")
    transaction.begin()
    assert fold(find(house, code)).person("owner").name == "Nguyễn Thị Hoa"


def test_the_owner_has_fields_when_it_is_not_the_applicant(chromium, served):
    with sitting(chromium, served, "reception") as page:
        page.goto(f"{served}/desk/tiep-nhan/1.001193")
        assert not page.locator("#owner-name").is_visible()
        page.uncheck("#same")
        assert page.locator("#owner-name").is_visible()
        keep(page, "intake-owner-1366")


def test_a_form_filled_in_badly_leads_to_its_fields(chromium, served):
    with sitting(chromium, served, "reception", WIDTHS["320"]) as page:
        page.goto(f"{served}/desk/tiep-nhan/1.001193")
        page.fill("#applicant-birth", "hôm qua")
        page.select_option("[name=paper-1-form]", "original")
        page.fill("#paper-1-count", "0")
        page.click("[name=save]")
        page.wait_for_selector("#problems")
        check(page, "intake-problems-320")
        assert page.evaluate("document.activeElement.id") == "problems"
        page.locator("#problems a").first.click()
        assert page.evaluate("document.activeElement.id") == "applicant-name"
        assert page.input_value("#applicant-birth") == "hôm qua"


def test_two_people_at_once_one_is_told(chromium, served, house):  # noqa: F811
    code = receive(house)
    with (
        sitting(chromium, served, "reception") as one,
        sitting(chromium, served, "reception") as two,
    ):
        for page in (one, two):
            page.goto(f"{served}/desk/ho-so/{code}")
        one.select_option("#field-forward-to", "H99.02")
        one.click("#step-forward button")
        one.wait_for_selector(".told")
        two.locator("#step-withdraw summary").click()
        two.select_option("#field-withdraw-reason_code", "wish")
        two.fill("#step-withdraw textarea", "Ông Đức xin rút")
        two.click("#step-withdraw button")
        two.wait_for_selector("#problem")
        check(two, "stale-1366")
        assert "Người khác đã xử lý" in two.text_content("#problem")
        two.locator("#problem a").click()
        assert two.input_value("#step-withdraw textarea") == "Ông Đức xin rút"


def test_the_screens_work_without_the_script(chromium, served):
    context = chromium.new_context(java_script_enabled=False, http_credentials=None)
    page = context.new_page()
    page.goto(f"{served}/login")
    page.fill("#__ac_name", "reception")
    page.fill("#__ac_password", PASSWORD)
    page.click("[name='buttons.login']")
    page.wait_for_url(lambda address: "/login" not in address)
    page.goto(f"{served}/desk/tiep-nhan/1.001193")
    page.fill("#applicant-name", "Hoa")
    page.press("#applicant-name", "Enter")  # the first button only checks
    page.wait_for_selector(".told")
    assert page.url.endswith("/desk/tiep-nhan/1.001193")
    assert page.input_value("#applicant-name") == "Hoa"
    page.click("[name=save]")
    page.wait_for_url("**/desk/ho-so/*")
    context.close()
