"""Fifty slips in a minute: a scanner types code after code into one field."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.dossiers import intake
from motcua.dossiers import messages
from motcua.dossiers.actions import act
from motcua.dossiers.watching import escalations
from motcua.procedures import versions
import pytest
import sys
from tests.desk.conftest import house  # noqa: F401
from tests.desk.conftest import receive
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import UNIT
from tests.e2e.test_desk_pages import check
from tests.e2e.test_desk_pages import served  # noqa: F401
from tests.e2e.test_desk_pages import sitting
import time
import transaction
from zope.component.hooks import setSite


pytestmark = pytest.mark.browser
SLIPS = 50
#: A scanner types a letter every so many milliseconds.
SPEED = 20
MINUTE = 60.0


def scan(page, text):
    """Type a code and Enter as a scanner does."""
    page.keyboard.type(text, delay=SPEED)
    page.keyboard.press("Enter")


def focus(page):
    page.focus("#scan")
    page.wait_for_function("document.activeElement.id === 'scan'")


def test_fifty_slips_are_handed_over_within_a_minute(
    chromium,
    served,  # noqa: F811
    house,  # noqa: F811
    capsys,
):
    codes = [receive(house) for _ in range(SLIPS)]
    with sitting(chromium, served, "reception") as page:
        page.goto(f"{served}/desk/ban-giao/lap")
        page.select_option("#unit", UNIT)
        page.select_option("#to", LAND)
        focus(page)
        begun = time.monotonic()
        for code in codes:
            scan(page, code)
        page.wait_for_function(
            "most => document.querySelectorAll('.scans .good').length === most",
            arg=SLIPS,
            timeout=4 * MINUTE * 1000,
        )
        told = time.monotonic() - begun
        # What goes wrong at a scanner is told, and sends nothing.
        scan(page, codes[0])
        page.wait_for_selector(".scan-told.bad")
        scan(page, "030957001234|125|Nguyen Van Duc")
        page.wait_for_selector(".scans .bad")
        check(page, "scanning")
        assert page.url.endswith("/ban-giao/lap")
        assert page.input_value("#codes").split() == codes
        answers = page.evaluate(
            "performance.getEntriesByType('resource')"
            ".filter((each) => each.name.endsWith('/quet'))"
            ".map((each) => each.responseEnd - each.requestStart).sort((a, b) => a - b)"
        )
        begun = time.monotonic()
        page.click("[data-issue]")
        page.wait_for_url("**/ban-giao/H99.01-*/*")
        issued = time.monotonic() - begun
        path = page.url
    with sitting(chromium, served, "handler", (320, 800)) as page:
        page.goto(path)
        focus(page)
        begun = time.monotonic()
        for code in codes[:-1]:
            scan(page, code)
        page.wait_for_function(
            "document.querySelectorAll('[name=missing]:checked').length === 1"
        )
        taken = time.monotonic() - begun
        scan(page, "H99.01-261102-9999")
        page.wait_for_selector(".scan-told.bad")
        check(page, "arrivals-320")
        page.click("button[value=acknowledge]")
        page.wait_for_selector(f"[id='reason-{codes[-1]}']")
    with capsys.disabled():
        middle, slow = answers[len(answers) // 2], answers[int(len(answers) * 0.95)]
        sys.stdout.write(
            f"\n{SLIPS} slips at {SPEED} ms a letter: told after {told:.1f} s "
            f"(server {middle:.0f} ms a scan in the middle, {slow:.0f} ms p95), "
            f"issued in {issued:.1f} s, taken in {taken:.1f} s\n"
        )
    assert told + issued < MINUTE and taken < MINUTE


def test_screens_of_what_keeps_dossiers_moving(chromium, served, house):  # noqa: F811
    then = datetime.now(UTC) - timedelta(days=10)
    version = versions.current("1.001193", site=house)
    lain = intake.receive(house, an_intake(version), "reception", then)
    act(lain, "forward", "reception", data={"to": LAND}, now=then)
    asked = {"reason": "Thiếu sơ đồ thửa đất", "reason_code": "other"}
    waits = intake.receive(house, an_intake(version), "reception", then)
    act(waits, "forward", "reception", data={"to": LAND}, now=then)
    act(waits, "pause", "handler", data=asked, now=then)
    messages.write(lain, "10.0.0.1", "Thửa 12, tờ 5")
    act(lain, "urge", "supervisor", data={"words": "Xử lý trong hôm nay"})
    transaction.commit()
    setSite(house)
    escalations.escalate(house, datetime.now(UTC))
    screens = {
        "stuck": "/desk/ket",
        "paused": "/desk/tam-dung",
        "dossier-notes": f"/desk/ho-so/{lain.code}?mo=note",
    }
    for size in ((320, 800), (1366, 768)):
        with sitting(chromium, served, "supervisor", size) as page:
            for name, path in screens.items():
                page.goto(f"{served}{path}")
                check(page, f"{name}-{size[0]}")
