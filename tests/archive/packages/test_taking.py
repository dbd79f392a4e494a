"""What hinders a package while it is taken in, and what becomes of its data."""

from __future__ import annotations

import json
from motcua.archive.capture import documents
from motcua.archive.capture import store as capture
from motcua.archive.holdings import files as holding_files
from motcua.archive.holdings import filing
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.packages import accessions
from motcua.archive.packages import checking
from motcua.archive.packages import describing
from motcua.archive.packages import exporting
from motcua.archive.packages import hindrances
from motcua.archive.packages import kinds
from motcua.archive.packages import register
from motcua.archive.packages import taking
from motcua.archive.packages.errors import Blocked
from motcua.archive.packages.errors import PackageError
from motcua.archive.packages.reports import Report
from motcua.dossiers import ledger
from motcua.storage import files
from motcua.storage import jobs
from motcua.storage import room
import pytest
from tests.archive.packages.test_accessions import accepted
from tests.archive.packages.test_accessions import AFTER
from tests.archive.packages.test_accessions import receive
from tests.archive.packages.test_bad_input import EAD
from tests.archive.packages.test_bad_input import edited
from tests.archive.packages.test_bad_input import relinked
import zipfile


def fail_at(monkeypatch, number, error):
    """Have the document of this number end with an error."""
    before, calls = documents.receive, []

    def receive_(*words, **more):
        calls.append(1)
        if len(calls) == number:
            raise error
        return before(*words, **more)

    monkeypatch.setattr(documents, "receive", receive_)


@pytest.mark.parametrize(
    "error", [PackageError(), files.UnknownFile("0" * 64)], ids=["ours", "store"]
)
def test_of_a_package_that_fails_half_way_nothing_stays(
    province, fonds, sent, monkeypatch, error
):
    one = accepted(province, sent)
    with monkeypatch.context() as patch:
        fail_at(patch, 2, error)
        found = taking.take(province, one, AFTER)
    assert found.state == accessions.SOUND
    assert list(holdings.every_file(province)) == []
    assert capture.document(province, "H99.2026.1.0000001") is None
    assert ledger.verify(one) == []
    accessions.accept(province, one, "archivist", AFTER)
    assert taking.take(province, one, AFTER).state == accessions.TAKEN


def test_documents_that_are_here_already_stop_their_file(province, fonds, sent):
    facts = {"code": "H99.2026.1.0000002", "file_code": "H99.2026.1", "ordinal": 2}
    facts |= {"document": "", "sha256": "0" * 64, "size": 1, "pages": 1}
    facts |= {"media": "application/pdf", "signed": True}
    documents.receive(province, "H99.01", facts, {"fields": {}}, "archivist", AFTER)
    one = receive(province, sent)
    with pytest.raises(Impossible, match="Documents with the code"):
        accessions.accept(province, one, "archivist", AFTER)


def test_a_term_of_two_meanings_leaves_the_file_open(province, fonds, remade):
    do = edited(EAD, "<maintenance>01", "<maintenance>07")
    one = accepted(province, remade(do), close=True)
    [code] = taking.take(province, one, AFTER).files
    found = holding_files.view(holdings.file(province, code))
    assert found.state == holding_files.OPEN
    assert "retention" not in found.fields


def test_without_the_word_of_an_archivist_no_file_is_closed(province, fonds, sent):
    one = accepted(province, sent)
    [code] = taking.take(province, one, AFTER).files
    assert holding_files.view(holdings.file(province, code)).state == holding_files.OPEN


@pytest.mark.parametrize("given", ["H99.2026.9999999", "H99.2026.007"])
def test_a_number_far_ahead_or_written_otherwise_is_not_kept(
    province, fonds, remade, given
):
    do = edited(EAD, "<fileCode>H99.2026.1", f"<fileCode>{given}")
    one = accepted(province, remade(do))
    [code] = taking.take(province, one, AFTER).files
    found = holding_files.view(holdings.file(province, code))
    assert (found.number, found.fields["notation"]) == (1, given)
    opened = filing.open_file(
        province,
        "H99",
        2026,
        "archivist",
        AFTER,
        department="H99.01",
        given={"title": "a", "retention": "permanent", "begin": "2026"},
    )
    assert opened.code == "H99.2026.2"


