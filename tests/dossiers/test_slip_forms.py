"""Every form: its fields, its pages, its marks, and what an outside judge says of it.

All on the sample of previews: a title of more than 120 letters and 25 papers.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from motcua.dossiers.slips import forms
from motcua.dossiers.slips import sample
from motcua.dossiers.slips.book import shipped
from motcua.dossiers.slips.book import Template
from motcua.dossiers.slips.rendering.printing import pdf
from pathlib import Path
import pypdfium2
import pytest
import re
import subprocess
import unicodedata
import zxingcpp


ADDRESS = "https://motcua.example.vn/vi/kiem-tra-phieu"
FORMS = [(form, form.paper) for form in forms.every()]
FORMS.append((forms.get("house", "NH"), "label-sheet"))
FORMS.append((forms.get("house", "NK"), "label"))
#: Kinds that say what they are by what they stick on.
LABELS = ("label", "shelf-label")
#: Sheets that have one size only.
ONE_SIZE = ("label", "label-sheet")
DPI = 200

HEAD = {
    "superior agency": "ỦY BAN NHÂN DÂN TỈNH CỬA LỚN",
    "agency": "ỦY BAN NHÂN DÂN PHƯỜNG BẾN SÔNG",
    "one-stop unit": "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
    "name of the State": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "motto": "Độc lập - Tự do - Hạnh phúc",
    "place and day": "Bến Sông, ngày 02 tháng 11 năm 2026",
    "reprint": "In lại lần 1",
}
IDENTITY = {
    "applicant": "Nguyễn Hoàng Công Tằng Tôn Nữ Thị Phương Thảo",
    "number of identity": "Số định danh: 030157001234",
    "phone": "Điện thoại: 0912 345 678",
    "address": "Địa chỉ: Số 25, ngõ 117, tổ dân phố Đông, phường Bến Sông",
    "owner, where another": "Công ty trách nhiệm hữu hạn một thành viên Cửa Lớn",
    "owner's address": "Địa chỉ: Lô 4, cụm công nghiệp Bắc Sông, phường Bến Sông",
    "dossier code": sample.CODE,
    "procedure": sample.TITLE,
    "procedure code": "1.001193",
}
PAPERS = {"first paper": "Giấy tờ thứ 1 ", "last paper": "Giấy tờ thứ 25 "}
BY_DEPUTY = {
    "for whom is signed": "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC",
    "by which deed": "(Theo Quyết định số 12/QĐ-TTPVHCC ngày 01/10/2026)",
    "signer": "Phạm Thị Thanh Hương",
}
FINGER = {"room for a fingerprint": "Điểm chỉ", "witness": "Người làm chứng"}
CONTACT = {
    "office to ask": "12 đường Bờ Kè, phường Bến Sông. Điện thoại: 0299 3123 457",
    "how to check it": f"Kiểm tra phiếu: quét mã QR hoặc vào {ADDRESS}",
}
COMPLAINT = {
    "where to complain": "phản ánh, kiến nghị hoặc khiếu nại tại: Ủy ban nhân dân "
    "phường Bến Sông, 12 đường Bờ Kè, phường Bến Sông, điện thoại 0299 3123 456"
}
LIST = {
    **HEAD,
    **BY_DEPUTY,
    **CONTACT,
    "giver": "Bên giao: Trung tâm Phục vụ hành chính công",
    "receiver": "Bên nhận: Phòng Đất đai",
    "when": "Lập lúc: 08:05 ngày 02/11/2026",
    "way": "Cách giao: Giao tận tay",
    "first dossier": "H99.01-261102-0001",
    "last dossier": "H99.01-261102-0025",
    "procedure": sample.TITLE,
    "owner": "Công ty trách nhiệm hữu hạn một thành viên Cửa Lớn",
    "copies": "Lập thành 02 bản",
    "signature of the receiver": "BÊN NHẬN",
}
#: What each kind of form has to state: the field, and how the sample fills it in.
REQUIRED = {
    "receipt": {
        **HEAD,
        **IDENTITY,
        **PAPERS,
        **BY_DEPUTY,
        **FINGER,
        **CONTACT,
        "number": "Số: 0012/TNHS",
        "way of handing in": "(trực tiếp)",
        "kind of a paper": "Bản sao có chứng thực",
        "number of sets": "số lượng hồ sơ: 01 bộ",
        "legal time": "Thời gian giải quyết: 15 ngày làm việc",
        "received": "Tiếp nhận lúc: 08:05 ngày 02/11/2026",
        "to be returned": "Hẹn trả kết quả: 08:05 ngày 23/11/2026",
        "way of return": "Cách nhận kết quả: Nhận trực tiếp tại nơi nộp hồ sơ",
        "fee": "Phí, lệ phí: 1.250.000 đồng",
        "book and row": "Vào Sổ theo dõi hồ sơ: Quyển số ........ Số thứ tự ........",
        "signature of who hands in": "NGƯỜI NỘP HỒ SƠ",
        "signature of who receives": "NGƯỜI TIẾP NHẬN HỒ SƠ",
        "two copies": "Lập thành 02 bản",
        "where to follow it": f"Tra cứu tình trạng hồ sơ: {ADDRESS}",
        "PIN": "482913",
    },
    "supplement": {
        **HEAD,
        **IDENTITY,
        **BY_DEPUTY,
        **FINGER,
        **CONTACT,
        "number": "Số: 0012/HDHS",
        "missing papers": "Giấy tờ thứ 3 ",
        "reason": sample.REASON,
        "which request": "Lần yêu cầu thứ 2",
        "ground": "căn cứ: Khoản 3 Điều 21 Quy chế làm việc",
        "until": "Đề nghị bổ sung trước: 17:00 ngày 30/11/2026",
        "everything at once": "nêu một lần, đầy đủ mọi nội dung",
        "officer to ask": "Trần Văn Minh, điện thoại 0299 3123 458",
        "signature of who hands in": "NGƯỜI NỘP HỒ SƠ",
        "signature of who guides": "NGƯỜI HƯỚNG DẪN",
    },
    "refusal": {
        **HEAD,
        **IDENTITY,
        **PAPERS,
        **BY_DEPUTY,
        **FINGER,
        **CONTACT,
        **COMPLAINT,
        "number": "Số: 0012/TCHS",
        "reason": sample.REASON,
        "ground": "Căn cứ: Khoản 3 Điều 21 Quy chế làm việc",
        "signature of who hands in": "NGƯỜI NỘP HỒ SƠ",
    },
    "apology": {
        **HEAD,
        **BY_DEPUTY,
        **CONTACT,
        "number": "Số: 0012/PXL",
        "to whom": "Kính gửi: Công ty trách nhiệm hữu hạn một thành viên Cửa Lớn",
        "received": "Lúc 08:05 ngày 02/11/2026",
        "procedure": sample.TITLE,
        "dossier code": sample.CODE,
        "due before": "Thời gian hẹn trả kết quả: 08:05 ngày 23/11/2026",
        "reason": sample.REASON,
        "unit at fault": "chịu trách nhiệm về việc chậm trễ: Phòng Đất đai",
        "apology": "trân trọng xin lỗi Ông/Bà",
        "new due": "Thời gian hẹn trả kết quả mới: 17:00 ngày 30/11/2026",
        "recipients": "Nơi nhận:",
    },
    "stop": {
        **HEAD,
        **BY_DEPUTY,
        **FINGER,
        **CONTACT,
        **COMPLAINT,
        **PAPERS,
        "number": "Số: 0012/TBD",
        "to whom": "Kính gửi: Công ty trách nhiệm hữu hạn một thành viên Cửa Lớn",
        "dossier code": sample.CODE,
        "procedure": sample.TITLE,
        "reason": sample.REASON,
        "ground": "Căn cứ: Khoản 3 Điều 21 Quy chế làm việc",
        "when": "Thời điểm dừng: 08:05 ngày 02/11/2026",
        "what is returned": "Giấy tờ trả lại",
        "recipients": "Nơi nhận:",
    },
    "control": {
        **HEAD,
        **CONTACT,
        "number": "Số: 0012/KSHS",
        "dossier code": f"Mã hồ sơ: {sample.CODE}",
        "procedure": sample.TITLE,
        "in charge": "Cơ quan chủ trì giải quyết: Phòng Đất đai",
        "taking part": "Cơ quan phối hợp giải quyết: Phòng Xây dựng; Phòng Tư pháp",
        "giver and receiver": "Trung tâm Phục vụ hành chính công Phòng Đất đai",
        "day and hour": "08:05 ngày 02/11/2026",
        "in time": "Trước hạn",
        "account instead of a signature": "Lê Thị Mai",
        "note": "Kèm bản vẽ",
    },
    "register": {
        **{name: words for name, words in HEAD.items() if name != "number"},
        **BY_DEPUTY,
        "period": "Từ ngày 01/11/2026 đến ngày 30/11/2026",
        "volume": "Quyển số 1/2",
        "dossier code": "H99.01-261102-0025",
        "procedure": sample.TITLE,
        "sets": "Số bộ",
        "owner": "Công ty trách nhiệm hữu hạn một thành viên Cửa Lớn",
        "address and phone": "Lô 4, cụm công nghiệp Bắc Sông; 0912 345 678",
        "in charge": "Cơ quan chủ trì giải quyết",
        "received": "Nhận hồ sơ",
        "due": "Hẹn trả kết quả",
        "returned": "Trả kết quả",
        "way of return": "Nhận trực tiếp tại nơi nộp hồ sơ",
        "signature": "Ký nhận",
        "note": "Ghi chú",
    },
    "result-receipt": {
        **HEAD,
        **IDENTITY,
        **BY_DEPUTY,
        **FINGER,
        **CONTACT,
        "number": "Số: 0012/BNKQ",
        "number of the result": "1203/GCN",
        "abstract": f"Giấy chứng nhận - {sample.TITLE}",
        "due": "Hẹn trả kết quả: 08:05 ngày 23/11/2026",
        "returned": "Trả kết quả lúc: 08:05 ngày 02/11/2026",
        "who takes it": "Người nhận kết quả: Nguyễn Thị Hoa",
    },
    "fee-receipt": {
        **HEAD,
        **BY_DEPUTY,
        **CONTACT,
        "recorded symbol and number": "Ký hiệu: CL-26T Số: 0000815",
        "who collects": "Đơn vị thu: Trung tâm Phục vụ hành chính công",
        "who pays": "Người nộp: Nguyễn Hoàng Công Tằng Tôn Nữ Thị Phương Thảo",
        "what for": "Tên khoản thu: Lệ phí cấp Giấy chứng nhận",
        "amount": "Số tiền: 1.250.000 đồng",
        "amount in words": "Một triệu hai trăm năm mươi nghìn đồng",
        "way of paying": "Hình thức thanh toán: Tiền mặt",
        "when": "Thời điểm thu: 08:05 ngày 02/11/2026",
        "kept part": "Liên 1: Lưu tại đơn vị thu",
        "payer's part": "Liên 2: Giao người nộp",
        "accountant's part": "Liên 3: Kế toán",
    },
    "opinion": {
        **HEAD,
        **BY_DEPUTY,
        **CONTACT,
        "number": "Số: 0012/PLYK",
        "to whom": "Kính gửi: Phòng Xây dựng",
        "who asks": "Phòng Đất đai đang giải quyết hồ sơ mã",
        "dossier code": sample.CODE,
        "question": "Thửa đất có nằm trong quy hoạch đường ven sông hay không?",
        "until": "Đề nghị trả lời trước: 17:00 ngày 30/11/2026",
        "answers": "Đồng ý ☐ Không đồng ý ☐ Ý kiến khác",
    },
    "dossiers-handover": {
        **LIST,
        "how many": "Tổng số: 25 hồ sơ",
        "number": "Số: 0012/BGHS",
        "due": "08:05 ngày 23/11/2026",
    },
    "results-handover": {
        **LIST,
        "how many": "Tổng số: 25 kết quả",
        "number": "Số: 0012/BGKQ",
        "result": "1203/GCN",
    },
    "post-list": {
        **LIST,
        "how many": "Tổng số: 25 bưu gửi",
        "number": "Số: 0012/DSBC",
        "to whom it goes": "Lô 4, cụm công nghiệp Bắc Sông; 0912 345 678",
    },
    "shift": {
        **HEAD,
        "number": "Số: 0012/BBCC",
        "who took it": "Người thu: Công Tằng Tôn Nữ Thị Phương Thảo",
        "amount in words": "Một triệu hai trăm năm mươi nghìn đồng",
        "from": "0000816",
        "to": "0000840",
        "void": "Số biên lai hủy trong ca: 1.",
        "a receipt": "CL-26T 0000818",
        "why they differ": f"Giải trình: {sample.REASON}",
    },
    "treasury-list": {
        **HEAD,
        "number": "Số: 0012/BKNT",
        "to whom": "Nộp cho thủ quỹ của: Phòng Xây dựng",
        "amount in words": "Một triệu hai trăm năm mươi nghìn đồng",
        "a shift": "0025/BBCC",
        "cash": "1.250.000",
    },
    "provisional": {
        **{name: text for name, text in HEAD.items() if name != "number"},
        "that it is provisional": "TẠM - IN SẴN",
        "dossier code": "H99.01-261102-0042",
        "place to write": "Thủ tục:",
        "how long it holds": "nhập vào hệ thống trong 7 ngày",
        "PIN": "123456",
    },
    "label": {
        "dossier code": "H99.01-261102-0025",
        "procedure": "Đăng ký, cấp Giấy chứng nhận quyền sử dụng đất",
        "due": "Hẹn trả: 08:05 ngày 23/11/2026",
    },
    "shelf-label": {
        "first shelf": "KHO-B2.001",
        "last shelf": "KHO-B2.025",
        "what the bars say": "Nhãn kệ KE-KHO-B2.025",
        "whose shelf it is": "Trung tâm Phục vụ hành chính công",
    },
}


def named(one):
    form, paper, large = one
    name = form.path if paper == form.paper else f"{form.path}-{paper}"
    return f"{name}-large" if large else name


SHEETS = [
    (form, paper, large)
    for form, paper in FORMS
    for large in (False, True)
    if not (large and paper in ONE_SIZE)
]


@cache
def printed(form, paper, large=False):
    """Return the sample of a form as a PDF."""
    template = Template(
        shipped(form.path, form.kind), shipped("layout"), shipped("style")
    )
    return pdf(template, sample.values(form, ADDRESS), paper, large=large)


def squeezed(text):
    """Leave out blanks, and hyphens, which readers take for those of a line's end."""
    composed = unicodedata.normalize("NFC", text)
    return re.sub(r"[\s\-\ufffe\x02]", "", composed)


