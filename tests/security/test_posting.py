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
import pytest
from tests.desk.conftest import receive
from tests.desk.test_outage import form_with
from tests.desk.test_till import closed
from tests.dossiers.cash.conftest import add_people
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import UNIT
from tests.security.test_reading import PATHS
import transaction
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


@pytest.mark.parametrize("person", PERSONS)
def test_no_field_of_no_form_brings_a_screen_down(
    full, officer, person, record_property
):
    app = officer(person)
    addresses = sorted(
        {
            path.replace("{}", code)
            for path in PATHS
            for code in full["dossiers"]
            if "quan-tri" not in path
        }
        | set(full["more"])
    )
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    seen, posts, fields, turn = set(), 0, 0, 0
    wrong = []
    for address in addresses:
        page = app.get(address, status="*")
        if page.status_int != 200 or "html" not in page.content_type:
            continue
        for action, pairs in forms_of(page):
            target = action if action.startswith("/") else path_of(page)
            names = [name for name, _value in pairs if name != "_authenticator"]
            if not names:
                continue
            place = (target.split("?")[0], tuple(names), dict(pairs).get("operation"))
            if place in seen:
                continue
            seen.add(place)
            bodies = []
            for name in dict.fromkeys(names):
                fields += 1
                rest = body_of([pair for pair in pairs if pair[0] != name])
                for step in range(EACH):
                    value = VALUES[(turn + step) % len(VALUES)]
                    bodies.append(f"{rest}&{quote(name)}={value}")
                turn += EACH
            turned = TURNED[len(seen) % len(TURNED)].format(quote(names[-1]))
            bodies.append(f"{body_of(pairs)}&{turned}=1&{turned}=x")
            bodies.append(f"{body_of(pairs)}&{ODD[len(seen) % len(ODD)]}")
            bodies.append(f"{body_of(pairs)}&{body_of(pairs)}")
            for body in bodies:
                answer = app.post(target, body, headers=headers, status="*")
                posts += 1
                if answer.status_int >= 500:
                    wrong.append((target, answer.status_int, body[-160:]))
    record_property("posts", posts)
    record_property("fields", fields)
    record_property("forms", len(seen))
    assert not wrong
    assert seen
