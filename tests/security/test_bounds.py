"""S37: what is asked in addresses is bounded, on every list of every door.

Each address is asked with values too large, too long, senseless or hostile. Nothing
fails, no answer grows, none takes long, and nothing is written.
"""

from __future__ import annotations

import pytest
from tests.desk.conftest import browser
from tests.desk.conftest import receive
from time import perf_counter
import transaction
from urllib.parse import quote


LONG = "a" * 100_000
WORDS = "đất " * 20_000
#: The names that lists and searches of the house and of the platform know.
NAMES = (
    "q",
    "page",
    "b_size",
    "b_start",
    "limit",
    "sort",
    "sort_on",
    "sort_order",
    "state",
    "ma",
    "ten",
    "field",
    "level",
    "agency",
    "unit",
    "kv",
    "dv",
    "tt",
    "tu",
    "den",
    "from",
    "to",
    "on",
    "size",
    "case",
    "by",
    "v",
    "all",
    "late",
    "nguoi",
    "phan",
    "do",
    "hs",
    "tick",
    "tt",
    "dv",
    "kenh",
    "tien",
    "tra",
    "viec",
    "cua",
    "han",
    "hantu",
    "handen",
    "procedure",
    "luc",
    "moc",
    "sau",
    "restore",
    "drop",
    "scan",
    "chon",
    "khac",
    "kind",
    "khung",
    "loai",
    "mo",
    "lam",
    "lai",
    "ke",
    "tuoi",
    "nam",
    "dt",
    "ngay",
    "cashier",
    "book",
    "shift",
    "symbol",
    "xem",
    "manner",
    "channel",
    "operation",
)
VALUES = (
    "-1",
    "0",
    "1000000",
    "9" * 40,
    "1e309",
    "NaN",
    "٣",
    "\0",
    "a\0b",
    "' OR '1'='1",
    "%",
    "_" * 300,
    "*" * 300,
    '"',
    '"a" NEAR/1 b*',
    "(a+)+$",
    "^(([a-z])+.)+[A-Z]([a-z])+$",
    "../../etc/passwd",
    "\u202e\ufeff",
    "0001-01-01",
    "9999-12-31",
    "created desc; drop table dossiers",
)
ODD = (
    f"q={LONG}",
    f"q={quote(WORDS)}",
    f"page={'9' * 100_000}",
    "&".join(f"page={number}" for number in range(2_000)),
    "&".join(f"q.{number}=x" for number in range(2_000)),
    "q=%FF%FE%ED%A0%80",
    "q:int=x&page:list:int=1&b_size:tokens=1",
    "%00=%00",
    "=",
    "&&&&",
    "?" * 5_000,
)
PUBLIC = (
    "/vi",
    "/vi/thu-tuc",
    "/vi/thu-tuc/1.001193",
    "/vi/thu-tuc/1.001193/lich-su",
    "/vi/thu-tuc/1.001193/so-sanh",
    "/vi/thu-tuc/1.001193/chuan-bi",
    "/vi/linh-vuc",
    "/vi/tra-cuu",
    "/vi/kiem-tra-phieu",
    "/vi/co-quan",
    "/vi/co-quan/H99.01",
    "/vi/goi-y",
    "/vi/tin-tuc",
    "/vi/hoi-dap",
    "/vi/theo-doi",
    "/vi/gop-y",
    "/en/procedures",
    "/++api++/@procedures",
)
STAFF = (
    "/desk",
    "/desk/ngay",
    "/desk/cot",
    "/desk/viec-cua-toi.csv",
    "/desk/viec-cua-toi.xlsx",
    "/desk/tiep-nhan/1.001193/theo-doi",
    "/desk/tiep-nhan-ho",
    "/desk/tra-ngay",
    "/desk/tra-ngay/so",
    "/desk/tra-ket-qua",
    "/desk/tra-ket-qua/chua-nhan",
    "/desk/tra-ket-qua/xep-ke",
    "/desk/thu-ngan",
    "/desk/thu-ngan/bien-lai",
    "/desk/mat-dien",
    "/desk/ban-giao/quet",
    "/desk/ket",
    "/desk/tam-dung",
    "/desk/cai-dat",
    "/desk/nhieu-ho-so/lam",
    "/desk/nhieu-ho-so/tiep-tuc",
    "/desk/tim",
    "/desk/tiep-nhan",
    "/desk/tiep-nhan/1.001193",
    "/desk/ban-giao",
    "/desk/ban-giao/lap",
    "/desk/nhac-viec",
    "/desk/nhieu-ho-so",
    "/desk/nhieu-ho-so/tam-dung",
    "/desk/nhieu-ho-so/lich",
    "/desk/xem-nhu",
    "/luu-tru",
    "/luu-tru/ho-so",
    "/luu-tru/da-ket-thuc",
    "/luu-tru/danh-muc",
    "/luu-tru/phong",
    "/luu-tru/so-hoa",
    "/bao-cao",
    "/luu-tru/lo",
    "/++api++/@dossiers",
    "/++api++/@events",
    "/++api++/@scans",
)
#: Bytes of the longest answer to a question that has next to nothing to find, and
#: seconds of the slowest: on a busy machine, far above what any takes.
LARGEST = 120_000
SLOWEST = 5.0


def questions():
    """Return every question: each value under each name, and the odd ones."""
    plain = [f"{name}={quote(value)}" for name in NAMES for value in VALUES]
    return [*plain, *ODD]


def some(path):
    """Return the questions asked of an address: all odd ones, a share of the others.

    The share differs from one address to the next, so that together they ask all.
    """
    step = 24
    begin = (*PUBLIC, *STAFF).index(path) % step
    plain = questions()[: -len(ODD)]
    return [*plain[begin::step], *ODD]


@pytest.fixture
def bounded(house, officer, record_property):
    """Ask an address everything, as somebody; return how many were asked."""
    receive(house)
    browser().get("/login")

    def ask(path, person=None):
        app = browser() if person is None else officer(person)
        app.get(path, status="*")
        transaction.begin()
        before = house._p_jar.db().lastTransaction()
        asked, slowest, largest = 0, 0.0, 0
        for query in some(path):
            begun = perf_counter()
            answer = app.get(f"{path}?{query}", status="*")
            slowest = max(slowest, perf_counter() - begun)
            largest = max(largest, len(answer.body))
            assert answer.status_int < 500, (path, query[:80])
            assert b"Traceback" not in answer.body
            assert LONG[:10_000].encode() not in answer.body, query[:20]
            asked += 1
        transaction.begin()
        assert house._p_jar.db().lastTransaction() == before
        record_property("asked", asked)
        record_property("slowest", round(slowest, 3))
        record_property("largest", largest)
        assert slowest < SLOWEST
        assert largest < LARGEST
        return asked

    return ask


@pytest.mark.parametrize("path", PUBLIC)
def test_questions_of_the_public_are_bounded(bounded, path):
    assert bounded(path) > 35


@pytest.mark.parametrize("path", STAFF)
def test_questions_of_officers_are_bounded(bounded, path):
    assert bounded(path, "supervisor" if "nhieu" in path else "reception") > 35


def test_every_name_meets_every_value_somewhere():
    asked = {query for path in (*PUBLIC, *STAFF) for query in some(path)}
    assert set(questions()) <= asked
