"""S36: whatever leaves a desk on the side carries no personal data.

A person with words that nobody else has goes the whole road: received, corrected,
asked for papers, written to, paid for, handed over, acted on with many, returned. Then
everything is read that is no page for those who may see the dossier: letters and short
messages, logs, addresses and the places answers lead to, names of files, the catalogue,
ids and titles, and every row of every table.
"""

from __future__ import annotations

from contextlib import suppress
from email import message_from_string
import json
import logging
from motcua.dossiers.folder import find
from motcua.dossiers.folder import walk
from motcua.dossiers.interfaces import INotifier
from motcua.dossiers.people.index import NAMES
from motcua.storage import engines
from motcua.storage import worker
from motcua.storage.schema import database_of
from motcua.storage.schema import metadata
from plone import api
from plone.app.testing import logout
import pytest
import re
import sqlalchemy as sa
from tests.desk.conftest import step
from tests.desk.many.test_acting import act as decide
from tests.desk.many.test_acting import chosen
from tests.desk.test_correcting import form_for
from tests.desk.test_correcting import preview_of
from tests.desk.test_till import closed
from tests.dossiers.cash.conftest import add_people
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import UNIT
from tests.dossiers.notices.conftest import Post
import transaction
import unicodedata
from webtest import TestApp
from zope.component import getGlobalSiteManager
from zope.component import queryUtility
from zope.component.hooks import setSite


TestApp.__test__ = False
#: Words of one person that nobody else has, as they are typed.
PERSON = {
    "applicant-name": "Phùng Thị Xuyếnhoa",
    "applicant-birth": "17/04/1961",
    "applicant-phone": "0987 321 654",
    "applicant-email": "xuyenhoa.61@example.org",
    "applicant-id_number": "079161004567",
    "applicant-address": "Xóm Ngoàibãi",
    "note": "Bà Xuyếnhoa ốm nặng, nhà ở Xóm Ngoàibãi",
}
SAID = "Nhờ báo bà Xuyếnhoa (0987 321 654)"
#: What is looked for, folded: letters without marks and digits without gaps.
SECRETS = ("xuyenhoa", "ngoaibai", "987321654", "079161004567", "17041961", "19610417")
INTAKE = "/desk/tiep-nhan/1.001193"


def folded(text):
    """Return a text as it is compared: no marks, no case, nothing between digits."""
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    said = re.sub(r"\\+u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), said)
    plain = unicodedata.normalize("NFD", said).casefold()
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"(?<=\d)[\s./-]+(?=\d)", "", letters)


def secrets_in(text):
    """Return which secrets a text tells."""
    said = folded(text)
    return [secret for secret in SECRETS if secret in said]


class Ear:
    """Hears what passes between browsers and the house besides pages."""

    def __init__(self):
        self.addresses, self.headers, self.requests = [], [], 0

    def listen(self, monkeypatch):
        real = TestApp.do_request

        def heard(app, request, *args, **options):
            answer = real(app, request, *args, **options)
            self.requests += 1
            self.addresses.append(request.url)
            # Pages are for those who may see them; everything around them is not.
            self.headers.extend(f"{n}: {v}" for n, v in answer.headers.items())
            return answer

        monkeypatch.setattr(TestApp, "do_request", heard)
        return self


@pytest.fixture
def post(house):
    """Takes letters as the mail server would."""
    registry = getGlobalSiteManager()
    before = queryUtility(INotifier, name="email")
    found = Post()
    registry.registerUtility(found, INotifier, "email")
    yield found
    registry.registerUtility(before, INotifier, "email")


def drain(house):
    """Let the worker do all its jobs."""
    transaction.begin()
    setSite(house)
    from motcua.storage.housekeeping import minute

    minute(house)
    worker.drain()
    logout()
    transaction.begin()


