"""Documents that await their signature: found, downloaded, signed, brought back."""

from __future__ import annotations

import errno
from io import BytesIO
from motcua.archive import renditions
from motcua.archive.capture import batches
from motcua.archive.capture import documents
from motcua.archive.capture import store
from motcua.archive.pdf.pdfa import Archival
from motcua.archive.pdf.verdicts import Verdict
from motcua.dossiers.interfaces import ISigner
from motcua.dossiers.signing import Signed
from motcua.storage import files
from motcua.storage import journal
from motcua.workbench import bundle
from motcua.workbench import signing
import pytest
from tests.archive.conftest import blank_pdf
from tests.archive.pdf.test_pdfa import signed
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
import transaction
from webtest import Upload
from zipfile import ZipFile
from zope.component import getGlobalSiteManager
from zope.component.hooks import site
from zope.interface import implementer


FILE_CODE = "000.01.H99.2004.7"


@pytest.fixture
def waiting(house, tmp_path):
    """The codes of three documents; the archival file of the last one is not there."""
    codes = []
    with site(house):
        batch = batches.open_batch(
            house, UNIT, "papers", "archivist", MONDAY, file_code=FILE_CODE
        )
        for ordinal in (1, 2, 3):
            scan = files.store(f"scan {ordinal}".encode())
            facts = {
                "file_code": FILE_CODE,
                "ordinal": ordinal,
                "sha256": scan.sha256,
                "size": scan.size,
                "media": "application/pdf",
                "pages": ordinal,
                "signed": False,
            }
            told = {"type": "Công văn", "abstract": f"Việc thứ {ordinal}"}
            # Of the second one the level of access is limited.
            told |= {"access": "conditional"} if ordinal == 2 else {}
            data = {"fields": told}
            one = documents.catalogue(house, batch, facts, data, "archivist", MONDAY)
            codes.append(one.code)
            if ordinal == 3:
                continue
            made = blank_pdf(tmp_path / f"{ordinal}.pdf", ordinal)
            verdict = Verdict("test", "1", "2b", "pass")
            told = Archival(made, "read", False, ("",) * ordinal, ({},), (verdict,))
            renditions.keep(scan.sha256, told, house, MONDAY)
        transaction.commit()
    return codes


@pytest.fixture
def state(house):
    """Tell the state of a document."""

    def tell(code):
        transaction.begin()
        with site(house):
            return documents.view(store.document(house, code)).state

    return tell


def test_what_awaits_its_signature_is_a_list(officer, waiting):
    page = officer("archivist").get("/luu-tru/cho-ky")
    rows = [" ".join(one.text.split()) for one in page.html.select("tbody tr")]
    assert [code in row for code, row in zip(waiting, rows, strict=True)] == [True] * 3
    assert "Việc thứ 2" in rows[1]
    assert "đang được tạo" in rows[2]
    # Nobody signs here: no button, and the road by a device of one's own.
    assert page.html.find("button", value="sign") is None
    assert "luu-tru/cho-ky" in page.html.select_one(".tabs [aria-current=page]")["href"]


def test_signed_files_are_brought_back_several_at_once(
    officer, waiting, state, tmp_path
):
    archivist = officer("archivist")
    page = archivist.get("/luu-tru/cho-ky")
    sent = []
    for number, link in enumerate(page.html.select("tbody a[href*=cho-ky]")):
        answer = archivist.get(link["href"])
        assert f"{waiting[number]}.pdf" in answer.headers["Content-Disposition"]
        path = tmp_path / f"ký-{number}.pdf"
        path.write_bytes(answer.body)
        sent.append(Upload(f"{waiting[number]}_signed.pdf", signed(path).read_bytes()))
    form = page.forms["bring"]
    form["files"] = sent
    page = form.submit("do", value="bring").follow()
    assert "Số tài liệu đã ký: 2" in page.text
    assert [state(code) for code in waiting] == ["signed", "signed", "awaiting"]
    assert waiting[0] not in page.text


