"""Packages hold all bytes of a file once more, and go with it."""

from __future__ import annotations

import json
from motcua.archive.holdings import files as holding_files
from motcua.archive.packages import accessions
from motcua.archive.packages import deliveries
from motcua.archive.packages import store
from motcua.dossiers import ledger
from motcua.storage import files as stored
from motcua.storage.projections import after_commit
from tests.archive.appraisal.conftest import decided
from tests.archive.appraisal.conftest import destroy
from tests.archive.appraisal.conftest import old_file
from tests.archive.appraisal.conftest import purge
from tests.archive.appraisal.conftest import put
from tests.archive.appraisal.conftest import words
from tests.dossiers.conftest import MONDAY
import transaction


def write(one, type_, facts, data=None):
    ledger.append(
        one,
        type_,
        actor="archivist",
        unit="H99.01",
        now=MONDAY,
        facts=facts,
        data=data or {},
    )
    after_commit(one)


def delivered(site, of, package, receipt):
    """Keep a package that was sent and answered."""
    one = store.Delivery("GG-2026-1")
    facts = {"code": one.code, "of": of, "kind": "sip", "agency": "H99"}
    facts |= {"channel": "x", "sha256": package, "size": 1, "name": "p.zip"}
    write(one, "send", {**facts, "identifier": "i"})
    told = {"verdict": "taken", "accession": "A", "head": "", "receipt": receipt}
    write(one, "receipt", told, {"reason": "Nguyễn Văn Đức"})
    store.made(site).deliveries[one.code] = one
    transaction.commit()
    return one


def received(site, files_, package, held, codes=()):
    """Keep a package that came and was taken in as these files."""
    one = store.Accession("GN-2026-1")
    facts = {"code": one.code, "agency": "H99", "sha256": package, "size": 1}
    told = {"name": "duc.zip", "sender": "Nguyễn Văn Đức"}
    write(one, "arrive", {**facts, "way": "upload", "channel": ""}, told)
    index = put(json.dumps({"files": sorted(held)}).encode())
    taken = {"files": files_, "codes": list(codes), "documents": 1, "index": index}
    write(one, "take", taken)
    store.made(site).accessions[one.code] = one
    transaction.commit()
    return one, index


def test_a_package_that_was_sent_goes_and_its_receipt_stays(house):
    package, receipt = put(b"zip"), put(b"receipt")
    one = old_file(house, put(b"x"))
    sent = delivered(house, one.code, package, receipt)
    destroy(house, decided(house, one))
    assert sorted(purge(house)) == ["gone", "gone"]
    assert not stored.exists(package)
    assert stored.exists(receipt)
    found = deliveries.view(sent)
    assert (found.destroyed, found.state) == (True, "taken")
    assert words(sent) == "{}"
    assert ledger.verify(sent) == []


def test_a_package_in_which_a_file_came_goes_with_all_it_held(house):
    digest, came = put(b"x"), put(b"mets")
    package = put(b"zip")
    one = old_file(house, digest)
    accession, index = received(house, [one.code], package, [digest, came])
    destroy(house, decided(house, one))
    assert purge(house) == ["gone"] * 4
    assert not any(map(stored.exists, (digest, came, package, index)))
    assert accessions.view(accession).destroyed
    assert "Đức" not in words(accession)
    assert ledger.verify(accession) == []


def test_a_package_of_another_file_keeps_its_bytes(house):
    digest = put(b"x")
    package = put(b"zip")
    one, other = old_file(house, digest), old_file(house, digest)
    _accession, index = received(house, [other.code], package, [digest])
    destroy(house, decided(house, one))
    assert purge(house) == ["shared"]
    assert all(map(stored.exists, (digest, package, index)))


def test_what_lies_elsewhere_by_now_keeps_the_package_it_came_in(house):
    digest, came, package = put(b"x"), put(b"mets"), put(b"zip")
    one, other = old_file(house, digest), old_file(house, digest)
    alone = holding_files.view(other).documents[0]
    accession, index = received(house, [], package, [digest, came], codes=[alone])
    destroy(house, decided(house, one))
    assert purge(house) == ["shared"]
    assert not accessions.view(accession).destroyed
    assert all(map(stored.exists, (digest, came, package, index)))
    destroy(house, decided(house, other))
    assert accessions.view(accession).destroyed
    assert "gone" in purge(house)
    assert not any(map(stored.exists, (digest, came, package, index)))
