"""A closed dossier becomes a record, with a term that follows from dated rules."""

from __future__ import annotations

from AccessControl import Unauthorized
from datetime import date
from datetime import timedelta
from io import BytesIO
import json
from motcua.archive import folder
from motcua.archive import records
from motcua.archive.errors import UploadRefused
from motcua.archive.incoming import scans
from motcua.dossiers import ledger
from motcua.dossiers.actions import act
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.errors import UnknownDossier
from motcua.storage import files
import pytest
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
import transaction
from zExceptions import NotFound


def attach(portal, dossier, path, paper="1", actor="reception"):
    with path.open("rb") as stream:
        return scans.add(portal, dossier, paper, stream, path.name, actor, now=MONDAY)


def close(dossier):
    now = MONDAY
    for operation, person, data in (
        ("forward", "reception", {"to": LAND}),
        ("propose", "handler", {"proposal": "Đủ điều kiện"}),
        ("approve", "leader", {}),
        ("finish", "handler", {}),
        ("return_result", "reception", {}),
        ("close", "archivist", {}),
    ):
        now += timedelta(hours=1)
        act(dossier, operation, person, data=data, now=now)
    return now


def test_a_scan_is_stored_as_it_came_and_named_in_the_ledger(province, dossier, scan):
    event = attach(province, dossier, scan)
    assert event.type == "attach_scan"
    assert event.data["name"] == "giấy xác nhận.jpg"
    with files.open(event.data["sha256"]) as kept:
        assert kept.read() == scan.read_bytes()
    assert ledger.verify(dossier) == []


def test_the_file_name_stays_out_of_what_is_kept_for_ever(province, dossier, scan):
    event = attach(province, dossier, scan)
    assert b"gi\xe1\xba\xa5y x\xc3\xa1c" not in event.header


def test_a_double_click_attaches_once(province, dossier, scan):
    first = attach(province, dossier, scan)
    length = dossier.length
    assert attach(province, dossier, scan) is first
    assert dossier.length == length


def test_the_same_scan_may_show_two_papers(province, dossier, scan):
    attach(province, dossier, scan, paper="1")
    attach(province, dossier, scan, paper="2")
    assert dossier.length == 3


def test_a_paper_nobody_asked_for_is_refused(province, dossier, scan):
    with pytest.raises(MissingData):
        attach(province, dossier, scan, paper="99")


def test_strangers_learn_nothing_and_store_nothing(province, dossier):
    stream = BytesIO(b"whatever")
    with pytest.raises(UnknownDossier):
        scans.add(province, dossier, "1", stream, "a.pdf", "stranger", now=MONDAY)
    assert stream.tell() == 0, "not a byte was read"


def test_those_who_may_only_look_attach_nothing(province, dossier, scan):
    with pytest.raises(NotAllowed):
        attach(province, dossier, scan, actor="supervisor")
    assert dossier.length == 1


def test_a_refused_upload_leaves_the_ledger_alone(province, dossier):
    with pytest.raises(UploadRefused):
        scans.add(
            province, dossier, "1", BytesIO(b"MZ"), "a.pdf", "reception", now=MONDAY
        )
    assert dossier.length == 1


def test_closing_makes_a_record(province, dossier, scan):
    attached = attach(province, dossier, scan)
    closed_at = close(dossier)
    view = records.view(province, folder.find(province, dossier.code))
    assert view.code == dossier.code
    assert view.retention_from == closed_at.date()
    assert view.retention_until == date(2036, 12, 31)
    assert view.ledger_head == dossier.head.hex()
    assert [(f.role, f.sha256, f.title) for f in view.files] == [
        ("original", attached.data["sha256"], "Đơn đăng ký")
    ]
    assert view.unproven == view.files, "no PDF/A was made yet"


def test_a_record_says_nothing_about_persons(province, dossier, scan):
    attach(province, dossier, scan)
    close(dossier)
    record = folder.find(province, dossier.code)
    text = json.dumps(record.facts, ensure_ascii=False)
    for personal in ("Đức", "Hoa", "0912", "030957001234", "giấy xác nhận"):
        assert personal not in text
    assert record.Title() == dossier.code


def test_a_record_is_not_in_the_catalogue_and_has_no_address(province, dossier):
    close(dossier)
    record = folder.find(province, dossier.code)
    assert record._getCatalogTool() is None
    assert not province.portal_catalog.unrestrictedSearchResults(id=dossier.code)
    request = province.REQUEST
    request["TraversalRequestNameStack"] = []
    with pytest.raises(NotFound):
        folder.root(province).__before_publishing_traverse__(None, request)
    with pytest.raises(Unauthorized):
        province.restrictedTraverse(record.getPhysicalPath())


def test_closing_writes_few_objects(province, dossier):
    transaction.savepoint()
    connection = province._p_jar
    written = set()
    register = connection.register

    def noted(obj):
        written.add(id(obj))
        register(obj)

    connection.register = noted
    try:
        close(dossier)
    finally:
        connection.register = register
    # Six steps change the dossier; the record brings its leaf's tree along.
    assert len(written) <= 6
