"""The page that tells why: for oneself, and for who supervises about others."""

from __future__ import annotations


def test_an_officer_reads_the_own_grounds(counter, received):
    page = counter.get(f"/desk/ho-so/{received}").click(href="quyen")
    assert "đơn vị đã tiếp nhận hồ sơ" in page.text
    assert "QĐ 01/QĐ-UBND" in page.text
    assert "Cần: " in page.text


def test_only_who_supervises_asks_about_others(officer, counter, received):
    path = f"/desk/ho-so/{received}/quyen?nguoi=handler"
    assert "Làm thay" not in counter.get(path).text
    own = counter.get(path).text
    assert "nguoi" not in counter.get(f"/desk/ho-so/{received}/quyen").forms
    assert "quyền của chính bạn" in own
    page = officer("supervisor").get(path)
    assert "Không được phép" in page.text
    assert "Người đang có nhiệm vụ: Trần Thị Lụa" in page.text
    unknown = officer("supervisor").get(path.replace("handler", "nobody-here"))
    assert "quyền của chính bạn" in unknown.text
