"""A package from another house: kept, judged, taken in or refused, packed again."""

from __future__ import annotations

from datetime import timedelta
import json
from motcua.archive.capture import documents
from motcua.archive.capture import store as capture
from motcua.archive.holdings import closing
from motcua.archive.holdings import files as holding_files
from motcua.archive.holdings import filing
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Unknown
from motcua.archive.packages import accessions
from motcua.archive.packages import exporting
from motcua.archive.packages import kinds
from motcua.archive.packages import register
from motcua.archive.packages import store
from motcua.archive.packages import taking
from motcua.dossiers import ledger
from motcua.storage import files
from motcua.storage import jobs
import pytest
from tests.archive.packages.conftest import keep_document
from tests.archive.packages.conftest import LATER
from tests.archive.packages.test_exporting import inside
from tests.dossiers.conftest import MONDAY
from types import SimpleNamespace
import zipfile


AFTER = LATER + timedelta(days=2)


def receive(site, path, person="archivist", **more):
    """Receive a package for the province."""
    return accessions.receive(
        site, path, path.name, "H99", person, AFTER, sender="Sở Nội vụ", **more
    )


def receive_again(site, made):
    """Receive the same package under other bytes: a comment behind the ZIP."""
    path = made.path.with_name("again.zip")
    path.write_bytes(made.path.read_bytes())
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = b"again"
    return receive(site, path)


def accepted(site, path, **more):
    """Receive and accept a package."""
    one = receive(site, path)
    accessions.accept(site, one, "archivist", AFTER, **more)
    return one


def test_a_sound_package_waits_for_a_decision(province, fonds, sent):
    one = receive(province, sent)
    found = accessions.view(one)
    assert found.state == accessions.SOUND
    assert found.code == "GN-2026-0001"
    assert (found.kind, found.level, found.fonds) == ("SIP", "hoso", "H99")
    assert (found.file, found.documents) == ("H99.2026.1", 3)
    assert found.title == "Hồ sơ xây dựng kho lưu trữ <A&B>"
    assert files.check(found.sha256), "the package is kept as it came"
    assert accessions.report_of(found).sound
    assert ledger.verify(one) == []


def wanted(one):
    """Return the keys under which checks of an accession are asked for."""
    asked = register.Accessions().jobs(one)
    return [job.key for job in asked if job.kind == accessions.KIND]


def test_a_large_package_is_kept_at_once_and_judged_by_a_job(province, fonds, sent):
    one = receive(province, sent, later=True)
    found = accessions.view(one)
    assert found.state == accessions.CHECKING
    assert files.check(found.sha256), "it is kept before anybody has looked into it"
    assert wanted(one) == [f"{one.code}:1"]
    with pytest.raises(Impossible):
        accessions.accept(province, one, "archivist", AFTER)
    with pytest.raises(Impossible):
        receive(province, sent)
    accessions.run(f"{one.code}:1", {}, print)
    assert accessions.view(one).state == accessions.SOUND
    accessions.run(f"{one.code}:1", {}, print)
    assert [event.type for event in ledger.events(one)] == ["arrive", "check"]


def test_of_a_package_that_is_judged_at_once_no_job_is_asked(province, fonds, sent):
    assert wanted(receive(province, sent)) == []


def test_what_is_refused_while_it_waits_for_its_check_stays_refused(
    province, fonds, sent
):
    one = receive(province, sent, later=True)
    accessions.refuse(province, one, "Gửi nhầm", "archivist", AFTER)
    accessions.run(f"{one.code}:1", {}, print)
    assert accessions.view(one).state == accessions.REFUSED


@pytest.mark.parametrize("state", [jobs.FAILED, jobs.CANCELLED])
def test_a_check_that_stopped_is_asked_for_again(
    province, fonds, sent, state, monkeypatch
):
    one = receive(province, sent, later=True)
    with pytest.raises(Impossible):
        accessions.check_again(province, one, "archivist", AFTER)
    job = SimpleNamespace(state=state)
    monkeypatch.setattr(jobs, "status", lambda *_key: job)
    accessions.check_again(province, one, "archivist", AFTER)
    assert wanted(one) == [f"{one.code}:1", f"{one.code}:2"]
    accessions.run(f"{one.code}:2", {}, print)
    assert accessions.view(one).state == accessions.SOUND


