"""Documents of a batch go where they belong, each once."""

from __future__ import annotations

from datetime import timedelta
import io
from motcua.archive import renditions
from motcua.archive.capture import arrivals
from motcua.archive.capture import batches
from motcua.archive.capture import documents
from motcua.archive.capture import filing
from motcua.archive.capture import gaps
from motcua.archive.capture import layout
from motcua.archive.capture import signedback
from motcua.archive.capture import store
from motcua.archive.capture import words
from motcua.archive.capture.arranging import Acting
from motcua.archive.capture.errors import AlreadyHere
from motcua.archive.capture.errors import Impossible
from motcua.archive.capture.errors import Missing
from motcua.archive.capture.errors import NotYours
from motcua.archive.capture.pages import Target
from motcua.archive.errors import UploadRefused
from motcua.archive.incoming.attachments import attachments
from motcua.archive.pdf.pdfa import Archival
from motcua.archive.pdf.verdicts import Verdict
from motcua.dossiers import ledger
from motcua.dossiers.interfaces import ISigner
from motcua.dossiers.signing import Signed
from motcua.organisation import delegations
from motcua.organisation.delegations import Delegation
from motcua.storage import files
import pikepdf
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
import pytest
from tests.archive.capture import sheets
from tests.archive.capture.conftest import looked
from tests.archive.conftest import blank_pdf
from tests.archive.pdf.test_pdfa import signed
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
from types import SimpleNamespace
from zope.component import provideUtility
from zope.interface import implementer


LATER = MONDAY + timedelta(minutes=10)


def arrive(site, batch, path, who="archivist", **how):
    return arrivals.arrive(
        site, batch, sheets.sent(path), path.name, who, MONDAY, **how
    )


def numbered(path, pages):
    """Write a PDF whose pages are of different width, to tell them apart."""
    with pikepdf.new() as pdf:
        for number in range(1, pages + 1):
            pdf.add_blank_page(page_size=(500 + number, 842))
        pdf.save(path)
    return path


