"""Whatever is done to a batch, every page is in exactly one place."""

from __future__ import annotations

from datetime import timedelta
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from motcua.archive.capture import layout
from motcua.archive.capture.draft import Mark
from motcua.archive.capture.errors import CaptureError
from motcua.archive.capture.layout import ARRANGING
from motcua.archive.capture.pages import Target
from motcua.archive.capture.store import Batch
from motcua.archive.capture.words import REASONS
from motcua.dossiers import ledger
import pytest
from tests.dossiers.conftest import MONDAY


def new_batch():
    """Return a batch of plain papers that hangs nowhere."""
    batch = Batch("H99.01-2026-L0001")
    facts = {
        "code": batch.code,
        "purpose": "papers",
        "dossiers": [],
        "file_code": batch.code,
        "declared": 0,
        "scanner": "",
    }
    write(batch, "open", facts)
    return batch


def write(batch, type_, facts, data=None):
    return ledger.append(
        batch,
        type_,
        actor="archivist",
        unit="H99.01",
        now=MONDAY,
        facts=facts,
        data=data or {},
    )


def tried(batch, type_, facts, data=None):
    """Write an event when it is possible, as ``Acting`` does; say whether it was."""
    made = layout.drafted(ledger.events(batch))
    try:
        layout.apply(made, type_, facts, data or {}, batch.length + 1)
        made.check_whole()
    except CaptureError:
        return False
    write(batch, type_, facts, data)
    return True


def arrive(batch, pages, **facts):
    told = {
        "sha256": f"{batch.length:064x}",
        "size": 1,
        "media": "application/pdf",
        "pages": pages,
        "signed": False,
        "side": "all",
        "via": "screen",
    }
    write(batch, "arrive", {**told, **facts}, {"name": "x.pdf"})


MARKS = st.sampled_from(
    [
        ("", None, "", ""),
        ("", None, "", ""),
        ("cover", ["", "", 1], "", ""),
        ("cover", ["", "", 2], "", ""),
        ("stray", None, "unreadable", ""),
        ("stray", None, "other-dossier", ""),
        ("foreign", None, "names-other-dossier", ""),
        ("", None, "", "MẬT"),
        ("blank", None, "", ""),
    ]
)


def some_facts(draw, found, type_):
    """Return facts for an act, mostly of what is there."""
    pages = sorted(found.pages) or ["a9.9"]
    documents = [one.id for one in found.documents] or ["d0"]
    page = st.sampled_from([*pages, "a9.9"])
    several = st.lists(page, min_size=1, max_size=4)
    document = st.sampled_from([*documents, "d0"])
    match type_:
        case "rotate":
            turned = st.dictionaries(page, st.sampled_from([0, 90, 180, 270, 45]))
            return {"pages": draw(turned)}
        case "move":
            to = st.sampled_from([*documents, "new", ""])
            before = st.sampled_from(["", *pages])
            return {"pages": draw(several), "to": draw(to), "before": draw(before)}
        case "split":
            return {"document": draw(document), "page": draw(page)}
        case "merge":
            return {"documents": draw(st.lists(document, max_size=3))}
        case "cut":
            half = {"axis": draw(st.sampled_from("xy")), "where": 0.5}
            return {"page": draw(page), "turned": draw(st.booleans()), **half}
        case "reject":
            return {"pages": draw(several), "reason": "blank"}
        case "assign":
            target = st.sampled_from([None, ["", "", 1], ["", "", 3]])
            return {"document": draw(document), "target": draw(target)}
        case "describe":
            return {"document": draw(document)}
        case "secret":
            return {"pages": draw(several), "level": "MẬT"}
        case "filing":
            return {"documents": [draw(document)]}
        case "give_up" | "refuse_file" | "look_again":
            return {"arrival": draw(st.integers(0, len(found.arrivals) + 1))}
        case _:
            return {"pages": draw(several)}


@st.composite
def stories(draw):
    """Return a batch to which anything may have happened, checked at every step."""
    batch = new_batch()
    acts = [*ARRANGING, *ARRANGING, "secret", "release", "undo", "arrive", "look"]
    acts += ["look", "collate", "filing", "file", "unfiled", "look_again"]
    for type_ in draw(st.lists(st.sampled_from(acts), max_size=25)):
        before = layout.fold(batch)
        step(draw, batch, before, type_)
        after = layout.fold(batch)
        assert after.astray() == []
        assert after.figures.adds_up
        if after.length > before.length and batch.last.type in ARRANGING:
            undo(batch, before, after)
            if draw(st.booleans()):
                continue
            # Half of the time the act is done after all.
            batch.last, batch.length = batch.last.previous, batch.length - 1
            batch.head = batch.last.hash
    return batch