def test_it_is_taken_in_as_a_closed_file_of_its_fonds(province, fonds, sent):
    one = receive(province, sent)
    accessions.accept(province, one, "archivist", AFTER, close=True)
    found = taking.take(province, one, AFTER)
    assert found.state == accessions.TAKEN
    [code] = found.files
    file = holding_files.view(holdings.file(province, code))
    assert (file.code, file.origin) == ("H99.2026.1", holding_files.RECEIVED)
    assert file.state == holding_files.CLOSED
    assert file.fields["retention"] == "permanent"
    assert file.count == 3
    document = capture.document(province, "H99.2026.1.0000002")
    assert document is not None
    told = document.first.facts
    assert files.check(told["sha256"]) and files.check(told["master"])
    kept = taking.digests_of(found.index)
    assert {told["sha256"], told["master"], told["text"][0]} <= set(kept)
    row = register.Accessions().row(one)
    assert (row["state"], row["of"], row["documents"]) == ("taken", code, 3)
    assert set(row[register.RECEIVED_FILES.name]) == {
        *kept,
        *(found.sha256, found.report, found.index),
    }


def test_taken_in_twice_it_is_there_once(province, fonds, sent):
    one = receive(province, sent)
    accessions.accept(province, one, "archivist", AFTER)
    taking.take(province, one, AFTER)
    length = one.length
    taking.take(province, one, AFTER)
    assert one.length == length
    assert len(list(holdings.every_file(province))) == 1


def test_a_faulty_package_is_only_refused(province, fonds, remade):
    def do(folder):
        next(folder.glob("representations/rep1/data/*.pdf")).write_bytes(b"x")

    one = receive(province, remade(do))
    found = accessions.view(one)
    assert found.state == accessions.FAULTY
    assert files.check(found.sha256), "it is kept all the same"
    with pytest.raises(Impossible):
        accessions.accept(province, one, "archivist", AFTER)
    with pytest.raises(Missing):
        accessions.refuse(province, one, " ", "archivist", AFTER)
    accessions.refuse(province, one, "Sai mã kiểm tra", "archivist", AFTER)
    told = accessions.receipt(accessions.view(one))
    assert told["verdict"] == "refused"
    assert told["reason"] == "Sai mã kiểm tra"
    assert told["faults"][0]["code"] == "checksum"
    assert [event.type for event in ledger.events(one)] == ["arrive", "check", "refuse"]
    assert list(holdings.every_file(province)) == []


def test_without_its_fonds_it_waits(province, sent):
    one = receive(province, sent)
    with pytest.raises(Impossible, match="H99"):
        accessions.accept(province, one, "archivist", AFTER)
    fonds_module.open_fonds(province, "H99", "archivist", AFTER)
    accessions.accept(province, one, "archivist", AFTER)


def test_a_file_that_is_here_already_is_not_taken_in_twice(province, closed, sip):
    one = receive(province, sip.path)
    with pytest.raises(Impossible, match=closed.code):
        accessions.accept(province, one, "archivist", AFTER)


def test_the_same_package_comes_once(province, fonds, sent):
    one = receive(province, sent)
    with pytest.raises(Impossible, match=one.code):
        receive(province, sent)
    accessions.refuse(province, one, "nhầm phông", "archivist", AFTER)
    assert receive(province, sent).code == "GN-2026-0002"


@pytest.mark.parametrize("person", ["handler", "stranger"])
def test_others_neither_receive_nor_see(province, fonds, sent, person):
    with pytest.raises(Unknown):
        receive(province, sent, person)
    one = receive(province, sent)
    with pytest.raises(Unknown):
        accessions.get(province, one.code, person, AFTER)
    assert accessions.get(province, one.code, "leader", AFTER) is one


def test_what_could_not_be_taken_in_says_why_and_waits(province, fonds, sent):
    one = receive(province, sent)
    accessions.accept(province, one, "archivist", AFTER)
    digest = accessions.view(one).sha256
    path = files.path(digest)
    content = path.read_bytes()
    path.write_bytes(content[:-4000])
    try:
        found = taking.take(province, one, AFTER)
    finally:
        path.write_bytes(content)
    assert found.state == accessions.SOUND
    assert found.reason
    assert list(holdings.every_file(province)) == []