def widths(content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [round(float(page.mediabox[2])) - 500 for page in pdf.pages]


def file_all(site, batch, tmp_path):
    """Do what the job does, in the transaction of the test."""
    for count, one in enumerate(layout.fold(batch).documents):
        if one.state == "filing":
            place = tmp_path / f"filing-{batch.length}-{count}"
            place.mkdir()
            asked = [each for each in ledger.events(batch) if each.type == "filing"]
            ready = filing.made(layout.fold(batch), one, place)
            filing.file_one(site, batch, one.id, ready, asked[-1].actor, LATER)
    return layout.fold(batch)


@pytest.fixture
def stack(province, dossier):
    """The stack of a dossier at the counter."""
    return batches.open_batch(
        province, UNIT, "counter", "reception", MONDAY, dossiers=[dossier.code]
    )


def paper(dossier, key):
    return ("cover", [dossier.code, key, 0], "", "")


def test_one_stack_becomes_the_papers_of_the_dossier(
    province, dossier, stack, tmp_path
):
    path = numbered(tmp_path / "chong.pdf", 6)
    arrive(province, stack, path, "reception")
    marks = {"a1.1": paper(dossier, "1"), "a1.4": paper(dossier, "2")}
    looked(stack, 1, marks)
    found = layout.fold(stack)
    ids = [one.id for one in found.documents]
    filing.ask(province, stack, ids, "reception", MONDAY, stack.length)
    found = file_all(province, stack, tmp_path)
    assert [one.state for one in found.documents] == ["filed", "filed"]
    held = attachments(dossier)
    assert [(one.paper, one.pages) for one in held] == [("1", 2), ("2", 2)]
    with files.open(held[0].sha256) as scan:
        assert widths(scan.read()) == [2, 3]
    # The file that came in is kept as it came.
    with files.open(found.arrivals[0].sha256) as original:
        assert original.read() == path.read_bytes()
    assert found.figures.filed == 4 and found.figures.adds_up
    filed = found.documents[0].filed
    assert ledger.events(dossier)[filed["event"] - 1].data["sha256"] == held[0].sha256


def test_filing_again_adds_nothing(province, dossier, stack, tmp_path):
    arrive(province, stack, numbered(tmp_path / "1.pdf", 3), "reception")
    looked(stack, 1, {"a1.1": paper(dossier, "1")})
    found = layout.fold(stack)
    document = found.documents[0].id
    filing.ask(province, stack, [document], "reception", MONDAY)
    place = tmp_path / "x"
    place.mkdir()
    ready = filing.made(layout.fold(stack), found.documents[0], place)
    for _each in range(2):
        filing.file_one(province, stack, document, ready, "reception", LATER)
    assert len(attachments(dossier)) == 1
    assert [one.type for one in ledger.events(stack)].count("file") == 1
    # The dossier has the scan, and the event of the batch was lost with its commit.
    twin = batches.open_batch(
        province, UNIT, "counter", "reception", MONDAY, dossiers=[dossier.code]
    )
    arrive(province, twin, tmp_path / "1.pdf", "reception")
    looked(twin, 1, {"a1.1": paper(dossier, "1")})
    document = layout.fold(twin).documents[0].id
    filing.ask(province, twin, [document], "reception", MONDAY)
    file_all(province, twin, tmp_path)
    assert len(attachments(dossier)) == 1


def test_a_whole_file_is_filed_as_it_came(province, dossier, stack, tmp_path):
    path = numbered(tmp_path / "giay.pdf", 2)
    arrive(province, stack, path, "reception")
    acting = Acting(province, stack, "reception", MONDAY, None)
    acting.move(["a1.1", "a1.2"], "new")
    document = layout.fold(stack).documents[0].id
    acting.assign(document, Target(dossier.code, "1"))
    filing.ask(province, stack, [document], "reception", MONDAY)
    found = file_all(province, stack, tmp_path)
    assert found.documents[0].filed["sha256"] == found.arrivals[0].sha256
    assert attachments(dossier)[0].name == "giay.pdf"


def test_turned_and_cut_pages_look_as_arranged(province, batch, tmp_path):
    arrive(province, batch, blank_pdf(tmp_path / "a3.pdf", 1, (1000, 700)))
    acting = Acting(province, batch, "archivist", MONDAY, None)
    acting.move(["a1.1"], "new")
    acting.cut("a1.1", "x", 0.4)
    acting.rotate({"a1.1-2": 180})
    found = layout.fold(batch)
    target, _name = filing.made(found, found.documents[0], tmp_path)
    with pikepdf.open(target) as pdf:
        boxes = [[float(side) for side in page.mediabox] for page in pdf.pages]
        assert boxes == [[0, 0, 400, 700], [400, 0, 1000, 700]]
        assert int(pdf.pages[1].obj.get("/Rotate", 0)) == 180


def test_pictures_become_pages_of_their_size(province, batch, tmp_path):
    from PIL import Image

    for number in (1, 2):
        path = tmp_path / f"{number}.jpg"
        Image.new("L", (1654, 2339), 250 - number).save(path, dpi=(200, 200))
        arrive(province, batch, path)
    Acting(province, batch, "archivist", MONDAY, None).move(["a2.1", "a1.1"], "new")
    found = layout.fold(batch)
    target, _name = filing.made(found, found.documents[0], tmp_path)
    with pikepdf.open(target) as pdf:
        assert [round(float(page.mediabox[3])) for page in pdf.pages] == [842, 842]
    first = target.read_bytes()
    again = tmp_path / "again"
    again.mkdir()
    other, _name = filing.made(found, found.documents[0], again)
    assert other.read_bytes() == first, "the same order gives the same bytes"


@pytest.mark.parametrize(
    ("who", "ready", "problem"),
    [
        ("jurist", None, "not-allowed"),
        ("reception", "no-pdf", "no-pdf"),
    ],
)
def test_what_cannot_be_filed_comes_back_with_the_reason(
    province, dossier, stack, tmp_path, who, ready, problem
):
    arrive(province, stack, numbered(tmp_path / "1.pdf", 2), "reception")
    looked(stack, 1, {"a1.1": paper(dossier, "1")})
    found = layout.fold(stack)
    document = found.documents[0]
    filing.ask(province, stack, [document.id], "reception", MONDAY)
    given = ready or filing.made(found, document, tmp_path)
    filing.file_one(province, stack, document.id, given, who, LATER)
    found = layout.fold(stack)
    assert (found.documents[0].state, found.documents[0].problem) == ("open", problem)
    assert problem in words.PROBLEMS
    assert not attachments(dossier)
    # It is arranged again, and filed again.
    filing.ask(province, stack, [document.id], "reception", MONDAY)
    assert file_all(province, stack, tmp_path).documents[0].state == "filed"


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "No space left on device"),
        UploadRefused("no-room", "x.pdf"),
        OSError(5, "Input/output error"),
    ],
)
def test_a_disk_that_fails_is_no_answer_to_who_files(
    province, dossier, stack, tmp_path, monkeypatch, error
):
    arrive(province, stack, numbered(tmp_path / "1.pdf", 2), "reception")
    looked(stack, 1, {"a1.1": paper(dossier, "1")})
    document = layout.fold(stack).documents[0]
    filing.ask(province, stack, [document.id], "reception", MONDAY)
    ready = filing.made(layout.fold(stack), document, tmp_path)

    def add(*_arguments, **_how):
        raise error

    monkeypatch.setattr(filing.scans, "add", add)
    with pytest.raises(type(error)):
        filing.file_one(province, stack, document.id, ready, "reception", LATER)
    assert layout.fold(stack).documents[0].state == "filing", "the job tries again"


