"""S37 for what is posted: each field of each form of each screen, senselessly filled.

The forms are taken from the screens themselves and the screens from the doors, so a
new one is attacked as soon as it is there. A refusal is an answer; an error is none.
``MOTCUA_POSTS`` asks for more values of each field than the few that run each time.
"""

from __future__ import annotations

from motcua.dossiers.actions import act
from motcua.dossiers.folder import find
from motcua.dossiers.outage import blocks
from motcua.dossiers.outage import store
import os
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import pytest
import re
from tests.desk.conftest import receive
from tests.desk.test_outage import form_with
from tests.desk.test_till import closed
from tests.dossiers.cash.conftest import add_people
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import UNIT
from tests.security.test_reading import PATHS
import transaction
from typing import ClassVar
import unicodedata
from urllib.parse import quote
from webtest.forms import Submit


#: Values of one field that are tried each time; the share moves on with each field.
EACH = int(os.environ.get("MOTCUA_POSTS", "1"))
LONG = "a" * 100_000
#: As they stand in a body: some are no text.
VALUES = (
    quote(LONG),
    "%00",
    "a%00b%1b%5B31m",
    "%ED%A0%80",
    "%FF%FE",
    "9" * 40,
    "9" * 4_000,
    "-1",
    "1e309",
    "NaN",
    quote("٣"),
    "0001-01-01",
    "9999-12-31",
    "0001-01-01T00%3A00",
    "9999-12-31T23%3A59",
    "2026-02-30",
    quote("' OR '1'='1"),
    quote("{{ 7*7 }}{% for x in [] %}"),
    quote("../../../etc/passwd"),
    quote("\u202e\ufeff\u2028"),
    quote(unicodedata.normalize("NFD", "Nguyễn Thị Đượm")),
    quote('=HYPERLINK("http://thief.example","x")'),
    quote('"><script>alert(1)</script>'),
    "%0d%0aSet-Cookie%3A%20a%3Db",
)
#: Names that a field's own is turned into: the platform's parser gives some a meaning.
TURNED = ("{}:list", "{}:int", "{}:record", "{}.x:records", "{}:tokens", "{}:json")
ODD = (
    "%00=%00",
    "=",
    "&".join(f"x{number}=1" for number in range(900)),
    "__class__=x&self=x&request=x&REQUEST=x&form=x",
    "do=%00&operation=%00",
)
PERSONS = ("reception", "supervisor", "handler", "leader", "treasurer", "archivist")


@pytest.fixture
def full(house, officer):
    """A house in which each screen has something to show; their addresses."""
    with api.env.adopt_roles(["Manager"]):
        add_people()
    code, ready, taken = (receive(house) for _ in range(3))
    for operation, who, data in (
        ("forward", "reception", {"to": LAND}),
        ("propose", "handler", {"proposal": "Cấp."}),
        ("approve", "leader", {}),
        ("finish", "handler", {}),
    ):
        act(find(house, ready), operation, who, data=data)
    act(find(house, taken), "forward", "reception", data={"to": LAND})
    transaction.commit()
    counter = officer("reception")
    shift = path_of(closed(counter, code).follow())
    block = path_of(form_with(counter.get("/desk/mat-dien"), "count").submit().follow())
    transaction.begin()
    [kept] = store.of_unit(house, UNIT, 9)
    number = next(iter(blocks.view(kept).numbers))
    return {
        "dossiers": (code, ready, taken),
        "more": (
            shift,
            block,
            f"/desk/mat-dien/nhap/{number}",
            f"/desk/mat-dien/nhap/{number}/1.001193",
        ),
    }


def path_of(page):
    return page.request.path.partition("VirtualHostRoot")[2]


