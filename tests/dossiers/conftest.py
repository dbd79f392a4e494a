"""A small province for the tests of dossiers."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from motcua.base.durations import Term
from motcua.dossiers.intake import Intake
from motcua.dossiers.papers import PaperGiven
from motcua.dossiers.persons import Person
from motcua.organisation import duties
from motcua.procedures import creation
from motcua.procedures import versions
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
import pytest


HANOI = timezone(timedelta(hours=7))
#: A Monday morning within office hours.
MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=HANOI)
UNIT = "H99.01"
LAND = "H99.02"
JUSTICE = "H99.03"
OFFICERS = {
    "reception": (UNIT, "reception"),
    "supervisor": (UNIT, "supervision"),
    "archivist": (UNIT, "archive"),
    "handler": (LAND, "processing"),
    "leader": (LAND, "approval"),
    "jurist": (JUSTICE, "processing"),
    "magistrate": (JUSTICE, "approval"),
}
SINCE = date(2025, 1, 1)


def build_province(portal):
    """Create one province, a one-stop unit, two departments and seven officers."""
    setRoles(portal, TEST_USER_ID, ["Manager"])
    folder = portal["organisation"]
    province = api.content.create(
        folder, "Agency", id="H99", title="Tỉnh Cửa Lớn", code="H99", level="province"
    )
    for code, portal_type, title in (
        (UNIT, "OneStopUnit", "Trung tâm Phục vụ hành chính công"),
        (LAND, "Department", "Phòng Đất đai"),
        (JUSTICE, "Department", "Phòng Tư pháp"),
    ):
        api.content.create(province, portal_type, id=code, title=title, code=code)
    for name, (department, duty) in OFFICERS.items():
        api.user.create(
            email=f"{name}@example.org", username=name, password="Mot-cua-1!"
        )
        duties.assign(name, department, duty, SINCE, deed="QĐ 01/QĐ-UBND")
    api.user.create(
        email="stranger@example.org", username="stranger", password="Mot-cua-1!"
    )


TITLES = ("Đơn đăng ký", "Giấy chứng nhận")


def build_procedure(
    portal, code="1.001193", term="5 working days", timing=None, titles=TITLES
):
    """Publish a procedure with one case at the counter and two papers."""
    version = versions.Version(
        code=code,
        title="Đăng ký biến động đất đai",
        timing=timing,
        cases=(
            versions.Case(
                key="1",
                title="Chuyển nhượng",
                channels=(versions.Channel(kind="counter", term=Term.parse(term)),),
                papers=(
                    versions.Paper(key="1", title=titles[0], originals=1),
                    versions.Paper(key="2", title=titles[1], copies=1),
                ),
            ),
        ),
    )
    creation.create(portal["procedures"], version, "published")
    return versions.current(code, site=portal)


def an_intake(version, **changes):
    """Return a complete intake of ``version``."""
    values = {
        "unit": UNIT,
        "procedure": version.code,
        "version": version.digest,
        "case": "1",
        "channel": "counter",
        "persons": (
            Person(
                "applicant",
                "Nguyễn Văn Đức",
                birth="1957",
                phone="0912 345 678",
                id_number="030957001234",
            ),
            Person("owner", "Hoa"),
        ),
        "papers": (
            PaperGiven("1", "Đơn đăng ký", "original", 1),
            PaperGiven("2", "Giấy chứng nhận", "certified", 2),
        ),
    }
    return Intake(**{**values, **changes})


def empty_sql():
    """Empty every table: SQL is outside the transaction that a test rolls back."""
    from motcua.storage import engines
    from motcua.storage import schema

    for database in ("register", "numbers", "jobs"):
        engine = getattr(engines, f"{database}_engine")()
        with engine.begin() as connection:
            for table in reversed(schema.metadata.sorted_tables):
                if schema.database_of(table) == database:
                    connection.execute(table.delete())


@pytest.fixture
def province(province_ground, portal):
    empty_sql()
    setRoles(portal, TEST_USER_ID, ["Manager"])
    return portal


@pytest.fixture
def version(province):
    return build_procedure(province)


@pytest.fixture
def intake(version):
    return an_intake(version)


@pytest.fixture
def dossier(province, intake):
    from motcua.dossiers.intake import receive

    return receive(province, intake, "reception", MONDAY)


@pytest.fixture(scope="session")
def dossier_database(postgres):
    """One PostgreSQL database for the tests of dossiers that need one."""
    return postgres.url_of(postgres.create_database())


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def sql(request, monkeypatch):
    """Run a test twice: over the files of SQLite and over PostgreSQL."""
    from motcua.storage import engines

    if request.param == "postgresql":
        monkeypatch.setenv("MOTCUA_SQL", request.getfixturevalue("dossier_database"))
    else:
        monkeypatch.delenv("MOTCUA_SQL", raising=False)
    yield request.param
    engines.dispose()
