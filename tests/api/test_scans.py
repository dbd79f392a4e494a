"""Scanners send files into batches: once each, and never into somebody else's."""

from __future__ import annotations

from base64 import b64encode
import hashlib
from motcua.archive.capture import batches
from motcua.archive.capture import layout
from motcua.archive.capture import store
from pathlib import Path
import pytest
import random
import re
from tests.archive.conftest import blank_pdf
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
from tests.security.hostile.documents import plain
from tests.security.hostile.documents import stream
import transaction
from webob import Request
from ZPublisher.httpexceptions import HTTPExceptionHandler
from ZPublisher.WSGIPublisher import publish_module


PDF = {"Content_Type": "application/pdf"}


@pytest.fixture
def code(site):
    """A batch of plain papers, open."""
    made = batches.open_batch(
        site, UNIT, "papers", "archivist", MONDAY, scanner="may-1", declared=2
    ).code
    transaction.commit()
    return made


@pytest.fixture
def scan(tmp_path):
    return blank_pdf(tmp_path / "scan.pdf", 2).read_bytes()


def digest_of(content):
    return f"sha-256=:{b64encode(hashlib.sha256(content).digest()).decode()}:"


def pages(site, code):
    transaction.begin()
    return layout.fold(store.batch(site, code)).figures.arrived


def test_a_file_is_taken_once_however_often_it_is_sent(ask, site, code, scan):
    path = f"@scans/{code}?name=to%201.pdf"
    first = ask("POST", path, "archivist", scan, **PDF)
    assert (first.status_int, first.json["pages"]) == (201, 2)
    assert first.json["sha256"] == hashlib.sha256(scan).hexdigest()
    again = ask("POST", path, "archivist", scan, **PDF)
    assert (again.status_int, again.json) == (200, first.json)
    assert pages(site, code) == 2


def test_what_was_damaged_on_its_way_is_refused(ask, site, code, scan):
    path, good = f"@scans/{code}", digest_of(scan)
    half = ask("POST", path, "archivist", scan[:-40], Content_Digest=good, **PDF)
    assert (half.status_int, half.json["type"]) == (400, "Damaged")
    cut = ask("POST", path, "archivist", scan[: len(scan) // 2], **PDF)
    assert (cut.status_int, cut.json["type"]) == (400, "UploadRefused")
    assert pages(site, code) == 0
    whole = ask("POST", path, "archivist", scan, Content_Digest=good, **PDF)
    assert whole.status_int == 201


@pytest.mark.parametrize("who", ["reception", "handler", "stranger"])
def test_a_foreign_batch_and_a_missing_one_answer_alike(ask, site, code, scan, who):
    foreign = ask("POST", f"@scans/{code}", who, scan, **PDF)
    missing = ask("POST", "@scans/H99.01-2026-L9999", who, scan, **PDF)
    assert foreign.status_int == missing.status_int == 404
    assert foreign.json == missing.json
    assert ask("GET", f"@scans/{code}", who).status_int == 404
    assert ask("GET", "@scans", who).json["items"] == []
    assert pages(site, code) == 0


def test_nobody_sends_without_a_login(ask, code, scan):
    assert ask("POST", f"@scans/{code}", None, scan, **PDF).status_int == 401


@pytest.mark.parametrize(
    "sent",
    [
        {"Content_Type": "text/plain"},
        {"Content_Type": "application/octet-stream"},
        {"Content_Type": "application/pdf", "Origin": "https://elsewhere.example"},
    ],
)
def test_a_page_of_another_site_sends_nothing(ask, site, code, scan, sent):
    assert ask("POST", f"@scans/{code}", "archivist", scan, **sent).status_int == 403
    assert pages(site, code) == 0


def test_a_closed_batch_takes_nothing_and_says_so(ask, site, code, scan):
    from motcua.archive.capture.arranging import Acting

    Acting(site, store.batch(site, code), "archivist", MONDAY, None).close()
    transaction.commit()
    answer = ask("POST", f"@scans/{code}", "archivist", scan, **PDF)
    assert (answer.status_int, answer.json["type"]) == (409, "Impossible")


def test_a_full_disk_is_told_and_nothing_is_half_there(
    ask, site, code, scan, monkeypatch
):
    from motcua.storage.keeping import space

    monkeypatch.setattr(space, "left", lambda: 10)
    answer = ask("POST", f"@scans/{code}", "archivist", scan, **PDF)
    assert (answer.status_int, answer.json["type"]) == (507, "UploadRefused")
    monkeypatch.undo()
    assert pages(site, code) == 0
    assert ask("POST", f"@scans/{code}", "archivist", scan, **PDF).status_int == 201


def test_a_batch_is_told_with_its_figures(ask, code, scan):
    ask("POST", f"@scans/{code}", "archivist", scan, **PDF)
    told = ask("GET", f"@scans/{code}", "archivist").json
    assert told["pages"]["arrived"] == told["pages"]["unassigned"] == 2
    assert (told["scanner"], told["declared"]) == ("may-1", 2)
    assert [one["code"] for one in ask("GET", "@scans", "archivist").json["items"]] == [
        code
    ]


def grown(what):
    """Call; return what it gave, and by how many bytes this process grew meanwhile."""
    status, reset = Path("/proc/self/status"), Path("/proc/self/clear_refs")

    def told(name):
        return int(re.search(rf"{name}:\s+(\d+) kB", status.read_text())[1]) * 1024

    reset.write_text("5")
    before = told("VmRSS")
    return what(), told("VmHWM") - before


def test_a_large_file_goes_to_the_disk_and_not_into_memory(site, code, tmp_path):
    noise = random.Random(1).randbytes(64 * 2**20)
    path = tmp_path / "large.pdf"
    path.write_bytes(plain(b"/Contents 4 0 R", o4=stream(noise, b"/Filter/DCTDecode")))
    size = path.stat().st_size
    with path.open("rb") as body:
        digest = hashlib.file_digest(body, "sha256")
        body.seek(0)
        header = b64encode(digest.digest()).decode()
        root = "/".join(site.getPhysicalPath())
        request = Request.blank(
            f"{root}/++api++/@scans/{code}?name=large.pdf",
            method="POST",
            environ={"wsgi.input": body, "CONTENT_LENGTH": str(size)},
            headers={
                "Accept": "application/json",
                "Content-Type": "application/pdf",
                "Content-Digest": f"sha-256=:{header}:",
            },
        )
        request.authorization = ("Basic", b64encode(b"archivist:Mot-cua-1!").decode())
        application = HTTPExceptionHandler(publish_module)
        answer, growth = grown(lambda: request.get_response(application))
    assert (answer.status_int, answer.json["size"]) == (201, size)
    assert answer.json["sha256"] == digest.hexdigest()
    assert growth < 24 * 2**20, growth


@pytest.mark.parametrize(
    ("query", "status"), [("side=left", 400), ("side=fronts", 201)]
)
def test_the_side_of_a_pass_may_be_named(ask, code, scan, query, status):
    answer = ask("POST", f"@scans/{code}?{query}", "archivist", scan, **PDF)
    assert answer.status_int == status