def undo(batch, before, after):
    """Take the act back: everything stands as it stood before."""
    assert after.undoable == after.length
    write(batch, "undo", {"event": after.undoable})
    again = layout.fold(batch)
    ignored = {"length": 0}
    assert vars(again) | ignored == vars(before) | ignored


def step(draw, batch, found, type_):
    numbers = [one.number for one in found.arrivals]
    if type_ == "arrive" or not numbers:
        side = draw(st.sampled_from(["all", "all", "fronts", "backs"]))
        pages, signed = draw(st.integers(1, 5)), draw(st.integers(0, 4)) == 0
        arrive(batch, pages, side=side, signed=signed)
    elif type_ == "look":
        for one in found.waiting[:1]:
            marks = {page: list(draw(MARKS)) for page in one.ids}
            turned = {page: 180 for page in one.ids if draw(st.booleans())}
            facts = {"arrival": one.number, "sha256": "0" * 64}
            if draw(st.integers(0, 3)) == 0:
                facts |= {"sha256": "", "failed": "crash"}
                marks = turned = {}
            write(batch, "look", {**facts, "marks": marks, "rotations": turned})
    elif type_ == "collate":
        which = st.sampled_from(numbers)
        tried(batch, "collate", {"fronts": draw(which), "backs": draw(which)})
    elif type_ in ("file", "unfiled"):
        for one in found.documents:
            if one.state == "filing":
                done = {
                    "sha256": "1" * 64,
                    "as": {"document": "x"},
                    "problem": "no-pdf",
                }
                write(batch, type_, {"document": one.id, **done})
    elif type_ == "undo":
        if found.undoable:
            write(batch, "undo", {"event": found.undoable})
    else:
        tried(batch, type_, some_facts(draw, found, type_))


@settings(
    max_examples=300,
    deadline=timedelta(seconds=5),
    suppress_health_check=list(HealthCheck),
)
@given(stories())
def test_whatever_happens_every_page_has_one_place_and_undo_restores(batch):
    found = layout.fold(batch)
    assert found.astray() == []
    assert sorted(found.pages) == sorted(found.expected())
    for one in found.arrivals:
        if one.signed:
            homes = {tuple(found.places(page)) for page in one.ids}
            assert len(homes) == 1, "a signed file was parted"
    for reason in found.unassigned.values():
        assert reason in REASONS


def looked_at(batch, number, marks):
    facts = {"arrival": number, "sha256": "0" * 64, "rotations": {}}
    told = {page: list(mark) for page, mark in marks.items()}
    write(batch, "look", {**facts, "marks": told})
    return layout.fold(batch)


def cover(ordinal):
    return ("cover", ["", "", ordinal], "", "")


def test_a_cover_starts_a_document_and_is_no_page_of_it():
    batch = new_batch()
    arrive(batch, 5)
    found = looked_at(batch, 1, {"a1.1": cover(1), "a1.4": cover(2)})
    assert [one.pages for one in found.documents] == [("a1.2", "a1.3"), ("a1.5",)]
    assert [one.target for one in found.documents] == [
        Target(ordinal=1),
        Target(ordinal=2),
    ]
    assert found.covers == {"a1.1": Target(ordinal=1), "a1.4": Target(ordinal=2)}


def test_what_comes_before_the_first_cover_belongs_to_nothing():
    batch = new_batch()
    arrive(batch, 2)
    found = looked_at(batch, 1, {"a1.2": cover(1)})
    assert found.unassigned == {"a1.1": "no-cover"}
    assert not found.documents


@pytest.mark.parametrize("reason", ["unreadable", "unknown", "other-dossier"])
def test_what_follows_a_code_that_is_none_of_ours_is_not_misfiled(reason):
    batch = new_batch()
    arrive(batch, 6)
    marks = {"a1.1": cover(1), "a1.3": ("stray", None, reason, ""), "a1.5": cover(2)}
    found = looked_at(batch, 1, marks)
    assert [one.pages for one in found.documents] == [("a1.2",), ("a1.6",)]
    assert found.unassigned == {"a1.3": reason, "a1.4": f"after-{reason}"}