def test_what_does_not_fit_is_kept_in_the_description_alone(province, fonds, remade):
    def do(folder):
        [path] = folder.glob("representations/rep1/metadata/descriptive/*1.xml")
        text = path.read_text().replace("></organName>", f">{'x' * 300}</organName>")
        text = text.replace("<typeName>22", "<typeName>\u00b2")
        path.write_text(text.replace("></issuedDate>", ">hôm qua</issuedDate>"))
        relinked(folder)

    one = accepted(province, remade(do))
    taking.take(province, one, AFTER)
    document = capture.document(province, "H99.2026.1.0000001")
    assert document.first.data["ead"]["organName"] == "x" * 300
    found = documents.view(document)
    assert found.fields["type"] == "\u00b2"
    assert not {"agency", "date"} & set(found.fields)
    assert found.state == documents.RECEIVED


def test_data_of_a_file_are_those_that_it_may_have():
    told = describing.of_file(
        {
            "title": " a \n b ",
            "maintenance": "06",
            "startDate": "05/01/2026",
            "endDate": "30/10/2025",
            "language": "99",
        }
    )
    assert told["title"] == "a b"
    assert told["retention"] == "10-years"
    assert told["begin"] == "2026-01-05"
    assert not {"end", "language"} & set(told)


def test_earlier_houses_neither_replace_nor_forge_what_came(province, fonds, remade):
    def do(folder):
        place = folder / kinds.RECEIVED / "GN-2026-0001"
        place.mkdir(parents=True)
        (place / "METS.xml").write_text("<forged/>")
        named(folder, f"{kinds.RECEIVED}/GN-2026-0001/METS.xml")

    one = accepted(province, remade(do))
    assert one.code == "GN-2026-0001"
    [code] = taking.take(province, one, AFTER).files
    came = holdings.file(province, code).first.data["came"]
    with files.open(came["GN-2026-0001/METS.xml"][0]) as stream:
        assert b"forged" not in stream.read()
    with files.open(came["earlier/GN-2026-0001/METS.xml"][0]) as stream:
        assert stream.read() == b"<forged/>"


def named(folder, path):
    """Name one more file in the METS of the package, beside the read-me."""
    mets = folder / "METS.xml"
    text = mets.read_text()
    begin = text.rindex("<file ", 0, text.index(kinds.READ_ME))
    end = text.index("</file>", begin) + len("</file>")
    more = text[begin:end].replace(kinds.READ_ME, path).replace(' ID="', ' ID="x-')
    mets.write_text(text[:end] + more + text[end:])
    relinked(folder)


def test_originals_of_any_kind_are_kept_and_asked_of_nobody(province, fonds, remade):
    def do(folder):
        path = next(folder.glob("representations/rep2/data/*1.pdf"))
        path.write_bytes(b"PK a table of some office")
        premis = next(folder.glob("representations/rep2/metadata/preservation/*.xml"))
        premis.unlink()
        mets = folder / "representations" / "rep2" / "METS.xml"
        text = mets.read_text()
        begin, end = text.index("<amdSec"), text.index("</amdSec>") + 9
        mets.write_text(text[:begin] + text[end:])
        relinked(folder)

    one = accepted(province, remade(do))
    assert taking.take(province, one, AFTER).state == accessions.TAKEN
    document = capture.document(province, "H99.2026.1.0000001")
    assert documents.view(document).media == "application/octet-stream"
    from motcua.archive.capture.register import Documents

    assert list(Documents().jobs(document)) == []


