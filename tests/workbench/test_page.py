"""A hit is seen on the picture of its page, by those who may open the file."""

from __future__ import annotations

from io import BytesIO
from motcua.archive.capture import batches
from motcua.archive.capture import documents
from motcua.archive.incoming.attachments import attachments
from motcua.dossiers.folder import find
from motcua.storage import files
from motcua.storage import journal
from PIL import Image
import pytest
from tests.archive.conftest import blank_pdf
from tests.desk.conftest import receive
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
from tests.security.test_journal import CARD
from tests.security.test_journal import FORM
from tests.workbench.conftest import TEXTS
from tests.workbench.conftest import upload
import transaction
from zope.component.hooks import site


def layout(text):
    """Return a page on which the words stand below each other."""
    words = [
        [0.1, 0.05 * at, 0.4, 0.05 * at + 0.03, word, 91]
        for at, word in enumerate(text.split(), start=1)
    ]
    return {"width": 595, "height": 842, "words": words}


LAYOUT = tuple(layout(text) for text in TEXTS)


@pytest.fixture
def filed(officer, received, scan, read):
    """The code of a dossier whose scan has been read, with the places of its words."""
    upload(officer("reception"), received, (1, scan.name, scan.read_bytes()))
    read(received, layout=LAYOUT)
    return received


def opened(officer, query, person="reception", hit=0, **asked):
    """Search, and open a hit."""
    page = officer(person).get("/luu-tru", {"q": query, **asked})
    return officer(person).get(page.html.select(".hit-head a:not(.code)")[hit]["href"])


def places(page):
    """Return the words that are marked on the picture."""
    return [each.text.strip() for each in page.html.select(".places a")]


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("thua dat so 47", ["thửa đất số 47,", "số"]),
        ('"bản đồ"', ["bản đồ"]),
        ("tờ", ["tờ"]),
    ],
)
def test_the_words_of_a_hit_are_marked_on_its_page(officer, filed, query, marked):
    page = opened(officer, query)
    assert "Trang 2/2: Đơn đăng ký" in page.html.h1.text
    assert places(page) == marked
    rects = page.html.select("svg rect")
    assert [rect.get("id") for rect in rects if rect.get("id")] == [
        f"tu-{number}" for number in range(1, len(marked) + 1)
    ]
    assert all(0 < int(rect["width"]) <= 10_000 for rect in rects)
    assert page.html.find("p", class_="typed").mark


def test_a_misread_word_is_marked_as_it_stands(officer, received, scan, read):
    upload(officer("reception"), received, (1, scan.name, scan.read_bytes()))
    read(received, texts=("thửa đất số l25",), layout=(layout("thửa đất số l25"),))
    page = opened(officer, "đất 125")
    assert places(page) == ["đất", "l25"]


def test_the_picture_of_the_page_is_small(officer, filed):
    page = opened(officer, "thửa đất")
    address = page.html.find("img")["src"]
    answer = officer("reception").get(address)
    assert answer.content_type == "image/jpeg"
    assert len(answer.body) <= 150_000
    assert Image.open(BytesIO(answer.body)).width == 700
    assert "immutable" in answer.headers["Cache-Control"]
    wide = officer("reception").get(address.replace("w=700", "w=999999"))
    assert Image.open(BytesIO(wide.body)).width == 1400
    assert (
        "no-store"
        in officer("reception").get(address.partition("?")[0]).headers["Cache-Control"]
    )


@pytest.mark.parametrize(
    "page",
    ["0", "3", "-1", "x", "01", "%D9%A2", pytest.param("9" * 5000, id="huge")],
)
def test_a_page_that_the_file_does_not_have_is_missing(officer, filed, page):
    digest = digest_of(officer, filed)
    for place in ("trang", "hinh"):
        address = f"/luu-tru/so-hoa/{filed}/{place}/{digest}/{page}"
        officer("reception").get(address, status=404)


def digest_of(officer, code):
    page = opened(officer, "thửa đất")
    return page.request.path.split("/")[-2]


