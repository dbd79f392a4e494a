"""Terms of keeping in a real browser: a rule from the archive to the closed files."""

from __future__ import annotations

from motcua.archive.retention import tables
from motcua.archive.terms import revising
from motcua.dossiers import ledger
import pytest
from tests.e2e.test_batch_pages import access
from tests.e2e.test_desk_pages import check
from tests.e2e.test_desk_pages import served
from tests.e2e.test_desk_pages import sitting
from tests.e2e.test_desk_pages import WIDTHS
from tests.workbench.retention.conftest import house
from tests.workbench.retention.conftest import kept
import transaction
from zope.component.hooks import site


pytestmark = pytest.mark.browser
__all__ = ["house", "kept", "served"]
RULES = "/luu-tru/thoi-han"


def propose(page, term="20-years", since="1/11/2026"):
    """Fill the form of a rule in and send it."""
    page.select_option("#subject", "procedure")
    page.fill("#value", "1.001193")
    page.select_option("#class", term)
    page.fill("#valid_from", since)
    page.fill("#deed", "QĐ 45/QĐ-UBND")
    page.fill("#deed_on", "20/10/2026")
    access(page, "s")


@pytest.mark.parametrize("width", ["320", "1366"])
def test_screens_of_terms_fit_and_axe_is_content(chromium, served, house, kept, width):
    with sitting(chromium, served, "archivist", WIDTHS[width]) as page:
        page.goto(f"{served}{RULES}")
        propose(page)
        check(page, f"rules-waiting-{width}")
        page.goto(f"{served}{RULES}/du-kien?cq=H99&quy-tac=r1")
        check(page, f"foreseen-{width}")
        page.goto(f"{served}{RULES}/du-kien?theo=department")
        check(page, f"foreseen-departments-{width}")
        page.goto(f"{served}{RULES}/het-han")
        check(page, f"expired-{width}")
    with sitting(chromium, served, "leader", WIDTHS[width]) as page:
        page.goto(f"{served}{RULES}")
        check(page, f"rules-decide-{width}")
        page.get_by_role("button", name="Duyệt quy tắc").click()
        page.goto(f"{served}{RULES}/thay-doi")
        check(page, f"changes-{width}")
    with sitting(chromium, served, "archivist", WIDTHS[width]) as page:
        page.goto(f"{served}{RULES}")
        for fold in page.locator("details").all():
            fold.evaluate("one => { one.open = true; }")
        check(page, f"rules-{width}")
        page.goto(f"{served}{RULES}/thay-doi")
        page.fill("#reason-TH-H99-r1-longer", "Theo QĐ 45/QĐ-UBND")
        page.get_by_role("button", name="Thay đổi thời hạn").click()
        moved(house)
        page.goto(f"{served}{RULES}/thay-doi")
        check(page, f"changes-done-{width}")
        page.goto(f"{served}/luu-tru/ho-so/{kept[2]}")
        assert page.get_by_text("Thời hạn đã thay đổi sau khi kết thúc").count() == 1
        check(page, f"file-moved-{width}")


def moved(house):
    """Let the job run."""
    transaction.begin()
    with site(house):
        number = ledger.events(tables.table(house, "H99"))[-1].number
        revising.run(f"TH-H99:{number}", {}, lambda *_args: None)
        transaction.commit()
