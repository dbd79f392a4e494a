"""A stack as it really comes: whatever is wrong with it, no page is misfiled."""

from __future__ import annotations

from motcua.archive.capture import arrivals
from motcua.archive.capture import batches
from motcua.archive.capture import covers
from motcua.archive.capture import layout
from motcua.archive.capture import seeing
from motcua.archive.capture.covers import Cover
from motcua.archive.capture.pages import Target
from motcua.dossiers import ledger
from PIL import Image
import pytest
from tests.archive.capture import sheets
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT


def came(site, batch, path, tmp_path, **how):
    """Take a file in and look at it; return the layout."""
    arrivals.arrive(
        site, batch, sheets.sent(path), path.name, "archivist", MONDAY, **how
    )
    number = len(layout.fold(batch).arrivals)
    place = tmp_path / f"look-{number}"
    place.mkdir()
    return sheets.looked_at(site, batch, number, place)


def test_the_nasty_batch(province, batch, tmp_path, tesseract):
    other = batches.open_batch(province, UNIT, "papers", "archivist", MONDAY)
    first, second, third = sheets.covers_of(batch, 1, 3)
    alien = sheets.covers_of(other, 1, 1)[0]
    letter = sheets.letter()
    path = sheets.stack(
        tmp_path / "chồng giấy.pdf",
        [
            letter,  # 1: before every cover
            third,  # 2: covers in any order
            letter,  # 3
            sheets.pencilled(),  # 4: blank but for a line in pencil
            first.rotate(180),  # 5: fed upside down
            letter.rotate(180),  # 6
            sheets.register_a3(),  # 7: an open register
            sheets.torn(second),  # 8: no code is left of it
            letter,  # 9
            alien,  # 10: of another batch
            letter,  # 11
            second,  # 12: the same sheet printed again
            letter,  # 13
        ],
    )
    found = came(province, batch, path, tmp_path)
    assert [(one.target, one.pages) for one in found.documents] == [
        (Target(ordinal=3), ("a1.3", "a1.4")),
        (Target(ordinal=1), ("a1.6", "a1.7")),
        (Target(ordinal=2), ("a1.13",)),
    ]
    assert found.unassigned == {
        "a1.1": "no-cover",
        "a1.8": "unreadable",
        "a1.9": "after-unreadable",
        "a1.10": "unknown",
        "a1.11": "after-unknown",
    }
    assert set(found.covers) == {"a1.2", "a1.5", "a1.12"}
    assert [found.pages[one].rotation for one in ("a1.5", "a1.6")] == [180, 180]
    assert found.pages["a1.3"].rotation == 0
    assert found.astray() == []
    assert (found.figures.arrived, found.figures.papers) == (13, 10)
    figures = seeing.figures(found.arrivals[0])
    assert figures[3]["blank"] < 1.0, "the pencil is seen"
    assert len(figures) == 13


def test_the_stack_of_a_dossier_keeps_others_out(
    province, dossier, version, tmp_path, tesseract
):
    from motcua.dossiers.intake import receive
    from tests.dossiers.conftest import an_intake

    neighbour = receive(province, an_intake(version), "reception", MONDAY)
    stack = batches.open_batch(
        province, UNIT, "counter", "reception", MONDAY, dossiers=[dossier.code]
    )
    own = sheets.printed(covers.of_dossier(province, dossier))
    alien = sheets.printed(covers.of_dossier(province, neighbour, ["1"]))[0]
    slip = sheets.letter()
    bars = sheets.printed(bars_of(neighbour.code))[0]
    slip.paste(bars.crop((0, 0, slip.width, 400)), (0, 1800))
    path = sheets.stack(
        tmp_path / "quay.pdf",
        [own[0], sheets.letter(), slip, sheets.letter(), alien, sheets.letter()],
    )
    found = came(province, stack, path, tmp_path)
    assert [(one.target, one.pages) for one in found.documents] == [
        (Target(dossier.code, "1"), ("a1.2", "a1.4"))
    ]
    assert found.unassigned == {
        "a1.3": "names-other-dossier",
        "a1.5": "other-dossier",
        "a1.6": "after-other-dossier",
    }
    # The chain of this batch tells nothing about the other dossier.
    assert neighbour.code not in "".join(
        event.header.decode() + (event.payload or b"").decode()
        for event in ledger.events(stack)
    )