def test_foreign_pages_are_missing(officer, filed):
    digest = digest_of(officer, filed)
    for person in ("jurist", "stranger", "archivist"):
        for place in ("trang", "hinh"):
            address = f"/luu-tru/so-hoa/{filed}/{place}/{digest}/1"
            officer(person).get(address, status=404)
    other = f"/luu-tru/so-hoa/{filed}/trang/{'0' * 64}/1"
    officer("reception").get(other, status=404)


def test_from_hit_to_hit(officer, house, scan, read):
    codes = [receive(house) for _number in range(2)]
    for code in codes:
        upload(officer("reception"), code, (1, scan.name, scan.read_bytes()))
    texts = tuple(f"biên bản số {number}" for number in range(3))
    read(codes[0], texts=texts, layout=tuple(map(layout, texts)))
    page = opened(officer, "bien ban", nam="2026")
    assert "Trang 3/3" in page.html.h1.text
    assert page.html.find("a", rel="prev") is None
    page = page.click("Kết quả sau")
    assert "Trang 2/3" in page.html.h1.text
    page = page.click("Kết quả sau")
    assert "Trang 1/3" in page.html.h1.text
    assert page.html.find("a", rel="next") is None
    page = page.click("Kết quả trước")
    assert "Trang 2/3" in page.html.h1.text
    page = page.click("Mọi kết quả")
    assert page.html.find("input", {"id": "q"})["value"] == "bien ban"
    assert page.html.find("input", {"id": "nam"})["value"] == "2026"


def test_the_page_turns_and_grows(officer, filed):
    page = opened(officer, "thửa đất").click("Trang trước")
    assert "Trang 1/2" in page.html.h1.text
    assert page.html.select("svg rect") != []
    page = page.click("Phóng to")
    assert "large" in page.html.find("div", class_="sheet")["class"]
    assert "Thu nhỏ" in page.text


def test_where_places_are_not_known_the_text_is_marked(officer, received, scan, read):
    upload(officer("reception"), received, (1, scan.name, scan.read_bytes()))
    read(received)
    page = opened(officer, "thửa đất")
    assert page.html.find("svg", {"viewbox": "0 0 10000 10000"}) is None
    assert "Không biết vị trí" in page.text
    assert [each.text for each in page.html.select(".typed mark")] == ["thửa", "đất"]


def test_a_page_on_which_the_words_are_not_says_so(officer, filed):
    page = opened(officer, '"bản đồ"').click("Trang trước")
    assert "không có trên trang này" in page.text
    assert "Không biết vị trí" not in page.text


def test_a_page_under_watch_is_written_down(officer, house, scan, read):
    code = receive(house, papers=(CARD, FORM))
    upload(officer("reception"), code, (1, scan.name, scan.read_bytes()))
    read(code, layout=LAYOUT)
    page = opened(officer, "thửa đất")
    (look,) = journal.of(code)
    with site(house):
        (file,) = attachments(find(house, code))
    assert (look.person, look.subject) == ("reception", file.sha256)
    answer = officer("reception").get(page.html.find("img")["src"])
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert len(journal.of(code)) == 2


@pytest.fixture
def catalogued(house, tmp_path, keep):
    """The code of a catalogued document of two pages; ``keep`` gives it a copy."""

    def make(ordinal=1, unit=UNIT, **fields):
        told = {"type": "Quyết định", "number": "20", "notation": "QĐ-UBND"}
        told |= {"abstract": "Giao đất trồng rừng", "agency": "UBND xã"}
        told |= {"date": "1987-05-07", "access": "open", **fields}
        sent = files.store(blank_pdf(tmp_path / "x.pdf", 2, (500 + ordinal, 842)))
        facts = {
            "file_code": f"{unit}.1987.7",
            "ordinal": ordinal,
            "document": "d1",
            "sha256": sent.sha256,
            "size": sent.size,
            "media": "application/pdf",
            "pages": 2,
            "signed": False,
        }
        with site(house):
            batch = batches.Batch(f"{unit}-1987-L0001")
            opened = {"code": batch.code}
            batches.append(batch, "open", "archivist", MONDAY, opened, {}, unit=unit)
            data = {"fields": told, "name": "x.pdf"}
            one = documents.catalogue(house, batch, facts, data, "archivist", MONDAY)
            keep(sent.sha256, TEXTS, LAYOUT)
            transaction.commit()
        return one.code

    return make


