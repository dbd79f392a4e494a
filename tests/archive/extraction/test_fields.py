"""What documents of twenty kinds say of themselves, clean, noisy and as pictures."""

from __future__ import annotations

from motcua.archive.extraction import fields
from motcua.archive.extraction.letters import likeness
import pytest
from tests.archive.extraction.papers import noisy
from tests.archive.extraction.papers import Paper
from tests.archive.extraction.papers import PAPERS


BY_KEY = {paper.key: paper for paper in PAPERS}
ALL = pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.key)
SEEDS = range(6)


def right(found: fields.Fields, paper: Paper) -> dict[str, bool]:
    return {
        "type": found.type.value == paper.type,
        "number": found.number.value == paper.number,
        "date": found.date.value == paper.day,
        "agency": found.agency.value == paper.agency,
        "superior": found.superior.value == paper.superior,
        "abstract": likeness(found.abstract.value, paper.subject) > 0.95,
    }


@ALL
def test_every_field_of_a_clean_document_is_right(paper):
    found = fields.read([paper.text(), "Trang hai"])
    assert right(found, paper) == dict.fromkeys(right(found, paper), True), found
    assert found.abstract.value == paper.subject
    assert found.notation.value == paper.number.rsplit("/", 1)[1]
    assert found.ordinal.value == paper.number.split("/")[0]
    for field in (found.type, found.number, found.date, found.agency):
        assert 0.5 < field.confidence < 1
        assert field.page == 1


def test_a_bad_recognition_spoils_few_fields_and_those_say_so():
    told: list[tuple[bool, float]] = []
    for paper in PAPERS:
        for seed in SEEDS:
            found = fields.read([noisy(paper.text(), seed)])
            for name, good in right(found, paper).items():
                told.append((good, getattr(found, name).confidence))
    assert sum(good for good, _sure in told) / len(told) >= 0.97
    sure = [good for good, confidence in told if confidence >= 0.9]
    assert sum(sure) / len(sure) >= 0.99


def test_a_document_without_a_number_gets_none():
    text = BY_KEY["plan"].text().replace("Số: 09/KH-UBND", "Số:      /KH-UBND")
    found = fields.read([text])
    assert (found.number.value, found.ordinal.value) == ("", "")
    assert found.notation.value == "KH-UBND"
    assert found.notation.confidence < fields.SURE
    assert found.type.value == "Kế hoạch"


@pytest.mark.parametrize("texts", [[], [""], ["   \n\n"], ["~~ ## %%"], ["\x00"]])
def test_nothing_is_made_of_nothing(texts):
    found = fields.read(texts)
    assert found == fields.Fields()
    assert found.to_json()["number"] == {
        "value": "", "confidence": 0.0, "page": None, "source": "",
    }  # fmt: skip


def test_a_citizens_paper_is_not_taken_for_an_act():
    text = (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Tôi tên là Lê Thị Thử, theo Quyết định số 12/QĐ-UBND ngày 01 tháng 02\n"
        "năm 2020 xin đề nghị được giải quyết.\n"
        "Hoa Lư, ngày 03 tháng 04 năm 2026\nNgười viết đơn"
    )
    found = fields.read([text])
    assert found.date.value == "2026-04-03"
    assert found.date.confidence < fields.SURE
    assert found.number.confidence < fields.SURE
    assert not found.agency.value


def test_a_blank_sheet_and_a_cover_come_before_the_head():
    paper = BY_KEY["decree"]
    texts = ["~", "TẬP TÀI LIỆU\nNĂM 2026", paper.text()]
    figures = [{"blank": 1.0}, {"blank": 0.0}, {"blank": 0.0}]
    found = fields.read(texts, figures)
    assert found.number.value == paper.number
    assert found.number.page == 3


def test_a_number_and_a_day_of_different_years_are_both_doubted():
    text = BY_KEY["decree"].text().replace("năm 2026\n", "năm 2024\n", 1)
    found = fields.read([text])
    assert (found.number.value, found.date.value) == ("211/2026/NĐ-CP", "2024-05-18")
    assert max(found.number.confidence, found.date.confidence) < fields.SURE


def test_a_day_nobody_can_read_stays_a_month_until_an_annex_tells_it():
    text = BY_KEY["decree"].text().replace("ngày 18 tháng 5", "ngày ## tháng 5")
    found = fields.read([text])
    assert (found.date.value, found.date.confidence) == ("2026-05", 0.4)
    annex = "PHỤ LỤC\n(Kèm theo Nghị định số 211/2026/NĐ-CP\nngày 18 tháng 5 năm 2026)"
    told = fields.read([text, "Trang hai", annex]).date
    assert (told.value, told.page, told.source) == ("2026-05-18", 3, "annex")
    foreign = annex.replace("211/2026", "212/2026")
    assert fields.read([text, foreign]).date.value == "2026-05"


