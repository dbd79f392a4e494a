"""Full text: the same answers on FTS5 and on PostgreSQL, whatever is asked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies
from motcua.storage import engines
from motcua.storage.fulltext import Index
from motcua.storage.fulltext import reader
from motcua.storage.fulltext import Seen
from motcua.storage.fulltext import Snippet
import pytest
import sqlalchemy as sa
import unicodedata


BIRTH = "Thủ tục đăng ký khai sinh cho trẻ em tại Ủy ban nhân dân cấp xã"
LAND = "Cấp giấy chứng nhận quyền sử dụng đất lần đầu"
HOUSE = "Giấy phép xây dựng nhà ở riêng lẻ; xem thêm quy định về đất ở"


@pytest.fixture
def index(house):
    return Index("papers")


@pytest.fixture
def connection(house):
    with engines.register_engine().connect() as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def filled(index, connection):
    put = index.put
    tags = {"department": ["H38.12:reception", "H38.13:processing"], "kind": "scan"}
    put(connection, "1.001193", f"1.001193 Khai sinh. {BIRTH}", tags)
    tags = {"department": "H38.13:processing", "kind": "scan"}
    put(connection, "1.000080", f"Đất đai. {LAND}", tags)
    tags = {"department": "H38.14:processing", "kind": "record"}
    put(connection, "1.009974", f"Nhà ở. {HOUSE}", tags)
    return index


EVERYBODY = Seen(lambda _column: sa.true())


def newest(index, connection, query, **options):
    found = index.newest(connection, query, EVERYBODY, **options)
    return [hit.id for hit in found.rows]


def ids(index, connection, query):
    return sorted(newest(index, connection, query))


def only(*wanted):
    """Let somebody see these documents alone."""
    return Seen(lambda column: column.in_(wanted))


def one(index, connection, query):
    """Return the only document that is found."""
    (hit,) = index.newest(connection, query, EVERYBODY).rows
    return hit


@pytest.mark.parametrize(
    "query",
    [
        "đăng ký khai sinh",
        "dang ky khai sinh",
        "ĐĂNG KÝ",
        unicodedata.normalize("NFD", "trẻ em"),
        "sinh khai",
    ],
)
def test_words_are_found_however_they_are_typed(filled, connection, query):
    assert ids(filled, connection, query) == ["1.001193"]


def test_all_words_must_occur(filled, connection):
    assert ids(filled, connection, "khai sinh nhà") == []
    assert ids(filled, connection, "giấy chứng nhận") == ["1.000080"]


@pytest.mark.parametrize("query", ["1.001193", "001193", "Mã 1.001193 khai sinh"])
def test_a_code_is_found_whole_and_by_its_parts(filled, connection, query):
    words = query.replace("Mã ", "")
    assert ids(filled, connection, words) == ["1.001193"]


def test_a_number_of_an_act_is_one_word(index, connection):
    index.put(connection, "a", "Nghị định số 123/2026/NĐ-CP ngày 01/7/2026")
    index.put(connection, "b", "Số 123, năm 2026, NĐ của CP")
    assert ids(index, connection, "123/2026/nd-cp") == ["a"]


def test_a_document_put_again_is_found_by_its_new_words_only(filled, connection):
    filled.put(connection, "1.000080", "Hộ tịch", {"kind": "scan"})
    assert ids(filled, connection, "giấy chứng nhận") == []
    assert ids(filled, connection, "hộ tịch") == ["1.000080"]


def test_a_dropped_document_is_gone(filled, connection):
    assert filled.drop(connection, "1.000080")
    assert not filled.drop(connection, "1.000080")
    assert ids(filled, connection, "đất") == ["1.009974"]


HOSTILE = [
    "",
    "   ",
    '"',
    "'",
    '"khai',
    "khai' OR '1'='1",
    "khai NEAR sinh",
    "NEAR(khai sinh, 5)",
    "AND",
    "khai AND",
    "NOT khai",
    "title:khai",
    "{title body}: khai",
    "^khai",
    "khai*",
    "*",
    "(",
    "khai:*",
    "khai & ! sinh",
    "khai <-> sinh",
    "\\",
    "khai\\'",
    "khai\0sinh",
    "\0",
    "😀",
    "khai 😀 sinh",
    "\ud800",
    "‮khai",
    "a" * 10_000,
    "khai sinh " * 1_000,
    "'" * 10_000,
    "1.1." * 2_500,
    "-" * 10_000,
    "a/" * 5_000,
    "; DROP TABLE ft_papers; --",
    ":f0",
    "%s %(x)s",
]


def test_nothing_that_is_typed_raises(filled, connection):
    for query in HOSTILE:
        newest(filled, connection, query)
    assert ids(filled, connection, "khai sinh") == ["1.001193"]


def test_nothing_that_is_indexed_raises(filled, connection):
    for text in HOSTILE:
        filled.put(connection, "odd", f"{text} lạ lùng")
        assert ids(filled, connection, "lạ lùng") == ["odd"]


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(strategies.text(max_size=80))
def test_any_text_may_be_asked_for(filled, connection, text):
    newest(filled, connection, text)


def test_a_very_long_document_is_indexed(index, connection):
    body = " ".join(f"từ{number}" for number in range(120_000)) + " cuối"
    index.put(connection, "long", f"Sổ {body}")
    assert ids(index, connection, "tu77") == ["long"]
    assert ids(index, connection, "sổ") == ["long"]


def test_snippets_keep_the_original_spelling_and_mark_the_words(filled, connection):
    hit = one(filled, connection, "dang ky tre em")
    marked = [text for text, is_marked in hit.snippet.pieces() if is_marked]
    assert marked == ["đăng", "ký", "trẻ", "em"]
    assert hit.snippet == f"1.001193 Khai sinh. {BIRTH}"


def test_a_snippet_shows_the_place_of_the_match(index, connection):
    body = "mở đầu " * 500 + "biên bản bàn giao <b>mốc giới</b> " + "kết " * 500
    index.put(connection, "a", body)
    hit = one(index, connection, "moc gioi")
    assert "<b>mốc giới</b>" in hit.snippet
    assert len(hit.snippet) < 300
    assert hit.snippet.startswith("… ") and hit.snippet.endswith(" …")
    assert [hit.snippet[a:b] for a, b in hit.snippet.marks] == ["mốc", "giới"]


def test_a_snippet_marks_codes_and_their_parts(index, connection):
    index.put(connection, "a", "Hồ sơ H38-260915-0003 đã nhận")
    cases = {"h38-260915-0003": ["H38-260915-0003"], "260915": ["260915"]}
    for query, marked in cases.items():
        hit = one(index, connection, query)
        assert [hit.snippet[a:b] for a, b in hit.snippet.marks] == marked


def test_pieces_give_the_whole_text_back():
    text = Snippet("một hai ba", ((4, 7),))
    assert text.pieces() == [("một ", False), ("hai", True), (" ba", False)]


def test_two_indexes_do_not_see_each_other(filled, connection):
    other = Index("others")
    other.put(connection, "x", "khai sinh")
    assert ids(filled, connection, "khai sinh") == ["1.001193"]
    assert ids(other, connection, "khai sinh") == ["x"]


def test_an_index_nobody_filled_finds_nothing(house, connection):
    assert newest(Index("empty"), connection, "a") == []


@pytest.mark.parametrize("name", ["", "A", "a b", "a;b", "1a", "a" * 40])
def test_names_are_plain_words(name):
    with pytest.raises(ValueError, match="no name"):
        Index(name)


def test_words_between_quotes_stand_side_by_side(filled, connection):
    assert ids(filled, connection, '"khai sinh"') == ["1.001193"]
    assert ids(filled, connection, "“sử dụng đất” lần đầu") == ["1.000080"]
    assert ids(filled, connection, '"sinh khai"') == []
    assert ids(filled, connection, '"dụng sử đất"') == []


@pytest.mark.parametrize("query", ['"', '""', 'khai "', '"khai', '" "khai sinh" "'])
def test_quotes_without_a_partner_are_characters(filled, connection, query):
    ids(filled, connection, query)


MISREAD = {
    "letter": "Giấy chứng nhận quyển sở hữu nhà 0 và tài san",
    "vowel": "Quyết định thu hồi đất của hộ gia đình tại thing Bảy",
    "split": "Biên bản bàn gi ao mặt bằng cho chủ đầu tư",
    "digits": "thửa đất số l25, tờ bản đồ số 12",
}


@pytest.fixture
def scanned(index, connection):
    for id, body in MISREAD.items():
        index.put(connection, id, body)
    index.put(connection, "exact", "nhà ở và tài sản; tháng bảy; bàn giao")
    return index


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("nhà ở tài sản", "letter"),
        ("bàn giao mặt bằng", "split"),
        ("thửa đất 125", "digits"),
        ('"bàn giao mặt bằng"', "split"),
    ],
)
def test_one_word_may_be_misread_when_asked_so(scanned, connection, query, found):
    assert found not in ids(scanned, connection, query)
    assert newest(scanned, connection, query, misread=True) == [found]


def test_what_was_found_as_typed_is_not_found_as_misread(scanned, connection):
    assert ids(scanned, connection, "nhà ở tài sản") == ["exact"]
    assert "exact" not in newest(scanned, connection, "nhà ở tài sản", misread=True)


def test_two_misread_words_are_too_many(scanned, connection):
    assert newest(scanned, connection, "thửa 125 bản đố sò mười", misread=True) == []


def test_a_misread_word_is_marked_as_it_stands(scanned, connection):
    [hit] = scanned.newest(connection, "thửa đất 125", EVERYBODY, misread=True).rows
    assert ("l25", True) in hit.snippet.pieces()


@given(strategies.text(max_size=60))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_anything_may_be_asked_as_misread(scanned, connection, query):
    scanned.newest(connection, query, EVERYBODY, misread=True)
    scanned.newest(connection, query, EVERYBODY)


WORDS = ("thửa đất", "tờ bản đồ", "đất ở", "thửa này", "bản vẽ của thửa đất và tờ")


@pytest.fixture
def many(index, connection):
    """Pages in the order in which they were read; every third is of another."""
    for number in range(30):
        body = WORDS[number % len(WORDS)]
        index.put(connection, f"{number:02}", body)
    return index


def test_the_newest_come_first(many, connection):
    found = newest(many, connection, "bản đồ")
    assert found == [f"{n:02}" for n in range(29, -1, -1) if n % 5 == 1]


def test_words_side_by_side_come_before_others(many, connection):
    index = many
    index.put(connection, "99", "đất của thửa")
    found = newest(index, connection, "thửa đất")
    assert found[-1] == "99"
    assert found[:2] == ["29", "25"]


@pytest.mark.parametrize("query", ["thửa", "thửa đất", '"thửa đất"', "đất thửa"])
@pytest.mark.parametrize("size", [1, 2, 5, 7])
def test_pages_of_hits_join_without_gap_or_twice(many, connection, query, size):
    whole = newest(many, connection, query, limit=100)
    pieces, offset, more = [], 0, True
    while more:
        page = many.newest(connection, query, EVERYBODY, limit=size, offset=offset)
        pieces += [hit.id for hit in page.rows]
        offset, more = offset + size, page.more
    assert pieces == whole
    assert page.total == len(whole)


def test_only_what_may_be_seen_is_found(many, connection):
    seen = only("00", "05")
    page = many.newest(connection, "thửa đất", seen, limit=1)
    assert ([hit.id for hit in page.rows], page.more) == (["05"], True)
    page = many.newest(connection, "thửa đất", seen, limit=1, offset=1)
    assert ([hit.id for hit in page.rows], page.more) == (["00"], False)


SAID = strategies.lists(
    strategies.sampled_from(("thửa", "đất", "số", "bản")), max_size=6
)


@given(
    pages=strategies.lists(strategies.tuples(SAID, strategies.booleans()), max_size=25),
    query=strategies.sampled_from(("thửa", "thửa đất", '"đất số"', "bản bản thửa")),
    limit=strategies.integers(1, 6),
    offset=strategies.integers(0, 8),
    misread=strategies.booleans(),
)
@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_hidden_documents_change_nothing_and_neither_does_the_way_of_reading(
    index, connection, monkeypatch, pages, query, limit, offset, misread
):
    """A page of hits is the same with hidden documents, and read in either way."""
    alone, mixed = Index("alone"), Index("mixed")
    for each in (alone, mixed):
        for number in range(26):
            each.drop(connection, f"{number:02}")
    for number, (said, shown) in enumerate(pages):
        told = {"file": f"{number:02}"}
        mixed.put(connection, f"{number:02}", " ".join(said), told)
        if shown:
            alone.put(connection, f"{number:02}", " ".join(said), told)
    mine = [f"{number:02}" for number, (_said, shown) in enumerate(pages) if shown]
    asked = {"limit": limit, "offset": offset, "misread": misread}
    expected = alone.newest(connection, query, EVERYBODY, **asked)
    condition = only(*mine).condition

    def little(_connection, most):
        return mine if len(mine) <= most else None

    dialect = reader.dialect(connection)
    for stretch, in_vain, most in ((1, 1, 0), (2, 4, 0), (3, 3, 2), (100, 100, 99)):
        monkeypatch.setattr(dialect, "STRETCH", stretch)
        monkeypatch.setattr(reader, "IN_VAIN", in_vain)
        monkeypatch.setattr(reader, "FAR", 0)
        monkeypatch.setattr(reader, "VERY_LITTLE", most)
        for seen in (Seen(condition), Seen(condition, "file", little)):
            assert mixed.newest(connection, query, seen, **asked) == expected


def test_where_much_may_be_seen_all_that_matches_is_read(many, connection, monkeypatch):
    whole = newest(many, connection, "thửa", limit=100)
    asked = []

    def little(_connection, most):
        asked.append(most)

    monkeypatch.setattr(reader.dialect(connection), "STRETCH", 2)
    monkeypatch.setattr(reader, "IN_VAIN", 4)
    monkeypatch.setattr(reader, "FAR", 0)
    much = Seen(EVERYBODY.condition, "file", little)
    found = many.newest(connection, "thửa", much, limit=100)
    assert [hit.id for hit in found.rows] == whole
    assert asked == [reader.VERY_LITTLE, reader.LITTLE]


@given(text=strategies.text(max_size=60), start=strategies.integers(0, 40))
@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_document_that_is_looked_at_alone_holds_what_the_index_says(
    index, connection, text, start
):
    """Whatever alphabet somebody writes in."""
    index.put(connection, "1", text, {"file": "1"})
    alone = Seen(EVERYBODY.condition, "file", lambda _connection, _most: ["1"])
    for query in (text[start : start + 12], f'"{text[start:]}"', text[::-1]):
        found = index.newest(connection, query, EVERYBODY)
        assert index.newest(connection, query, alone) == found


def test_what_is_indexed_anew_while_somebody_searches_is_no_error(
    filled, connection, monkeypatch
):
    read = reader.Reader.read

    def meanwhile(self, *given):
        rows = read(self, *given)
        if rows:
            filled.put(connection, rows[0].id, f"Khai sinh. {BIRTH}")
        return rows

    monkeypatch.setattr(reader.Reader, "read", meanwhile)
    assert newest(filled, connection, "khai sinh") == []
    monkeypatch.undo()
    assert newest(filled, connection, "khai sinh") == ["1.001193"]


def test_what_goes_from_the_little_that_may_be_seen_is_no_error(
    filled, connection, monkeypatch
):
    among = reader.dialect(connection).among

    def meanwhile(connection, *given):
        held = list(among(connection, *given))
        filled.drop(connection, "1.001193")
        return held

    monkeypatch.setattr(reader.dialect(connection), "among", meanwhile)
    one_room = Seen(
        lambda _column: sa.true(), "department", lambda *_asked: ["H38.12:reception"]
    )
    assert filled.newest(connection, "khai sinh", one_room).rows == []