def receive(app, **changes):
    """Receive the person at the counter, with everything the form asks."""
    form = app.get(INTAKE).forms["form"]
    for name, value in {**PERSON, **changes}.items():
        form[name] = value
    for number in ("1", "2"):
        form[f"paper-{number}-form"] = "original"
    # Enter looks first; half a form is kept, the whole one saved.
    form.submit("check")
    fields = [*form.submit_fields(), ("do", "keep")]
    app.post(INTAKE, fields, status="*")
    page = form.submit("save").follow()
    [code] = set(re.findall(r"H99\.01-\d{6}-\d{4}", page.request.url))
    return code


@pytest.fixture
def records(caplog):
    """What the house logs, whatever its level, also while the road is walked."""
    caplog.set_level(logging.DEBUG)
    found = []

    class Kept(logging.Handler):
        def emit(self, record):
            found.append(record)

    handler = Kept(logging.DEBUG)
    logging.getLogger().addHandler(handler)
    yield found
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def road(house, officer, post, monkeypatch, records):
    """Everything that happens to the person; returns what was heard."""
    monkeypatch.setenv("MOTCUA_SPOOLED", "sms")
    with api.env.adopt_roles(["Manager"]):
        add_people()
    transaction.commit()
    ear = Ear().listen(monkeypatch)
    app = officer("reception")
    code, other = receive(app), receive(app, **{"applicant-email": ""})
    counter_acts(app, code)
    decide(chosen(app, "forward", ticked=[code, other]), to=LAND, note=SAID)
    drain(house)
    handler = officer("handler")
    step(handler, code, "note", words=SAID)
    step(handler, code, "message", words=SAID)
    step(handler, code, "propose", proposal=SAID)
    step(officer("leader"), code, "approve")
    step(handler, code, "finish")
    drain(house)
    look_up(app, officer)
    give(app, code)
    wrong(app, officer, other, monkeypatch)
    drain(house)
    ear.codes = code, other
    return ear


def counter_acts(app, code):
    """Correct, take money, close the till, hand over a list."""
    form = form_for(app, code, "persons")
    form["applicant-address"] = "Xóm Ngoàibãi 2"
    form["reason"] = SAID
    preview_of(form.submit("do", value="look")).submit("do", value="record").follow()
    closed(app, code, reason=SAID)
    page = app.get("/desk/ban-giao/lap")
    form = next(f for f in page.forms.values() if "codes" in f.fields)
    form["codes"], form["unit"], form["to"] = code, UNIT, LAND
    form.submit("do", value="preview")


def look_up(app, officer):
    """Ask for the person everywhere; each question is for who asks alone."""
    form = app.get("/desk/tra-ket-qua").forms[1]
    form["ma"], form["nam"], form["dt"] = "xuyenhoa", "1961", "1654"
    form.submit()
    find = app.get("/desk").forms[0]
    if "ma" in find.fields:
        find["ma"] = PERSON["applicant-name"]
        find.submit(status="*")
    for path in ("/desk", "/desk?all=1", "/desk/ngay", "/desk/viec-cua-toi.csv?all=1"):
        app.get(path, status="*")
    for name in ("supervisor", "archivist"):
        for path in ("/bao-cao", "/luu-tru", "/desk/tam-dung", "/desk/ket"):
            officer(name).get(path, status="*")


def give(app, code):
    form = app.get(f"/desk/tra-ket-qua/{code}").forms["form"]
    form["note"] = SAID
    form.submit("do", value="return")
    for path in ("giay-tiep-nhan", ""):
        app.get(f"/desk/ho-so/{code}/{path}".rstrip("/"), status="*")


def wrong(app, officer, code, monkeypatch):
    """Refused, forged and broken requests with the words in them."""
    form = app.get(INTAKE).forms["form"]
    for name, value in PERSON.items():
        form[name] = value
    form["applicant-birth"] = "17/04/1961 bà Xuyếnhoa"
    form.submit("save", status="*")
    app.post(INTAKE, list(PERSON.items()), status="*")
    officer("stranger").post(INTAKE, dict(PERSON), status="*")
    from motcua.dossiers import intake

    def fall(*args, **options):
        raise RuntimeError("broken")

    with monkeypatch.context() as patch:
        patch.setattr(intake, "receive", fall)
        form["applicant-birth"] = "17/04/1961"
        answer = form.submit("save", status="*", expect_errors=True)
        assert answer.status_int == 500


