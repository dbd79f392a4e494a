"""The same form reaches two web processes at once: it takes effect once.

Both stand right before their commit when they meet (``tests.api.serving``), so
neither has seen what the other does. Who comes second is led to what the first did,
where it is the same again, or is told; what was typed stays in the form.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
import http.client
from motcua.base.vietnam import VIETNAM
import os
import pytest
from tests.api.test_two_processes import pair
from tests.api.test_two_processes import race
from tests.api.test_two_processes import teller
from tests.desk.conftest import PASSWORD
from tests.desk.test_till import form_of as till_form
from tests.desk.test_till import send
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import UNIT
from tests.dossiers.test_races import var
from webtest import TestApp
from webtest.forms import Submit


__all__ = ["pair", "race", "teller", "var"]

TestApp.__test__ = False
ROUNDS = int(os.environ.get("MOTCUA_ROUNDS", "3"))
INTAKE = "/desk/tiep-nhan/1.001193"
#: Headers that belong to one connection and are not handed on.
OWN = ("connection", "transfer-encoding", "date", "server")


def handing_on(port):
    """Return an application that hands each request on to a process."""

    def application(environ, start_response):
        length = int(environ.get("CONTENT_LENGTH") or 0)
        path = environ["PATH_INFO"]
        if environ["QUERY_STRING"]:
            path += f"?{environ['QUERY_STRING']}"
        headers = {"Host": environ["HTTP_HOST"]}
        for name, sent in (
            ("HTTP_AUTHORIZATION", "Authorization"),
            ("HTTP_COOKIE", "Cookie"),
            ("CONTENT_TYPE", "Content-Type"),
        ):
            if environ.get(name):
                headers[sent] = environ[name]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=90)
        body = environ["wsgi.input"].read(length) if length else None
        connection.request(environ["REQUEST_METHOD"], path, body, headers)
        answer = connection.getresponse()
        told = [(n, v) for n, v in answer.getheaders() if n.lower() not in OWN]
        start_response(f"{answer.status} {answer.reason}", told)
        content = answer.read()
        connection.close()
        return [content]

    return application


class Counters:
    """Officers, each with a browser at both processes."""

    def __init__(self, pair, race):
        self.ports = [web.number for web in pair]
        self.race = race

    def sit(self, person="reception", side=0):
        app = TestApp(handing_on(self.ports[side]))
        app.authorization = ("Basic", (person, PASSWORD))
        return app

    def twice(
        self, form, button=None, value=None, other=None, by="reception", meet=True
    ):
        """Send a form to both at once; ``other`` is what the second sends instead.

        What writes no content meets nowhere: ``meet`` is false for it.
        """
        sent = [(form, by), other or (form, by)]
        bodies = [each.submit_fields(button, submit_value=value) for each, _ in sent]
        for mark in self.race.iterdir():
            mark.unlink()
        with ThreadPoolExecutor(2) as pool:
            answers = [
                pool.submit(
                    self.sit(person, side).post,
                    each.action or path_of(each.response),
                    bodies[side],
                    status="*",
                )
                for side, (each, person) in enumerate(sent)
            ]
            found = [answer.result() for answer in answers]
        if meet:
            # They were two: both stood before the commit.
            assert len(list(self.race.iterdir())) == 2
        assert all(answer.status_int < 500 for answer in found)
        return found


@pytest.fixture(scope="module")
def counters(pair, race):
    return Counters(pair, race)


def path_of(page):
    return page.request.path


def pressed(form, what):
    """Return the button that says what to do, none where a hidden field does."""
    return ("do", what) if isinstance(form.fields["do"][0], Submit) else ()


def same(answers):
    """Assert that both were led to one place."""
    assert [answer.status_int for answer in answers] == [303, 303], [
        answer.text[-2000:] for answer in answers if answer.status_int != 303
    ]
    assert answers[0].location == answers[1].location
    return answers[0]


def one_told(answers):
    """Assert that one was carried out; return what the other reads."""
    done, told = sorted(answers, key=lambda answer: answer.status_int)
    assert done.status_int == 303
    assert told.status_int in (400, 409)
    assert told.html.select('[role="alert"]')
    return told


def step_of(page, operation):
    return next(
        form
        for form in page.forms.values()
        if "operation" in form.fields and form["operation"].value == operation
    )


def step_form(app, code, operation, **fields):
    form = step_of(app.get(f"/desk/ho-so/{code}"), operation)
    for name, value in fields.items():
        form[name] = value
    return form


def pay(app, code, **fields):
    """Record a payment in cash on the page of a dossier."""
    given = {"amount": "20000", "method": "cash", **fields}
    return step_form(app, code, "collect_fee", **given)


def done(teller, code, *acts):
    for operation, actor, data in acts:
        teller.ask("act", code=code, operation=operation, actor=actor, data=data)
        assert teller.ask("commit").get("done")
    return code


def received(teller):
    return teller.ask("receive")["code"]


def history(teller, code, kind):
    """Return how often something happened to a dossier."""
    return teller.ask("history", code=code)["types"].count(kind)


def grown(teller, before, **by):
    """Assert what the counter keeps more than before, and that nothing else does."""
    now = teller.ask("kept")
    assert now["faults"] == []
    names = by.keys()
    assert {name: now[name] - before[name] for name in names} == by


def test_a_shift_is_closed_once(counters, teller):
    for _round in range(ROUNDS):
        app = counters.sit()
        pay(app, received(teller)).submit()
        before = teller.ask("kept")
        form = till_form(app.get("/desk/thu-ngan"), "close")
        form["cash"], form["transfer"] = "20000", "0"
        same(counters.twice(form))
        grown(teller, before, shifts=1, closed=1)


def test_cashier_and_supervisor_close_one_shift(counters, teller):
    for _round in range(ROUNDS):
        app, head = counters.sit(), counters.sit("supervisor", 1)
        pay(app, received(teller)).submit()
        before = teller.ask("kept")
        asked = {"unit": UNIT, "cashier": "reception"}
        mine = till_form(app.get("/desk/thu-ngan"), "close")
        theirs = till_form(head.get("/desk/thu-ngan", asked), "close")
        for form in (mine, theirs):
            form["cash"], form["transfer"] = "20000", "0"
        theirs["reason"] = "Nghỉ ốm"
        same(counters.twice(mine, other=(theirs, "supervisor")))
        grown(teller, before, shifts=1, closed=1)


def test_a_shift_goes_on_one_list_that_is_counted_once(counters, teller):
    for _round in range(ROUNDS):
        app = counters.sit()
        pay(app, received(teller)).submit()
        send(app.get("/desk/thu-ngan"), "close", cash="20000", transfer="0").follow()
        before = teller.ask("kept")
        form = till_form(app.get("/desk/thu-ngan"), "list")
        form["to"] = UNIT
        answers = counters.twice(form)
        listed = next(each for each in answers if each.status_int == 303)
        grown(teller, before, deposits=1)
        page = counters.sit("treasurer").get(listed.location)
        form = till_form(page, "acknowledge")
        form["received"], form["reason"] = "20000", "Còn ca khác trong bảng kê"
        before = teller.ask("kept")
        counters.twice(form, *pressed(form, "acknowledge"), by="treasurer")
        grown(teller, before, events=1, deposits=0)


def test_a_receipt_number_is_given_to_one_dossier(counters, teller):
    treasurer = counters.sit("treasurer")
    send(
        treasurer.get("/desk/thu-ngan/bien-lai"),
        "register",
        symbol="CL-26T",
        first="0000101",
        last="0000150",
        cashier="reception",
    ).follow()
    for number in range(101, 101 + ROUNDS):
        one, other = received(teller), received(teller)
        forms = [
            pay(counters.sit(), code, symbol="CL-26T", number=f"0000{number}")
            for code in (one, other)
        ]
        told = one_told(counters.twice(forms[0], other=(forms[1], "reception")))
        assert f"0000{number}" in told.text
        given = [history(teller, code, "collect_fee") for code in (one, other)]
        assert sorted(given) == [0, 1]
        # A double click takes the money once.
        third = received(teller)
        number += 20
        form = pay(counters.sit(), third, symbol="CL-26T", number=f"0000{number}")
        same(counters.twice(form))
        assert history(teller, third, "collect_fee") == 1
        form = step_form(
            counters.sit(), third, "void_fee", reason="Thu nhầm", receipt="2"
        )
        same(counters.twice(form))
        assert history(teller, third, "void_fee") == 1


def entry(app, code, name="Nguyễn Văn Đức"):
    now = f"{datetime.now(VIETNAM):%Y-%m-%dT%H:%M}"
    page = app.get(f"/desk/mat-dien/nhap/{code}/1.001193", {"luc": now})
    form = next(f for f in page.forms.values() if "late-reason" in f.fields)
    form["luc"], form["late-reason"] = now, "Mất điện"
    form["applicant-name"] = name
    return form


def test_a_number_kept_back_becomes_one_dossier(counters, teller):
    app = counters.sit()
    for _round in range(ROUNDS):
        before = teller.ask("kept")
        page = app.get("/desk/mat-dien")
        form = next(f for f in page.forms.values() if "count" in f.fields)
        form["count"] = "2"
        block = same(counters.twice(form)).follow()
        grown(teller, before, blocks=1)
        tick = next(f for f in block.forms.values() if "tick" in f.fields)
        one, other = (field._value for field in tick.fields["tick"])
        same(counters.twice(entry(app, one), "save"))
        # Two officers who hold the same slip: one is told and loses nothing.
        forms = entry(app, other), entry(app, other, "Trần Thị Hoa")
        answers = counters.twice(forms[0], "save", other=(forms[1], "reception"))
        told = one_told(answers)
        kept = next(f for f in told.forms.values() if "late-reason" in f.fields)
        assert kept["applicant-name"].value in ("Nguyễn Văn Đức", "Trần Thị Hoa")
        made = teller.ask("prove")["dossiers"]
        for code in (one, other):
            page = counters.sit("supervisor").get(f"/desk/mat-dien/duyet/{code}")
            form = next(f for f in page.forms.values() if "reason" in f.fields)
            answers = counters.twice(form, "do", "approve", by="supervisor")
            assert 303 in [answer.status_int for answer in answers]
            assert teller.ask("head", code=code)["length"] == 1
        assert teller.ask("prove") == {"dossiers": made + 2, "faults": []}


def chosen(app, codes):
    asked = "&".join(f"hs={code}" for code in codes)
    page = app.get(f"/desk/nhieu-ho-so/lam?lam=forward&{asked}")
    form = page.forms["decide"]
    form["to"] = LAND
    return form


def test_an_act_on_many_is_ordered_once(counters, teller):
    for number in range(ROUNDS):
        app = counters.sit()
        codes = [received(teller) for _ in range(2)]
        before = teller.ask("kept")
        form = chosen(app, codes)
        # A double click, and two windows with the same choice.
        other = (chosen(app, codes), "reception") if number % 2 else None
        answers = counters.twice(form, other=other, meet=False)
        assert 303 in [answer.status_int for answer in answers]
        grown(teller, before, orders=1)


def test_a_message_is_sent_once(counters, teller):
    for _round in range(ROUNDS):
        code = received(teller)
        form = step_form(counters.sit(), code, "message", words="Mời bổ sung ảnh")
        same(counters.twice(form))
        assert history(teller, code, "message") == 1


def test_a_dossier_is_returned_once(counters, teller):
    road = (
        ("forward", "reception", {"to": LAND}),
        ("propose", "handler", {"proposal": "Cấp."}),
        ("approve", "leader", {}),
        ("finish", "handler", {}),
    )
    for number in range(ROUNDS):
        code = done(teller, received(teller), *road)
        app = counters.sit()
        form = app.get(f"/desk/tra-ket-qua/{code}").forms["form"]
        if number % 2:
            # Two windows with two takers.
            other = app.get(f"/desk/tra-ket-qua/{code}").forms["form"]
            other["receiver"] = "Trần Bốn"
            other["taker"] = "proxy"
            other["proof_kind"], other["proof_number"] = "Giấy ủy quyền", "12"
            answers = counters.twice(form, "do", "return", (other, "reception"))
            one_told(answers)
        else:
            same(counters.twice(form, "do", "return"))
        assert history(teller, code, "return_result") == 1


def test_a_hand_over_list_is_issued_once(counters, teller):
    for _round in range(ROUNDS):
        app = counters.sit()
        code = received(teller)
        page = app.get("/desk/ban-giao/lap")
        form = next(f for f in page.forms.values() if "codes" in f.fields)
        form["codes"], form["unit"], form["to"] = code, UNIT, LAND
        page = form.submit("do", value="preview")
        form = next(f for f in page.forms.values() if "codes" in f.fields)
        before = teller.ask("kept")
        answers = counters.twice(form, "do", "issue")
        assert 303 in [answer.status_int for answer in answers]
        grown(teller, before, handovers=1)


def test_what_was_forwarded_is_taken_back_once(counters, teller):
    for _round in range(ROUNDS):
        code = done(teller, received(teller), ("forward", "reception", {"to": LAND}))
        app = counters.sit()
        same(counters.twice(step_form(app, code, "take_back")))
        assert history(teller, code, "take_back") == 1


ENDINGS = {
    "save": ("save", None, {}),
    "incomplete": ("reply", "guide", {"guide-missing": "Ảnh 3x4"}),
    "specialist": (
        "reply",
        "ask_opinion",
        {"ask-to": LAND, "question": "Đất ở?"},
    ),
    "refused": (
        "reply",
        "decline",
        {"decline-code": "not_competent", "decline-reason": "Không thuộc thẩm quyền"},
    ),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_intake_ends_once(counters, teller, ending):
    button, value, fields = ENDINGS[ending]
    for _round in range(ROUNDS):
        made = teller.ask("prove")["dossiers"]
        form = counters.sit().get(INTAKE).forms["form"]
        form["applicant-name"] = "Nguyễn Thị Hoa"
        for name, typed in fields.items():
            form[name] = typed
        same(counters.twice(form, button, value))
        assert teller.ask("prove") == {"dossiers": made + 1, "faults": []}


SHORT = {
    "tra-ngay": {"name": "Hoa"},
    "tiep-nhan/1.001193/theo-doi": {"system": "civil-status", "name": "Hoa"},
}


@pytest.mark.parametrize("path", SHORT)
def test_a_short_form_is_saved_once(counters, teller, path):
    for number in range(ROUNDS):
        made = teller.ask("prove")["dossiers"]
        form = counters.sit().get(f"/desk/{path}").forms["form"]
        for name, typed in SHORT[path].items():
            form[name] = typed
        if "code" in form.fields:
            form["code"] = f"BH.2026-{number:05d}"
        same(counters.twice(form, "save"))
        assert teller.ask("prove") == {"dossiers": made + 1, "faults": []}