def test_a_document_that_is_no_more_holds_no_other_up(
    province, dossier, stack, tmp_path
):
    arrive(province, stack, numbered(tmp_path / "1.pdf", 2), "reception")
    before = stack.length
    # Taken back and merged with another, while the job still names it.
    filing._file_next(stack.code, "d99", "reception", tmp_path)
    filing.file_one(province, stack, "d99", "no-pdf", "reception", LATER)
    assert stack.length == before


def test_who_brings_a_signed_file_is_waited_for(monkeypatch, tmp_path):
    told = {}

    def run(_task, _arguments, **how):
        told.update(how)
        return {"whole": True, "kept": True}

    monkeypatch.setattr(signedback, "_begins_with", lambda *_: True)
    monkeypatch.setattr(signedback.files, "path", lambda _digest: tmp_path)
    monkeypatch.setattr(signedback.confined, "run", run)
    signedback.check("0" * 64, SimpleNamespace(path=tmp_path, name="ký.pdf"))
    assert told["waited_for"] is True


def test_gaps_are_named_before_the_citizen_leaves(province, dossier, stack, tmp_path):
    arrive(province, stack, numbered(tmp_path / "1.pdf", 3), "reception")
    looked(stack, 1, {"a1.1": paper(dossier, "1")})
    lines = {
        one.key: one for one in gaps.compare(province, layout.fold(stack), dossier.code)
    }
    assert (lines["1"].gap, lines["1"].pages) == ("", 2)
    assert (lines["2"].gap, lines["2"].given) == ("not-scanned", True)


def test_plain_papers_are_examined_and_described_before_they_are_filed(
    province, batch, tmp_path
):
    arrive(province, batch, numbered(tmp_path / "1.pdf", 3))
    looked(batch, 1, {"a1.1": ("cover", ["", "", 5], "", "")})
    acting = Acting(province, batch, "archivist", MONDAY, None)
    document = layout.fold(batch).documents[0].id
    with pytest.raises(Impossible):
        filing.ask(province, batch, [document], "archivist", MONDAY)
    acting.submit()
    acting.act("refuse", {}, {"reason": "Chưa biên mục"})
    acting.describe(document, {"type": "Quyết định", "abstract": "Về việc cấp đất"})
    acting.submit()
    acting.act("accept", {})
    filing.ask(province, batch, [document], "archivist", MONDAY)
    found = file_all(province, batch, tmp_path)
    code = f"{batch.code}.0000005"
    assert found.documents[0].filed["document"] == code
    seen = documents.view(documents.get(province, code, "archivist", MONDAY))
    assert (seen.state, seen.pages, seen.name) == ("awaiting", 2, f"{code}.pdf")
    assert seen.fields == {"type": "Quyết định", "abstract": "Về việc cấp đất"}
    for who in ("reception", "stranger"):
        with pytest.raises(KeyError):
            documents.get(province, code, who, MONDAY)
    assert list(ledger.verify(store.document(province, code))) == []


def test_what_lacks_its_data_is_named(province, batch, tmp_path):
    arrive(province, batch, numbered(tmp_path / "1.pdf", 2))
    looked(batch, 1, {"a1.1": ("cover", ["", "", 5], "", "")})
    acting = Acting(province, batch, "archivist", MONDAY, None)
    acting.submit()
    acting.act("accept", {})
    document = layout.fold(batch).documents[0].id
    with pytest.raises(Missing) as refused:
        filing.ask(province, batch, [document], "archivist", MONDAY)
    assert "Document 5 lacks" in str(refused.value)


