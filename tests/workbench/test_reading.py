"""From the scanner to the hit: the real job reads a real page."""

from __future__ import annotations

from motcua.archive.incoming.attachments import attachments
from motcua.archive.ocr import recognition
from motcua.dossiers.folder import find
import pytest
from tests.workbench.conftest import upload
import transaction
from zope.component.hooks import site


@pytest.mark.ocr
def test_a_scanned_page_is_found_by_a_word_on_it(
    tesseract, house, officer, received, scan
):
    counter = officer("reception")
    upload(counter, received, (1, scan.name, scan.read_bytes()))
    reported = []
    with site(house):
        (file,) = attachments(find(house, received))
        recognition.recognise(
            file.sha256,
            {"media": file.media, "pages": file.pages},
            lambda *done, **_more: reported.append(done),
        )
        transaction.commit()
    page = counter.get(f"/luu-tru/so-hoa/{received}")
    assert "PDF/A: đạt" in page.text
    hits = counter.get("/luu-tru", {"q": "dang ky ket hon"})
    assert received in hits.text
    assert hits.html.find("mark")
    text = page.click("Văn bản")
    assert "GIẤY XÁC NHẬN" in text.text
    assert reported


def test_text_of_a_file_shows_every_page_with_the_way_to_its_picture(
    officer, received, scan, read
):
    counter = officer("reception")
    upload(counter, received, (1, scan.name, scan.read_bytes()))
    read(received, texts=("trang <b>đầu</b>", ""))
    page = counter.get(f"/luu-tru/so-hoa/{received}").click("Văn bản")
    assert "trang &lt;b&gt;đầu&lt;/b&gt;" in page.text
    assert "Không nhận dạng được chữ trên trang này" in page.text
    links = [each.a["href"] for each in page.html.main.find_all("h2")]
    assert [link.rpartition("#")[2] for link in links] == ["page=1", "page=2"]