def test_what_is_refused_is_named_and_hinders_no_other(
    officer, waiting, state, tmp_path
):
    archivist = officer("archivist")
    page = archivist.get("/luu-tru/cho-ky")
    path = tmp_path / "một.pdf"
    path.write_bytes(archivist.get(f"/luu-tru/cho-ky/{waiting[0]}").body)
    good = signed(path).read_bytes()
    other = signed(blank_pdf(tmp_path / "khác.pdf", 2, (600, 842))).read_bytes()
    form = page.forms["bring"]
    form["files"] = [
        Upload(f"{waiting[0]} (1).pdf", good),
        Upload(f"{waiting[1]}.pdf", other),
        Upload("quên tên.pdf", good),
        Upload("000.01.H99.2004.7.9999999.pdf", good),
    ]
    page = form.submit("do", value="bring", status=200)
    told = page.html.find(id="problem").text
    assert "không phải tệp lưu trữ" in told
    assert "quên tên.pdf" in told
    assert [state(code) for code in waiting] == ["signed", "awaiting", "awaiting"]
    assert page.html.select_one("p.lead b").text == "2"
    form["files"] = [Upload("quên tên.pdf", good)]
    form.submit("do", value="bring", status=400)


def test_several_are_signed_at_once_where_somebody_signs(officer, waiting, state):
    @implementer(ISigner)
    class Pen:
        title = "Pen"

        def prepare(self, request, person, given):
            assert person == "archivist"

        def collect(self, request):
            return Signed("signed", (b"%PDF-1.7 signed",))

    pen = Pen()
    getGlobalSiteManager().registerUtility(pen, ISigner, name="pen")
    try:
        page = officer("archivist").get("/luu-tru/cho-ky")
        form = page.forms["sign"]
        assert len(form.fields["code"]) == 2
        for box in form.fields["code"]:
            box.checked = True
        form.submit("do", value="sign").follow()
        empty = officer("archivist").get("/luu-tru/cho-ky").forms["sign"]
        empty.submit("do", value="sign", status=400)
    finally:
        getGlobalSiteManager().unregisterUtility(pen, ISigner, name="pen")
    assert [state(code) for code in waiting] == ["signed", "signed", "awaiting"]


@pytest.mark.parametrize("name", ["reception", "supervisor", "stranger"])
def test_documents_of_other_archives_are_not_there(officer, waiting, name):
    app = officer(name)
    app.get("/luu-tru/cho-ky", status=404)
    foreign = app.get(f"/luu-tru/cho-ky/{waiting[0]}", status=404)
    unknown = app.get("/luu-tru/cho-ky/000.01.H99.2004.7.9999999", status=404)
    assert foreign.text == unknown.text


def test_what_is_under_watch_is_written_down_when_it_is_downloaded(officer, waiting):
    for code in waiting[:2]:
        officer("archivist").get(f"/luu-tru/cho-ky/{code}")
    assert [len(journal.of(code)) for code in waiting] == [0, 1, 0]
    assert journal.of(waiting[1])[0].person == "archivist"


