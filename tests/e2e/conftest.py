"""A real browser, and a real house for it to visit."""

from __future__ import annotations

from motcua.setup.testing import live
from pathlib import Path
from playwright.sync_api import sync_playwright
import pytest
import shutil
import subprocess
from tests.e2e.people import People
from tests.e2e.witness import Witness
from tests.integrations.test_email import mail_server


ARTIFACTS = Path(__file__).parents[2] / "artifacts" / "e2e"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="package")
def chromium():
    """The browser of the Debian package, until the last test in a browser.

    While it is there an event loop runs in this thread, and a worker goes on with
    tests that start their own.
    """
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("missing: chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def reading():
    """Whether this machine can read scans in Vietnamese."""
    if shutil.which("tesseract") is None:
        pytest.skip("missing: tesseract")
    known = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, check=False
    )
    if "vie" not in known.stdout.split():
        pytest.skip("missing: tesseract with Vietnamese (tesseract-ocr-vie)")


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory):
    """The data of a demo house in which nothing has happened yet."""
    folder = tmp_path_factory.mktemp("demo") / "var"
    live.create(folder)
    return folder


@pytest.fixture(scope="package")
def live_site(demo_data, tmp_path_factory):
    """The house: database server, web and worker, as ``make run`` starts them.

    Short messages go into its folder ``spool/sms``.
    """
    folder = live.copy(demo_data, tmp_path_factory.mktemp("live") / "var")
    with live.running(folder, MOTCUA_SPOOLED="sms") as site:
        yield site


@pytest.fixture(scope="package")
def post():
    """A mail server for the house; it keeps every letter it took."""
    with mail_server() as server:
        yield server


@pytest.fixture(scope="package")
def witness():
    """Looks at every page that a test meets, and keeps what is wrong with it."""
    shutil.rmtree(ARTIFACTS, ignore_errors=True)
    return Witness(ARTIFACTS)


@pytest.fixture
def people(chromium, live_site, witness):
    """Citizens and officers, each at a browser of their own.

    At the end no page that was met may have been wrong in any way.
    """
    witness.begin()
    everybody = People(chromium, live_site, witness)
    yield everybody
    everybody.leave()
    assert witness.faults == []
