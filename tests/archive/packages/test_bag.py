"""A record leaves the house as a package that anyone can check."""

from __future__ import annotations

import bagit
from hashlib import sha256
import json
from motcua.archive.packages import bag
from motcua.archive.packages import bagcheck
from motcua.dossiers import ledger
from motcua.storage import files
import pytest
import tarfile
from tests.archive.test_records import attach
from tests.archive.test_records import close
import xml.etree.ElementTree as ET


@pytest.fixture
def exported(province, dossier, scan, tmp_path):
    attach(province, dossier, scan)
    close(dossier)
    return bag.export(province, dossier.code, tmp_path / "gói")


def test_the_package_is_valid_by_two_readers(exported):
    assert bagcheck.check(exported).faults == []
    bagit.Bag(str(exported)).validate()


def test_the_originals_bytes_are_in_it(exported, scan):
    found = [path.read_bytes() for path in (exported / "data" / "files").iterdir()]
    assert scan.read_bytes() in found


def test_the_ledger_can_be_verified_with_nothing_but_the_package(exported, dossier):
    data = json.loads((exported / "data" / "ledger.json").read_text())
    before = bytes(32)
    for event in data["events"]:
        payload = sha256(event["payload"].encode()).hexdigest()
        assert payload == event["payload_sha256"]
        header = sha256(event["header"].encode()).digest()
        before = sha256(
            b"motcua-ledger-1" + before + header + bytes.fromhex(payload)
        ).digest()
        assert before.hex() == event["hash"]
    assert before.hex() == data["head"] == dossier.head.hex()
    assert len(data["events"]) == data["length"] == dossier.length
    assert ledger.verify(dossier) == []


def test_metadata_names_every_file_by_digest(exported):
    data = json.loads((exported / "data" / "metadata.json").read_text())
    assert data["retention"]["until"] == "2036-12-31"
    assert data["files"]
    for one in data["files"]:
        content = (exported / "data" / one["path"]).read_bytes()
        assert sha256(content).hexdigest() == one["sha256"]


def test_dublin_core_is_well_formed_and_says_nothing_about_persons(exported, dossier):
    text = (exported / "data" / "dublin-core.xml").read_text()
    root = ET.fromstring(text)
    identifier = root.find("{http://purl.org/dc/elements/1.1/}identifier")
    assert identifier is not None and identifier.text == dossier.code
    assert "Đức" not in text


def test_a_folder_in_use_is_left_alone(province, dossier, tmp_path):
    close(dossier)
    (tmp_path / "mine").write_text("x")
    with pytest.raises(bag.FolderInUse):
        bag.export(province, dossier.code, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize("code", ["H99.01-261102-9999", "../../etc", ""])
def test_there_is_no_package_without_a_record(province, tmp_path, code):
    with pytest.raises(bag.NoRecord):
        bag.export(province, code, tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_an_open_dossier_is_no_record(province, dossier, tmp_path):
    with pytest.raises(bag.NoRecord, match=dossier.code):
        bag.export(province, dossier.code, tmp_path / "x")


def test_a_damaged_file_stops_the_package(province, dossier, scan, tmp_path):
    event = attach(province, dossier, scan)
    close(dossier)
    path = files.path(event.data["sha256"])
    content = path.read_bytes()
    path.write_bytes(b"x" + content[1:])
    try:
        with pytest.raises(bag.DamagedFile):
            bag.export(province, dossier.code, tmp_path / "x")
    finally:
        path.write_bytes(content)
    assert not (tmp_path / "x").exists()
    assert not list(tmp_path.glob(".x-*")), "no half package stays"


@pytest.mark.parametrize("harm", ["change", "remove", "add", "tag"])
def test_harm_to_a_package_is_found(exported, harm):
    data = exported / "data" / "metadata.json"
    if harm == "change":
        data.write_text("{}")
    elif harm == "remove":
        data.unlink()
    elif harm == "add":
        (exported / "data" / "more.txt").write_text("x")
    else:
        (exported / "bag-info.txt").write_text("A: b\n")
    assert bagcheck.check(exported).faults


def test_the_conformance_suite_agrees_with_our_reader(shared, tmp_path):
    packed = shared / "yardsticks" / "bagit-conformance-suite.tar.gz"
    if not packed.exists():
        pytest.skip("shared: the conformance suite is not here")
    with tarfile.open(packed) as archive:
        archive.extractall(tmp_path, filter="data")
    verdicts = {}
    folders = (one for one in tmp_path.glob("*/v*/*/*") if one.is_dir())
    for folder in sorted(folders):
        report = bagcheck.check(folder)
        kind = folder.parent.name
        good = report.valid if kind in ("valid", "warning") else not report.valid
        if kind == "warning":
            good = good and bool(report.warnings)
        verdicts[folder.relative_to(tmp_path).as_posix()] = good
    assert len(verdicts) == 60
    assert [name for name, good in verdicts.items() if not good] == []