def packed(answer):
    """Return the files of a ZIP that was downloaded, by name."""
    assert answer.content_type == "application/zip"
    assert int(answer.headers["Content-Length"]) == len(answer.body)
    with ZipFile(BytesIO(answer.body)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def test_ticked_documents_are_downloaded_in_one_file(officer, waiting):
    archivist = officer("archivist")
    form = archivist.get("/luu-tru/cho-ky").forms["sign"]
    form.fields["code"][0].checked = True
    found = packed(form.submit("do", value="download"))
    alone = archivist.get(f"/luu-tru/cho-ky/{waiting[0]}").body
    assert found == {f"{waiting[0]}.pdf": alone}
    # Under a name that tells of nobody, and kept by no browser.
    answer = form.submit("do", value="download")
    assert 'filename="cho-ky-' in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_without_a_tick_everything_that_is_ready_is_downloaded(officer, waiting):
    form = officer("archivist").get("/luu-tru/cho-ky").forms["sign"]
    found = packed(form.submit("do", value="download"))
    assert list(found) == [f"{code}.pdf" for code in waiting[:2]]
    # What is under watch is written down as if it were fetched alone.
    assert [len(journal.of(code)) for code in waiting] == [0, 1, 0]


def test_more_than_fits_is_refused_with_what_would_fit(officer, waiting, monkeypatch):
    archivist = officer("archivist")
    size = len(archivist.get(f"/luu-tru/cho-ky/{waiting[0]}").body)
    monkeypatch.setattr(bundle, "LARGEST", size)
    form = archivist.get("/luu-tru/cho-ky").forms["sign"]
    page = form.submit("do", value="download", status=400)
    assert "1 tệp đầu" in page.html.find(id="problem").text
    assert waiting[1] in page.text
    assert journal.of(waiting[1]) == []
    # The first ones that fit are ticked: the same button now goes through.
    again = packed(page.forms["sign"].submit("do", value="download"))
    assert list(again) == [f"{waiting[0]}.pdf"]


def test_a_file_too_large_alone_is_named_and_the_others_are_ticked(
    officer, waiting, monkeypatch
):
    monkeypatch.setattr(bundle, "LARGEST", 10)
    form = officer("archivist").get("/luu-tru/cho-ky").forms["sign"]
    page = form.submit("do", value="download", status=400)
    told = page.html.find(id="problem").text
    assert waiting[0] in told and "0 tệp" not in told
    ticked = [box["value"] for box in page.html.select("input[name=code][checked]")]
    assert ticked == [waiting[1]]


def test_a_row_that_sql_alone_still_knows_hides_no_other(officer, waiting, monkeypatch):
    behind = signing.register.awaiting

    def awaiting(codes, **page):
        total, found = behind(codes, **page)
        return total, ["000.01.H99.2004.7.9999999", *found]

    monkeypatch.setattr(signing.register, "awaiting", awaiting)
    page = officer("archivist").get("/luu-tru/cho-ky")
    assert all(code in page.text for code in waiting)
    found = packed(page.forms["sign"].submit("do", value="download"))
    assert len(found) == 2


def test_a_file_destroyed_since_it_was_looked_for_is_told(
    officer, waiting, monkeypatch
):
    archivist = officer("archivist")
    form = archivist.get("/luu-tru/cho-ky").forms["sign"]
    real = signing.to_sign

    def gone(screen, code):
        found, path = real(screen, code)
        return found, path.with_name("0" * 64) if code == waiting[0] else path

    monkeypatch.setattr(signing, "to_sign", gone)
    page = form.submit("do", value="download", status=400)
    assert waiting[0] in page.html.find(id="problem").text
    archivist.get(f"/luu-tru/cho-ky/{waiting[0]}", status=404)


def test_files_beyond_the_most_at_once_are_named(officer, waiting, monkeypatch):
    monkeypatch.setattr(signing, "PAGE", 1)
    form = officer("archivist").get("/luu-tru/cho-ky").forms["bring"]
    form["files"] = [Upload("một.pdf", b"x"), Upload("hai.pdf", b"y")]
    page = form.submit("do", value="bring", status=400)
    rows = [row.text for row in page.html.find(id="problem").find_all("li")]
    assert "hai.pdf" in rows[1] and "gửi lại" in rows[1]


def test_nothing_is_downloaded_where_a_document_is_not_ready_or_not_theirs(
    officer, waiting
):
    archivist = officer("archivist")
    token = archivist.get("/luu-tru/cho-ky").forms["sign"]["_authenticator"].value
    unknown = "000.01.H99.2004.7.9999999"
    sent = {"do": "download", "_authenticator": token}
    for code, told in ((waiting[2], "chưa sẵn sàng"), (unknown, "Không có tài liệu")):
        sent["code"] = [waiting[0], code]
        page = archivist.post("/luu-tru/cho-ky", sent, status=400)
        assert code in page.html.find(id="problem").text
        assert told in page.html.find(id="problem").text
    officer("reception").post("/luu-tru/cho-ky", {"do": "download"}, status=403)


def test_a_full_disk_is_told(officer, waiting, monkeypatch):
    def full(*_given):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(bundle, "TemporaryFile", full)
    form = officer("archivist").get("/luu-tru/cho-ky").forms["sign"]
    page = form.submit("do", value="download", status=503)
    assert "tải từng tệp" in page.html.find(id="problem").text


def test_a_file_that_is_not_there_is_not_downloaded(officer, waiting):
    officer("archivist").get(f"/luu-tru/cho-ky/{waiting[2]}", status=404)
