"""Disposal lists, councils, holds and tombstones in a real browser."""

from __future__ import annotations

from datetime import timedelta
from motcua.archive.appraisal import councils
from motcua.archive.appraisal import holds
from motcua.archive.appraisal import listing
from motcua.storage import backups
import pytest
from tests.archive.appraisal.conftest import decided
from tests.archive.appraisal.conftest import destroy
from tests.archive.appraisal.conftest import HELD
from tests.archive.appraisal.conftest import MEMBERS
from tests.archive.appraisal.conftest import old_file
from tests.archive.appraisal.conftest import purge
from tests.archive.appraisal.conftest import put
from tests.archive.holdings.conftest import PROVINCE
from tests.dossiers.conftest import MONDAY
from tests.e2e.test_desk_pages import check
from tests.e2e.test_desk_pages import served
from tests.e2e.test_desk_pages import sitting
from tests.e2e.test_desk_pages import WIDTHS
from tests.workbench.appraisal.conftest import house
from tests.workbench.appraisal.conftest import old
import transaction
from zope.component.hooks import site


pytestmark = pytest.mark.browser
__all__ = ["house", "old", "served"]


@pytest.fixture
def lists(house, old):
    """A destroyed file, one that is held, a draft, and a list before a council."""
    with site(house):
        gone = old_file(house, put(b"gone"))
        ended = decided(house, gone)
        destroy(house, ended)
        purge(house)
        backups.note(MONDAY - timedelta(days=1), "hang-ngay")
        held = old_file(house, put(b"held"))
        holds.place(house, held, *HELD, "archivist", MONDAY)
        draft = listing.draft(house, PROVINCE, "archivist", MONDAY)
        listing.take(house, draft, old[0], "expired", "", "archivist", MONDAY)
        seated = listing.draft(house, PROVINCE, "archivist", MONDAY)
        listing.take(house, seated, old[1], "duplicate", "Trùng", "archivist", MONDAY)
        councils.convene(house, seated, "QĐ 1", MEMBERS, "archivist", MONDAY)
        transaction.commit()
        return {
            "gone": gone.code,
            "held": held.code,
            "draft": draft.code,
            "seated": seated.code,
            "ended": ended.code,
        }


@pytest.mark.parametrize("width", ["320", "1366"])
def test_screens_of_appraisal_fit_and_axe_is_content(
    chromium, served, house, lists, width
):
    screens = {
        "disposal-lists": "/luu-tru/huy",
        "disposal-draft": f"/luu-tru/huy/{lists['draft']}",
        "disposal-seated": f"/luu-tru/huy/{lists['seated']}",
        "disposal-decided": f"/luu-tru/huy/{lists['ended']}",
        "disposal-council": f"/luu-tru/huy/{lists['seated']}/hoi-dong",
        "holds": "/luu-tru/giu",
        "file-held": f"/luu-tru/ho-so/{lists['held']}",
        "tombstone": f"/luu-tru/ho-so/{lists['gone']}",
    }
    with sitting(chromium, served, "archivist", WIDTHS[width]) as page:
        for name, path in screens.items():
            page.goto(f"{served}{path}", wait_until="networkidle")
            for fold in page.locator("main details").all():
                fold.evaluate("one => { one.open = true; }")
            check(page, f"{name}-{width}")
