"""The return counter in a real browser: half a name, slips, shelves, what is left."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.dossiers.actions import act
from motcua.dossiers.folder import find
from motcua.dossiers.intake import receive as take_in
from motcua.dossiers.ledger import events
from motcua.procedures import versions
import pytest
from tests.desk.conftest import house  # noqa: F401
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import LAND
from tests.e2e.test_desk_pages import check
from tests.e2e.test_desk_pages import press_access_key
from tests.e2e.test_desk_pages import served  # noqa: F401
from tests.e2e.test_desk_pages import sitting
from tests.e2e.test_desk_pages import wait_for_focus
from tests.e2e.test_desk_pages import WIDTHS
import transaction


pytestmark = pytest.mark.browser
COUNTER = "/desk/tra-ket-qua"
#: Days since the results were ready.
WAITED = (0, 10, 95)


@pytest.fixture
def ready(house):  # noqa: F811
    """The codes of three results: fresh, of last week, and long forgotten."""
    version = versions.current("1.001193", site=house)
    codes = []
    for days in WAITED:
        then = datetime.now(UTC) - timedelta(days=days)
        dossier = take_in(house, an_intake(version), "reception", then)
        for operation, who, data in (
            ("forward", "reception", {"to": LAND}),
            ("propose", "handler", {"proposal": "Cấp."}),
            ("approve", "leader", {}),
            ("finish", "handler", {}),
        ):
            act(dossier, operation, who, data=data, now=then)
        codes.append(dossier.code)
    transaction.commit()
    return codes


def numbers(page):
    """Return the numbers of what nobody fetched: (count, address)."""
    return [
        (int(link.locator("b").inner_text()), link.get_attribute("href"))
        for link in page.locator("nav.counters a[href*=chua-nhan]").all()
    ]


def scan(page, text):
    page.keyboard.type(text)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("width", ["320", "1366"])
def test_somebody_with_half_a_name_is_found(chromium, served, ready, width):  # noqa: F811
    with sitting(chromium, served, "reception", WIDTHS[width]) as page:
        page.goto(served + COUNTER)
        wait_for_focus(page, "ma")
        check(page, f"returning-{width}")
        scan(page, "n")
        page.wait_for_selector("#problem")
        assert page.input_value("#who") == "n"
        check(page, f"returning-refused-{width}")
        page.fill("#who", "tran van")
        page.locator("#who").press("Enter")
        page.wait_for_selector("section p.empty")
        check(page, f"returning-nobody-{width}")
        page.fill("#who", "nguyen d")
        for name, text in (("nam", "1957"), ("dt", "5678")):
            page.keyboard.press("Tab")
            wait_for_focus(page, name)
            page.keyboard.type(text)
        page.keyboard.press("Enter")
        page.wait_for_selector("table.list")
        assert set(page.locator("td .code").all_inner_texts()) == set(ready)
        assert "duc" not in page.url and "nguyen" not in page.url
        check(page, f"returning-found-{width}")


def test_a_proxy_without_the_slip_gets_result_and_originals(
    chromium,
    served,  # noqa: F811
    house,  # noqa: F811
    ready,
):
    code = ready[0]
    with sitting(chromium, served, "reception") as page:
        page.goto(served + COUNTER)
        wait_for_focus(page, "ma")
        scan(page, f"{served}/vi/tra-cuu#{code}")
        page.wait_for_url(f"**{COUNTER}/{code}")
        check(page, "return-form-1366")
        page.locator("[name=taker][value=proxy]").press("Space")
        page.locator("[name=slip]").press("Space")
        for box in page.locator("[name=returned]").all():
            box.press("Space")
        page.locator("[name=pay]").press("Space")
        for name, text in (
            ("receiver", "Trần Bốn"),
            ("proof_kind", "Giấy ủy quyền"),
            ("proof_number", "12/2026"),
            ("amount", "20000"),
            ("symbol", "CL-26T"),
            ("number", "0000815"),
        ):
            page.locator(f"#{name}").focus()
            page.keyboard.type(text)
        press_access_key(page, "l")
        page.wait_for_selector("#problem")
        assert page.input_value("#proof_number") == "12/2026"
        check(page, "return-refused-1366")
        page.set_viewport_size({"width": 320, "height": 800})
        check(page, "return-refused-320")
        page.locator("#lost").focus()
        page.keyboard.type("Mất khi chuyển nhà.")
        press_access_key(page, "l")
        page.wait_for_selector("#form", state="detached")
        # The slip to be signed has the focus: Enter prints it.
        page.wait_for_function(
            "() => document.activeElement.href && "
            "document.activeElement.href.includes('/phieu/')"
        )
        check(page, "return-done-320")
    transaction.begin()
    paid, given = events(find(house, code))[-2:]
    assert (paid.type, paid.facts["amount"]) == ("collect_fee", 20_000)
    assert given.facts["taker"] == "proxy" and given.facts["lost_slips"]
    assert given.data["receiver"] == "Trần Bốn"
    assert given.data["returned"] == ["Đơn đăng ký"]


@pytest.mark.parametrize("width", ["320", "1366"])
def test_shelves_are_filled_and_each_number_leads_to_its_list(
    chromium,
    served,  # noqa: F811
    ready,
    width,
):
    with sitting(chromium, served, "reception", WIDTHS[width]) as page:
        page.goto(f"{served}{COUNTER}/xep-ke")
        wait_for_focus(page, "codes")
        for text in ("KE-A1.03", ready[0], "KE-B2", ready[1], "1234"):
            scan(page, text)
        press_access_key(page, "l")
        page.wait_for_selector("#problem")
        assert page.input_value("#codes").split() == ["1234"]
        check(page, f"shelving-{width}")
        page.goto(served + COUNTER)
        counted = numbers(page)
        assert [count for count, _address in counted] == [1, 1, 0, 1, 1, 1, 1]
        check(page, f"returning-shelves-{width}")
        for count, address in counted:
            page.goto(served + address)
            assert page.locator("td .code").count() == count
        page.goto(f"{served}{COUNTER}/chua-nhan")
        assert set(page.locator("td .code").all_inner_texts()) == set(ready)
        check(page, f"uncollected-{width}")
        page.goto(f"{served}{COUNTER}/chua-nhan?tuoi=31-90")
        check(page, f"uncollected-none-{width}")
        with page.expect_navigation():
            page.locator("nav.counters a[href*='tuoi=91']").press("Enter")
        with page.expect_navigation():
            page.locator("td .code").press("Enter")
        assert page.url.endswith(f"{COUNTER}/{ready[2]}")
