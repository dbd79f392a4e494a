"""Form 01, the receipt slip: Giấy tiếp nhận hồ sơ và hẹn trả kết quả.

Fields and their order are those of the form that Circular 03/2025/TT-VPCP
prescribes; it exists in Vietnamese only. QR code and PIN are ours: they let the
holder of the slip follow the dossier.
"""

from __future__ import annotations

from datetime import datetime
from motcua.base.codes import parse_dossier_code
from motcua.base.durations import Term
from motcua.dossiers import pins
from motcua.dossiers.codes import VIETNAM
from motcua.dossiers.slips import marks
from motcua.dossiers.slips import pages
from motcua.dossiers.states import fold
from motcua.organisation import units
from motcua.procedures import versions
from pathlib import Path
from plone import api
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.persons import Person
    from motcua.dossiers.states import DossierView

TEMPLATE: Final = Path(__file__).with_name("form01.pt")
#: Where the public pages follow a dossier. The code stands behind "#", which
#: browsers keep to themselves: it reaches no log on the way.
TRACKING: Final = "vi/tra-cuu"

FORMS: Final = {
    "original": "Bản chính",
    "certified": "Bản sao có chứng thực",
    "copy": "Bản sao",
    "electronic": "Bản điện tử",
    "shown": "Chỉ xuất trình để đối chiếu",
}
CHANNELS: Final = {
    "counter": "Trực tiếp",
    "post": "Qua dịch vụ bưu chính công ích",
    "online": "Trực tuyến",
}
ANSWERS: Final = {
    "counter": "Nhận trực tiếp tại nơi nộp hồ sơ",
    "post": "Qua dịch vụ bưu chính công ích",
    "online": "Nhận kết quả điện tử",
}
NO_LIMIT: Final = "Không quy định thời hạn"


def receipt(site: Any, dossier: Dossier) -> bytes:
    """Return the receipt slip of ``dossier`` as a PDF in the format A5.

    Reads the dossier and changes nothing. What it states is what was promised at
    receipt: a later pause or resumption does not change it.
    """
    return pages.pdf(TEMPLATE, values(site, fold(dossier)))


def values(site: Any, view: DossierView) -> dict[str, Any]:
    """Return what the template prints, all of it text but the two marks."""
    unit = units.get(view.unit, site)
    agency, superior = _above(unit, site)
    version = versions.get(view.procedure, view.version, site=site)
    address = f"{site.absolute_url()}/{TRACKING}"
    applicant, owner = view.person("applicant"), view.person("owner")
    return {
        "code": view.code,
        "number": f"{parse_dossier_code(view.code).serial:04d}/TNHS",
        "unit": unit,
        "agency": agency,
        "superior": superior,
        "day": view.received_at.astimezone(VIETNAM),
        "procedure": version.title,
        "procedure_code": version.code,
        "case": next((c.title for c in version.cases if c.key == view.case), ""),
        "applicant": _lines(applicant),
        "applicant_name": applicant.name if applicant else "",
        "owner": [] if _same(applicant, owner) else _lines(owner),
        "representative": _lines(view.person("representative")),
        "channel": CHANNELS[view.channel],
        "papers": [(p.title, FORMS[p.form], p.count) for p in view.papers],
        "term": _sentence(Term.parse(view.term).text("vi")),
        "received": moment(view.received_at),
        "due": moment(view.promised) if view.promised else NO_LIMIT,
        "answer": ANSWERS[view.answer_by],
        "note": view.note,
        "receiver": _name(view.received_by),
        "pin": pins.pin(view.code),
        "tracking": address,
        "qr": marks.qr(f"{address}#{view.code}"),
        "bars": marks.code128(view.code),
    }


def moment(at: datetime) -> str:
    """Return a moment as the form writes it: "08:05 ngày 02/11/2026"."""
    return f"{at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"


def _above(unit: units.Unit, site: Any) -> tuple[str, str]:
    """Return the names of the unit's agency and of the agency above that one."""
    line = [one for one in units.ancestors(unit.code, site) if one.kind == "agency"]
    names = [*(one.name for one in line), "", ""]
    return names[0], names[1]


def _same(one: Person | None, two: Person | None) -> bool:
    """Say whether two roles are the same person, in every fact but the role."""
    if one is None or two is None:
        return two is None
    facts, others = one.to_json(), two.to_json()
    return {**facts, "role": ""} == {**others, "role": ""}


def _lines(person: Person | None) -> list[tuple[str, str]]:
    if person is None:
        return []
    found = (
        ("Họ và tên", person.name),
        ("Ngày, năm sinh", birth(person.birth)),
        ("Số định danh", person.id_number),
        ("Điện thoại", person.phone),
        ("Thư điện tử", person.email),
        ("Địa chỉ", person.address),
        ("Giấy tờ chứng minh", person.proof),
    )
    return [(label, value) for label, value in found if value]


def birth(text: str) -> str:
    """Return ``yyyy-mm-dd``, ``yyyy-mm`` or ``yyyy`` with the day in front."""
    return "/".join(reversed(text.split("-")))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _name(person: str) -> str:
    user = api.user.get(userid=person)
    return str(user.getProperty("fullname") or person) if user else person
