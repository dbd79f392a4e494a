"""Whatever people do in whatever order: nothing is lost, nothing lies in two files."""

from __future__ import annotations

from contextlib import suppress
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from motcua.archive.holdings import closing
from motcua.archive.holdings import files
from motcua.archive.holdings import filing
from motcua.archive.holdings import plan as plans
from motcua.archive.holdings import store
from motcua.archive.holdings import verification
from motcua.archive.holdings.errors import HoldingsError
from motcua.archive.holdings.plan import Entry
from motcua.dossiers import ledger
from tests.archive.holdings.conftest import document
from tests.archive.holdings.conftest import GIVEN
from tests.archive.holdings.conftest import LATER
from tests.archive.holdings.conftest import PROVINCE
from tests.archive.holdings.conftest import YEAR
from tests.dossiers.conftest import UNIT


COUNT = 6
FULL = {**GIVEN, "end": "2026", "sheets": "9", "numbered": "yes"}
STEPS = st.tuples(
    st.sampled_from(["take", "take other", "out", "describe", "close", "reopen"]),
    st.integers(0, 1),
    st.integers(0, COUNT - 1),
)


def step(site, pair, codes, what, which, number):
    """Do one thing to one of two files; what is refused changes nothing."""
    one = pair[which]
    match what:
        case "take":
            filing.take_documents(site, one, "archivist", LATER)
        case "take other":
            other = pair[1 - which].code
            filing.take_documents(site, one, "archivist", LATER, file_code=other)
        case "out":
            filing.take_out(site, one, [codes[number]], "Trùng", "archivist", LATER)
        case "describe":
            filing.describe(site, one, {"note": str(number)}, "archivist", LATER)
        case "close":
            closing.close(site, one, "archivist", LATER)
        case "reopen":
            closing.reopen(site, one, "Thêm", "archivist", LATER)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEPS, max_size=14), years=st.just(YEAR))
def test_every_document_is_in_one_file_or_waits(province, fonds, steps, years):
    pair = [
        filing.open_file(
            province,
            PROVINCE,
            years,
            "archivist",
            LATER,
            department=UNIT,
            given=FULL,
        )
        for _number in range(2)
    ]
    half = COUNT // 2
    codes = [
        document(province, pair[number // half].code, number % half + 1)
        for number in range(COUNT)
    ]
    for what, which, number in steps:
        length = pair[which].length
        try:
            step(province, pair, codes, what, which, number)
        except HoldingsError:
            assert pair[which].length == length
    found = [files.view(one) for one in pair]
    lying = [code for one in found for code in one.documents]
    assert len(lying) == len(set(lying))
    waiting = [code for one in pair for code in filing.waiting(province, one.code)]
    assert sorted(lying + waiting) == sorted(codes)
    for one, view in zip(pair, found, strict=True):
        numbers = [number for number, _ in files.documents_of(province, view)]
        assert numbers == list(range(1, len(view.documents) + 1))
        assert ledger.verify(one) == []
    assert verification.verify(province).faults == []


ENTRIES = st.lists(
    st.tuples(st.sampled_from(["put", "drop"]), st.integers(0, 8), st.integers(0, 8)),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(acts=ENTRIES)
def test_the_tree_of_a_list_holds_every_entry_once(acts):
    from datetime import timedelta
    from motcua.archive.holdings import filelists
    from tests.dossiers.conftest import MONDAY

    one = store.FileList(store.list_code(PROVINCE, YEAR))
    facts = {"fonds": PROVINCE, "year": YEAR, "source": ""}
    told = {"actor": "archivist", "unit": UNIT}
    ledger.append(one, "draft", **told, now=MONDAY, facts=facts, data={"entries": []})
    for count, (what, key, parent) in enumerate(acts, start=1):
        found, now = plans.fold(one), MONDAY + timedelta(minutes=count)
        with suppress(HoldingsError):
            if what == "put":
                new = f"k{found.last_key + 1}"
                known = f"k{key}" if f"k{key}" in found.entries else new
                above = f"k{parent}" if parent else ""
                entry = Entry(known, plans.HEADING, "Đề mục", parent=above)
                made = filelists.as_kept(None, found, entry)
                facts = {"key": made.key, "addition": False}
                data = {"entry": made.to_json()}
                ledger.append(one, "put", **told, now=now, facts=facts, data=data)
            elif f"k{key}" in found.entries and not found.children(f"k{key}"):
                facts = {"key": f"k{key}"}
                ledger.append(one, "drop", **told, now=now, facts=facts, data={})
    found = plans.fold(one)
    assert sorted(each.key for _depth, each in found.rows) == sorted(found.entries)
    gone = [e.facts["key"] for e in found.events if e.type == "drop"]
    used = [int(key[1:]) for key in [*found.entries, *gone]]
    assert found.last_key == max(used, default=0)
