"""A person with two ended dossiers, and a procedure that asks for what came of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from datetime import UTC
from motcua.archive.reuse import offers
from motcua.base.durations import Term
from motcua.dossiers.actions import act
from motcua.dossiers.folder import find
from motcua.dossiers.intake import receive
from motcua.dossiers.papers import PaperGiven
from motcua.dossiers.persons import Person
from motcua.procedures import creation
from motcua.procedures import versions
from motcua.storage import files
import pytest
from tests.desk.conftest import house  # noqa: F401
from tests.desk.conftest import officer  # noqa: F401
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import UNIT
from tests.workbench.conftest import ROAD
import transaction
from zope.component.hooks import site


NUMBER = "030957001234"
NAME = "Nguyễn Văn Đức"
RESULT = "Giấy xác nhận tình trạng hôn nhân"
CARD = "Giấy chứng nhận quyền sử dụng đất"
OLD, NEW = "1.000100", "1.000200"


def procedure(portal, code, titles, result=""):
    """Publish a procedure whose result holds for six months."""
    papers = tuple(
        versions.Paper(key=str(number), title=title, originals=1)
        for number, title in enumerate(titles, start=1)
    )
    channels = (versions.Channel(kind="counter", term=Term("working_days", 5)),)
    version = versions.Version(
        code=code,
        title=f"Thủ tục {code}",
        result=result,
        result_validity=Term("months", 6) if result else None,
        cases=(versions.Case(key="1", channels=channels, papers=papers),),
    )
    creation.create(portal["procedures"], version, "published")
    return versions.current(code, site=portal)


def people(name=NAME, number=NUMBER, birth="1957-04-30"):
    """Return applicant and owner, who are one person."""
    one = Person("applicant", name, birth=birth, id_number=number)
    return (one, replace(one, role="owner"))


def stored(content):
    """Keep a file and return the fields of its event."""
    ref = files.store(content)
    return {
        "sha256": ref.sha256,
        "size": ref.size,
        "media": "application/pdf",
        "name": "van-ban.pdf",
        "pages": 1,
        "signed": True,
    }


def ended(
    portal, upto="return_result", scan=None, result=None, form="original", **more
):
    """Let a dossier of the old procedure go its road; return its code."""
    version = versions.current(OLD, site=portal)
    sensitive = more.pop("sensitive", False)
    given = (PaperGiven("1", CARD, form, 1, sensitive),)
    told = {"persons": people(), "papers": given, **more}
    dossier = receive(portal, an_intake(version, **told), "reception")
    transaction.commit()
    code = dossier.code
    file = {**stored(b"%PDF scan " + code.encode()), **(scan or {})}
    act(find(portal, code), "attach_scan", "reception", data={"paper": "1", **file})
    for operation, person, data in ROAD:
        if operation == "finish":
            file = {**stored(b"%PDF result " + code.encode()), **(result or {})}
            act(find(portal, code), "attach_result", "handler", data=file)
        act(find(portal, code), operation, person, data=data)
        if operation == upto:
            break
    transaction.commit()
    return code


@pytest.fixture
def kept(house):  # noqa: F811
    """The house with both procedures."""
    with site(house):
        procedure(house, OLD, [CARD], RESULT)
        procedure(house, NEW, ["Tờ khai", f"{RESULT} (bản chính)", f"Bản sao {CARD}"])
        transaction.commit()
    return house


@pytest.fixture
def prior(kept):
    """The code of a dossier whose result was returned."""
    with site(kept):
        return ended(kept)


@pytest.fixture
def look(kept):
    """Look for papers of the new procedure; return offers by the key of the paper."""

    def run(persons=None, actor="reception", now=None, consent=True):
        with site(kept):
            transaction.begin()
            version = versions.current(NEW, site=kept)
            papers = version.case("1").papers
            told = offers.Asked(actor, UNIT, persons or people(), papers, consent, NEW)
            return offers.find(kept, told, now or datetime.now(UTC))

    return run