def test_a_heading_against_the_letters_of_its_number_is_for_people_to_decide():
    text = BY_KEY["notice"].text().replace("THÔNG BÁO", "BÁO CÁO")
    found = fields.read([text])
    assert found.type.value == "Báo cáo"
    assert found.type.confidence < fields.SURE


def test_a_heading_that_is_lost_follows_from_the_notation():
    text = BY_KEY["circular"].text().replace("\nTHÔNG TƯ\n", "\n")
    found = fields.read([text])
    assert (found.type.value, found.type.source) == ("Thông tư", "notation")
    assert found.type.confidence < 0.9
    assert found.abstract.value == BY_KEY["circular"].subject
    assert found.abstract.source == "preamble"


def test_an_agency_that_is_lost_follows_from_the_notation():
    text = BY_KEY["circular"].text().replace("BỘ TƯ PHÁP CỘNG", "CỘNG", 1)
    found = fields.read([text])
    assert (found.agency.value, found.agency.source) == ("Bộ Tư pháp", "notation")
    assert found.agency.confidence < 0.9


def test_the_stamp_of_a_signing_program_is_no_agency():
    signature = (
        "Người ký: CỔNG THÔNG TIN ĐIỆN TỬ\nEmail: cong@vi-du.vn\n"
        "Cơ quan: VĂN PHÒNG\nThời gian ký: 02.07.2026 10:00:00 +07:00\n"
    )
    paper = BY_KEY["directive"]
    found = fields.read([signature + paper.text()])
    assert found.agency.value == paper.agency
    assert found.date.value == paper.day


def test_the_stamp_of_arrival_is_read_apart_from_the_document():
    paper = BY_KEY["decree"]
    found = fields.read([paper.text()])
    arrival = found.incoming
    assert (arrival.number.value, arrival.date.value) == paper.arrival
    assert arrival.number.source == "stamp"
    assert found.number.value == paper.number
    assert fields.read([BY_KEY["plan"].text()]).incoming == fields.Incoming()


def test_who_must_look_again_is_told():
    assert not fields.worth_a_second_look(fields.read([BY_KEY["decree"].text()]))
    spoiled = BY_KEY["decree"].text().replace("ngày 18", "ngày ##")
    assert fields.worth_a_second_look(fields.read([spoiled]))


def test_two_readings_that_agree_are_surer_than_one():
    paper = BY_KEY["report"]
    words = []
    for row, line in enumerate(paper.text().split("\n")):
        for place, word in enumerate(line.split()):
            x, y = 0.1 + 0.05 * place, 0.05 + 0.03 * row
            words.append([x, y, x + 0.04, y + 0.02, word, 95])
    once = fields.read([paper.text()])
    twice = fields.read([paper.text()], again={"words": words})
    assert twice.number.value == once.number.value
    assert twice.number.confidence > once.number.confidence


@pytest.mark.ocr
@pytest.mark.parametrize("key", ["decree", "letter-department", "decision-commune"])
def test_a_drawn_page_is_read_by_the_places_of_its_words(tesseract, key, tmp_path):
    from tests.archive.pdf.test_pdfa import archive

    paper = BY_KEY[key]
    path = tmp_path / "a.png"
    paper.draw().save(path, dpi=(200, 200))
    made = archive(path, tmp_path / "a.pdf")
    found = fields.read(made.texts, layout=made.layout)
    assert found.number.value == paper.number
    assert found.date.value == paper.day
    assert found.agency.value == paper.agency
    assert found.type.value == paper.type
    assert likeness(found.abstract.value, paper.subject) > 0.95


def test_a_day_by_hand_is_a_proposal_whatever_the_votes_say():
    text = BY_KEY["decree"].text().replace("ngày 18 tháng 5", "ngày #k tháng 5")
    told = fields.read([text], again={"words": [], "hand": {"day": 18, "share": 1.0}})
    assert (told.date.value, told.date.source) == ("2026-05-18", "hand")
    assert told.date.confidence < fields.SURE
    absurd = {"words": [], "hand": {"day": 32, "share": 1.0}}
    assert fields.read([text], again=absurd).date.value == "2026-05"
    clean = BY_KEY["decree"].text()
    other = {"words": [], "hand": {"day": 1, "share": 1.0}}
    assert fields.read([clean], again=other).date.value == "2026-05-18"
