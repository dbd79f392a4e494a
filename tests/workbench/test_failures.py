"""Files without an archival copy are visible work, and there is a way out by hand."""

from __future__ import annotations

from hashlib import sha256
from motcua.archive import renditions
from motcua.archive.incoming.attachments import attachments
from motcua.archive.pdf import conversion
from motcua.archive.pdf.pdfa import Archival
from motcua.archive.pdf.verdicts import Verdict
from motcua.dossiers.folder import find
from motcua.storage import files
from motcua.storage import jobs
from pathlib import Path
import pytest
from tests.archive.conftest import blank_pdf
from tests.archive.pdf.test_pdfa import born_digital
from tests.workbench.conftest import set_job
from tests.workbench.conftest import upload
from tests.workbench.conftest import walk
from webtest import Upload
from zope.component.hooks import site


WHY = "Máy quét cũ ghi tệp hỏng, đã quét lại ở tỉnh"


@pytest.fixture
def failed(house, officer, received, scan):
    """A closed dossier with one scan of which no copy could be made: (code, digest)."""
    upload(officer("reception"), received, (1, scan.name, scan.read_bytes()))
    walk(house, received)
    digest = sha256(scan.read_bytes()).hexdigest()
    set_job(digest, state=jobs.FAILED, message="input: strange")
    return received, digest


@pytest.fixture
def pdfa_file(tmp_path):
    """A PDF/A of one page, made elsewhere, with words in it."""
    source = born_digital(tmp_path / "source.pdf", "Quét lại thửa đất số 47")
    import pikepdf

    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        del pdf.pages[1:]
        pdf.save(source)
    target = tmp_path / "làm lại.pdf"
    assert conversion._declare(source, target, judged=False)
    return target


def address(failed):
    return f"/luu-tru/chua-luu/{failed[0]}/{failed[1]}"


def send(app, failed, name, content, reason=WHY, status=None):
    form = app.get(address(failed)).forms["provide"]
    form["file"] = Upload(name, content)
    form["reason"] = reason
    return form.submit(status=status)


def test_what_failed_is_listed_for_who_keeps_the_archive(officer, failed, scan):
    page = officer("archivist").get("/luu-tru/chua-luu")
    text = " ".join(page.html.find("main").text.split())
    assert "Số tệp: 1." in text
    assert failed[0] in text and "Đơn đăng ký" in text
    assert "không thể chuyển thành bản lưu trữ" in text or "bản gốc" in text.lower()
    assert scan.name not in page.text, "names that people gave stay out of lists"
    assert page.click(failed[0]).request.path.endswith(address(failed))


@pytest.mark.parametrize("person", ["reception", "handler", "jurist", "stranger"])
def test_without_the_duty_there_is_neither_list_nor_screen(officer, failed, person):
    app = officer(person)
    app.get("/luu-tru/chua-luu", status=404)
    app.get(address(failed), status=404)
    assert "chua-luu" not in app.get("/luu-tru").text


@pytest.mark.parametrize(
    "path",
    ["H99.01-261102-9999/{digest}", "{code}/" + "0" * 64, "{code}/x", "x/{digest}"],
)
def test_unknown_dossiers_and_files_are_one_answer(officer, failed, path):
    code, digest = failed
    officer("archivist").get(
        f"/luu-tru/chua-luu/{path.format(code=code, digest=digest)}", status=404
    )