def test_a_catalogued_document_is_found_and_looked_at(officer, catalogued):
    code = catalogued()
    page = opened(officer, "giao đất", "archivist")
    assert page.html.h1.text.strip() == "Quyết định 20/QĐ-UBND"
    assert "07/05/1987" in page.text
    file = officer("archivist").get(page.html.select(".buttons a")[0]["href"])
    assert file.content_type == "application/pdf"
    page = opened(officer, "thua dat", "archivist")
    assert page.request.path.endswith(f"/luu-tru/tai-lieu/{code}/trang/2")
    assert places(page) == ["thửa đất"]
    assert officer("archivist").get(page.html.find("img")["src"]).body
    assert journal.of(code) == []


def test_foreign_documents_are_missing(officer, catalogued):
    codes = [catalogued(), catalogued(2, unit="H98.77")]
    places = ("", "/trang/1", "/hinh/1", f"/tep/{'0' * 64}")
    for place in places:
        officer("reception").get(f"/luu-tru/tai-lieu/{codes[0]}{place}", status=404)
        officer("archivist").get(f"/luu-tru/tai-lieu/{codes[1]}{place}", status=404)
    missing = f"/luu-tru/tai-lieu/{codes[0]}/tep/{'0' * 64}"
    officer("archivist").get(missing, status=404)
    page = officer("archivist").get("/luu-tru", {"q": "giao đất"})
    assert codes[0] in page.text
    assert codes[1] not in page.text


def test_limited_access_is_read_under_watch(officer, catalogued):
    code = catalogued(access="conditional")
    page = officer("archivist").get("/luu-tru", {"q": "giao đất"})
    assert code in page.text
    assert page.html.find("p", class_="snippet") is None
    assert journal.of(code) == []
    officer("archivist").get(f"/luu-tru/tai-lieu/{code}/trang/1")
    (look,) = journal.of(code)
    assert (look.person, look.ground) == ("archivist", f"{UNIT}:archive (unit)")


def test_the_catalogue_narrows_what_is_found(officer, catalogued):
    first = catalogued()
    second = catalogued(2, type="Công văn", agency="Sở Nông nghiệp", date="1991")
    archivist = officer("archivist")
    form = archivist.get("/luu-tru", {"q": "giao đất"}).forms[1]
    assert [each[0] for each in form["loai-vb"].options] == [
        "",
        "Công văn",
        "Quyết định",
    ]
    form["loai-vb"] = "Công văn"
    form["nam"] = "1991"
    form["tiep-can"] = "open"
    page = form.submit()
    assert second in page.text
    assert first not in page.text
    told = " ".join(page.html.find(class_="narrowed").text.split())
    assert "Tên loại tài liệu: Công văn" in told
    assert "Năm: 1991" in told
    page = archivist.get(page.html.select(".narrowed .one a")[0]["href"])
    assert page.html.find("input", {"id": "nam"})["value"] == ""
    assert first not in page.text
    page = page.click("Bỏ mọi điều kiện")
    assert first in page.text
    assert page.html.find(class_="narrowed") is None


def test_filters_of_the_catalogue_are_for_those_who_keep_an_archive(officer, filed):
    page = officer("reception").get("/luu-tru", {"q": "thửa", "loai-vb": "Công văn"})
    assert page.html.find(id="loai-vb") is None
    assert filed in page.text


@pytest.mark.parametrize("name", ["loai-vb", "co-quan", "tiep-can", "ket-qua", "to"])
@pytest.mark.parametrize("value", ["0", "-1", "99999", "x" * 300, "\x00", "result'--"])
def test_any_other_filter_may_be_typed(officer, catalogued, name, value):
    code = catalogued()
    asked = {"q": "đất", name: value}
    officer("archivist").get("/luu-tru", asked, status=200)
    officer("archivist").get(f"/luu-tru/tai-lieu/{code}", asked, status=200)
    officer("archivist").get(f"/luu-tru/tai-lieu/{code}/trang/1", asked, status=200)
