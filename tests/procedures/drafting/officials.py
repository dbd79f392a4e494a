"""A province, a commune, and the officials who keep their catalogue."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from motcua.base.durations import Term
from motcua.organisation import duties
from motcua.procedures import creation
from motcua.procedures.definitions import Act
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Fee
from motcua.procedures.definitions import Paper
from motcua.procedures.definitions import Version
from motcua.procedures.drafting import writing
from motcua.procedures.drafting.drafts import Draft
from motcua.procedures.drafting.drafts import LogEntry
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID


HANOI = timezone(timedelta(hours=7))
#: A Monday morning.
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=HANOI)
TODAY = NOW.date()
TOMORROW = date(2026, 11, 3)
SINCE = date(2026, 1, 1)
CODE = "9.000401"
COMMUNE_CODE = "9.000402"
DEED = "25/QĐ-UBND"
PASSWORD = "Mot-cua-1!"
CENTRE = "H98.01"
COMMUNE = "H98.31.01"
OFFICIALS = {
    "editor": ((CENTRE, "catalogue"),),
    "second": ((CENTRE, "catalogue"),),
    "control": ((CENTRE, "control"),),
    "publisher": ((CENTRE, "publication"),),
    "both": ((CENTRE, "catalogue"), (CENTRE, "control"), (CENTRE, "publication")),
    "commune": (
        (COMMUNE, "catalogue"),
        (COMMUNE, "control"),
        (COMMUNE, "publication"),
    ),
    "clerk": ((CENTRE, "reception"),),
}


def build(portal):
    """Create two agencies with their officials and two published procedures."""
    setRoles(portal, TEST_USER_ID, ["Manager"])
    folder = portal["organisation"]
    province = api.content.create(
        folder, "Agency", id="H98", title="Tỉnh Bến Đò", code="H98", level="province"
    )
    commune = api.content.create(
        province, "Agency", id="H98.31", title="Xã Đồi", code="H98.31", level="commune"
    )
    for where, code in ((province, CENTRE), (commune, COMMUNE)):
        api.content.create(where, "Department", id=code, title=f"P {code}", code=code)
    for name, held in OFFICIALS.items():
        api.user.create(email=f"{name}@example.org", username=name, password=PASSWORD)
        for unit, duty in held:
            duties.assign(name, unit, duty, SINCE, deed="QĐ 01/QĐ-UBND")
    home = portal["procedures"]
    creation.create(home, a_version(), "published")
    small = creation.create(home, a_version(COMMUNE_CODE, level="commune"), "published")
    small.closed = (published_by(COMMUNE, small.latest()),)


def published_by(unit, version):
    """Return the closed draft with which a unit once published a version."""
    draft = Draft(version, "", unit)
    draft.stage = "closed"
    draft.adopted = version.digest
    draft.note(LogEntry(NOW, "somebody", "publish", deed=DEED))
    return draft


def a_version(code=CODE, **changes):
    """Return a version with nothing to find fault with."""
    values = {
        "code": code,
        "title": "Cấp thẻ đọc sách",
        "field": "Thư viện",
        "level": "province",
        "decision": "11/QĐ-UBND",
        "decision_date": date(2026, 1, 20),
        "effective_from": date(2026, 2, 1),
        "agencies": ("Sở Văn hóa",),
        "cases": (
            Case(
                key="1",
                channels=(
                    Channel(
                        kind="counter",
                        term=Term("working_days", 5),
                        fees=(Fee(20000, kind="charge"),),
                    ),
                ),
                papers=(Paper(key="1", title="Phiếu đăng ký", originals=1),),
            ),
        ),
        "legal_basis": (Act("Luật Thư viện", "46/2019/QH14"),),
    }
    return Version(**{**values, **changes})


def a_draft(portal, code=CODE, person="editor", **changes):
    """Return a draft in which somebody has changed something."""
    draft = writing.begin(code, person, NOW, portal)
    changed = a_version(code, level=draft.version.level or "province")
    changed = Version(**{**vars_of(changed), "result": "Thẻ nhựa", **changes})
    writing.save(draft, changed, draft.revision, person, NOW, portal)
    return draft


def vars_of(version):
    """Return the fields of a version, without what it has computed."""
    return {name: getattr(version, name) for name in Version.__dataclass_fields__}


def a_draft_under_control(portal, **changes):
    """Return a draft that its editor has handed to procedure control."""
    draft = a_draft(portal, **changes)
    writing.submit(draft, "editor", now=NOW, site=portal)
    return draft


def a_draft_to_publish(portal, **changes):
    """Return a draft that procedure control has agreed to."""
    draft = a_draft_under_control(portal, **changes)
    writing.agree(draft, "control", now=NOW, site=portal)
    return draft
