"""A closed file leaves as SIP, AIP or DIP, as the circular shapes them."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
import json
from motcua.archive.capture import store as capture
from motcua.archive.custody import paper
from motcua.archive.custody import places
from motcua.archive.holdings import closing
from motcua.archive.holdings import filing
from motcua.archive.holdings.errors import Unknown
from motcua.archive.packages import checking
from motcua.archive.packages import exporting
from motcua.archive.packages import kinds
from motcua.archive.packages.errors import Blocked
from motcua.archive.packages.errors import DamagedPiece
from motcua.dossiers.ledger import link
from motcua.storage import files
from motcua.storage import journal
import pytest
from tests.archive.holdings.conftest import PROVINCE
from tests.archive.packages.conftest import keep_document
from tests.archive.packages.conftest import LATER
from tests.dossiers.conftest import MONDAY
from types import SimpleNamespace
import xml.etree.ElementTree as ET
import zipfile


METS = "{http://www.loc.gov/METS/}"
PREMIS = "{http://www.loc.gov/premis/v3}"


def pack(site, file, kind, folder, **more):
    """Pack a file for the archivist."""
    return exporting.export(site, file.code, kind, folder, "archivist", LATER, **more)


def inside(made):
    """Return the files of a package: path below its folder -> bytes."""
    with zipfile.ZipFile(made.path) as archive:
        names = {name: archive.read(name) for name in archive.namelist()}
    base = kinds.folder_of(made.identifier)
    before = f"{base}/data/{base}/"
    return {
        name.removeprefix(before): content
        for name, content in names.items()
        if name.startswith(before)
    }


def linked(before, header, payload):
    """Return the hash of an event of which digests alone are known."""
    parts = (b"motcua-ledger-1", before, bytes.fromhex(header), bytes.fromhex(payload))
    return sha256(b"".join(parts)).digest()


def simple(content):
    """Return the fields of a description, in their order."""
    return {element.tag: element.text or "" for element in ET.fromstring(content)}


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_a_package_is_sound_by_our_own_reader(province, closed, tmp_path, kind):
    made = pack(province, closed, kind, tmp_path / "out")
    report = checking.check(made.path)
    faults = [one.code for one in report.faults]
    assert faults == (["kind"] if kind == kinds.DIP else [])
    assert report.about["documents"] == 3
    assert report.about["identifier"] == made.identifier


def test_a_sip_has_the_parts_of_the_circular(province, closed, tmp_path):
    found = inside(pack(province, closed, kinds.SIP, tmp_path))
    name = f"{closed.code}.0000001"
    for path in (
        "METS.xml",
        "metadata/descriptive/EAD.xml",
        "metadata/preservation/PREMIS.xml",
        "representations/rep1/METS.xml",
        f"representations/rep1/metadata/descriptive/EAD_doc_{name}.xml",
        "representations/rep1/metadata/preservation/PREMIS_rep1.xml",
        f"representations/rep1/data/{name}.pdf",
        f"representations/rep2/data/{name}.pdf",
        f"representations/rep3/data/{name}.txt",
        "schemas/METS.xsd",
        "schemas/EAD.xsd",
        "schemas/EAD_doc.xsd",
        "documentation/README.txt",
    ):
        assert path in found, path


def test_the_description_of_a_file_has_the_fields_of_appendix_iii(
    province, closed, tmp_path
):
    found = inside(pack(province, closed, kinds.SIP, tmp_path))
    told = simple(found["metadata/descriptive/EAD.xml"])
    assert list(told) == [
        *("fileCode", "title", "maintenance", "mode", "language", "startDate"),
        *("endDate", "keyword", "totalDoc", "numberOfPaper", "numberOfPage"),
        *("format", "inforSign", "confidenceLevel", "paperFileCode"),
        *("riskRecovery", "riskRecoveryStatus", "description"),
    ]
    assert told["fileCode"] == closed.code
    assert told["title"] == "Hồ sơ xây dựng kho lưu trữ <A&B>"
    assert told["maintenance"] == "01", "kept for ever"
    assert (told["mode"], told["language"], told["totalDoc"]) == ("02", "01", "3")
    assert (told["startDate"], told["endDate"]) == ("05/01/2026", "30/10/2026")


def test_the_description_of_a_document_has_the_fields_of_appendix_i(
    province, closed, tmp_path
):
    found = inside(pack(province, closed, kinds.AIP, tmp_path))
    name = f"{closed.code}.0000002"
    path = f"representations/rep1/metadata/descriptive/EAD_doc_{name}.xml"
    told = simple(found[path])
    assert list(told) == [
        *("docId", "arcDocCode", "maintenance", "typeName", "codeNumber"),
        *("codeNotation", "issuedDate", "organName", "subject", "language"),
        *("numberOfPage", "inforSign", "keyword", "mode", "confidenceLevel"),
        *("autograph", "format", "process", "riskRecovery", "riskRecoveryStatus"),
        "description",
    ]
    assert told["arcDocCode"] == f"H99.{name}"
    assert told["typeName"] == "22", "công văn"
    assert (told["codeNumber"], told["issuedDate"]) == ("2", "05/03/2026")
    assert told["language"] == "01"


def test_the_id_of_an_aip_names_its_fonds(province, closed, tmp_path):
    made = pack(province, closed, kinds.AIP, tmp_path)
    assert made.identifier.startswith("urn:H99:uuid:")
    uuid = made.identifier.rpartition(":")[2]
    assert uuid == uuid.upper()
    assert made.name == f"urn_H99_uuid_{uuid}.zip"


def test_a_sip_is_called_by_its_number_in_the_hand_over(province, closed, tmp_path):
    made = pack(province, closed, kinds.SIP, tmp_path, number=7)
    assert made.name == f"7_{made.identifier}.zip"


def test_masters_are_in_the_first_representation_originals_in_the_second(
    province, closed, tmp_path
):
    found = inside(pack(province, closed, kinds.SIP, tmp_path))
    name = f"{closed.code}.0000001"
    document = capture.document(province, name)
    sign = document.last.facts["sha256"]
    with files.open(sign) as stream:
        assert found[f"representations/rep1/data/{name}.pdf"] == stream.read()
    with files.open(document.first.facts["sha256"]) as stream:
        assert found[f"representations/rep2/data/{name}.pdf"] == stream.read()
    assert found[f"representations/rep3/data/{name}.txt"].decode().split("\f") == [
        "Tờ trình về kho lưu trữ",
        "thửa đất số 47",
    ]


def test_for_use_only_the_archival_files_leave(province, closed, tmp_path):
    request = {"requestID": "YC-1", "requestDate": "27/11/2026", "purpose": "02"}
    found = inside(pack(province, closed, kinds.DIP, tmp_path, request=request))
    assert not any(path.startswith("representations/rep2") for path in found)
    told = simple(found["metadata/descriptive/EAD.xml"])
    assert told["requestID"] == "YC-1"
    ledgers = found["documentation/ledgers.jsonl"].decode().splitlines()
    events = [event for line in ledgers for event in json.loads(line)["events"]]
    assert events and all(event["payload"] is None for event in events)
    assert b"archivist" not in found["documentation/ledgers.jsonl"]
    for line in ledgers:
        told, before = json.loads(line), bytes(32)
        for event in told["events"]:
            before = linked(before, event["header_sha256"], event["payload_sha256"])
        assert before.hex() == told["head"], "recomputed without a header"


def test_premis_tells_scan_conversion_validation_signature_and_closing(
    province, closed, tmp_path
):
    found = inside(pack(province, closed, kinds.AIP, tmp_path))
    root = ET.fromstring(
        found["representations/rep1/metadata/preservation/PREMIS_rep1.xml"]
    )
    types = [
        each.findtext(f"{PREMIS}eventType") for each in root.iter(f"{PREMIS}event")
    ]
    assert types[:5] == [
        "transfer",
        "digital signature generation",
        "normalization",
        "validation",
        "digital signature validation",
    ]
    agents = {
        each.findtext(f"{PREMIS}agentName"): each.findtext(f"{PREMIS}agentVersion")
        for each in root.iter(f"{PREMIS}agent")
    }
    assert agents["pikepdf.pdfa"] == "10.17"
    text = found["metadata/preservation/PREMIS.xml"].decode()
    assert "ingestion end" in text, "closing"
    assert "information package creation" in text
    assert "archivist" not in text, "agents are units and programs"


def test_the_paper_of_a_file_is_told_by_its_place_and_its_loans(
    province, filled, tmp_path
):
    told = (province, PROVINCE)
    for kind, code, inside_of in (
        (places.STORE, "KHO-1", ""),
        (places.SHELF, "GIA-1", "KHO-1"),
        (places.BOX, "HOP-1", "GIA-1"),
    ):
        places.open_place(*told, kind, code, "archivist", LATER, inside=inside_of)
    sheets = {"medium": "paper", "sheets": "9", "numbered": "yes"}
    filing.describe(province, filled, sheets, "archivist", LATER)
    closing.close(province, filled, "archivist", LATER)
    paper.put(province, filled, "HOP-1", "archivist", LATER)
    loan = ("Trần Thị B", "Đối chiếu", None, "archivist", LATER)
    paper.lend(province, filled, *loan)
    paper.remind(province, filled, "Điện thoại", "archivist", LATER)
    paper.give_back(province, filled, "archivist", LATER)
    number = filled.length
    paper.undo(province, filled, number, "archivist", LATER)
    found = inside(pack(province, filled, kinds.AIP, tmp_path))
    ead = simple(found["metadata/descriptive/EAD.xml"])
    assert ead["paperFileCode"] == "H99.KHO-1/GIA-1/HOP-1.1"
    premis = found["metadata/preservation/PREMIS.xml"].decode()
    events = ET.fromstring(premis).iter(f"{PREMIS}event")
    types = [each.findtext(f"{PREMIS}eventType") for each in events]
    assert types.count("dissemination") == 1, "lent"
    details = premis.count("remind;") + premis.count("undo;")
    assert details == 0, "what was agreed, and a mistake, happened to nothing"
    assert "Trần Thị B" not in premis


def test_every_object_of_premis_has_the_digest_of_its_file(province, closed, tmp_path):
    found = inside(pack(province, closed, kinds.AIP, tmp_path))
    for name in ("rep1", "rep2", "rep3"):
        base = f"representations/{name}"
        root = ET.fromstring(found[f"{base}/metadata/preservation/PREMIS_{name}.xml"])
        told = {
            each.findtext(f"{PREMIS}originalName"): each.findtext(
                f".//{PREMIS}messageDigest"
            )
            for each in root.iter(f"{PREMIS}object")
        }
        assert len(told) == 3
        for file, digest in told.items():
            assert sha256(found[f"{base}/data/{file}"]).hexdigest() == digest


def test_the_chains_can_be_recomputed_with_nothing_but_the_package(
    province, closed, tmp_path
):
    found = inside(pack(province, closed, kinds.SIP, tmp_path))
    lines = found["documentation/ledgers.jsonl"].decode().splitlines()
    assert len(lines) == 4, "the file and three documents"
    for line in lines:
        told = json.loads(line)
        before = bytes(32)
        for event in told["events"]:
            digest = bytes.fromhex(event["payload_sha256"])
            before = link(before, event["header"].encode(), digest)
            assert before.hex() == event["hash"]
        assert before.hex() == told["head"]


def test_packed_again_it_is_the_same_to_the_byte(province, closed, tmp_path):
    first = pack(province, closed, kinds.SIP, tmp_path / "a")
    later = LATER + timedelta(days=30)
    again = exporting.export(
        province, closed.code, kinds.SIP, tmp_path / "b", "archivist", later
    )
    assert first.path.read_bytes() == again.path.read_bytes()
    assert first.sha256 == again.sha256


def test_unsigned_documents_block_a_sip_and_are_named(province, file, tmp_path):
    for ordinal, signed in ((1, True), (2, False), (3, False)):
        keep_document(province, tmp_path, ordinal, signed=signed, file=file.code)
    filing.take_documents(province, file, "archivist", LATER)
    with pytest.raises(Blocked) as caught:
        pack(province, file, kinds.SIP, tmp_path / "out")
    assert ("unsigned", f"{file.code}.0000002") in caught.value.obstacles
    assert ("unsigned", f"{file.code}.0000003") in caught.value.obstacles
    assert f"{file.code}.0000002" in str(caught.value)
    assert f"{file.code}.0000001" not in str(caught.value)
    assert not list((tmp_path / "out").glob("*")), "nothing was written"


def test_a_copy_that_is_not_proven_blocks_a_sip(province, file, tmp_path):
    code = keep_document(province, tmp_path, 1, signed=False, copy=False)
    with pytest.raises(Blocked) as caught:
        exporting.export(province, code, kinds.SIP, tmp_path, "archivist", LATER)
    assert caught.value.obstacles == (("unproven", code),)


def test_an_open_file_is_not_packed(province, filled, tmp_path):
    with pytest.raises(Blocked) as caught:
        pack(province, filled, kinds.AIP, tmp_path)
    assert caught.value.obstacles == (("open", filled.code),)


def test_a_damaged_file_stops_the_package(province, closed, tmp_path):
    document = capture.document(province, f"{closed.code}.0000001")
    path = files.path(document.last.facts["sha256"])
    content = path.read_bytes()
    path.write_bytes(b"x" + content[1:])
    try:
        with pytest.raises(DamagedPiece):
            pack(province, closed, kinds.SIP, tmp_path / "out")
    finally:
        path.write_bytes(content)
    assert not list((tmp_path / "out").iterdir()), "no half package stays"


def test_a_document_by_itself(province, closed, tmp_path):
    code = f"{closed.code}.0000001"
    made = exporting.export(province, code, kinds.SIP, tmp_path, "archivist", LATER)
    assert made.sort == "SIP_tailieu"
    told = simple(inside(made)["metadata/descriptive/EAD.xml"])
    assert list(told) == ["fileCode", "title", "source", "totalDoc", "description"]
    assert told["totalDoc"] == "1"
    assert checking.check(made.path).sound


@pytest.mark.parametrize("person", ["handler", "stranger", "reception"])
def test_others_do_not_even_learn_that_it_is_there(province, closed, tmp_path, person):
    with pytest.raises(Unknown):
        exporting.export(province, closed.code, kinds.SIP, tmp_path, person, LATER)


def test_the_head_packs_for_use_alone(province, closed, tmp_path):
    found = exporting.content(province, closed.code)
    assert exporting.kinds_for(province, found, "leader", LATER) == (kinds.DIP,)
    with pytest.raises(Unknown):
        exporting.export(province, closed.code, kinds.AIP, tmp_path, "leader", LATER)


def test_what_leaves_under_limited_access_is_in_the_journal(province, closed, tmp_path):
    pack(province, closed, kinds.AIP, tmp_path)
    [look] = journal.of(closed.code)
    assert (look.person, look.subject) == ("archivist", kinds.AIP)


def test_the_journal_knows_of_documents_that_are_watched(province, file, tmp_path):
    filing.describe(province, file, {"access": "open"}, "archivist", LATER)
    keep_document(province, tmp_path, 1, file=file.code)
    filing.take_documents(province, file, "archivist", LATER)
    closing.close(province, file, "archivist", LATER)
    pack(province, file, kinds.DIP, tmp_path / "dip")
    [look] = journal.of(file.code)
    assert look.subject == kinds.DIP, "a document in it is not open to everybody"


def test_ledgers_with_persons_are_in_the_journal_and_open_files_for_use_are_not():
    noted = []
    patch = pytest.MonkeyPatch()
    patch.setattr(journal, "note", noted.append)
    found = SimpleNamespace(fields={"mode": "01"}, code="H99.2026.1")
    looked = exporting.Looked((), False, 0)
    try:
        for kind in kinds.KINDS:
            exporting.note(found, looked, kind, "archivist", LATER, "H99:archive")
    finally:
        patch.undo()
    assert [one.subject for one in noted] == [kinds.SIP, kinds.AIP]


def test_what_was_blocked_is_not_in_the_journal(province, filled, tmp_path):
    with pytest.raises(Blocked):
        pack(province, filled, kinds.AIP, tmp_path)
    assert journal.of(filled.code) == []


def test_a_file_that_was_opened_again_is_not_packed_as_it_was(
    province, closed, tmp_path
):
    closing.reopen(province, closed, "thiếu tài liệu", "archivist", LATER)
    with pytest.raises(Blocked):
        pack(province, closed, kinds.SIP, tmp_path)


def test_the_time_of_a_package_is_that_of_the_last_event(province, closed, tmp_path):
    found = inside(pack(province, closed, kinds.SIP, tmp_path))
    header = ET.fromstring(found["METS.xml"]).find(f"{METS}metsHdr")
    assert header.get("CREATEDATE") == LATER.isoformat(timespec="seconds")
    assert LATER > MONDAY
