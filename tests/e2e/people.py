"""The persons of the demo at their browsers, and what they do there."""

from __future__ import annotations

from contextlib import suppress
from motcua.setup.testing.live import LiveSite
from playwright.sync_api import Browser
from playwright.sync_api import Error
from playwright.sync_api import Locator
from playwright.sync_api import Page
import re
from tests.e2e.witness import Witness


CODE = re.compile(r"H99\.\d\d(\.\d\d)?-\d{6}-\d{4,}")
DESK = {"width": 1280, "height": 800}
LAND = "9.900201"
#: A browser without a window has no printer and dies of printing a PDF in a frame.
#: Instead the page is told how often it printed.
NO_PRINTER = "window.print = () => { top.printed = (top.printed || 0) + 1; }"


class People:
    """Opens a browser window for whoever is asked for."""

    def __init__(self, browser: Browser, site: LiveSite, witness: Witness) -> None:
        self.browser = browser
        self.site = site
        self.witness = witness
        self.pages: dict[str, Page] = {}

    def citizen(self, **options) -> Page:
        """Somebody without a login."""
        if "" not in self.pages:
            self.pages[""] = self.window(**options)
        return self.pages[""]

    def officer(self, login: str) -> Page:
        """The page of an officer, who has logged in through the form."""
        if login not in self.pages:
            page = self.pages[login] = self.window()
            page.goto(f"{self.site.url}/login")
            page.fill("[name=__ac_name]", login)
            page.fill("[name=__ac_password]", self.site.passwords[login])
            page.click("#buttons-login")
            page.wait_for_url(lambda address: "/login" not in address)
        return self.pages[login]

    def window(self, **options) -> Page:
        """A fresh window that knows nobody."""
        context = self.browser.new_context(
            base_url=self.site.url, viewport=DESK, locale="vi-VN", **options
        )
        context.set_default_timeout(60_000)
        context.add_init_script(NO_PRINTER)
        return context.new_page()

    def leave(self) -> None:
        """Close all windows."""
        for page in self.pages.values():
            with suppress(Error):
                page.context.close()


def follow(link: Locator) -> None:
    """Follow a link, or press a button, to the page that it leads to."""
    with link.page.expect_navigation():
        link.click()


def begin_intake(page: Page, procedure: str = LAND) -> None:
    """Go to the form for one procedure, handed in at the counter."""
    page.goto(f"/desk/tiep-nhan/{procedure}")
    if not page.locator("form[data-guard]").count():
        follow(page.get_by_role("link", name="Trực tiếp").first)


def fill_in(page: Page, name: str, phone: str = "", birth: str = "") -> None:
    """Enter an applicant who brings all papers as originals."""
    page.fill("#applicant-name", name)
    page.fill("#applicant-phone", phone)
    page.fill("#applicant-birth", birth)
    for choice in page.locator("table.papers select").all():
        choice.select_option("original")


def save(page: Page) -> str:
    """Save the intake; return the code of the dossier."""
    follow(page.get_by_role("button", name=re.compile("Lưu hồ sơ")))
    return code_of(page)


def receive(page: Page, name: str, phone: str = "") -> str:
    """Receive a dossier and return its code."""
    begin_intake(page)
    fill_in(page, name, phone)
    return save(page)


def code_of(page: Page) -> str:
    """Return the code of the dossier that the page shows."""
    found = CODE.search(page.locator("h1").inner_text())
    assert found, page.locator("h1").inner_text()
    return found.group()


def take(page: Page, operation: str, file: str = "", **fields: str) -> None:
    """Take one step on the page of a dossier; the answer is the page that follows."""
    form = page.locator(f"#step-{operation}")
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    for name, value in fields.items():
        field = form.locator(f"[name={name}]")
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    if file:
        form.locator("[name=file]").set_input_files(file)
    follow(form.locator("button"))
