"""Scans come in through the workbench, and are watched while they are read."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from hashlib import sha256
from motcua.archive.incoming.attachments import attachments
from motcua.dossiers.folder import find
import pytest
from tests.workbench.conftest import set_job
from tests.workbench.conftest import upload
from tests.workbench.conftest import walk
from webtest import Upload


def digests(house, code):
    return [each.sha256 for each in attachments(find(house, code))]


def test_a_scan_comes_in_and_is_kept_byte_for_byte(house, officer, received, scan):
    counter = officer("reception")
    content = scan.read_bytes()
    answer = upload(counter, received, (1, scan.name, content))
    assert answer.status_int == 303
    page = answer.follow()
    assert page.request.path.endswith(f"/luu-tru/so-hoa/{received}/tien-do")
    assert f"Đã nhận: {scan.name}" in page.text
    page = counter.get(f"/luu-tru/so-hoa/{received}")
    kept = page.click(scan.name)
    assert kept.body == content
    assert kept.content_type == "image/jpeg"
    assert kept.headers["Content-Disposition"].startswith("inline;")
    assert kept.headers["X-Content-Type-Options"] == "nosniff"
    assert kept.headers["Cache-Control"] == "private, no-store"
    assert "default-src 'none'" in kept.headers["Content-Security-Policy"]
    (file,) = attachments(find(house, received))
    assert (file.paper, file.title) == ("1", "Đơn đăng ký")


def test_several_files_for_several_papers_come_at_once(
    house, officer, received, scan, pdf
):
    counter = officer("reception")
    form = counter.get(f"/luu-tru/so-hoa/{received}").forms["upload"]
    form["file-1"] = [Upload(scan.name, scan.read_bytes())]
    form["file-2"] = [Upload(pdf.name, pdf.read_bytes())]
    form.submit(status=303)
    found = attachments(find(house, received))
    assert [(each.paper, each.media) for each in found] == [
        ("1", "image/jpeg"),
        ("2", "application/pdf"),
    ]


def test_what_is_refused_is_named_and_what_is_good_is_kept(
    house, officer, received, scan
):
    counter = officer("reception")
    page = upload(
        counter,
        received,
        (1, scan.name, scan.read_bytes()),
        (2, "virus.pdf", b"MZ not a pdf"),
        status=400,
    )
    assert "“virus.pdf” không phải" in page.text
    assert f"{scan.name}</span>." in page.text
    assert digests(house, received) == [sha256(scan.read_bytes()).hexdigest()]
    # The whole form once more, the bad file left out: nothing comes in twice.
    upload(counter, received, (1, scan.name, scan.read_bytes()), status=303)
    assert len(digests(house, received)) == 1


def test_a_form_without_a_file_says_so(officer, received):
    page = upload(officer("reception"), received, status=400)
    assert "Hãy chọn tệp trước." in page.text


def test_a_form_of_another_site_attaches_nothing(house, officer, received, scan):
    counter = officer("reception")
    page = counter.post(
        f"/luu-tru/so-hoa/{received}",
        {"file-1": Upload(scan.name, scan.read_bytes())},
        status=403,
    )
    assert "không được chấp nhận" in page.text
    assert digests(house, received) == []


def test_who_may_only_look_gets_no_field_and_cannot_send(
    house, officer, received, scan
):
    walk(house, received, upto="forward")
    leader = officer("leader")
    page = leader.get(f"/luu-tru/so-hoa/{received}")
    assert 'type="file"' not in page.text
    form = page.forms["upload"]
    sent = {
        "_authenticator": form["_authenticator"].value,
        "file-1": Upload(scan.name, scan.read_bytes()),
    }
    leader.post(f"/luu-tru/so-hoa/{received}", sent, status=403)
    assert digests(house, received) == []


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("memory: took too much memory", "quá nhiều bộ nhớ"),
        ("time: took too long", "quá lâu"),
        ("input: --pdfa-backend could not", "không bản lưu trữ nào chứa được"),
        ("Tệp bị khóa. / The file is locked.", "Tệp bị khóa."),
    ],
)
def test_why_there_is_no_copy_is_told_in_the_officers_words(
    house, officer, received, scan, message, told
):
    counter = officer("reception")
    upload(counter, received, (1, scan.name, scan.read_bytes()))
    (digest,) = digests(house, received)
    set_job(digest, state="failed", message=message)
    page = counter.get(f"/luu-tru/so-hoa/{received}/tien-do")
    reason = page.html.find("p", "wrong").text
    assert told in reason
    assert "pdfa-backend" not in reason


def test_progress_is_watched_only_while_something_moves(
    house, officer, received, scan, read
):
    counter = officer("reception")
    upload(counter, received, (1, scan.name, scan.read_bytes()))
    (digest,) = digests(house, received)
    watch = f"/luu-tru/so-hoa/{received}/tien-do"
    assert "Refresh" in counter.get(watch).headers
    begun = datetime.now(UTC) - timedelta(seconds=100)
    set_job(digest, state="running", done=12, total=40, started_at=begun)
    page = counter.get(watch)
    bar = page.html.find("progress")
    assert (bar["value"], bar["max"]) == ("12", "40")
    assert "khoảng 4 phút" in page.html.find(class_="file-state").text
    assert "Refresh" not in page.click("Dừng").headers
    set_job(digest, state="failed", message="missing: tesseract-ocr-vie")
    page = counter.get(watch)
    assert "Máy chủ thiếu tesseract-ocr-vie" in page.text
    assert "Refresh" not in page.headers
    read(received)
    page = counter.get(watch)
    assert page.html.find(attrs={"data-state": "done"})
    assert "Refresh" not in page.headers
    # Choosing files is never disturbed by a page that looks again.
    assert "Refresh" not in counter.get(f"/luu-tru/so-hoa/{received}").headers


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("pass", "PDF/A: đạt"),
        ("fail", "PDF/A: không đạt"),
        ("not_checked", "PDF/A: chưa kiểm tra được"),
    ],
)
def test_the_archival_copy_stands_beside_the_original_with_its_verdict(
    officer, received, scan, read, verdict, words
):
    counter = officer("reception")
    upload(counter, received, (1, scan.name, scan.read_bytes()))
    rendition = read(received, verdict=verdict)
    page = counter.get(f"/luu-tru/so-hoa/{received}")
    assert words in page.text
    copy = page.click("Bản lưu trữ")
    assert copy.content_type == "application/pdf"
    assert sha256(copy.body).hexdigest() == rendition.archival
    text = page.click("Văn bản")
    assert "thửa đất số 47, tờ bản đồ số 12" in text.text


def test_a_page_without_words_offers_no_text(officer, received, scan, read):
    counter = officer("reception")
    upload(counter, received, (1, scan.name, scan.read_bytes()))
    read(received, texts=("",))
    page = counter.get(f"/luu-tru/so-hoa/{received}")
    assert "Không nhận dạng được chữ" in page.text
    assert "van-ban" not in page.text


def test_a_code_is_typed_or_scanned_from_the_slip(officer, received):
    counter = officer("reception")
    for typed in (
        received,
        received.lower(),
        f"https://motcua.example.vn/vi/tra-cuu#{received}",
    ):
        form = counter.get("/luu-tru/so-hoa").forms[1]
        form["ma"] = typed
        page = form.submit().follow()
        assert page.request.path.endswith(f"/luu-tru/so-hoa/{received}")


def test_foreign_missing_and_malformed_are_one_answer(
    house, officer, received, scan, read
):
    upload(officer("reception"), received, (1, scan.name, scan.read_bytes()))
    rendition = read(received)
    (digest,) = digests(house, received)
    jurist = officer("jurist")
    missing = received[:-1] + ("1" if received[-1] != "1" else "2")
    own = officer("reception")
    answers = {
        app.get(f"/luu-tru/{path}", status=404).text.replace(
            app.get("/luu-tru").html.find("details").text, ""
        )
        for app, path in (
            (jurist, f"so-hoa/{received}"),
            (jurist, f"so-hoa/{received}/tien-do"),
            (jurist, f"so-hoa/{received}/tep/{digest}"),
            (jurist, f"so-hoa/{received}/tep/{rendition.archival}"),
            (jurist, f"so-hoa/{received}/van-ban/{digest}"),
            (jurist, f"ho-so/{received}"),
            (jurist, f"so-hoa/{missing}"),
            (jurist, "so-hoa/x"),
            (jurist, "so-hoa/a/b/c/d/e"),
            (jurist, "khong-co"),
            (jurist, f"so-hoa?ma={received[:-3]}"),
        )
    }
    assert len(answers) == 1
    for path in (
        f"so-hoa/{received}/tep/{'0' * 64}",
        f"so-hoa/{received}/tep/{rendition.text}",
        f"so-hoa/{received}/van-ban/{'0' * 64}",
        f"ho-so/{received}",
    ):
        own.get(f"/luu-tru/{path}", status=404)


def test_without_a_login_the_way_leads_to_the_login(house, received):
    from tests.desk.conftest import browser

    for path in ("", "/so-hoa", f"/so-hoa/{received}"):
        answer = browser().get(f"/luu-tru{path}", expect_errors=True)
        assert answer.status_int in (302, 401)