def test_plain_papers_keep_pages_of_dossiers_of_the_house_out(
    province, dossier, batch, tmp_path, tesseract
):
    pages = []
    for code in (dossier.code, "H01.22-250102-0007"):
        page = sheets.letter()
        bars = sheets.printed(bars_of(code))[0]
        page.paste(bars.crop((0, 0, page.width, 400)), (0, 1800))
        pages.append(page)
    cover = sheets.covers_of(batch, 1, 1)[0]
    path = sheets.stack(tmp_path / "giay.pdf", [cover, sheets.letter(), *pages])
    found = came(province, batch, path, tmp_path)
    # A code of another house is part of what a plain paper says.
    assert [one.pages for one in found.documents] == [("a1.2", "a1.4")]
    assert found.unassigned == {"a1.3": "names-other-dossier"}


def test_the_head_behind_a_cover_is_looked_at(province, batch, tmp_path, tesseract):
    one, two = sheets.covers_of(batch, 1, 2)
    stack = [one, sheets.letter(), sheets.letter(), two, sheets.letter().rotate(180)]
    path = sheets.stack(tmp_path / "giay.pdf", [*stack, sheets.stamped("MẬT")])
    found = came(province, batch, path, tmp_path)
    seen = seeing.seen_of(found.arrivals[0])["pages"]
    assert [bool(page.get("head")) for page in seen] == [
        *(False, True, False, False, True, False)
    ]
    for page in (seen[1], seen[4]):
        assert "12/QĐ-UBND" in [word[4] for word in page["head"]["words"]]


def test_the_head_of_a_secret_paper_is_not_read(province, batch, tmp_path, tesseract):
    cover = sheets.covers_of(batch, 1, 1)[0]
    path = sheets.stack(tmp_path / "mat.pdf", [cover, sheets.stamped("MẬT")])
    found = came(province, batch, path, tmp_path)
    assert found.quarantined == {"a1.2": "MẬT"}
    assert "head" not in seeing.seen_of(found.arrivals[0])["pages"][1]


def bars_of(code):
    from motcua.dossiers.slips.book import Template
    from motcua.dossiers.slips.rendering import printing

    form = '<html lang="vi"><head><title>x</title></head><body>{{ code | bars }}</body>'
    return printing.pdf(Template(form + "</html>", "", ""), {"code": code}, "A4")