def test_a_page_that_names_another_dossier_leaves_alone():
    batch = new_batch()
    arrive(batch, 4)
    stray = ("foreign", None, "names-other-dossier", "")
    found = looked_at(batch, 1, {"a1.1": cover(1), "a1.3": stray})
    assert found.documents[0].pages == ("a1.2", "a1.4")
    assert found.unassigned == {"a1.3": "names-other-dossier"}


def test_a_number_that_comes_twice_is_left_to_a_person():
    batch = new_batch()
    arrive(batch, 4)
    found = looked_at(batch, 1, {"a1.1": cover(1), "a1.3": cover(1)})
    assert [one.pages for one in found.documents] == [("a1.2",)]
    assert found.unassigned == {"a1.3": "ordinal-taken", "a1.4": "after-ordinal-taken"}


def test_a_stamp_of_secrecy_sends_its_whole_document_to_quarantine():
    batch = new_batch()
    arrive(batch, 6)
    marks = {"a1.1": cover(1), "a1.3": ("", None, "", "MẬT"), "a1.5": cover(2)}
    found = looked_at(batch, 1, marks)
    assert found.quarantined == dict.fromkeys(("a1.2", "a1.3", "a1.4"), "MẬT")
    assert [one.pages for one in found.documents] == [("a1.6",)]


def test_two_passes_become_one_order():
    batch = new_batch()
    arrive(batch, 3, side="fronts")
    arrive(batch, 3, side="backs")
    looked_at(batch, 1, {"a1.1": cover(1)})
    found = looked_at(batch, 2, {})
    assert set(found.unassigned.values()) == {"other-side"}
    assert tried(batch, "collate", {"fronts": 1, "backs": 2})
    found = layout.fold(batch)
    assert found.documents[0].pages == ("a2.3", "a1.2", "a2.2", "a1.3", "a2.1")


def test_passes_of_different_length_are_told_and_left():
    batch = new_batch()
    arrive(batch, 3, side="fronts")
    arrive(batch, 2, side="backs")
    looked_at(batch, 1, {})
    found = looked_at(batch, 2, {})
    assert set(found.unassigned.values()) == {"sides-differ"}
    assert not tried(batch, "collate", {"fronts": 1, "backs": 2})


def test_a_cut_register_keeps_its_place_and_its_file():
    batch = new_batch()
    arrive(batch, 4)
    looked_at(batch, 1, {"a1.1": cover(1)})
    assert tried(batch, "cut", {"page": "a1.3", "axis": "x", "where": 0.5})
    found = layout.fold(batch)
    assert found.documents[0].pages == ("a1.2", "a1.3-1", "a1.3-2", "a1.4")
    assert found.pages["a1.3-2"].part == (0.5, 0.0, 1.0, 1.0)
    assert found.pages["a1.3-2"].sha256 == found.arrivals[0].sha256
    assert found.figures.adds_up
    assert found.figures.cut == 1


def test_a_look_that_comes_late_moves_nothing_that_a_person_placed():
    batch = new_batch()
    arrive(batch, 3)
    assert tried(batch, "move", {"pages": ["a1.2"], "to": "new", "before": ""})
    found = looked_at(batch, 1, {"a1.1": cover(1)})
    assert [one.pages for one in found.documents] == [("a1.2",)]
    assert found.unassigned == {"a1.1": "by-hand", "a1.3": "by-hand"}


def test_a_signed_file_is_neither_parted_nor_turned():
    batch = new_batch()
    arrive(batch, 3, signed=True)
    found = looked_at(batch, 1, {"a1.1": cover(1)})
    assert found.unassigned == dict.fromkeys(("a1.1", "a1.2", "a1.3"), "signed")
    assert not tried(batch, "move", {"pages": ["a1.2"], "to": "new"})
    assert not tried(batch, "rotate", {"pages": {"a1.1": 90}})
    assert not tried(batch, "cut", {"page": "a1.1", "axis": "x", "where": 0.5})
    assert tried(batch, "move", {"pages": ["a1.1", "a1.2", "a1.3"], "to": "new"})


