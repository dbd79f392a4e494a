"""Closed files of every kind, and the rows of what a test holds."""

from __future__ import annotations

from datetime import date
from motcua.archive import retention
from motcua.archive.holdings import files
from motcua.archive.holdings import filing
from motcua.archive.holdings import kept
from motcua.archive.holdings import rights
from motcua.archive.holdings import store
from motcua.archive.holdings.register import Files
from motcua.archive.retention import rules
from motcua.archive.terms import deciding
from motcua.archive.terms.deciding import Wanted
from motcua.archive.terms.register import Terms
from motcua.storage.engines import register_engine
import pytest
from tests.archive.holdings.conftest import drafted  # noqa: F401
from tests.archive.holdings.conftest import fonds  # noqa: F401
from tests.archive.holdings.conftest import issued  # noqa: F401
from tests.archive.holdings.conftest import LATER
from tests.archive.holdings.conftest import PROVINCE
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
import transaction


ARCHIVE = f"{UNIT}:archive"
PROCEDURE = "1.001193"


def a_file(
    site,
    class_="10-years",
    *,
    ended=2026,
    by=rules.RULE,
    procedure=PROCEDURE,
    field="",
    heading="",
    start=retention.END,
    sheets=0,
    size=0,
    department=LAND,
    state=files.CLOSED,
):
    """Make a closed file by its events alone, and return it."""
    medium = "paper" if sheets else "digital"
    one = filing.new(
        site,
        PROVINCE,
        2026,
        "archivist",
        ARCHIVE,
        MONDAY,
        list_="DM-H99-2026" if heading else "",
        heading=heading,
        department=department,
        origin=files.DOSSIER if by == rules.RULE else files.PAPERS,
        told={
            "title": "Hồ sơ thử",
            "retention": class_,
            "end": f"{ended}",
            "medium": medium,
            **({"sheets": str(sheets)} if sheets else {}),
        },
    )
    if state == files.CLOSED:
        told = kept.Kept(
            class_, start, ended, None, by, "", "", False, procedure, field, size
        )
        facts = {**kept.facts_of(told), "documents": 1, "sheets": sheets}
        rights.append(one, "close", "archivist", ARCHIVE, MONDAY, facts)
    return one


def rows(site):
    """Write the rows of what the test's transaction holds."""
    with register_engine().begin() as connection:
        for one in store.every_file(site):
            for projection in (Terms(), Files()):
                projection.upsert(connection, projection.row(one))


def wanted(subject="all", value="", class_="20-years", day=(2026, 11, 1), **changes):
    """Return a rule as a person writes it."""
    told = {
        "start": retention.END,
        "deed": "QĐ 45/QĐ-UBND",
        "deed_on": date(2026, 10, 20),
        **changes,
    }
    return Wanted(
        subject=subject, value=value, class_=class_, valid_from=date(*day), **told
    )


def in_force(site, *args, agency=PROVINCE, **kwargs):
    """Have a rule proposed and approved; return its table."""
    from motcua.archive.retention import tables

    told = wanted(*args, **kwargs)
    event = deciding.propose(site, agency, told, "archivist", MONDAY)
    one = tables.table(site, agency)
    deciding.approve(site, one, event.facts["rule"], "leader", LATER)
    return one


@pytest.fixture
def kept_sql(province, version, fonds, monkeypatch):  # noqa: F811
    """The province with a fonds; jobs commit by writing rows."""
    empty_sql()
    monkeypatch.setattr(transaction, "begin", lambda: None)
    monkeypatch.setattr(transaction, "abort", lambda: None)
    monkeypatch.setattr(transaction, "commit", lambda: rows(province))
    return province