def forms_of(page):
    """Yield (address, pairs of a form with one of its buttons) of a page."""
    for key, form in page.forms.items():
        if not isinstance(key, int) or form.method.upper() != "POST":
            continue
        buttons = [
            (name, field)
            for name, fields in form.fields.items()
            for field in fields
            if isinstance(field, Submit) and name
        ]
        pairs = [
            (name, "" if value is None else value)
            for name, value in form.submit_fields()
            if isinstance(value, str) or value is None
        ]
        action = form.action or page.request.path
        for button in buttons or [None]:
            added = [(button[0], button[1]._value or "")] if button else []
            yield action, [*pairs, *added]


def body_of(pairs):
    return "&".join(f"{quote(name)}={quote(value)}" for name, value in pairs)


class Sweep:
    """Posts what a person may post, field by field.

    The answer of a refused form is drawn once for each field of each kind of form: its
    other buttons and the same form of another dossier act in full, and their answers,
    which would be drawn by the same template from the same values, are not drawn again.
    Templates take most of the time of a sweep.
    """

    #: Addresses that give no page: slips, files. One of them is asked once.
    pageless: ClassVar[set[str]] = set()

    def __init__(self, app, draw):
        self.app = app
        self.draw = draw
        self.seen, self.drawn = set(), set()
        self.counts = dict.fromkeys(("posts", "fields", "forms", "done"), 0)
        self.turn = 0
        self.wrong = []

    def page(self, address):
        """Return a page with forms, None for anything else."""
        kind = kind_of(address)
        if kind in self.pageless:
            return None
        found = self.app.get(address, status="*")
        if found.status_int != 200:
            return None
        if "html" not in found.content_type:
            self.pageless.add(kind)
            return None
        return found

    def visit(self, address):
        """Post every form of a page that is new."""
        page = self.page(address)
        for action, pairs in forms_of(page) if page is not None else ():
            target = action if action.startswith("/") else path_of(page)
            names = [name for name, _value in pairs if name != "_authenticator"]
            place = (target.split("?")[0], tuple(names), told_apart(pairs))
            if names and place not in self.seen:
                self.seen.add(place)
                self.counts["forms"] += 1
                self.attack(address, target, pairs, names)

    def attack(self, address, target, pairs, names):
        """Post a form with each field filled senselessly, and odd forms of it."""
        form = kind_of(target), told_apart(pairs)[0]
        for name in dict.fromkeys(names):
            self.counts["fields"] += 1
            for step in range(EACH):
                value = VALUES[(self.turn + step) % len(VALUES)]
                rest = body_of([pair for pair in pairs if pair[0] != name])
                anew = (form, name, step) not in self.drawn
                self.drawn.add((form, name, step))
                done = self.post(target, f"{rest}&{quote(name)}={value}", anew)
                if done:
                    pairs = self.renewed(address, target, pairs)
            self.turn += EACH
        number = len(self.seen)
        turned = TURNED[number % len(TURNED)].format(quote(names[-1]))
        whole = body_of(pairs)
        for more in (f"{turned}=1&{turned}=x", ODD[number % len(ODD)], whole):
            self.post(target, f"{whole}&{more}", True)

    def post(self, target, body, drawn):
        """Post one body; return whether it was carried out."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        self.draw(drawn)
        answer = self.app.post(target, body, headers=headers, status="*")
        self.draw(True)
        self.counts["posts"] += 1
        if answer.status_int >= 500:
            self.wrong.append((target, answer.status_int, body[-160:]))
        done = answer.status_int == 303
        self.counts["done"] += done
        return done

    def renewed(self, address, target, pairs):
        """Return a form that somebody was faster with as it stands on the page now."""
        if "head" not in dict(pairs):
            return pairs
        page = self.page(address)
        for action, found in forms_of(page) if page is not None else ():
            if action == target and told_apart(found) == told_apart(pairs):
                return found
        return pairs


def kind_of(address):
    """Return an address without its codes: its form is the same for all of them."""
    return re.sub(r"H99[.][^/?]*|1[.]001193", "{}", address.split("?")[0])


def told_apart(pairs):
    """Return what tells forms with the same fields apart: the act and the button."""
    said = dict(pairs)
    buttons = ("do", "save", "answer", "print", "fill", "approve")
    return said.get("operation"), tuple(said.get(name) for name in buttons)


@pytest.fixture
def draw(monkeypatch):
    """Say whether answers are drawn."""
    real, drawn = ViewPageTemplateFile.__call__, [True]
    monkeypatch.setattr(
        ViewPageTemplateFile,
        "__call__",
        lambda self, *args, **options: real(self, *args, **options) if drawn[0] else "",
    )
    return lambda wanted: drawn.__setitem__(0, wanted)


@pytest.mark.parametrize("person", PERSONS)
def test_no_field_of_no_form_brings_a_screen_down(
    full, officer, person, draw, record_property
):
    sweep = Sweep(officer(person), draw)
    addresses = {
        path.replace("{}", code)
        for path in PATHS
        for code in full["dossiers"]
        if "quan-tri" not in path
    }
    for address in sorted(addresses | set(full["more"])):
        sweep.visit(address)
    for name, number in sweep.counts.items():
        record_property(name, number)
    assert sweep.wrong == []
    assert sweep.counts["posts"] > 40


def test_ten_megabytes_of_text_are_refused_by_every_form(full, counter, draw):
    """Larger than a form may be (``form-memory-limit``): nothing is read, or told."""
    sweep = Sweep(counter, draw)
    body = f"{'a' * 1_000}=" + "a" * 10_000_000
    for path in ("tra-ngay", "thu-ngan", "mat-dien", "tiep-nhan/1.001193", "cot"):
        sweep.page(f"/desk/{path}")
        sweep.post(f"/desk/{path}", body, True)
    assert sweep.wrong == []
    assert sweep.counts == {"posts": 5, "fields": 0, "forms": 0, "done": 0}


#: Names that files come with.
NAMES = (
    "../../../etc/passwd",
    "a\r\nSet-Cookie: a=b",
    "\u202egpj.exe",
    unicodedata.normalize("NFD", "Đơn đề nghị.pdf"),
    "<script>alert(1)</script>.html",
    "x" * 300 + ".pdf",
    "CON",
    "",
)


def in_parts(pairs, name, number):
    """Return a multipart body in which a field is a file with a hostile name."""
    lines = []
    for key, value in pairs:
        head = f'Content-Disposition: form-data; name="{key}"'
        if key == name:
            called = NAMES[number % len(NAMES)].replace('"', "%22")
            called = called.replace("\r", "%0D").replace("\n", "%0A")
            head += f'; filename="{called}"\r\nContent-Type: application/x-msdownload'
            value = "MZ\0%PDF-1.7"
        lines.append(f"--x\r\n{head}\r\n\r\n{value}\r\n")
    return ("".join(lines) + "--x--\r\n").encode()


def test_a_file_in_the_place_of_a_word_brings_no_screen_down(
    full, counter, draw, record_property
):
    """Each field of each kind of form comes as a file: a lie about its type."""
    sweep = Sweep(counter, draw)
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    sent, wrong = set(), []
    addresses = {
        path.replace("{}", full["dossiers"][2])
        for path in PATHS
        if path.startswith("/desk")
    }
    for address in sorted(addresses | set(full["more"])):
        page = sweep.page(address)
        for action, pairs in forms_of(page) if page is not None else ():
            target = action if action.startswith("/") else path_of(page)
            for name in dict.fromkeys(name for name, _value in pairs):
                what = (kind_of(target), told_apart(pairs)[0], name)
                if name == "_authenticator" or what in sent:
                    continue
                body = in_parts(pairs, name, len(sent))
                sent.add(what)
                draw(len(sent) % 4 == 0)
                answer = counter.post(target, body, headers=headers, status="*")
                draw(True)
                if answer.status_int >= 500:
                    wrong.append((*what, answer.status_int))
    record_property("files", len(sent))
    assert wrong == []
    assert len(sent) > 150