def at_home(road, house):
    """Say where the person is known: in ledgers, and in the search by name."""
    transaction.begin()
    for code in road.codes:
        assert len(secrets_in(find(house, code).first.payload)) >= len(SECRETS) - 1
    with engines.register_engine().connect() as connection:
        rows = connection.execute(sa.select(NAMES.c.name)).scalars().all()
    assert any("xuyenhoa" in row for row in rows)
    assert find(house, road.codes[0]).state == "returned"


def letters(post):
    """Yield letters as the mail server gets them, but for the address."""
    for one in post.letters:
        assert one.to == PERSON["applicant-email"]
        yield f"{one.subject}\n{one.text}\n{one.identity}"


def short_messages(folder):
    """Yield the files of short messages, but for the number."""
    for path in sorted(folder.glob("spool/sms/*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        yield {name: value for name, value in told.items() if name != "to"}


def logged(records):
    """Yield what the house logs, with the tracebacks."""
    told = logging.Formatter("%(name)s %(message)s")
    yield from map(told.format, records)


def catalogued(house):
    """Yield every word of every index and all metadata of the catalogue."""
    catalog = house.portal_catalog
    for name in catalog.indexes():
        with suppress(AttributeError, NotImplementedError):
            # Indexes of words keep them in the lexicons below.
            yield from catalog._catalog.getIndex(name).uniqueValues()
    yield from catalog._catalog.data.values()
    for name in ("plone_lexicon", "htmltext_lexicon", "plaintext_lexicon"):
        yield from getattr(catalog, name).words()


def outlasting(house):
    """Yield what of a dossier is there after its words were destroyed."""
    for dossier in walk(house):
        yield dossier.getId()
        yield (dossier.Title(), dossier.Description(), dossier.getPhysicalPath())
        yield repr(dossier.standing)
        event = dossier.last
        while event is not None:
            yield event.facts
            event = event.previous


def rows():
    """Yield every row of every table, but those that are there to find by name."""
    engine_of = {
        "register": engines.register_engine,
        "jobs": engines.jobs_engine,
        "numbers": engines.numbers_engine,
    }
    for name, table in metadata.tables.items():
        if name != NAMES.name:
            with engine_of[database_of(table)]().connect() as connection:
                for row in connection.execute(sa.select(table)).mappings():
                    yield name, dict(row)


def test_nothing_beside_the_pages_tells_of_the_person(
    road, house, post, records, tmp_path, record_property
):
    at_home(road, house)
    setSite(house)
    channels = {
        "letters": (letters(post), 4),
        "short messages": (short_messages(tmp_path), 2),
        "log": (logged(records), 100),
        "addresses": (road.addresses, 60),
        "headers": (road.headers, 500),
        "file names": (tmp_path.glob("**/*"), 5),
        "catalogue": (catalogued(house), 100),
        "dossiers": (outlasting(house), 15),
        "rows": (rows(), 40),
    }
    found, counts = [], {}
    for name, (said, _least) in channels.items():
        counts[name] = 0
        for one in said:
            counts[name] += 1
            found += (
                [(name, secrets_in(one), str(one)[:300])] if secrets_in(one) else []
            )
    for name, number in counts.items():
        record_property(name, number)
    logout()
    assert found == []
    assert [n for n, (_said, least) in channels.items() if counts[n] < least] == []


@pytest.mark.parametrize(
    "text",
    [
        "bà XUYẾNHOA",
        unicodedata.normalize("NFD", "Xuyếnhoa"),
        "+84 987.321.654",
        "079 161 004 567",
        "17.04.1961",
        "1961-04-17",
        json.dumps({"name": "Xuyếnhoa"}),
        "Xuyếnhoa".encode(),
    ],
)
def test_what_is_looked_for_is_found_however_it_is_written(text):
    assert secrets_in(text)


def test_a_letter_that_told_would_be_found():
    said = message_from_string(f"Subject: x\n\n{SAID}")
    assert secrets_in(said.get_payload()) == ["xuyenhoa", "987321654"]
