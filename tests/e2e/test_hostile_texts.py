"""S14: hostile texts in every field that takes words, read in a real browser.

The forms of all screens are filled by the sweep of ``tests.security.test_posting``,
each field with a text of its own that would become markup, an attribute or a script
wherever it is put without care. Then everybody looks at every screen. A script that
runs, one that the browser refuses, an element or an attribute that was a text before:
each is a finding.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from motcua.dossiers.folder import find
from motcua.dossiers.folder import walk
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
import pytest
from tests.desk.conftest import browser
from tests.desk.conftest import house  # noqa: F401
from tests.desk.conftest import officer  # noqa: F401
from tests.desk.conftest import PASSWORD
from tests.e2e.people import NO_PRINTER
from tests.e2e.test_desk_pages import served  # noqa: F401
from tests.security.test_posting import forms_of
from tests.security.test_posting import full  # noqa: F401
from tests.security.test_posting import path_of
from tests.security.test_reading import PATHS
import transaction


pytestmark = pytest.mark.browser
#: ``{}`` is the number of the field. A browser that makes an element ``pwn-ed`` or an
#: attribute ``pwned`` of it, or follows it, was deceived.
TEXTS = (
    "<script>ran({})</script><pwn-ed>",
    '"><pwn-ed pwned="{}"><img src=x onerror=ran({})>',
    "' autofocus onfocus='ran({})' pwned='1",
    '" autofocus onfocus="ran({})" pwned="1',
    "</textarea></title></script><pwn-ed><svg onload=ran({})>",
    "javascript:ran({})//<pwn-ed>",
    "${structure:string:<pwn-ed>}${ran({})}{{ran({})}}<pwn-ed>",
    "<!--<pwn-ed>--!><pwn-ed><iframe srcdoc='<script>top.ran({})</script>'>",
    "\u202e<pwn-ed>\u2066{}\u2028&lt;pwn-ed&gt;&#60;pwn-ed&#62;",
    "=cmd|' /C calc'!A{}<pwn-ed>",
)
#: What is no text but has to be right for a form to be taken.
RIGHT = {
    "birth": "1957",
    "id_number": "030957001234",
    "phone": "0912345678",
    "email": "duc@example.org",
    "amount": "20000",
    "cash": "20000",
    "transfer": "0",
    "received": "20000",
    "pages": "1",
    "copies": "1",
    "count": "2",
    "first": "0000101",
    "last": "0000120",
    "number": "0000102",
    "symbol": "CL-26T",
    "codes": "",
    "ma": "",
    "q": "dat",
    "code": "BH.2026-00123",
    "shelf": "A1",
    "luc": "",
    "restored": "",
}
#: Words that hostile ones are put in place of, by the kind of field.
WORDS = ("text", "textarea", "search", None)
PERSONS = (
    "reception",
    "supervisor",
    "handler",
    "leader",
    "treasurer",
    "archivist",
    SITE_OWNER_NAME,
)
FOUND = """
() => [
  ...document.querySelectorAll("pwn-ed, [pwned], [onfocus], [onerror], [onload]"),
  ...document.querySelectorAll("iframe[srcdoc], svg[onload], img[src='x']"),
  ...document.querySelectorAll(
    "a[href^='javascript:' i], form[action^='javascript:' i], " +
    "button[formaction^='javascript:' i], iframe[src^='javascript:' i]"
  ),
].map(e => e.outerHTML.slice(0, 160))
"""
#: A script that runs calls this; one that the browser refuses is told by an event.
WITNESS = """
window.findings = [];
window.ran = number => { top.findings.push(`ran ${number}`); };
document.addEventListener("securitypolicyviolation", event => {
  if (event.effectiveDirective.startsWith("script-src"))
    window.findings.push(`refused ${event.blockedURI} ${event.sample}`);
});
"""


class Author:
    """Fills what it finds with hostile texts, each field with its own."""

    def __init__(self):
        self.fields = {}
        self.forms, self.taken = 0, 0

    def text(self, form, name):
        """Return a text for a field, another one each time."""
        number = len(self.fields)
        self.fields[number] = f"{form} {name}"
        return TEXTS[number % len(TEXTS)].replace("{}", str(number))

    def pairs(self, page, target, given):
        """Return what is sent: every field for words holds a hostile one."""
        kinds = {
            each["name"]: each.get("type") or each.name
            for each in page.html.select("input[name], textarea[name]")
        }
        sent = []
        for name, value in given:
            last = name.rpartition("-")[2]
            if kinds.get(name) not in WORDS or name == "_authenticator":
                sent.append((name, value))
            elif name in RIGHT or last in RIGHT:
                sent.append((name, value or RIGHT.get(name, RIGHT.get(last))))
            else:
                sent.append((name, self.text(target, name)))
        return sent

    def visit(self, app, address, skipped=()):
        """Fill and send every form of a page."""
        page = app.get(address, status="*")
        if page.status_int != 200 or "html" not in page.content_type:
            return
        for action, given in forms_of(page):
            target = action if action.startswith("/") else path_of(page)
            said = dict(given)
            if said.get("operation") in skipped or "password" in target:
                continue
            sent = [
                (name, "other" if name.endswith("reason_code") else value)
                for name, value in self.pairs(page, target, given)
            ]
            answer = app.post(target, sent, status="*")
            assert answer.status_int < 500, (target, sent)
            self.forms += 1
            self.taken += answer.status_int == 303


@contextmanager
def looking(chromium, address, person):
    """Give a page that tells what ran; the person has logged in, "" has not."""
    context = chromium.new_context(locale="vi-VN")
    context.add_init_script(NO_PRINTER)
    context.add_init_script(WITNESS)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    if person:
        page.goto(f"{address}/login")
        page.fill("#__ac_name", person)
        secret = SITE_OWNER_PASSWORD if person == SITE_OWNER_NAME else PASSWORD
        page.fill("#__ac_password", secret)
        page.click("[name='buttons.login']")
        page.wait_for_url(lambda address: "/login" not in address)
    yield page
    context.close()


def findings(page):
    """Return what a page became of texts, and which of its scripts were theirs."""
    return page.evaluate(FOUND) + page.evaluate("window.findings || []")


class Told:
    """The house after everybody has written hostile texts into everything."""

    def __init__(self, house, officer, full):  # noqa: F811
        self.house, self.officer, self.full = house, officer, full
        self.author = Author()

    def write(self):
        """Have every officer fill every form; those that end a road come last."""
        ends = ("withdraw", "reject", "stop", "destroy", "transfer")
        for person in PERSONS:
            app = self.sit(person)
            for path in PATHS:
                for code in self.full["dossiers"]:
                    self.author.visit(app, path.replace("{}", code), ends)
                    if "{}" not in path:
                        break
            for path in self.full["more"]:
                self.author.visit(app, path)
        transaction.begin()
        self.codes = sorted(dossier.code for dossier in walk(self.house))

    def sit(self, person):
        if person != SITE_OWNER_NAME:
            return self.officer(person)
        app = browser()
        app.authorization = ("Basic", (SITE_OWNER_NAME, SITE_OWNER_PASSWORD))
        return app

    @cached_property
    def addresses(self):
        """Every page there is, for the dossiers with most in them."""
        rich = sorted(self.codes, key=lambda code: -find(self.house, code).length)[:3]
        found = {
            path.replace("{}", code)
            for path in PATHS
            for code in rich
            if path.count("{}") <= 1 and "/in/" not in path
        }
        return sorted(found | set(self.full["more"]))


@pytest.fixture
def told(house, officer, full):  # noqa: F811
    """The house in which every field for words holds a hostile text."""
    found = Told(house, officer, full)
    found.write()
    return found


def test_no_text_becomes_markup_or_a_script(
    told,
    chromium,
    served,  # noqa: F811
    record_property,
):
    author = told.author
    faults, seen, screens = [], set(), 0
    for person in PERSONS:
        app = told.sit(person)
        shown = []
        for address in told.addresses:
            page = app.get(address, status="*")
            if page.status_int == 200 and "html" in page.content_type:
                shown.append(address)
                seen |= {n for n in author.fields if shows(page.text, n)}
        with looking(chromium, served, person) as page:
            for address in shown:
                page.goto(f"{served}{address}", wait_until="domcontentloaded")
                screens += 1
                faults += [(person, address, one) for one in findings(page)]
    for name, number in (
        ("fields", len(author.fields)),
        ("forms", author.forms),
        ("taken", author.taken),
        ("screens", screens),
        ("texts kept", len(seen)),
    ):
        record_property(name, number)
    assert faults == []
    assert len(author.fields) > 150
    assert author.taken > 40
    # Some were kept, and are there to be seen.
    assert len(seen) > 5


def shows(text, number):
    """Say whether a page holds the text of a field."""
    return any(
        f"{before}{number}{after}" in text
        for before, after in (
            ("ran(", ")"),
            ("pwned=&quot;", "&quot;"),
            ("pwned=&#34;", "&#34;"),
            ("\u2066", "\u2028"),
            ("calc'!A", "&lt;"),
            ("calc&#39;!A", "&lt;"),
        )
    )


def test_the_witness_sees_what_it_looks_for(chromium):
    """Each text, put into a page without care, is a finding."""
    context = chromium.new_context()
    context.add_init_script(WITNESS)
    page = context.new_page()
    for number, text in enumerate(TEXTS):
        said = text.replace("{}", str(number))
        page.goto("about:blank")
        careless = (
            f"<p>{said}</p><input value='{said}'><input value=\"{said}\">"
            f'<a href="{said}">x</a>'
        )
        page.evaluate("html => document.write(html)", careless)
        assert findings(page), text
    context.close()
