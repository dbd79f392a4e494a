"""Papers of the house's own at the counter, in a real browser: asked, offered, used."""

from __future__ import annotations

import pytest
from tests.archive.reuse.conftest import house
from tests.archive.reuse.conftest import kept
from tests.archive.reuse.conftest import NAME
from tests.archive.reuse.conftest import NEW
from tests.archive.reuse.conftest import NUMBER
from tests.archive.reuse.conftest import prior
from tests.e2e.test_desk_pages import check
from tests.e2e.test_desk_pages import press_access_key
from tests.e2e.test_desk_pages import served
from tests.e2e.test_desk_pages import sitting
from tests.e2e.test_desk_pages import WIDTHS


pytestmark = pytest.mark.browser
__all__ = ["house", "kept", "prior", "served"]


@pytest.mark.parametrize("width", ["320", "1366"])
def test_papers_are_asked_for_offered_and_used(chromium, served, prior, width):
    with sitting(chromium, served, "reception", WIDTHS[width]) as page:
        page.goto(f"{served}/desk/tiep-nhan/{NEW}")
        page.fill("#applicant-name", NAME)
        page.fill("#applicant-birth", "30/04/1957")
        page.fill("#applicant-id_number", NUMBER)
        press_access_key(page, "o")
        page.wait_for_selector("#reuse-wrong")
        check(page, f"reuse-asked-{width}")
        page.check("#reuse-consent")
        press_access_key(page, "o")
        page.wait_for_selector("#paper-2-reuse")
        page.check("#paper-2-reuse")
        page.check("#paper-3-reuse")
        check(page, f"reuse-offered-{width}")
        page.select_option("[name='paper-1-form']", "original")
        page.click("button[name='save']")
        page.wait_for_url("**/desk/ho-so/*")
        assert page.get_by_text("Khai thác từ kho").count() >= 2
        assert page.get_by_text(prior).count() >= 2
        check(page, f"reuse-dossier-{width}")