def filed_document(province, batch, tmp_path, ordinal=1):
    arrive(province, batch, numbered(tmp_path / f"{ordinal}.pdf", 2))
    number = len(layout.fold(batch).arrivals)
    looked(batch, number, {f"a{number}.1": ("cover", ["", "", ordinal], "", "")})
    acting = Acting(province, batch, "archivist", MONDAY, None)
    document = layout.fold(batch).documents[-1].id
    told = {"type": "Công văn", "abstract": "Về việc", "kind": "map"}
    acting.describe(document, told)
    acting.submit()
    acting.act("accept", {})
    filing.ask(province, batch, [document], "archivist", MONDAY)
    return file_all(province, batch, tmp_path).documents[-1]


def test_what_serves_the_scanning_alone_does_not_go_into_the_archive(
    province, batch, tmp_path
):
    filed = filed_document(province, batch, tmp_path)
    assert filed.fields["kind"] == "map"
    one = store.document(province, filed.filed["document"])
    kept = documents.view(one).fields
    assert kept == {"type": "Công văn", "abstract": "Về việc"}


def test_a_number_of_a_file_is_given_once(province, tmp_path):
    kept = []
    for _each in range(2):
        batch = batches.open_batch(
            province, UNIT, "papers", "archivist", MONDAY, file_code="000.01.H99.2004.7"
        )
        place = tmp_path / batch.code
        place.mkdir()
        kept.append(filed_document(province, batch, place))
    assert kept[0].filed["document"] == "000.01.H99.2004.7.0000001"
    assert (kept[1].state, kept[1].problem) == ("open", "code-taken")


@pytest.fixture
def awaiting(province, batch, tmp_path):
    """A filed document whose PDF/A is there."""
    filed = filed_document(province, batch, tmp_path)
    one = store.document(province, filed.filed["document"])
    found = documents.view(one)
    archival = blank_pdf(tmp_path / "archival.pdf")
    verdict = Verdict("test", "1", "2b", "pass")
    told = Archival(archival, "read", False, ("Trang",), ({},), (verdict,))
    renditions.keep(found.sha256, told, province, MONDAY)
    return one


def test_without_a_signer_the_way_out_is_named(province, awaiting):
    with pytest.raises(Impossible) as refused:
        documents.sign(province, awaiting, "archivist", LATER)
    assert "bring the signed file back" in str(refused.value)
    with pytest.raises(NotYours):
        documents.sign(province, awaiting, "reception", LATER)


def test_a_signer_signs_the_archival_file(province, awaiting, monkeypatch):
    @implementer(ISigner)
    class Pen:
        title = "Pen"
        asked = ()

        def prepare(self, request, person, files_):
            self.asked = (person, files_)

        def collect(self, request):
            return Signed("signed", (b"%PDF-1.7 signed",))

    from zope.component import getGlobalSiteManager

    pen = Pen()
    provideUtility(pen, ISigner, name="pen")
    try:
        documents.sign(province, awaiting, "archivist", LATER)
    finally:
        getGlobalSiteManager().unregisterUtility(pen, ISigner, name="pen")
    found = documents.view(awaiting)
    assert (found.state, found.signed_by) == ("signed", "archivist")
    archival = renditions.get(found.sha256, province).archival
    assert pen.asked == ("archivist", ((f"{found.code}.pdf", archival),))
    with files.open(found.master) as signed:
        assert signed.read() == b"%PDF-1.7 signed"
    with pytest.raises(Impossible):
        documents.sign(province, awaiting, "archivist", LATER)


def bring(province, one, path, who="archivist"):
    return documents.bring_signed(
        province, one, sheets.sent(path), path.name, who, LATER
    )


def given_out(province, one, place):
    """Write the archival file where the person who signs has it."""
    archival = documents.archival_of(province, documents.view(one))
    place.write_bytes(files.path(archival).read_bytes())
    return place


def test_a_signed_file_that_is_brought_back_is_the_master(province, awaiting, tmp_path):
    path = signed(given_out(province, awaiting, tmp_path / "ký.pdf"))
    with pytest.raises(NotYours):
        bring(province, awaiting, path, who="reception")
    event = bring(province, awaiting, path)
    found = documents.view(awaiting)
    assert (found.state, found.signed_by) == ("signed", "archivist")
    with files.open(found.master) as master:
        assert master.read() == path.read_bytes()
    assert event.facts["of"] == renditions.get(found.sha256, province).archival
    with pytest.raises(Impossible):
        bring(province, awaiting, path)


