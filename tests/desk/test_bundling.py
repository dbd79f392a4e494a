"""One intake form, several dossiers: what is done together is received together."""

from __future__ import annotations

from dataclasses import replace
from motcua.dossiers import tracking
from motcua.dossiers.folder import walk
from motcua.dossiers.states import fold
from motcua.procedures import creation
from motcua.procedures import versions
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
import pytest
from tests.desk.conftest import browser
from tests.dossiers.conftest import build_procedure
import transaction


BIRTH = "1.009999"
HERE = f"/desk/tiep-nhan/{BIRTH}"


@pytest.fixture
def counter(house, officer):
    """The counter of a unit where a birth is registered with the residence."""
    login(house, TEST_USER_NAME)
    setRoles(house, TEST_USER_ID, ["Manager"])
    other = build_procedure(house, "1.004194", "7 working days")
    birth = replace(other, code=BIRTH, title="Khai sinh", bundle=("1.004194",))
    creation.create(house["procedures"], birth, "published")
    assert versions.current(BIRTH, site=house).bundle
    transaction.commit()
    logout()
    return officer("reception")


def received(house):
    transaction.begin()
    return sorted((fold(one) for one in walk(house)), key=lambda one: one.code)


def fill(app, **fields):
    form = app.get(HERE).forms["form"]
    form["applicant-name"] = "Hoa"
    for name, value in fields.items():
        form[name] = value
    return form


def test_what_is_chosen_becomes_a_dossier_of_its_own(counter, house):
    chosen = {"with-1-chosen": True, "with-1-paper-1-form": "original"}
    page = fill(counter, **chosen).submit("save").follow()
    first, second = received(house)
    assert (first.procedure, second.procedure) == (BIRTH, "1.004194")
    assert first.bundle == second.bundle == first.code
    assert first.persons == second.persons
    assert [paper.form for paper in second.papers] == ["original"]
    assert page.html.select(f"a.code[href$='/desk/ho-so/{second.code}']")


def test_what_is_not_chosen_is_not_received(counter, house):
    fill(counter).submit("save")
    (one,) = received(house)
    assert one.bundle == ""


def test_all_or_none(counter, house):
    wrong = {
        "with-1-chosen": True,
        "with-1-paper-1-form": "original",
        "with-1-paper-1-count": "0",
    }
    page = fill(counter, **wrong).submit("save", status=400)
    assert page.html.select("#problems a[href='#with-1-paper-1-count']")
    assert page.forms["form"]["with-1-chosen"].checked
    assert received(house) == []


def test_an_answer_books_one_dossier_and_says_so(counter, house):
    form = fill(counter, **{"with-1-chosen": True})
    page = form.submit("reply", value="guide", status=400)
    assert page.html.select("#problems a[href='#with-1-chosen']")
    assert received(house) == []


def test_the_citizen_reads_what_was_received_together(counter, house):
    form = fill(counter, **{"with-1-chosen": True})
    form["applicant-phone"] = "0912 345 678"
    form.submit("save")
    first, second = received(house)
    followed = tracking.follow(house, first.code, "5678", "127.0.0.1")
    assert followed.together == (second.code,)
    factor = {"code": first.code, "factor": "5678"}
    assert second.code in browser().post("/vi/tra-cuu", factor).text


def test_sent_twice_each_is_received_once(counter, house):
    form = fill(counter, **{"with-1-chosen": True})
    form.submit("save")
    form.submit("save")
    assert len(received(house)) == 2
