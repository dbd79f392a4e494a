"""The till and the pages for an outage in a real browser: widths, keys and axe."""

from __future__ import annotations

from motcua.dossiers.actions import act
from motcua.dossiers.folder import find
from plone import api
import pytest
from tests.desk.conftest import house  # noqa: F401
from tests.desk.conftest import receive
from tests.dossiers.cash.conftest import add_people
from tests.e2e.test_desk_pages import check
from tests.e2e.test_desk_pages import served  # noqa: F401
from tests.e2e.test_desk_pages import sitting
from tests.e2e.test_desk_pages import wait_for_focus
from tests.e2e.test_desk_pages import WIDTHS
import transaction


pytestmark = pytest.mark.browser
PAGES = (
    "thu-ngan",
    "thu-ngan/bien-lai",
    "mat-dien",
    "tra-ngay",
    "tra-ngay/so",
    "tra-ket-qua",
    "tra-ket-qua/xep-ke",
    "tra-ket-qua/xep-ke/nhan",
    "tra-ket-qua/chua-nhan",
    "tiep-nhan-ho",
)


@pytest.fixture
def paid(house):  # noqa: F811
    """A dossier for which the officer at the counter took money in cash."""
    with api.env.adopt_roles(["Manager"]):
        add_people()
    code = receive(house)
    data = {"amount": 20000, "method": "cash", "symbol": "CL-26T", "number": "0000101"}
    act(find(house, code), "collect_fee", "reception", data=data)
    transaction.commit()
    return code


def test_till_and_outage_fit_every_width(chromium, paid, served):  # noqa: F811
    for name, size in WIDTHS.items():
        with sitting(chromium, served, "reception", size) as page:
            for path in PAGES:
                page.goto(f"{served}/desk/{path}")
                check(page, f"{path.replace('/', '-')}-{name}")


def test_a_shift_is_closed_by_keyboard_alone(chromium, paid, served):  # noqa: F811
    with sitting(chromium, served, "reception") as page:
        page.goto(f"{served}/desk/thu-ngan")
        wait_for_focus(page, "cash")
        page.keyboard.type("20000")
        page.keyboard.press("Tab")
        wait_for_focus(page, "transfer")
        page.keyboard.type("0")
        page.keyboard.press("Enter")
        page.wait_for_url("**/thu-ngan/ca/**")
        assert "0001/BBCC" in page.inner_text("h1")
        check(page, "ca")
