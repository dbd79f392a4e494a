"""What becomes of a file: searchable PDF/A-2b, and the original as it was."""

from __future__ import annotations

import datetime
from hashlib import sha256
import io
from motcua.archive.errors import ConversionFailed
from motcua.archive.incoming import sniffing
from motcua.archive.incoming.limits import Limits
from motcua.archive.incoming.uploads import check
from motcua.archive.pdf import conversion
from motcua.archive.pdf import pdfa
from motcua.archive.pdf import signatures
from motcua.archive.pdf import verdicts
from motcua.archive.quality.figures import measure
from motcua.base.folding import fold
from motcua.storage.confined import TaskRefused
import pikepdf
from PIL import Image
import pytest
import stat
import subprocess
from tests.archive.conftest import blank_pdf
from tests.archive.conftest import LINES
from tests.archive.conftest import page
from tests.security.hostile.documents import made_by_pikepdf
from tests.security.hostile.documents import with_launch


def digest(path):
    return sha256(path.read_bytes()).hexdigest()


def archive(path, target, **options):
    upload = check(path, path.name)
    return pdfa.make(path, target, media=upload.media, pages=upload.pages, **options)


def judge(shared):
    """The outside judge, where it is installed."""
    command = shared / "yardsticks" / "verapdf" / "validate"
    if not command.exists():
        pytest.skip("shared: the outside judge is not here")
    return command


def born_digital(path, text="Giấy xác nhận số 126"):
    """A PDF with real text, as a word processor writes it."""
    weasyprint = pytest.importorskip("weasyprint")
    body = "".join(f"<p>{text}, dòng {number}</p>" for number in range(30))
    weasyprint.HTML(string=f"<title>x</title>{body}").write_pdf(path)
    return path