def test_marks_of_a_page_are_what_the_chain_says():
    batch = new_batch()
    arrive(batch, 1)
    looked_at(batch, 1, {"a1.1": cover(7)})
    made = layout.drafted(ledger.events(batch))
    assert made.marks["a1.1"] == Mark("cover", Target(ordinal=7))


def test_a_stamp_seen_late_takes_its_document_out_of_a_persons_hands():
    batch = new_batch()
    arrive(batch, 3)
    assert tried(batch, "move", {"pages": ["a1.1", "a1.2"], "to": "new"})
    found = looked_at(batch, 1, {"a1.2": ("", None, "", "MẬT")})
    assert found.quarantined == {"a1.1": "MẬT", "a1.2": "MẬT"}
    assert not found.documents
    assert found.astray() == []


def test_a_stamp_on_one_pass_waits_for_no_other():
    batch = new_batch()
    arrive(batch, 2, side="fronts")
    found = looked_at(batch, 1, {"a1.2": ("", None, "", "TUYỆT MẬT")})
    assert found.quarantined == {"a1.2": "TUYỆT MẬT"}


def test_a_signed_file_bears_its_highest_stamp():
    batch = new_batch()
    arrive(batch, 3, signed=True)
    marks = {"a1.1": ("", None, "", "TỐI MẬT"), "a1.2": ("", None, "", "TUYỆT MẬT")}
    found = looked_at(batch, 1, marks)
    assert set(found.quarantined.values()) == {"TUYỆT MẬT"}


def test_a_signed_file_in_a_persons_hands_is_not_parted_by_a_stamp():
    batch = new_batch()
    arrive(batch, 2, signed=True)
    assert tried(batch, "reject", {"pages": ["a1.1", "a1.2"], "reason": "alien"})
    found = looked_at(batch, 1, {"a1.2": ("", None, "", "MẬT")})
    assert found.quarantined == {"a1.1": "MẬT", "a1.2": "MẬT"}
    assert not found.rejected


def sheets(draw_from):
    """Return strategies of (page kind) for a stack of sheets with two sides."""
    return st.lists(st.tuples(*draw_from), min_size=1, max_size=8)


SIDES = (
    st.sampled_from(["cover", "", "blank"]),
    st.sampled_from(["blank", "", "blank"]),
)


@given(sheets(SIDES))
def test_bare_backs_of_covers_are_no_pages_of_documents(stack):
    batch = new_batch()
    arrive(batch, 2 * len(stack))
    marks, ordinal = {}, 0
    for number, (front, back) in enumerate(stack):
        ordinal += front == "cover"
        target = ["", "", ordinal] if front == "cover" else None
        marks[f"a1.{2 * number + 1}"] = [front, target, "", ""]
        marks[f"a1.{2 * number + 2}"] = [back, None, "", ""]
    told = {"arrival": 1, "sha256": "0" * 64, "marks": marks, "rotations": {}}
    write(batch, "look", told)
    found = layout.fold(batch)
    assert found.astray() == []
    assert found.figures.adds_up
    bare = {
        f"a1.{2 * number + 2}"
        for number, (front, back) in enumerate(stack)
        if (front, back) == ("cover", "blank")
    }
    assert found.backs == bare
    assert bare <= set(found.covers)
    # Every other blank page stays where it was: pencil may be on it.
    held = {page for one in found.documents for page in one.pages}
    kept = held | set(found.unassigned)
    assert kept == set(found.pages) - set(found.covers)
    # A person who moves one takes it out of the covers.
    for page in sorted(bare)[:1]:
        assert tried(batch, "move", {"pages": [page], "to": "new", "before": ""})
        after = layout.fold(batch)
        assert page not in after.backs
        assert after.figures.adds_up


@pytest.mark.parametrize("pages", [3, 4])
def test_a_blank_page_behind_a_cover_of_one_side_stays_in_its_document(pages):
    batch = new_batch()
    arrive(batch, pages)
    # Covers on pages 1 and, of four, 4: no stack of sheets with two sides.
    marks = {"a1.1": ["cover", ["", "", 1], "", ""], "a1.2": ["blank", None, "", ""]}
    if pages == 4:
        marks["a1.4"] = ["cover", ["", "", 2], "", ""]
    told = {"arrival": 1, "sha256": "0" * 64, "marks": marks, "rotations": {}}
    write(batch, "look", told)
    found = layout.fold(batch)
    assert found.backs == frozenset()
    assert found.documents[0].pages == ("a1.2", "a1.3")