def text_of(document):
    return "".join(page.get_textpage().get_text_bounded() for page in document)


def test_every_kind_of_form_has_its_list_of_fields():
    assert set(REQUIRED) == {form.kind for form, _paper in FORMS}
    assert len(sample.TITLE) > 120
    assert sample.PAPERS == 25


@pytest.mark.parametrize("one", SHEETS, ids=named)
def test_a_form_states_all_its_fields_within_its_pages(one):
    form, paper, large = one
    document = pypdfium2.PdfDocument(printed(form, paper, large))
    text = squeezed(text_of(document))
    missing = [
        name
        for name, words in REQUIRED[form.kind].items()
        if squeezed(words) not in text
    ]
    assert missing == []
    assert squeezed(form.title.upper()) in text or form.kind in LABELS
    for page in document:
        width, height = page.get_size()
        letters = page.get_textpage()
        boxes = [letters.get_charbox(n) for n in range(letters.count_chars())]
        assert max(box[2] for box in boxes) <= width
        assert min(box[1] for box in boxes) >= 0
        assert max(box[3] for box in boxes) <= height


@pytest.mark.parametrize(
    "form",
    [
        form
        for form, paper in FORMS
        # The register has thirteen columns; nobody is offered it in large print.
        if paper not in ONE_SIZE and form.kind != "register"
    ],
    ids=lambda f: f.path,
)
def test_large_print_has_18_points(form):
    """What is read by most: the lines of the text, not the foot of the page."""
    sizes = {}
    for page in pypdfium2.PdfDocument(printed(form, form.paper, True)):
        for thing in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
            size = pypdfium2.raw.c_float()
            pypdfium2.raw.FPDFTextObj_GetFontSize(thing, size)
            matrix = thing.get_matrix()
            points = round(size.value * matrix.a, 1)
            sizes[points] = sizes.get(points, 0) + 1
    small = {size for size in sizes if size < 16}
    assert max(sizes, key=sizes.get) >= 17
    assert small <= {7.5}, sizes


