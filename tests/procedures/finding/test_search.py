"""Finding procedures in the words of citizens, and only what holds today."""

from __future__ import annotations

from datetime import date
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Paper
from motcua.procedures.definitions import Version
from motcua.procedures.entries import entry_of
from motcua.procedures.finding.search import search
from motcua.procedures.projection import ProcedureProjection
import pytest
import unicodedata


ON = date(2026, 6, 1)


def version(code, title, **values):
    standard = {
        "field": "Dân sinh",
        "level": "commune",
        "agencies": ("Ủy ban nhân dân cấp xã",),
        "audience": ("citizen",),
    }
    return Version(code, title, **standard | values)


def put(tables, *found, state="published", begins=None, ends=None):
    with tables.begin() as connection:
        for one in found:
            entry = entry_of(one, begins, ends)
            row = {
                "code": one.code,
                "length": 1,
                "state": state,
                "entries": (entry.compared(),),
                "terms": (entry.terms,),
            }
            ProcedureProjection().replace(connection, row)


@pytest.fixture
def shelf(tables):
    put(
        tables,
        version("9.000201", "Thủ tục đăng ký khai sinh", field="Hộ tịch"),
        version("9.000202", "Thủ tục đăng ký lại khai sinh", field="Hộ tịch"),
        version("9.000203", "Thủ tục đăng ký khai tử", field="Hộ tịch"),
        version(
            "9.000204",
            "Đăng ký thành lập hộ kinh doanh",
            field="Doanh nghiệp",
            audience=("citizen", "enterprise"),
        ),
        version(
            "9.000205",
            "Cấp đổi giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn "
            "liền với đất",
            field="Đất đai",
            level="province",
            agencies=("Văn phòng đăng ký đất đai", "UBND cấp xã"),
        ),
        version("9.000206", "Cấp giấy phép hoà nhạc ngoài trời", field="Văn hóa"),
        version(
            "9.000207",
            "Hỗ trợ nuôi bò",
            field="Chăn nuôi",
            cases=(Case("1", papers=(Paper("p01", "Giấy tiêm phòng lở mồm"),)),),
        ),
        version("9.000208", "Xác nhận mã vạch hàng hóa", field="Đo lường"),
        version("9.000209", "Xác nhận má phanh ô tô", field="Đo lường"),
    )
    return tables


def codes(query, **options):
    return [r.code for r in search(query, on=ON, **options).results]


def test_words_of_the_title_find_it_first(shelf):
    assert codes("đăng ký khai sinh")[0] == "9.000201"


@pytest.mark.parametrize(
    "query",
    [
        "dang ky khai sinh",
        "ĐĂNG KÝ KHAI SINH",
        unicodedata.normalize("NFD", "đăng ký khai sinh"),
        "dang ki khai sinh",
        "  khai   sinh?? ",
        "Thủ tục đăng ký khai sinh như thế nào?",
        "vợ tôi mới sinh em bé thì cần mang theo gì",
    ],
)
def test_however_it_is_written(shelf, query):
    assert codes(query)[0] == "9.000201"


def test_the_place_of_a_tone_makes_no_difference(shelf):
    assert codes("hòa nhạc") == codes("hoà nhạc") == ["9.000206"]


def test_a_code_comes_first_and_alone(shelf):
    assert codes("9.000203") == ["9.000203"]
    assert codes("9000203") == ["9.000203"]


def test_everyday_words_find_official_ones(shelf):
    assert codes("mất sổ đỏ")[0] == codes("đổi sổ đỏ")[0] == "9.000205"
    assert codes("tôi muốn mở quán ăn nhỏ")[0] == "9.000204"


def test_marks_that_are_typed_tell_like_words_apart(shelf):
    assert codes("xác nhận mã")[0] == "9.000208"
    assert codes("xác nhận má")[0] == "9.000209"


def test_words_of_papers_are_found_too(shelf):
    assert codes("giấy tiêm phòng lở mồm")[0] == "9.000207"


def test_the_agency_is_found_under_its_short_name_too(shelf):
    assert "9.000205" in codes("văn phòng đăng ký đất đai")


def test_what_is_not_published_is_not_found(tables):
    for state in ("draft", "withdrawn"):
        put(tables, version("9.000301", "Nuôi tằm"), state=state)
        found = search("nuôi tằm", on=ON)
        assert (found.total, search("9.000301", on=ON).total) == (0, 0)
        assert search("", on=ON).total == 0
        assert not any(values for values in found.facets.values())


def test_it_is_there_from_its_first_to_its_last_day(tables):
    first, last = date(2026, 3, 1), date(2026, 3, 31)
    put(tables, version("9.000301", "Nuôi tằm"), begins=first, ends=last)
    days = [date(2026, 2, 28), first, last, date(2026, 4, 1)]
    for query in ("nuôi tằm", "9.000301", ""):
        found = [search(query, on=day).total for day in days]
        assert found == [0, 1, 1, 0]


def test_without_words_it_is_browsing(shelf):
    found = search("", on=ON, limit=4)
    assert (found.total, len(found.results)) == (9, 4)
    assert found.facets["field"][0] == ("Hộ tịch", 3)
    assert dict(found.facets["level"]) == {"commune": 8, "province": 1}
    assert dict(found.facets["audience"]) == {"citizen": 9, "enterprise": 1}


def test_pages_of_a_list_are_all_of_it_and_nothing_twice(shelf):
    pages = [codes("", limit=4, offset=offset) for offset in (0, 4, 8)]
    assert len({code for page in pages for code in page}) == 9
    assert codes("", limit=4, offset=400) == []


def test_facets_narrow_lists_and_searches(shelf):
    assert len(codes("", field="Hộ tịch")) == 3
    assert codes("", level="province") == ["9.000205"]
    assert codes("", audience="enterprise") == ["9.000204"]
    assert codes("đăng ký", field="Doanh nghiệp") == ["9.000204"]
    assert codes("9.000201", field="Đất đai") == []


def test_counts_of_a_search_are_about_what_it_found(shelf):
    found = search("khai sinh", on=ON)
    assert sum(count for _value, count in found.facets["field"]) == found.total


def test_one_agency_written_in_two_ways_is_one_value(shelf):
    assert search("", on=ON, agency="Ủy ban nhân dân cấp xã").total == 9


def test_nothing_certain_is_said_so(shelf):
    assert search("khai sinh", on=ON).certain
    assert not search("giá vàng thế giới", on=ON).certain


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'; DROP TABLE procedures; --",
        "NEAR(a b) AND OR NOT *",
        "a" * 10_000,
        "đ " * 5_000,
        "\x00",
        "😀",
        "%_%",
        "(((",
        "\ud800",
        "9.9999999999999999",
    ],
)
def test_any_text_is_answered(shelf, query):
    assert search(query, on=ON).total >= 0
    assert search("khai sinh", on=ON).total


def test_odd_limits_are_cut(shelf):
    assert len(search("", on=ON, limit=10**9).results) == 9
    assert search("", on=ON, limit=-5, offset=-5).results == ()