def test_a_document_by_itself_is_taken_in_without_a_file(
    province, closed, tmp_path, monkeypatch
):
    code = f"{closed.code}.0000001"
    made = exporting.export(province, code, kinds.SIP, tmp_path, "archivist", LATER)
    shelf = capture.shelf(province)
    del shelf.documents[code]
    one = receive(province, made.path)
    assert accessions.view(one).level == kinds.DOCUMENT
    with pytest.raises(Impossible, match="file of document"):
        accessions.accept(province, one, "archivist", AFTER)
    del holdings.made(province).files[closed.code]
    accessions.accept(province, one, "archivist", AFTER)
    assert taking.take(province, one, AFTER).state == accessions.TAKEN
    document = capture.document(province, code)
    assert document.first.facts["accession"] == one.code
    assert accessions.view(one).codes == (code,)
    assert documents.files_of(document) >= {
        document.first.facts["master"],
        document.first.facts["text"][0],
    }
    with pytest.raises(Impossible):
        accessions.accept(province, receive_again(province, made), "archivist", AFTER)


def test_a_code_of_another_house_gets_a_number_here(province, fonds, remade):
    from tests.archive.packages.test_bad_input import EAD
    from tests.archive.packages.test_bad_input import edited

    do = edited(EAD, "<fileCode>H99.2026.1", "<fileCode>H99.2021.01.TCCB")
    one = receive(province, remade(do))
    accessions.accept(province, one, "archivist", AFTER)
    [code] = taking.take(province, one, AFTER).files
    found = holding_files.view(holdings.file(province, code))
    assert (found.code, found.fields["notation"]) == ("H99.2021.1", "H99.2021.01.TCCB")


@pytest.fixture
def second(province):
    """Another house in the same process: a second site with the same agencies."""
    from plone.app.testing import setRoles
    from plone.app.testing import TEST_USER_ID
    from plone.app.testing import TEST_USER_NAME
    from Products.CMFPlone.factory import addPloneSite
    from tests.dossiers.conftest import build_province
    from zope.component.hooks import getSite
    from zope.component.hooks import setSite

    app, before = province.__parent__, getSite()
    site = addPloneSite(
        app, "second", title="B", extension_ids=["motcua:default"], setup_content=False
    )
    setSite(site)
    site.acl_users.source_users.addUser(TEST_USER_ID, TEST_USER_NAME, "Mot-cua-1!")
    setRoles(site, TEST_USER_ID, ["Manager"])
    build_province(site)
    yield site
    setSite(before)


@pytest.fixture
def sealed(province, file, tmp_path):
    """A closed file whose masters have digital signatures, and its SIP."""
    for ordinal in (1, 2, 3):
        keep_document(province, tmp_path, ordinal, file=file.code, seal=True)
    filing.take_documents(province, file, "archivist", LATER)
    closing.close(province, file, "archivist", LATER)
    made = exporting.export(
        province, file.code, kinds.SIP, tmp_path / "out", "archivist", LATER
    )
    return file, made


def test_from_site_to_site_and_packed_again_payload_and_data_are_equal(
    province, sealed, second, tmp_path, monkeypatch
):
    """Equal are all data files, all descriptions and the id of the package.

    METS, PREMIS and the proof of ledgers tell of another house and so differ; those of
    the first house travel in the second package byte for byte.
    """
    closed, sip = sealed
    monkeypatch.setenv("MOTCUA_FILES", str(tmp_path / "files-of-b"))
    fonds_module.open_fonds(second, "H99", "archivist", MONDAY)
    one = accepted(second, sip.path, close=True)
    [code] = taking.take(second, one, AFTER).files
    assert code == closed.code
    again = exporting.export(
        second, code, kinds.SIP, tmp_path / "b", "archivist", AFTER
    )
    first, later = inside(sip), inside(again)
    payload = {path for path in first if "/data/" in path}
    described = {path for path in first if "/descriptive/" in path}
    schemas = {path for path in first if path.startswith("schemas/")}
    assert len(payload) == 9 and len(described) == 4
    for path in payload | described | schemas:
        assert later[path] == first[path], path
    assert again.identifier == sip.identifier
    assert {path for path in later if "/data/" in path} == payload
    for path in ("METS.xml", "metadata/preservation/PREMIS.xml"):
        assert later[f"documentation/received/{one.code}/{path}"] == first[path]
    ledgers = later[f"documentation/received/{one.code}/documentation/ledgers.jsonl"]
    heads = [json.loads(line)["head"] for line in ledgers.decode().splitlines()]
    assert closed.head.hex() in heads
    assert store.accession(province, one.code) is None, "the first house knows nothing"
    with zipfile.ZipFile(again.path) as archive:
        assert archive.testzip() is None
