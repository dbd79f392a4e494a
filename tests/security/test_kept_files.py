"""S30 and S31: what comes in leaves nothing behind but itself, byte for byte."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from motcua.archive.errors import UploadRefused
from motcua.archive.incoming.limits import Limits
from motcua.archive.incoming.uploads import received
from motcua.storage.settings import settings
import pytest
import tempfile
from tests.archive.conftest import blank_pdf
from tests.archive.pdf.test_pdfa import signed
from tests.security.hostile.disguises import jpeg
from tests.security.test_hostile_files import opened
from tests.security.test_hostile_files import post
from tests.security.test_hostile_files import sound
from tests.workbench.conftest import upload


def whole(content):
    """Return what a validator says of the signature of a PDF: (intact, valid)."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature

    (signature,) = PdfFileReader(BytesIO(content)).embedded_signatures
    status = validate_pdf_signature(signature)
    return status.intact, status.valid, status.coverage.name


def test_a_signature_holds_when_the_file_comes_back(officer, received, tmp_path):
    content = signed(blank_pdf(tmp_path / "đã ký.pdf")).read_bytes()
    before = whole(content)
    assert before == (True, True, "ENTIRE_FILE")
    counter = officer("reception")
    upload(counter, received, (1, "đã ký.pdf", content), status=303)
    digest = sha256(content).hexdigest()
    back = counter.get(f"/luu-tru/so-hoa/{received}/tep/{digest}").body
    assert back == content
    assert whole(back) == before


@pytest.fixture
def left(tmp_path, monkeypatch):
    """Tell which copies of uploads lie on the disk."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return lambda: list(tmp_path.glob("motcua-upload-*"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (jpeg(), ""),
        (jpeg()[:500], "broken"),
        (b"MZ", "unknown-type"),
        (b"", "empty"),
        (bytes(3 * 2**20), "too-large"),
    ],
)
def test_nothing_of_an_upload_stays_beside_the_store(left, content, reason):
    try:
        with received(BytesIO(content), "a.jpg", Limits(upload=2 * 2**20)) as found:
            assert left() == [found.path]
            assert not reason
    except UploadRefused as error:
        assert error.reason == reason
    assert left() == []


class Gone(BytesIO):
    """A line that breaks in the middle."""

    def read(self, size=-1):
        if self.tell():
            raise ConnectionResetError(104, "Connection reset by peer")
        return super().read(1024)


def test_an_upload_that_was_given_up_leaves_nothing(left):
    with pytest.raises(ConnectionResetError), received(Gone(bytes(9999)), "a.pdf"):
        pass
    assert left() == []


def test_the_same_files_again_and_again_take_their_room_once(house, officer, tmp_path):
    code, archivist = opened(house), officer("archivist")
    path = blank_pdf(tmp_path / "a.pdf", 3)

    def room():
        store = settings().files
        return sum(one.stat().st_size for one in store.rglob("*") if one.is_file())

    address, sizes = f"/luu-tru/lo/{code}", []
    for _again in range(2):
        sent = [(f"{number}.pdf", path) for number in range(3)]
        sound(post(archivist, address, "upload", "files", sent, do="upload"))
        sizes.append(room())
    assert sizes == [path.stat().st_size] * 2
