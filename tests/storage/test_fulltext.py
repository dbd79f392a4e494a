"""Full text: the same answers on FTS5 and on PostgreSQL, whatever is asked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies
from motcua.storage import engines
from motcua.storage.fulltext import Index
from motcua.storage.fulltext import Snippet
import pytest
import sqlalchemy as sa
import unicodedata


BIRTH = "Thủ tục đăng ký khai sinh cho trẻ em tại Ủy ban nhân dân cấp xã"
LAND = "Cấp giấy chứng nhận quyền sử dụng đất lần đầu"
HOUSE = "Giấy phép xây dựng nhà ở riêng lẻ; xem thêm quy định về đất ở"


@pytest.fixture
def index(house):
    return Index("papers", weights={"title": 8, "body": 1})


@pytest.fixture
def connection(house):
    with engines.register_engine().connect() as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def filled(index, connection):
    put = index.put
    tags = {"department": ["H38.12:reception", "H38.13:processing"], "kind": "scan"}
    put(connection, "1.001193", {"title": "1.001193 Khai sinh", "body": BIRTH}, tags)
    tags = {"department": "H38.13:processing", "kind": "scan"}
    put(connection, "1.000080", {"title": "Đất đai", "body": LAND}, tags)
    tags = {"department": "H38.14:processing", "kind": "record"}
    put(connection, "1.009974", {"title": "Nhà ở", "body": HOUSE}, tags)
    return index


def everybody(_column):
    return sa.true()


def newest(index, connection, query, **options):
    found = index.newest(connection, query, everybody, **options)
    return [hit.id for hit in found.rows]


def ids(index, connection, query, **options):
    return [hit.id for hit in index.search(connection, query, **options).rows]


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


def test_any_word_is_enough_when_asked_so(filled, connection):
    found = ids(filled, connection, "sinh riêng", every=False)
    assert sorted(found) == ["1.001193", "1.009974"]


@pytest.mark.parametrize("query", ["1.001193", "001193", "Mã 1.001193 khai sinh"])
def test_a_code_is_found_whole_and_by_its_parts(filled, connection, query):
    words = query.replace("Mã ", "")
    assert ids(filled, connection, words) == ["1.001193"]


def test_a_number_of_an_act_is_one_word(index, connection):
    index.put(connection, "a", {"body": "Nghị định số 123/2026/NĐ-CP ngày 01/7/2026"})
    index.put(connection, "b", {"body": "Số 123, năm 2026, NĐ của CP"})
    assert ids(index, connection, "123/2026/nd-cp") == ["a"]


def test_a_word_in_the_title_counts_more(filled, connection):
    assert ids(filled, connection, "đất") == ["1.000080", "1.009974"]
    scores = [hit.score for hit in filled.search(connection, "đất").rows]
    assert scores == sorted(scores, reverse=True)


def test_a_beginning_is_found_when_asked_so(filled, connection):
    assert ids(filled, connection, "khai sin") == []
    assert ids(filled, connection, "khai sin", prefix=True) == ["1.001193"]
    assert ids(filled, connection, "1.0011", prefix=True) == ["1.001193"]


def test_tags_limit_what_is_found(filled, connection):
    mine = {"department": ["H38.13:processing"]}
    assert ids(filled, connection, "đất", tags=mine) == ["1.000080"]
    assert ids(filled, connection, "sinh", tags=mine) == ["1.001193"]
    both = {"department": {"H38.13:processing", "H38.14:processing"}, "kind": "record"}
    assert ids(filled, connection, "đất", tags=both) == ["1.009974"]


def test_who_has_no_department_finds_nothing(filled, connection):
    assert filled.search(connection, "đất", tags={"department": []}).total == 0


def test_a_tag_is_no_place_for_wildcards(filled, connection):
    for value in ("%", "*", "' OR 1=1 --", "H38.1_:processing"):
        assert ids(filled, connection, "đất", tags={"department": value}) == []


def test_a_document_put_again_is_found_by_its_new_words_only(filled, connection):
    filled.put(connection, "1.000080", {"title": "Hộ tịch"}, {"kind": "scan"})
    assert ids(filled, connection, "giấy chứng nhận") == []
    assert ids(filled, connection, "hộ tịch") == ["1.000080"]
    mine = {"department": "H38.13:processing"}
    assert ids(filled, connection, "hộ tịch", tags=mine) == []


def test_a_dropped_document_is_gone(filled, connection):
    assert filled.drop(connection, "1.000080")
    assert not filled.drop(connection, "1.000080")
    assert ids(filled, connection, "đất") == ["1.009974"]


def test_pages_and_totals(index, connection):
    for number in range(7):
        index.put(connection, f"p{number}", {"body": "hồ sơ"})
    first = index.search(connection, "hồ sơ", limit=3)
    rest = index.search(connection, "hồ sơ", limit=10, offset=3)
    assert (first.total, rest.total) == (7, 7)
    found = [hit.id for hit in (*first.rows, *rest.rows)]
    assert found == [f"p{number}" for number in range(7)]


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
        for options in ({}, {"prefix": True}, {"every": False}):
            filled.search(connection, query, **options)
    assert ids(filled, connection, "khai sinh") == ["1.001193"]


def test_nothing_that_is_indexed_raises(filled, connection):
    for text in HOSTILE:
        filled.put(connection, "odd", {"title": text, "body": f"{text} lạ lùng"})
        hits = filled.search(connection, "lạ lùng")
        assert [hit.id for hit in hits.rows] == ["odd"]


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(strategies.text(max_size=80))
def test_any_text_may_be_asked_for(filled, connection, text):
    filled.search(connection, text, prefix=True)


def test_a_very_long_document_is_indexed(index, connection):
    body = " ".join(f"từ{number}" for number in range(120_000)) + " cuối"
    index.put(connection, "long", {"title": "Sổ", "body": body})
    assert ids(index, connection, "tu77") == ["long"]
    assert ids(index, connection, "sổ") == ["long"]


def test_snippets_keep_the_original_spelling_and_mark_the_words(filled, connection):
    (hit,) = filled.search(connection, "dang ky tre em").rows
    marked = [text for text, is_marked in hit.snippet.pieces() if is_marked]
    assert marked == ["đăng", "ký", "trẻ", "em"]
    assert hit.snippet == BIRTH


def test_a_snippet_shows_the_place_of_the_match(index, connection):
    body = "mở đầu " * 500 + "biên bản bàn giao <b>mốc giới</b> " + "kết " * 500
    index.put(connection, "a", {"body": body})
    (hit,) = index.search(connection, "moc gioi").rows
    assert "<b>mốc giới</b>" in hit.snippet
    assert len(hit.snippet) < 300
    assert hit.snippet.startswith("… ") and hit.snippet.endswith(" …")
    assert [hit.snippet[a:b] for a, b in hit.snippet.marks] == ["mốc", "giới"]


def test_a_snippet_marks_codes_parts_and_beginnings(index, connection):
    index.put(connection, "a", {"body": "Hồ sơ H38-260915-0003 đã nhận"})
    cases = {"h38-260915-0003": ["H38-260915-0003"], "260915": ["260915"]}
    for query, marked in cases.items():
        (hit,) = index.search(connection, query).rows
        assert [hit.snippet[a:b] for a, b in hit.snippet.marks] == marked
    (hit,) = index.search(connection, "nha", prefix=True).rows
    assert [hit.snippet[a:b] for a, b in hit.snippet.marks] == ["nhận"]


def test_pieces_give_the_whole_text_back():
    text = Snippet("một hai ba", ((4, 7),))
    assert text.pieces() == [("một ", False), ("hai", True), (" ba", False)]


def test_two_indexes_do_not_see_each_other(filled, connection):
    other = Index("others", weights={"body": 1})
    other.put(connection, "x", {"body": "khai sinh"})
    assert ids(filled, connection, "khai sinh") == ["1.001193"]
    assert ids(other, connection, "khai sinh") == ["x"]


def test_an_index_nobody_filled_finds_nothing(house, connection):
    assert Index("empty", weights={"body": 1}).search(connection, "a").total == 0


@pytest.mark.parametrize("name", ["", "A", "a b", "a;b", "1a", "a" * 40])
def test_names_are_plain_words(name):
    with pytest.raises(ValueError, match="no name"):
        Index(name, weights={"body": 1})
    with pytest.raises(ValueError, match="no name"):
        Index("papers", weights={name: 1})


def test_five_fields_are_too_many():
    with pytest.raises(ValueError, match="fields"):
        Index("papers", weights=dict.fromkeys("abcde", 1))


def test_a_field_the_index_does_not_have_is_refused(index, connection):
    with pytest.raises(ValueError, match="summary"):
        index.put(connection, "a", {"summary": "x"})


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
        index.put(connection, id, {"body": body})
    index.put(connection, "exact", {"body": "nhà ở và tài sản; tháng bảy; bàn giao"})
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
    [hit] = scanned.newest(connection, "thửa đất 125", everybody, misread=True).rows
    assert ("l25", True) in hit.snippet.pieces()


@given(strategies.text(max_size=60))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_anything_may_be_asked_as_misread(scanned, connection, query):
    scanned.newest(connection, query, everybody, misread=True)
    scanned.newest(connection, query, everybody)


WORDS = ("thửa đất", "tờ bản đồ", "đất ở", "thửa này", "bản vẽ của thửa đất và tờ")


@pytest.fixture
def many(index, connection):
    """Pages in the order in which they were read; every third is of another."""
    for number in range(30):
        body = WORDS[number % len(WORDS)]
        index.put(connection, f"{number:02}", {"body": body})
    return index


def test_the_newest_come_first(many, connection):
    found = newest(many, connection, "bản đồ")
    assert found == [f"{n:02}" for n in range(29, -1, -1) if n % 5 == 1]


def test_words_side_by_side_come_before_others(many, connection):
    index = many
    index.put(connection, "99", {"body": "đất của thửa"})
    found = newest(index, connection, "thửa đất")
    assert found[-1] == "99"
    assert found[:2] == ["29", "25"]


@pytest.mark.parametrize("query", ["thửa", "thửa đất", '"thửa đất"', "đất thửa"])
@pytest.mark.parametrize("size", [1, 2, 5, 7])
def test_pages_of_hits_join_without_gap_or_twice(many, connection, query, size):
    whole = newest(many, connection, query, limit=100)
    pieces, offset, more = [], 0, True
    while more:
        page = many.newest(connection, query, everybody, limit=size, offset=offset)
        pieces += [hit.id for hit in page.rows]
        offset, more = offset + size, page.more
    assert pieces == whole
    assert page.total == len(whole)


def test_only_what_may_be_seen_is_found(many, connection):
    def seen(column):
        return column.in_(["00", "05"])

    page = many.newest(connection, "thửa đất", seen, limit=1)
    assert ([hit.id for hit in page.rows], page.more) == (["05"], True)
    page = many.newest(connection, "thửa đất", seen, limit=1, offset=1)
    assert ([hit.id for hit in page.rows], page.more) == (["00"], False)