def expected_marks(form):
    """Return the bar codes and the addresses in QR codes of a form."""
    name = f"{sample.CODE}/4-{form.form}"
    check = sample.values(form, ADDRESS)["slip"]["check_link"]
    if form.kind == "register":
        return set()
    if form.kind == "label":
        return {f"H99.01-261102-{number:04d}" for number in range(1, 26)}
    if form.kind == "shelf-label":
        return {row["label"] for row in sample.values(form, ADDRESS)["rows"]}
    if form.kind == "fee-receipt":
        return {check}
    if form.kind == "provisional":
        return {
            mark
            for row in sample.values(form, ADDRESS)["rows"]
            for mark in (row["code"], row["link"])
        }
    if form.kind == "receipt":
        return {sample.CODE, check, f"{ADDRESS}#{sample.CODE}"}
    return {
        name if form.kind.endswith(("handover", "list", "shift")) else sample.CODE,
        check,
    }


@pytest.mark.parametrize("one", SHEETS, ids=named)
def test_marks_are_read_from_a_grey_copy_that_lies_askew(one):
    """200 dpi, grey, two degrees off, both ways: what a cheap scanner makes."""
    form, paper, large = one
    pages = [
        page.render(scale=DPI / 72).to_pil().convert("L")
        for page in pypdfium2.PdfDocument(printed(form, paper, large))
    ]
    for angle in (2, -2):
        found = {
            mark.text
            for page in pages
            for mark in zxingcpp.read_barcodes(
                page.rotate(angle, expand=True, fillcolor=255)
            )
        }
        assert found == expected_marks(form)


