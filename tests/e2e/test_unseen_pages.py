"""Files that nobody could look at, in a real browser: seen at once, and decided."""

from __future__ import annotations

from motcua.archive.capture import batches
from motcua.archive.capture import filing
from motcua.archive.capture import layout
from motcua.archive.capture import register
from motcua.archive.capture.arranging import Acting
from motcua.archive.capture.pages import Target
from motcua.storage import jobs
import pytest
from tests.archive.capture.conftest import arrived
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
from tests.e2e.test_batch_pages import folded
from tests.e2e.test_desk_pages import check
from tests.e2e.test_desk_pages import served
from tests.e2e.test_desk_pages import sitting
from tests.e2e.test_desk_pages import WIDTHS
from tests.workbench.batches.conftest import house
from tests.workbench.batches.conftest import scanned
import transaction
from zope.component.hooks import site


pytestmark = pytest.mark.browser
__all__ = ["house", "served"]
#: What a program said, longer than a telephone is wide and without a blank.
SAID = "TaskFailed: crash " + "motcua.archive.pdf.pagedrawing." * 6
NAME = "Quyết_định_giao_đất_trồng_rừng_phòng_hộ_xã_Bãi_Dài_năm_1987_mặt_trước.pdf"


def failed(key, kind=register.LOOK):
    """Let a job have failed for good."""
    jobs.enqueue_now(kind, key, {})
    with jobs.jobs_engine().begin() as connection:
        connection.execute(
            jobs.table.update()
            .where(jobs.table.c.key == key)
            .values(state=jobs.FAILED, message=SAID)
        )


@pytest.fixture
def still(house):
    """The code of a batch of two good pages and two files that nobody looked at."""
    with site(house):
        batch = batches.open_batch(house, UNIT, "papers", "archivist", MONDAY)
        scanned(batch, 2)
        given = arrived(batch, 1).facts
        batches.append(
            batch,
            "arrive",
            "archivist",
            MONDAY,
            {**given, "sha256": "3" * 64, "pages": 3},
            {"name": NAME},
        )
        transaction.commit()
        for number in (2, 3):
            failed(register.look_key(batch.code, number, 0))
    return batch.code


@pytest.mark.parametrize("width", ["320", "1366"])
def test_what_stands_still_is_seen_first_and_decided(
    chromium, served, house, still, width
):
    with sitting(chromium, served, "archivist", WIDTHS[width]) as page:
        page.goto(f"{served}/luu-tru/lo", wait_until="networkidle")
        assert "có việc bị lỗi" in page.locator("main").inner_text().lower()
        check(page, f"unseen-list-{width}")
        page.goto(f"{served}/luu-tru/lo/{still}", wait_until="networkidle")
        box = page.locator("section.stuck")
        # Without scrolling, above everything that could be arranged meanwhile.
        assert box.bounding_box()["y"] < WIDTHS[width][1]
        assert box.locator("button[value=look-again]").count() == 2
        check(page, f"unseen-{width}")
        page.goto(f"{served}/luu-tru/lo/{still}/tien-do", wait_until="networkidle")
        assert "Mọi trang đã được xem" not in page.locator("main").inner_text()
        check(page, f"unseen-watch-{width}")
        page.goto(f"{served}/luu-tru/lo/{still}")
        with page.expect_navigation():
            box.locator("button[value=give-up]").last.click()
        page.goto(f"{served}/luu-tru/lo/{still}?noi=chua-xep", wait_until="networkidle")
        check(page, f"unseen-by-hand-{width}")
        with page.expect_navigation():
            page.locator("button[value=refuse-file]").first.click()
        assert page.evaluate("document.activeElement.id") == "problem"
        check(page, f"unseen-no-reason-{width}")
        page.locator("section.stuck input[name=why]").first.fill("Quét sai chồng giấy")
        with page.expect_navigation():
            page.locator("button[value=refuse-file]").first.click()
        page.goto(f"{served}/luu-tru/lo/{still}?noi=loai", wait_until="networkidle")
        check(page, f"unseen-refused-{width}")
    found = folded(house, still)
    assert found.rejected == {"a2.1": "file-refused"}
    assert {found.unassigned[f"a3.{number}"] for number in (1, 2, 3)} == {"unseen"}
    assert found.astray() == []


@pytest.mark.parametrize("width", ["320", "1366"])
def test_a_document_whose_filing_stands_still_is_taken_back(
    chromium, served, house, width
):
    with site(house):
        batch = batches.open_batch(
            house, UNIT, "papers", "archivist", MONDAY, file_code="000.01.H99.2004.7"
        )
        scanned(batch, 2)
        acting = Acting(house, batch, "archivist", MONDAY, None)
        acting.move(["a1.1", "a1.2"], "new")
        one = layout.fold(batch).documents[0].id
        acting.assign(one, Target(ordinal=1))
        told = {"type": "Quyết định", "abstract": "Giao đất trồng rừng"}
        acting.describe(one, told)
        acting.submit()
        acting.act("accept", {})
        asked = filing.ask(house, batch, [one], "archivist", MONDAY)
        transaction.commit()
        failed(f"{batch.code}:{asked.number}", register.FILE)
    with sitting(chromium, served, "archivist", WIDTHS[width]) as page:
        page.goto(f"{served}/luu-tru/lo/{batch.code}", wait_until="networkidle")
        check(page, f"unfiled-{width}")
        with page.expect_navigation():
            page.locator("section.stuck button[value=take-back]").click()
        check(page, f"unfiled-taken-back-{width}")
    assert folded(house, batch.code).documents[0].state == "open"
