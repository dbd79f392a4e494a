"""Packages that are made and that came, in a real browser."""

from __future__ import annotations

from motcua.archive.packages import accessions
import pytest
from tests.dossiers.conftest import MONDAY
from tests.e2e.test_desk_pages import check
from tests.e2e.test_desk_pages import served
from tests.e2e.test_desk_pages import sitting
from tests.e2e.test_desk_pages import WIDTHS
from tests.workbench.packages.conftest import house
from tests.workbench.packages.conftest import kept
from tests.workbench.packages.conftest import remade
from tests.workbench.packages.conftest import sent
import transaction
from zope.component.hooks import site


pytestmark = pytest.mark.browser
__all__ = ["house", "kept", "remade", "sent", "served"]


@pytest.fixture
def came(house, tmp_path, remade):
    """A sound package and one with faults; nothing of it is in a file yet."""

    def harm(folder):
        (folder / "representations" / "rep1" / "data" / "more.pdf").write_bytes(b"x")
        next(folder.glob("representations/rep2/data/*.pdf")).unlink()

    codes = {}
    with site(house):
        for name, do in (("sound", lambda _folder: None), ("faulty", harm)):
            one = accessions.receive(
                house, remade(do), "gói.zip", "H99", "archivist", MONDAY, sender="Sở"
            )
            codes[name] = one.code
        transaction.commit()
    return codes


@pytest.mark.parametrize("width", ["320", "1366"])
def test_screens_of_packages_fit_and_axe_is_content(
    chromium, served, house, kept, came, monkeypatch, width
):
    screens = {
        "packages-of-a-file": f"/luu-tru/ho-so/{kept}/goi",
        "packages-received": "/luu-tru/goi-nhan",
        "package-sound": f"/luu-tru/goi-nhan/{came['sound']}",
        "package-faulty": f"/luu-tru/goi-nhan/{came['faulty']}",
    }
    with sitting(chromium, served, "archivist", WIDTHS[width]) as page:
        for name, path in screens.items():
            page.goto(f"{served}{path}", wait_until="networkidle")
            for fold in page.locator("main details").all():
                fold.evaluate("one => { one.open = true; }")
            check(page, f"{name}-{width}")