def test_what_came_without_signature_is_kept_and_not_handed_over(
    province, fonds, sent, tmp_path
):
    one = accepted(province, sent, close=True)
    [code] = taking.take(province, one, AFTER).files
    with pytest.raises(Blocked) as caught:
        exporting.export(province, code, kinds.SIP, tmp_path, "archivist", AFTER)
    assert {key for key, _name in caught.value.obstacles} == {"unsigned-received"}
    made = exporting.export(province, code, kinds.AIP, tmp_path, "archivist", AFTER)
    assert made.documents == 3


def test_a_full_disk_is_no_fault_of_the_package(province, fonds, sent, monkeypatch):
    full = Report()
    full.fault("no-room", "x.zip")
    with monkeypatch.context() as patch:
        patch.setattr(checking, "_judged", lambda *_words: full)
        one = receive(province, sent)
        assert accessions.view(one).state == accessions.UNCHECKED
        with pytest.raises(Impossible):
            accessions.accept(province, one, "archivist", AFTER)
    asked = accessions.check_again(province, one, "archivist", AFTER)
    assert accessions.view(one).state == accessions.CHECKING
    accessions.run(f"{one.code}:{asked.number}", {}, print)
    assert accessions.view(one).state == accessions.SOUND
    with pytest.raises(Impossible):
        accessions.check_again(province, one, "archivist", AFTER)
    accessions.accept(province, one, "archivist", AFTER)
    monkeypatch.setattr(checking, "_judged", lambda *_words: full)
    with pytest.raises(OSError) as caught:
        taking.take(province, one, AFTER)
    assert room.is_short(caught.value), "the job waits for room"


def test_many_entries_have_more_time(sent, tmp_path):
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(2000):
            archive.writestr(f"a/{number}", "")
    assert checking.seconds_for(path) == 120 + 100


def test_what_a_package_holds_is_not_read_to_check_it(sent, monkeypatch):
    monkeypatch.setattr(json, "loads", None)
    monkeypatch.setattr(checking, "_judged", lambda *_words: Report())
    assert checking.check(sent).sound


@pytest.mark.parametrize("state", [jobs.FAILED, jobs.CANCELLED])
def test_what_stopped_while_it_was_taken_in_waits_again(
    province, fonds, sent, monkeypatch, state
):
    one = accepted(province, sent)
    with pytest.raises(Impossible):
        taking.give_up(province, one, "x", "archivist", AFTER)

    class Ended:
        pass

    Ended.state = state
    asked = []
    monkeypatch.setattr(jobs, "status", lambda *key: asked.append(key) or Ended)
    with pytest.raises(Missing):
        taking.give_up(province, one, " ", "archivist", AFTER)
    taking.give_up(province, one, "máy hỏng", "archivist", AFTER)
    assert asked[0] == (taking.KIND, f"{one.code}:3")
    found = accessions.view(one)
    assert (found.state, found.reason) == (accessions.SOUND, "máy hỏng")


def test_the_same_package_at_two_agencies_is_two(province, fonds, sent):
    one = receive(province, sent)
    digest = accessions.view(one).sha256
    assert accessions.known(province, "H99", digest) is one
    assert accessions.known(province, "H98", digest) is None


def test_a_destroyed_accession_has_no_report_and_no_faults(province, fonds, sent):
    one = receive(province, sent)
    ledger.append(
        one, "destroy", actor="a", unit="H99", now=AFTER, facts={"file": "x"}, data={}
    )
    files.path(accessions.view(one).report).unlink()
    found = accessions.view(one)
    assert accessions.report_of(found).faults == []
    assert accessions.receipt(found)["faults"] == []
    assert register.Accessions().row(one)[register.RECEIVED_FILES.name] == ()


def test_a_document_by_itself_keeps_the_code_of_its_file_free(province, fonds):
    hindrances.reserve("H99.2026.7.0000001")
    hindrances.reserve("H99.2026.9999999.0000001")
    opened = filing.open_file(
        province,
        "H99",
        2026,
        "archivist",
        AFTER,
        department="H99.01",
        given={"title": "a", "retention": "permanent", "begin": "2026"},
    )
    assert opened.code == "H99.2026.8"
