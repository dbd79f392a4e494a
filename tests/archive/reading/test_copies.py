"""Copies are pictures with the agency's name, go after their days, and hide what is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from motcua.archive import renditions
from motcua.archive.capture import documents
from motcua.archive.capture import store as capture
from motcua.archive.finding.documents import DOCUMENTS
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Unknown
from motcua.archive.reading import deciding
from motcua.archive.reading import destroying
from motcua.archive.reading import items
from motcua.archive.reading import making
from motcua.archive.reading import register
from motcua.archive.reading import removing
from motcua.archive.reading import requests
from motcua.archive.reading import store
from motcua.archive.reading import twins
from motcua.archive.reading import verification
from motcua.archive.reading.deciding import Voice
from motcua.dossiers import ledger
from motcua.storage import files
from motcua.storage.engines import register_engine
from motcua.storage.files import FileStore
import os
import pikepdf
import pypdfium2
import pytest
from tests.archive.reading.conftest import agreed
from tests.archive.reading.conftest import asked
from tests.archive.reading.conftest import LATER
from tests.archive.reading.conftest import made
from tests.archive.reading.conftest import rows
import time
from types import SimpleNamespace


#: Over the words that stand 100 points below the top of each page.
BOX = (0.1, 0.09, 0.9, 0.14)


def text_of(digest):
    """Return all words that a program reads in a stored PDF."""
    document = pypdfium2.PdfDocument(files.path(digest))
    try:
        return "".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def image_of(digest, page=0):
    """Return a page of a stored PDF as a picture, a point a pixel."""
    document = pypdfium2.PdfDocument(files.path(digest))
    try:
        return document[page].render(scale=1).to_pil().convert("L")
    finally:
        document.close()


def darkest(image, box):
    """Return the darkest shade in a part of a picture."""
    return image.crop(box).getextrema()[0]


def aged(digest):
    """Let a stored file be two hours old."""
    long_ago = time.time() - 2 * 3600
    os.utime(files.path(digest), (long_ago, long_ago))


def archival(site, code):
    """Return the digest of the archival copy of a document."""
    found = documents.view(capture.document(site, code))
    return renditions.get(found.sha256, site).archival


def test_a_copy_to_read_is_of_pictures_with_the_name_below_each_page(kept, papers):
    found = made(kept, agreed(kept, papers[0]))
    [copy] = found.items[papers[0]].copies
    assert (copy.pages, copy.number) == (2, 0)
    assert "HIDDEN1" in text_of(archival(kept, papers[0]))
    assert text_of(copy.sha256).strip() == ""
    with pikepdf.open(files.path(copy.sha256)) as pdf:
        assert b"SECRET-TITLE" not in files.path(copy.sha256).read_bytes()
        assert pdf.open_metadata().pdfa_status == "2B"
        sizes = [float(page.mediabox[3]) for page in pdf.pages]
    assert sizes == [pytest.approx(860, abs=1)] * 2, "842 points and the strip"
    for page in (0, 1):
        image = image_of(copy.sha256, page)
        middle = image.width // 2
        below = (middle - 60, image.height - 18, middle + 60, image.height)
        assert darkest(image, below) < 100
        assert darkest(image, (0, image.height - 18, 100, image.height)) > 200


def test_copies_that_are_given_say_so_on_the_first_page_and_are_numbered(kept, papers):
    found = made(kept, agreed(kept, papers[0], use=requests.PLAIN))
    [copy] = found.items[papers[0]].copies
    assert copy.number == 1
    image = image_of(copy.sha256)
    assert darkest(image, (image.width - 120, 0, image.width, 18)) < 100
    assert image_of(copy.sha256, 1).height < image.height
    again = made(kept, agreed(kept, papers[0], use=requests.PLAIN))
    assert again.items[papers[0]].copies[0].number == 2
    rows(kept)
    assert [row["number"] for row in register.given(["H99"], 2026)] == [2, 1]


def test_a_job_that_runs_again_makes_nothing_twice(kept, papers):
    one = agreed(kept, papers[0], use=requests.PLAIN)
    key = f"{one.code}:{requests.view(one).events[-1].number}"
    making.make(key, {}, print)
    length = one.length
    making.make(key, {}, print)
    assert one.length == length


@pytest.mark.parametrize("how", ["destroyed", "restricted"])
def test_of_what_is_destroyed_or_restricted_while_it_is_drawn_no_copy_is_made(
    kept, papers, monkeypatch, how
):
    one = agreed(kept, papers[0], days=10)
    draw, find, seen = making.drawn, items.find, []

    def drawn(*told, **more):
        seen.append(draw(*told, **more).ref)
        return SimpleNamespace(ref=seen[-1], pages=2)

    def found(site, code):
        item = find(site, code)
        return replace(item, restricted=True) if how == "restricted" else None

    monkeypatch.setattr(making, "drawn", drawn)
    monkeypatch.setattr(items, "find", found)
    key = f"{one.code}:{requests.view(one).events[-1].number}"
    making.make(key, {}, print)
    [item] = requests.view(one).items.values()
    assert (item.state, item.copies) == (requests.WIPED, ())
    [ref] = seen
    assert not files.exists(ref.sha256)
    making.make(key, {}, print)
    assert len(seen) == 1


def test_a_document_that_went_into_another_file_takes_its_copies_along(kept, papers):
    one = agreed(kept, papers[0], days=10)
    [copy] = made(kept, one).items[papers[0]].copies
    item = requests.view(one).items[papers[0]]
    assert destroying._of(replace(item, code="H99.2026.77"), {copy.code})
    assert not destroying._of(replace(item, code="H99.2026.77"), {"H99.2026.78"})


def test_copies_are_wiped_five_days_after_the_last_day_and_the_master_stays(
    kept, papers
):
    one = agreed(kept, papers[0], days=10)
    found = made(kept, one)
    [copy] = found.items[papers[0]].copies
    rows(kept)
    assert list(register.ReadingFiles().refers(copy.sha256, copy.sha256))
    last = LATER + timedelta(days=15)
    assert making.wipe(one, last) is None
    event = making.wipe(one, last + timedelta(days=1))
    rows(kept)
    assert not list(register.ReadingFiles().refers(copy.sha256, copy.sha256))
    removing.remove(f"{one.code}:{event.number}", {}, print)
    assert files.exists(copy.sha256), "what was stored just now may be coming in"
    aged(copy.sha256)
    removing.remove(f"{one.code}:{event.number}", {}, print)
    assert not files.exists(copy.sha256)
    assert files.exists(archival(kept, papers[0]))
    assert requests.view(one).state == requests.WIPED
    removing.remove(f"{one.code}:{event.number}", {}, print)
    assert ledger.verify(one) == []


def test_a_copy_that_came_back_as_a_paper_of_a_dossier_stays_with_it(kept, papers):
    one = agreed(kept, papers[0], days=10)
    [copy] = made(kept, one).items[papers[0]].copies
    event = making.wipe(one, LATER + timedelta(days=16))
    rows(kept)
    aged(copy.sha256)
    with register_engine().begin() as connection:
        connection.execute(
            DOCUMENTS.insert(),
            {
                "code": "H99.01-261127-0001",
                "number": 2,
                "role": "original",
                "paper": "don",
                "title": "Bản sao",
                "sha256": copy.sha256,
                "media": "application/pdf",
                "pages": 1,
            },
        )
    removing.remove(f"{one.code}:{event.number}", {}, print)
    assert files.exists(copy.sha256)
    assert verification.verify(kept).faults == []


def test_without_the_second_copy_nothing_is_removed_yet(
    kept, papers, monkeypatch, tmp_path
):
    one = agreed(kept, papers[0], days=10)
    [copy] = made(kept, one).items[papers[0]].copies
    event = making.wipe(one, LATER + timedelta(days=16))
    rows(kept)
    aged(copy.sha256)
    monkeypatch.setattr(
        removing, "settings", lambda: SimpleNamespace(files_copy=tmp_path)
    )
    with pytest.raises(OSError, match="second copy"):
        removing.remove(f"{one.code}:{event.number}", {}, print)
    assert files.exists(copy.sha256)
    FileStore(tmp_path).mark()
    FileStore(tmp_path).store(files.path(copy.sha256))
    removing.remove(f"{one.code}:{event.number}", {}, print)
    assert not files.exists(copy.sha256)
    assert not FileStore(tmp_path).exists(copy.sha256)


def test_what_was_ended_early_is_wiped_earlier(kept, papers):
    one = agreed(kept, papers[0], days=15)
    made(kept, one)
    now = LATER + timedelta(days=1)
    deciding.end(kept, one, "Trả sớm", "archivist", now)
    assert making.wipe(one, now + timedelta(days=5)) is None
    assert making.wipe(one, now + timedelta(days=6)) is not None


def test_the_night_finds_what_is_due(kept, papers):
    one = agreed(kept, papers[0], days=10)
    made(kept, one)
    rows(kept)
    until = requests.view(one).until
    assert register.due_to_wipe(until) == []
    assert register.due_to_wipe(until + timedelta(days=1)) == [one.code]


def covered(site, document):
    """Cover the words of a document and let the job draw it."""
    one = twins.cover(
        site, document, {1: [BOX], 2: [BOX]}, "Bí mật đời tư", "archivist", LATER
    )
    making.cover(f"{document}:{twins.view(one).asked}", {}, print)
    return twins.view(one)


def test_what_is_covered_is_in_no_text_and_no_pixel_of_the_copy(kept, papers):
    before = files.path(archival(kept, papers[1])).read_bytes()
    found = covered(kept, papers[1])
    assert text_of(found.sha256).strip() == ""
    raw = files.path(found.sha256).read_bytes()
    with pikepdf.open(files.path(found.sha256)) as pdf:
        streams = b"".join(
            one.read_raw_bytes()
            for one in pdf.objects
            if isinstance(one, pikepdf.Stream)
        )
        assert pdf.open_metadata().pdfa_status == "2B"
    for word in (b"HIDDEN", b"SECRET-TITLE", b"PLAIN"):
        assert word not in raw + streams
    for page in (0, 1):
        image = image_of(found.sha256, page)
        inside = (70, 82, 520, 112)
        assert image.crop(inside).getextrema()[1] < 40, "black without a gap"
        assert darkest(image, (100, 430, 300, 450)) < 100, "the rest is read"
    assert files.path(archival(kept, papers[1])).read_bytes() == before


def test_a_reader_of_limited_rights_gets_the_covered_copy(kept, papers):
    twin = covered(kept, papers[0])
    one = asked(kept, papers[0])
    voices = {papers[0]: Voice(deciding.COVER)}
    deciding.answer(kept, one, voices, 5, "archivist", LATER)
    [copy] = made(kept, one).items[papers[0]].copies
    image = image_of(copy.sha256)
    assert image.crop((70, 82, 520, 112)).getextrema()[1] < 60
    assert copy.sha256 != twin.sha256


@pytest.mark.parametrize(
    "boxes",
    [{}, {3: [BOX]}, {1: [(0.5, 0.1, 0.4, 0.2)]}, {1: [(-0.1, 0, 1, 1)]}, {1: []}],
)
def test_boxes_lie_on_pages_that_there_are(kept, papers, boxes):
    with pytest.raises(Missing):
        twins.cover(kept, papers[0], boxes, "Lý do", "archivist", LATER)
    assert store.twin(kept, papers[0]) is None


def test_only_the_archive_covers_and_for_others_the_document_is_not_there(kept, papers):
    for person in ("handler", "stranger"):
        with pytest.raises(Unknown):
            twins.cover(kept, papers[0], {1: [BOX]}, "Lý do", person, LATER)


def test_copies_go_with_the_file_that_is_destroyed(kept, papers, file):
    from motcua.archive.holdings import files as holdings_files

    one = agreed(kept, papers[0])
    [copy] = made(kept, one).items[papers[0]].copies
    twin = covered(kept, papers[1])
    rows(kept)
    view = holdings_files.view(file)
    who = ("archivist", "H99.01", LATER)
    gone = destroying.Copies().destroy(kept, view, *who)
    assert gone == {copy.sha256, twin.sha256}
    found = requests.view(one)
    assert found.state == requests.WIPED
    assert found.items[papers[0]].copies[0].title == ""
    assert ledger.verify(one) == []
    assert twins.view(store.twin(kept, papers[1])).sha256 == ""