def test_a_pdfa_by_hand_is_proven_kept_and_says_who_and_why(
    house, officer, failed, pdfa_file
):
    archivist = officer("archivist")
    content = pdfa_file.read_bytes()
    answer = send(archivist, failed, pdfa_file.name, content, status=303)
    page = answer.follow()
    assert "Đã giữ bản lưu trữ." in page.text
    assert WHY in page.text
    with site(house):
        made = renditions.get(failed[1], house)
        assert made is not None and made.passed and made.method == "provided"
        assert made.provided is not None
        assert (made.provided["by"], made.provided["why"]) == ("archivist", WHY)
        assert made.archival == sha256(content).hexdigest()
        assert files.check(made.archival)
        assert "thửa đất số 47" in made.texts()[0]
        assert made.layout()[0]["words"]
    assert "Mọi tệp" in archivist.get("/luu-tru/chua-luu").text
    archivist.get(address(failed), status=404)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: blank_pdf(path), "Chưa chứng minh được"),
        (lambda path: blank_pdf(path, 2), "có 2 trang, bản gốc có 1"),
        (lambda path: path.write_bytes(b"MZ nothing") and path, "không phải"),
    ],
)
def test_what_is_no_copy_of_the_original_is_refused_with_the_way_out(
    house, officer, failed, tmp_path, make, said
):
    path = Path(make(tmp_path / "khác.pdf"))
    page = send(officer("archivist"), failed, path.name, path.read_bytes(), status=400)
    assert said in page.html.find(role="alert").text
    assert "khác.pdf" in page.html.find(role="alert").text
    assert renditions.get(failed[1], house) is None
    assert page.forms["provide"]["reason"].value == WHY, "what was typed stays"


def test_an_image_is_refused(officer, failed, scan):
    page = send(officer("archivist"), failed, scan.name, scan.read_bytes(), status=400)
    assert "không phải PDF" in page.html.find(role="alert").text


def test_without_a_reason_or_a_file_nothing_is_kept(house, officer, failed, pdfa_file):
    archivist = officer("archivist")
    page = send(
        archivist, failed, "a.pdf", pdfa_file.read_bytes(), reason="  ", status=400
    )
    assert "ghi lý do" in page.html.find(role="alert").text
    page = send(
        archivist, failed, "a.pdf", pdfa_file.read_bytes(), "x" * 501, status=400
    )
    assert "500 ký tự" in page.html.find(role="alert").text
    form = archivist.get(address(failed)).forms["provide"]
    form["reason"] = WHY
    assert "chọn tệp" in form.submit(status=400).html.find(role="alert").text
    assert renditions.get(failed[1], house) is None


def test_trying_again_queues_the_file_as_if_it_were_new(officer, failed):
    officer("archivist").get(address(failed)).forms["again"].submit(status=303)
    job = jobs.status("ocr", failed[1])
    assert job is not None and job.state == jobs.QUEUED


def test_a_file_that_is_on_its_way_needs_no_hand(officer, failed):
    set_job(failed[1], state=jobs.RUNNING)
    officer("archivist").get(address(failed), status=404)
    assert "Mọi tệp" in officer("archivist").get("/luu-tru/chua-luu").text


def test_a_form_of_another_site_keeps_nothing(house, officer, failed, pdfa_file):
    officer("archivist").post(
        address(failed),
        {"reason": WHY},
        upload_files=[("file", "a.pdf", pdfa_file.read_bytes())],
        status=403,
    )
    assert renditions.get(failed[1], house) is None


def test_a_copy_of_ours_that_came_first_stays(
    house, officer, failed, pdfa_file, tmp_path
):
    page = officer("archivist").get(address(failed))
    with site(house):
        import transaction

        path = blank_pdf(tmp_path / "ours.pdf")
        verdict = Verdict("test", "1", "2b", "pass")
        made = Archival(path, "read", False, ("chữ",), ({},), (verdict,))
        ours = renditions.keep(failed[1], made, house)
        transaction.commit()
    form = page.forms["provide"]
    form["file"] = Upload("a.pdf", pdfa_file.read_bytes())
    form["reason"] = WHY
    form.submit(status=404)
    assert renditions.get(failed[1], house).archival == ours.archival


def test_the_page_of_the_dossier_leads_there_for_the_archivist_alone(
    house, officer, failed
):
    place = f"/luu-tru/so-hoa/{failed[0]}"
    assert address(failed) in officer("archivist").get(place).text
    assert attachments(find(house, failed[0]))
    assert "chua-luu" not in officer("reception").get(place).text