def signed(path):
    """A PDF signed with a key made for the test, with a visible signature."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.x509.oid import NameOID
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import SigFieldSpec
    from pyhanko.stamp import TextStampStyle

    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Người ký thử")])
    start = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    packed = serialization.pkcs12.serialize_key_and_certificates(
        b"k", key, certificate, None, serialization.NoEncryption()
    )
    pfx = path.with_suffix(".pfx")
    pfx.write_bytes(packed)
    signer = signers.SimpleSigner.load_pkcs12(str(pfx))
    out = io.BytesIO()
    plain = path.read_bytes()
    signers.PdfSigner(
        signers.PdfSignatureMetadata(field_name="Sig1"),
        signer=signer,
        stamp_style=TextStampStyle(stamp_text="KY SO THU NGHIEM"),
        new_field_spec=SigFieldSpec("Sig1", box=(50, 700, 400, 780)),
    ).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(plain)), output=out)
    path.write_bytes(out.getvalue())
    return path


@pytest.mark.ocr
def test_a_scanned_page_can_be_read_and_searched(tesseract, scan, tmp_path):
    before = digest(scan)
    seen = []
    made = archive(
        scan,
        tmp_path / "a.pdf",
        progress=lambda done, total: seen.append((done, total)),
    )
    assert made.passed
    assert [verdict.flavour for verdict in made.verdicts] == ["2b"]
    assert made.method == "read"
    assert "dang ky ket hon" in fold(made.texts[0])
    assert (seen[0], seen[-1]) == ((0, 1), (1, 1))
    assert digest(scan) == before


@pytest.mark.ocr
def test_a_page_keeps_the_size_of_its_paper(tesseract, scan, tmp_path):
    archive(scan, tmp_path / "a.pdf")
    with Image.open(scan) as image, pikepdf.open(tmp_path / "a.pdf") as pdf:
        width = float(pdf.pages[0].mediabox[2])
        assert width == pytest.approx(image.width / 150 * 72, abs=1)


@pytest.mark.ocr
def test_only_the_leaning_page_of_a_tiff_is_straightened(tesseract, tmp_path):
    path = tmp_path / "hai trang.tif"
    upright = page(dpi=150)
    leaning = page(dpi=150).rotate(3, fillcolor=255, resample=Image.Resampling.BICUBIC)
    upright.save(path, save_all=True, append_images=[leaning], dpi=(150, 150))
    made = archive(path, tmp_path / "a.pdf")
    assert made.passed
    assert [abs(figure["skew"]) >= 1.5 for figure in made.figures] == [False, True]
    assert all("dang ky ket hon" in fold(text) for text in made.texts)
    after = measure(
        path=str(tmp_path / "a.pdf"), media=sniffing.PDF, progress=lambda *_told: None
    )
    assert abs(after[1]["skew"]) < 1


def of_a_stack(path, turns, paper=None):
    """A PDF of scanned pages, each laid on the glass turned by so many degrees."""
    import img2pdf

    sheet = paper or page(LINES + LINES[4:], size=(827, 900), dpi=150)
    pictures = []
    for number, degrees in enumerate(turns):
        picture = path.with_name(f"{path.stem}-{number}.png")
        sheet.rotate(-degrees, expand=True).save(picture, dpi=(150, 150))
        pictures.append(str(picture))
    path.write_bytes(img2pdf.convert(pictures))
    return path


@pytest.mark.ocr
def test_pages_are_turned_the_right_way_up_whatever_way_they_lay(tesseract, tmp_path):
    made = archive(
        of_a_stack(tmp_path / "a.pdf", (0, 90, 180, 270)), tmp_path / "b.pdf"
    )
    assert made.passed
    for text in made.texts:
        assert "dang ky ket hon" in fold(text)
    with pikepdf.open(tmp_path / "b.pdf") as pdf:
        assert [each.rotation % 360 for each in pdf.pages] == [0, 270, 180, 90]
    for each in made.layout:
        (first,) = [word for word in each["words"] if word[4] == "CỘNG"]
        assert first[0] < 0.3 and first[1] < 0.3, "where it stands when it is turned"


@pytest.mark.ocr
def test_what_was_read_before_the_process_died_is_not_read_again(
    tesseract, tmp_path, monkeypatch
):
    kept = tmp_path / "kept"
    stack = of_a_stack(tmp_path / "a.pdf", (0, 0))
    first = archive(stack, tmp_path / "b.pdf", kept=kept)
    (one,) = kept.glob("*.hocr")
    one.write_text(one.read_text("utf-8").replace("CỘNG", "NHỚ"), "utf-8")
    second = archive(stack, tmp_path / "c.pdf", kept=kept)
    assert "CỘNG" in first.texts[0]
    assert all("NHỚ" in text for text in second.texts), "taken from what was kept"


@pytest.mark.ocr
def test_a_signed_pdf_stays_and_its_copy_still_shows_the_signature(tesseract, tmp_path):
    path = signed(blank_pdf(tmp_path / "signed.pdf"))
    before = digest(path)
    upload = check(path, path.name)
    assert upload.signed
    made = archive(path, tmp_path / "a.pdf")
    assert digest(path) == before
    assert made.stripped and made.passed
    with pikepdf.open(tmp_path / "a.pdf") as copy:
        assert "/AcroForm" not in copy.Root
    assert "ky so" in fold(made.texts[0])


def with_files(path):
    """Write a page to which files are tied in every way a PDF knows."""
    with pikepdf.open(born_digital(path), allow_overwriting_input=True) as pdf:
        invoice = pikepdf.AttachedFileSpec(pdf, b"<invoice/>", filename="hoa-don.xml")
        pdf.attachments["hoa-don.xml"] = invoice
        tied = pdf.make_indirect(invoice.obj)
        pdf.Root.AF = pikepdf.Array([tied])
        pdf.pages[0].obj.AF = pikepdf.Array([tied])
        pin = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.FileAttachment,
            Rect=[10, 10, 30, 30],
            FS=tied,
        )
        pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(pin)])
        pdf.save(path)
    return path


def test_files_that_come_along_stay_in_the_original_alone(tmp_path, monkeypatch):
    path = with_files(tmp_path / "a.pdf")
    assert check(path, path.name).active == ("attachments",)
    monkeypatch.setenv("PATH", "/nowhere")
    made = archive(path, tmp_path / "b.pdf")
    assert made.stripped and made.passed
    assert b"EmbeddedFile" not in (tmp_path / "b.pdf").read_bytes()
    with pikepdf.open(path) as original:
        assert "hoa-don.xml" in original.attachments


def test_a_link_that_starts_a_program_stays_in_the_original_alone(tmp_path):
    path, copy = tmp_path / "a.pdf", tmp_path / "b.pdf"
    path.write_bytes(made_by_pikepdf(with_launch))
    assert signatures.plain_copy(path, copy)
    assert b"Launch" not in copy.read_bytes()
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        link = pdf.pages[0].obj.Annots[0]
        link.A = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.vn/")
        pdf.save(path)
    assert not signatures.plain_copy(path, tmp_path / "c.pdf"), "it leads, no more"


def test_text_that_is_there_is_kept_and_needs_no_ocr(tmp_path, monkeypatch):
    path = born_digital(tmp_path / "a.pdf")
    monkeypatch.setenv("PATH", "/nowhere")
    made = archive(path, tmp_path / "b.pdf")
    assert made.method == "text kept"
    assert "Giấy xác nhận số 126" in made.texts[0]
    with pikepdf.open(tmp_path / "b.pdf") as kept:
        assert not kept.pages[0].get_images()


def test_without_tesseract_the_job_says_what_is_missing(scan, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    before = digest(scan)
    with pytest.raises(ConversionFailed) as failed:
        archive(scan, tmp_path / "a.pdf")
    assert failed.value.reason == "missing"
    assert "missing: tesseract-ocr-vie" in str(failed.value).replace(
        "tesseract-ocr tesseract-ocr-vie", "tesseract-ocr-vie"
    )
    assert digest(scan) == before
    assert not (tmp_path / "a.pdf").exists()


def test_without_vietnamese_only_the_language_is_missing(tmp_path, monkeypatch):
    fake = tmp_path / "tesseract"
    fake.write_text("#!/bin/sh\necho eng\n")
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(TaskRefused) as refused:
        conversion.require_tesseract()
    assert (refused.value.reason, refused.value.detail) == (
        "missing",
        "tesseract-ocr-vie",
    )


def test_too_little_memory_is_a_failure_of_the_file_alone(scan, tmp_path):
    with pytest.raises(ConversionFailed) as failed:
        archive(scan, tmp_path / "a.pdf", limits=Limits(memory=150 * 1024 * 1024))
    assert failed.value.reason in ("memory", "crash", "input")
    assert list(tmp_path.glob("motcua-ocr-*")) == [], "nothing is left behind"


def test_an_ordinary_pdf_is_not_taken_for_pdfa(pdf):
    verdict = verdicts.by_pikepdf(pdf)
    assert verdict.verdict == "fail"
    assert verdict.findings and verdict.version


@pytest.mark.parametrize(
    ("said", "verdict"),
    [("PASS 2b", "pass"), ("FAIL 2b", "fail"), ("?", "not_checked")],
)
def test_a_second_validator_is_asked_when_named(
    tmp_path, monkeypatch, pdf, said, verdict
):
    command = tmp_path / "judge"
    command.write_text(f'#!/bin/sh\necho "{said} $1"\n')
    command.chmod(0o755)
    monkeypatch.setenv("MOTCUA_VERAPDF", str(command))
    answer = verdicts.by_verapdf(pdf)
    assert answer is not None and answer.verdict == verdict
    monkeypatch.setenv("MOTCUA_VERAPDF", str(tmp_path / "absent"))
    absent = verdicts.by_verapdf(pdf)
    assert absent is not None and absent.verdict == "not_checked"


def test_one_rejection_outweighs_an_approval():
    good = verdicts.Verdict("a", "1", "2b", "pass")
    bad = verdicts.Verdict("b", "1", "2b", "fail")
    unsure = verdicts.Verdict("c", "1", "2b", "not_checked")
    assert verdicts.passed((good, unsure))
    assert not verdicts.passed((good, bad))
    assert not verdicts.passed((unsure,))


def test_the_copy_of_a_real_signed_scan_goes_without_its_signature(shared, tmp_path):
    source = shared / "data" / "scans" / "ND-154-2024-ND-CP.pdf"
    assert signatures.plain_copy(source, tmp_path / "a.pdf")
    with pikepdf.open(tmp_path / "a.pdf") as copy:
        assert "/AcroForm" not in copy.Root and "/Perms" not in copy.Root
        assert len(copy.pages) == 22
        assert len(copy.pages[0].get_images()) == 2, "the scan, and the seal"


@pytest.mark.ocr
def test_a_real_act_is_archived_and_an_outside_judge_agrees(
    tesseract, shared, tmp_path
):
    source = shared / "data" / "scans" / "QD-09-2025-QD-TTg.pdf"
    made = archive(source, tmp_path / "a.pdf")
    assert made.passed
    text = fold(" ".join(made.texts))
    assert "20/2020/qd-ttg" in text and "chinh phu" in text
    assert (tmp_path / "a.pdf").stat().st_size < 2 * source.stat().st_size
    done = subprocess.run(
        [judge(shared), "2b", tmp_path / "a.pdf"],
        capture_output=True,
        check=False,
        text=True,
    )
    assert "PASS" in done.stdout, done.stdout + done.stderr


def test_what_programs_write_around_pages_makes_no_pictures_of_them(
    tmp_path, monkeypatch
):
    path = born_digital(tmp_path / "a.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.trailer.DocChecksum = pikepdf.Name("/0123456789")
        pdf.Root.MarkInfo = pikepdf.Dictionary(Type=pikepdf.Name.MarkInfo, Marked=True)
        pdf.save(path)
    monkeypatch.setenv("PATH", "/nowhere")
    made = archive(path, tmp_path / "b.pdf")
    assert (made.method, made.stripped) == ("text kept", False)
    assert made.passed


def shaded(path):
    """A typed page with a shade of colour, which the library's validator skips."""
    weasyprint = pytest.importorskip("weasyprint")
    style = "background: linear-gradient(90deg, #ccc, #fff)"
    body = f"<p style='{style}'>Giấy mời họp thôn, có chữ đủ để đọc</p>" * 20
    weasyprint.HTML(string=f"<title>x</title>{body}").write_pdf(path)
    return path


def test_a_second_validator_saves_a_typed_page_from_becoming_a_picture(
    tmp_path, monkeypatch
):
    command = tmp_path / "judge"
    command.write_text("#!/bin/sh\necho PASS\n")
    command.chmod(0o755)
    monkeypatch.setenv("MOTCUA_VERAPDF", str(command))
    made = archive(shaded(tmp_path / "a.pdf"), tmp_path / "b.pdf")
    assert made.method == "text kept" and made.passed
    assert [verdict.verdict for verdict in made.verdicts] == ["not_checked", "pass"]


@pytest.mark.ocr
def test_a_page_that_no_validator_answers_for_becomes_a_picture(
    tesseract, tmp_path, monkeypatch
):
    command = tmp_path / "judge"
    command.write_text('#!/bin/sh\nif [ -e "$0.asked" ]; then echo PASS; else\n'
                       'touch "$0.asked"; echo FAIL; fi\n')  # fmt: skip
    command.chmod(0o755)
    monkeypatch.setenv("MOTCUA_VERAPDF", str(command))
    made = archive(shaded(tmp_path / "a.pdf"), tmp_path / "b.pdf")
    assert made.method == "rasterised" and made.passed
    assert "Giấy mời" in made.texts[0]