def test_a_single_corner_of_a_cover_is_enough(province, batch, tmp_path, tesseract):
    cover = sheets.covers_of(batch, 4, 1)[0]
    half = Image.new("L", cover.size, 255)
    half.paste(cover.crop((0, 0, cover.width // 2, cover.height // 3)), (0, 0))
    path = sheets.stack(tmp_path / "goc.pdf", [half, sheets.letter()])
    found = came(province, batch, path, tmp_path)
    assert found.documents[0].target == Target(ordinal=4)


def test_codes_of_citizens_are_not_written_down(province, batch, tmp_path, tesseract):
    import segno

    picture = tmp_path / "cccd.png"
    segno.make("030957001234||Nguyễn Văn Đức|1957").save(str(picture), scale=8)
    sheet = sheets.letter()
    with Image.open(picture) as card:
        sheet.paste(card.convert("L"), (200, 1700))
    path = sheets.stack(tmp_path / "the.pdf", [sheets.covers_of(batch, 1, 1)[0], sheet])
    found = came(province, batch, path, tmp_path)
    assert found.documents[0].pages == ("a1.2",)
    seen = seeing.seen_of(found.arrivals[0])
    assert seen["pages"][1]["others"] == 1
    assert "030957001234" not in str(seen)


def test_a_stamped_letter_goes_to_quarantine_with_its_document(
    province, batch, tmp_path, tesseract
):
    one, two = sheets.covers_of(batch, 1, 2)
    stack = [one, sheets.letter(), two, sheets.stamped("TỐI MẬT"), sheets.letter()]
    path = sheets.stack(tmp_path / "mat.pdf", [each.rotate(180) for each in stack])
    found = came(province, batch, path, tmp_path)
    assert found.quarantined == {"a1.4": "TỐI MẬT", "a1.5": "TỐI MẬT"}
    assert [each.pages for each in found.documents] == [("a1.2",)]


def test_two_passes_are_collated_when_both_were_looked_at(
    province, batch, tmp_path, tesseract
):
    cover = sheets.covers_of(batch, 1, 1)[0]
    fronts = [cover, sheets.text("Trang 1"), sheets.text("Trang 3")]
    backs = [sheets.text("Trang 4"), sheets.text("Trang 2"), sheets.text("Lưng")]
    came(
        province,
        batch,
        sheets.stack(tmp_path / "1.pdf", fronts),
        tmp_path,
        side="fronts",
    )
    found = came(
        province,
        batch,
        sheets.stack(tmp_path / "2.pdf", backs),
        tmp_path,
        side="backs",
    )
    assert found.documents[0].pages == ("a2.3", "a1.2", "a2.2", "a1.3", "a2.1")
    assert found.pages["a2.2"].side == "back"


def test_a_pass_that_lost_a_sheet_is_told(province, batch, tmp_path, tesseract):
    one = sheets.stack(tmp_path / "1.pdf", [sheets.text("1"), sheets.text("3")])
    two = sheets.stack(tmp_path / "2.pdf", [sheets.text("4")])
    arrivals.arrive(
        province, batch, sheets.sent(one), "1.pdf", "archivist", MONDAY, side="fronts"
    )
    told = arrivals.arrive_all(
        province,
        batch,
        [(sheets.sent(two), "2.pdf")],
        "archivist",
        MONDAY,
        side="backs",
    )
    assert told[0].arrival == 2
    assert dict(told[0].message.mapping) == {"fronts": "2", "backs": "1"}
    for number in (1, 2):
        place = tmp_path / f"{number}"
        place.mkdir()
        found = sheets.looked_at(province, batch, number, place)
    assert set(found.unassigned.values()) == {"sides-differ"}
    assert found.astray() == []


def test_pictures_of_pages_are_there_for_the_screens(
    province, batch, tmp_path, tesseract
):
    path = sheets.stack(tmp_path / "1.pdf", [sheets.letter(), sheets.text("Hai")])
    found = came(province, batch, path, tmp_path)
    arrival = found.arrivals[0]
    small = seeing.picture(arrival, 2, small=True)
    large = seeing.picture(arrival, 2, small=False)
    assert small.startswith(b"\xff\xd8") and large.startswith(b"\xff\xd8")
    assert len(small) < len(large)


def test_what_cannot_be_looked_at_is_placed_by_hand(province, batch, tmp_path):
    path = sheets.stack(tmp_path / "1.pdf", [sheets.text("Một")])
    arrivals.arrive(province, batch, sheets.sent(path), "1.pdf", "archivist", MONDAY)
    seeing.tell(province, batch, 1, {"failed": "memory"})
    found = layout.fold(batch)
    assert found.unassigned == {"a1.1": "unseen"}
    assert found.waiting == ()
    assert seeing.picture(found.arrivals[0], 1, small=True) is None


def test_a_look_is_written_once(province, batch, tmp_path):
    path = sheets.stack(tmp_path / "1.pdf", [sheets.text("Một")])
    arrivals.arrive(province, batch, sheets.sent(path), "1.pdf", "archivist", MONDAY)
    for _each in range(2):
        seeing.tell(province, batch, 1, {"failed": "time"})
    assert [one.type for one in ledger.events(batch)] == ["open", "arrive", "look"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "MCTB1",
        "MCTB1|B|x|1|AAAAAAAAAA",
        "MCTB1|B|H99.01-2026-L0001|²|AAAAAAAAAA",
        "https://example.org",
    ],
)
def test_a_code_that_was_not_printed_here_says_nothing(text):
    assert covers.parse(text) is None


def test_a_code_says_what_was_printed_and_nothing_else():
    for cover in (
        Cover(Target("H99.01-261102-0001", "giay-1")),
        Cover(Target(ordinal=12), "H99.01-2026-L0001"),
    ):
        assert covers.parse(cover.text) == cover
        changed = cover.text.replace("0001", "0002")
        assert covers.parse(changed) is None


@pytest.mark.ocr
def test_real_scans_shuffled_and_turned_come_apart(
    province, batch, shared, tmp_path, tesseract
):
    """Pages of real acts, as scanners of agencies made them, between our covers."""
    scans = shared / "data" / "scans"
    first = sheets.printed(scans / "QD-20-2020-QD-TTg.pdf")[:4]
    second = sheets.printed(scans / "TT-04-2021-TT-BLDTBXH.pdf")[:4]
    one, two, three = sheets.covers_of(batch, 1, 3)
    stack = [
        two.rotate(180),
        *[page.rotate(180) for page in second],
        sheets.torn(three),
        first[0],
        one,
        *first,
    ]
    path = sheets.stack(tmp_path / "that.pdf", stack)
    found = came(province, batch, path, tmp_path)
    assert [(each.target.ordinal, each.pages) for each in found.documents] == [
        (2, ("a1.2", "a1.3", "a1.4", "a1.5")),
        (1, ("a1.9", "a1.10", "a1.11", "a1.12")),
    ]
    assert found.unassigned == {"a1.6": "unreadable", "a1.7": "after-unreadable"}
    turned = [found.pages[each].rotation for each in found.documents[0].pages]
    assert turned == [180, 180, 180, 180]
    assert [found.pages[each].rotation for each in found.documents[1].pages] == [0] * 4