def test_who_signs_for_another_by_delegation_is_told(province, awaiting, tmp_path):
    path = signed(given_out(province, awaiting, tmp_path / "thay.pdf"))
    row = Delegation(
        giver="archivist",
        receiver="jurist",
        department=UNIT,
        duty="archive",
        since=MONDAY.date(),
        until=MONDAY.date(),
        form="TUQ.",
        deed="QĐ 7/QĐ-TT",
    )
    delegations.delegate(row)
    event = bring(province, awaiting, path, who="jurist")
    assert event.facts["for"]["person"] == "archivist"


def test_an_unsigned_file_is_no_signed_one(province, awaiting, tmp_path):
    path = given_out(province, awaiting, tmp_path / "khong-ky.pdf")
    with pytest.raises(Missing, match="no digital signature"):
        bring(province, awaiting, path)
    assert documents.view(awaiting).state == "awaiting"


def test_the_signed_file_of_another_document_is_refused(province, awaiting, tmp_path):
    other = signed(numbered(tmp_path / "khac.pdf", documents.view(awaiting).pages))
    with pytest.raises(Missing, match="not the archival file"):
        bring(province, awaiting, other)
    assert documents.view(awaiting).state == "awaiting"


def test_what_was_changed_behind_the_signature_is_refused(province, awaiting, tmp_path):
    path = signed(given_out(province, awaiting, tmp_path / "sua.pdf"))
    whole = path.read_bytes()
    # The moment of signing is among what was signed, behind the archival file.
    stamp = b"/M (D\\0722"
    assert whole.count(stamp) == 1
    path.write_bytes(whole.replace(stamp + b"0", stamp + b"1"))
    with pytest.raises(Missing, match=r"does not hold|cannot be read"):
        bring(province, awaiting, path)
    assert documents.view(awaiting).state == "awaiting"


def another_page(writer):
    """Let the first page show something else."""
    page = writer.root["/Pages"]["/Kids"][0]
    other = writer.add_object(StreamObject(stream_data=b"0 0 300 300 re f"))
    page["/Contents"] = other
    writer.update_container(page)


def test_pages_that_were_changed_before_signing_are_refused(
    province, awaiting, tmp_path
):
    path = given_out(province, awaiting, tmp_path / "sua.pdf")
    # Behind the archival file, as signing is.
    writer = IncrementalPdfFileWriter(io.BytesIO(path.read_bytes()))
    another_page(writer)
    with path.open("wb") as target:
        writer.write(target)
    with pytest.raises(Missing, match="changed before it was signed"):
        bring(province, awaiting, signed(path))
    assert documents.view(awaiting).state == "awaiting"


# What comes in


def test_a_file_that_came_before_is_told_and_not_doubled(province, batch, tmp_path):
    path = numbered(tmp_path / "1.pdf", 2)
    arrive(province, batch, path)
    with pytest.raises(AlreadyHere) as told:
        arrive(province, batch, path)
    assert told.value.arrival == 1
    assert layout.fold(batch).figures.arrived == 2


def test_half_a_file_is_refused_and_the_others_come_in(province, batch, tmp_path):
    whole = numbered(tmp_path / "1.pdf", 2).read_bytes()
    sent = [
        (io.BytesIO(whole[: len(whole) // 2]), "nua.pdf"),
        (io.BytesIO(whole), "1.pdf"),
        (io.BytesIO(b"hello"), "thu.txt"),
        (io.BytesIO(whole), "lai.pdf"),
    ]
    taken = arrivals.arrive_all(province, batch, sent, "archivist", MONDAY)
    assert [one.arrival for one in taken] == [0, 1, 0, 1]
    assert all(one.message for one in taken if one.name != "1.pdf")
    assert len(layout.fold(batch).arrivals) == 1


def test_nobody_elses_files_come_in(province, batch, tmp_path):
    path = numbered(tmp_path / "1.pdf", 2)
    with pytest.raises(KeyError):
        arrive(province, batch, path, "reception")
    with pytest.raises(UploadRefused):
        arrive(province, batch, blank_pdf_broken(tmp_path))
    assert batch.length == 1


def blank_pdf_broken(tmp_path):
    path = tmp_path / "hong.pdf"
    path.write_bytes(b"%PDF-1.7 nothing")
    return path