def test_an_outside_judge_finds_every_form_accessible(shared, tmp_path):
    command = shared / "yardsticks" / "verapdf" / "validate"
    if not command.exists():
        pytest.skip("shared: the outside judge is not here")
    files = []
    for one in SHEETS:
        file = tmp_path / f"{named(one).replace('/', '-')}.pdf"
        file.write_bytes(printed(*one))
        files.append(file)
    answer = subprocess.run(
        [command, "ua1", *files], capture_output=True, text=True, check=False
    )
    verdicts = answer.stdout.splitlines()
    assert len(verdicts) == len(files), answer.stderr[-500:]
    assert [line for line in verdicts if not line.startswith("PASS")] == []


def test_the_page_about_slips_lists_every_form_and_what_issues_it():
    text = Path("docs/slips.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    for form in forms.forms_on(date(2026, 11, 2)):
        by = {word for left, right in cells_of(cells, form) for word in left}
        assert by, form
        assert {one.replace("_", " ") for one in form.issued} <= by, form


def cells_of(cells, form):
    """Return the rows of the page that are about a form: (operations, words)."""
    return [
        ({word.strip() for word in row[0].split(",")}, row[1])
        for row in cells
        if re.search(rf"\b{form.form}\b", " ".join(row[:2]))
    ]


@pytest.mark.parametrize("kind", ["post-list", "dossiers-handover", "results-handover"])
def test_who_signs_a_list_signs_below_a_row_of_it(kind):
    form = next(each for each in forms.every() if each.kind == kind)
    document = pypdfium2.PdfDocument(printed(form, form.paper))
    last = document[len(document) - 1].get_textpage().get_text_bounded()
    assert "Ký, ghi rõ họ tên" in unicodedata.normalize("NFC", last)
    assert f"H99.01-261102-{sample.PAPERS:04d}" in squeezed_of_codes(last)


def squeezed_of_codes(text):
    """Put codes together again that a reader divides at their hyphens."""
    return re.sub(r"\s*[\ufffe\x02-]\s*", "-", text)


def test_a_provisional_slip_has_room_to_sign():
    form = next(each for each in forms.every() if each.kind == "provisional")
    page = pypdfium2.PdfDocument(printed(form, form.paper))[0]
    letters = page.get_textpage()

    def top_and_foot(words):
        found = letters.search(words).get_next()
        assert found is not None, words
        return letters.get_charbox(found[0])[3], letters.get_charbox(found[0])[1]

    _top, hint = top_and_foot("(Ký, ghi rõ họ tên)")
    below, _foot = top_and_foot("nhập H99.01")
    millimetres = (hint - below) / 72 * 25.4
    assert millimetres > 14
