"""Former names come from tables of the merger, never from guesses."""

from __future__ import annotations

import json
import lzma
from motcua.base import vietnam
from motcua.organisation import merging
from motcua.organisation import places
from motcua.organisation import units
import pytest


MAP = """Tỉnh,"Phường, xã mới","Phường, xã trước sáp nhập"
Minh Hải,Cửa Biển,"Thị trấn Thứ Ba, Xã Đông Yên (phần còn lại, huyện An Biên), Xã Hưng"
Minh Hải,Nơi Khác,Xã Gì Đó
Tỉnh Khác,Cửa Biển,Xã Của Người Khác
""".encode()
BEFORE = json.dumps(
    [
        {
            "District": [
                {
                    "FullName": "Huyện An Biên",
                    "Ward": [
                        {"FullName": "Thị trấn Thứ Ba"},
                        {"FullName": "Xã Hưng"},
                    ],
                },
                {"FullName": "Huyện Khác", "Ward": [{"FullName": "Xã Hưng"}]},
            ]
        }
    ]
).encode()


def test_names_in_brackets_stay_whole():
    assert merging.read_map(MAP, "tỉnh Minh Hải")["Cửa Biển"] == (
        "Thị trấn Thứ Ba",
        "Xã Đông Yên (phần còn lại, huyện An Biên)",
        "Xã Hưng",
    )


def test_a_district_is_named_only_where_there_is_one():
    districts = merging.read_districts(BEFORE)
    assert merging.with_district("Thị trấn Thứ Ba", districts) == (
        "Thị trấn Thứ Ba (huyện An Biên)"
    )
    assert merging.with_district("Xã Hưng", districts) == "Xã Hưng"


def test_the_unit_of_today_answers_to_the_names_of_the_table(province):
    former = merging.read_map(MAP, "Minh Hải")
    done = merging.apply(former, merging.read_districts(BEFORE))
    assert set(done.changed) == {"H99.61"}
    assert done.unknown == ("Nơi Khác",)
    units.create("one-stop-unit", "H99.61.01", "Bộ phận Một cửa", "H99.61")
    found = places.matching(
        "an bien", units.all("one-stop-unit", vietnam.today()), vietnam.today()
    )
    assert [match.unit.code for match in found] == ["H99.61.01"]


def test_a_second_import_changes_nothing(province):
    former = merging.read_map(MAP, "Minh Hải")
    merging.apply(former, {})
    again = merging.apply(former, {})
    assert (again.changed, again.unchanged) == ({}, 1)


def test_a_dry_run_changes_nothing(province):
    merging.apply(merging.read_map(MAP, "Minh Hải"), {}, dry_run=True)
    assert units.get("H99.61").former_names == ()


@pytest.mark.parametrize(
    "data", [b"", b"a,b\n1,2\n", "Tỉnh,a,b\n".encode("utf-16"), b"\xff\xfe", MAP[:60]]
)
def test_other_files_are_refused_with_what_is_expected(data):
    with pytest.raises(merging.UnusableTable):
        merging.read_map(data, "Minh Hải")


@pytest.mark.parametrize("data", [b"", b"[1]", b'[{"District": 1}]', b"\xff"])
def test_other_json_is_refused(data):
    with pytest.raises(merging.UnusableTable):
        merging.read_districts(data)


def test_the_tables_of_the_whole_country_are_read(shared):
    folder = shared / "data" / "units"
    former = merging.read_map(
        (folder / "merge-map-2025-vnexpress.vanducng.csv").read_bytes(), "An Giang"
    )
    packed = (folder / "units-before-2025-07.json.xz").read_bytes()
    districts = merging.read_districts(lzma.decompress(packed))
    assert len(former) > 50
    assert "Xã Đông Yên" in former["An Biên"]
    assert len(districts) > 5_000
