"""The province of a load: sixty communes, a centre, twelve departments.

One person each holds the duties of a unit or department, and a second one those that
do not go with them: who takes money does not supervise its taking, who prepares a
result does not approve it.
"""

from __future__ import annotations

from datetime import date
from motcua.base.durations import Term
from motcua.organisation import duties
from motcua.procedures import creation
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Paper
from motcua.procedures.definitions import Version
from plone import api
import secrets
from typing import Any
from typing import Final


PROVINCE: Final = "H98"
CENTRE: Final = "H98.01"
DEPARTMENTS: Final = tuple(f"H98.{number:02d}" for number in range(2, 14))
COMMUNES: Final = tuple(f"H98.{number}" for number in range(31, 91))
CHANNELS: Final = {"counter": 45, "online": 45, "post": 10}
#: Terms in working days of the procedures, the busiest first.
_TERMS = (3, 1, 5, 3, 10, 7, 15, 2, 20, 5, 30, 10)
PROCEDURES: Final = tuple(f"9.98{number:04d}" for number in range(1, 41))
SINCE: Final = date(2020, 1, 1)
DEED: Final = "01/QĐ-THUTAI"
AT_UNIT: Final = ("reception", "archive", "supervision")
AT_DEPARTMENT: Final = ("processing", "approval")
#: Duties of the second person.
SECOND: Final = frozenset({"supervision", "approval"})


def person(department: str, duty: str = "") -> str:
    """Return the login of who holds a duty of a department: the first person's."""
    login = department.lower().replace(".", "-")
    return f"{login}-{duty}" if duty in SECOND else login


def term(procedure: int) -> int:
    """Return the promised time of a procedure, in working days."""
    return _TERMS[procedure % len(_TERMS)]


def build(site: Any) -> list[tuple[str, str, str]]:
    """Create the province; return (login, password, what) of three busy persons.

    The caller commits.
    """
    with api.env.adopt_roles(["Manager"]):
        _build_units(site)
        for number, code in enumerate(PROCEDURES):
            creation.create(site["procedures"], _version(number, code), "published")
        passwords = {
            department: _employ(department, held)
            for department, held in (
                (CENTRE, AT_UNIT),
                *((code, AT_DEPARTMENT) for code in DEPARTMENTS),
                *((f"{code}.01", AT_UNIT) for code in COMMUNES),
                *((f"{code}.02", AT_DEPARTMENT) for code in COMMUNES),
            )
        }
    busy = (CENTRE, DEPARTMENTS[0], f"{COMMUNES[0]}.02")
    return [(person(d), passwords[d], f"thử tải / load {d}") for d in busy]


def _build_units(site: Any) -> None:
    create = api.content.create
    province = create(
        site["organisation"],
        "Agency",
        id=PROVINCE,
        code=PROVINCE,
        title="Tỉnh thử tải",
        level="province",
    )
    create(province, "OneStopUnit", id=CENTRE, code=CENTRE, title="Trung tâm thử tải")
    for number, code in enumerate(DEPARTMENTS, start=1):
        create(province, "Department", id=code, code=code, title=f"Sở thử {number}")
    for number, code in enumerate(COMMUNES, start=1):
        commune = create(
            province,
            "Agency",
            id=code,
            code=code,
            title=f"Xã thử {number}",
            level="commune",
        )
        for kind, end, title in (
            ("OneStopUnit", "01", "Bộ phận Một cửa"),
            ("Department", "02", "Phòng Chuyên môn"),
        ):
            below = f"{code}.{end}"
            create(
                commune, kind, id=below, code=below, title=f"{title} xã thử {number}"
            )


def _version(number: int, code: str) -> Version:
    promised = Term.parse(f"{term(number)} working days")
    return Version(
        code=code,
        title=f"Thủ tục thử tải số {number + 1}",
        level="commune",
        cases=(
            Case(
                key="1",
                channels=tuple(
                    Channel(kind=kind, term=promised)  # type: ignore[arg-type]
                    for kind in CHANNELS
                ),
                papers=(
                    Paper(key="1", title="Đơn đề nghị", originals=1),
                    Paper(key="2", title="Giấy tờ kèm theo", copies=1),
                ),
            ),
        ),
    )


def _employ(department: str, held: tuple[str, ...]) -> str:
    """Give the duties to one person or two; return the password of the first."""
    passwords = {
        login: secrets.token_urlsafe(9)
        for login in dict.fromkeys(person(department, duty) for duty in held)
    }
    for login, password in passwords.items():
        api.user.create(email=f"{login}@example.org", username=login, password=password)
    for duty in held:
        login = person(department, duty)
        duties.assign(login, department, duty, SINCE, deed=DEED)
    return passwords[person(department)]
