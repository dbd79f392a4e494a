"""News, questions and contact of the demo province, in our own words."""

from __future__ import annotations

from DateTime import DateTime
from datetime import timedelta
from motcua.portal.addresses import PAGES
from motcua.portal.writings import ROOT
from motcua.setup.demo.province import CENTRE
from plone import api
from plone.app.textfield.value import RichTextValue
from typing import Any
from typing import Final
from typing import NamedTuple


class Text(NamedTuple):
    """One text; the two languages have the same id."""

    kind: str
    id: str
    language: str
    title: str
    summary: str
    html: str
    days_ago: int = 30


TEXTS: Final = (
    Text(
        "news",
        "danh-muc-cua-toi",
        "vi",
        "Trả lời vài câu hỏi, có ngay danh mục giấy tờ",
        "Trên trang của mỗi thủ tục nay có mục chuẩn bị giấy tờ.",
        "<p>Bạn trả lời vài câu hỏi về trường hợp của mình. Trang đưa ra đúng những "
        "giấy tờ cần mang, mức phí, nơi nộp và ngày hẹn trả nếu nộp ngay.</p>"
        "<p>In ra một tờ, mang theo. Công chức quét mã trên tờ đó là bắt đầu được.</p>",
        3,
    ),
    Text(
        "news",
        "danh-muc-cua-toi",
        "en",
        "Answer a few questions and have your list of papers",
        "The page of every procedure now helps you prepare.",
        "<p>You answer a few questions about your case. The page tells exactly which "
        "papers to bring, what it costs, where to go and when the result is due.</p>"
        "<p>Print one page and take it along. The officer scans its code.</p>",
        3,
    ),
    Text(
        "news",
        "gio-mo-cua-thu-bay",
        "vi",
        "Trung tâm thử mở cửa sáng thứ Bảy",
        "Trong tháng 12, sáng thứ Bảy có người hướng dẫn; chưa nhận hồ sơ.",
        "<p>Từ 8 giờ đến 11 giờ, tầng trệt. Hạn giải quyết không tính buổi này.</p>",
        10,
    ),
    Text(
        "faq",
        "nop-o-dau",
        "vi",
        "Tôi phải về xã nơi đăng ký thường trú để nộp không?",
        "",
        "<p>Không. Bạn nộp ở bất kỳ Bộ phận Một cửa nào trong tỉnh; hồ sơ được chuyển "
        "đến cơ quan giải quyết.</p>",
    ),
    Text(
        "faq",
        "nop-o-dau",
        "en",
        "Do I have to go to the commune where I am registered?",
        "",
        "<p>No. You can hand in at any one-stop unit of the province; the dossier is "
        "passed on to the agency that decides.</p>",
    ),
    Text(
        "faq",
        "ten-xa-cu",
        "vi",
        "Xã của tôi đã sáp nhập, tôi tìm nơi nộp thế nào?",
        "",
        "<p>Cứ gõ tên xã hoặc huyện cũ vào ô tìm kiếm ở trang <b>Nơi nộp</b>.</p>",
    ),
    Text(
        "faq",
        "thieu-giay-to",
        "vi",
        "Nếu thiếu giấy tờ thì sao?",
        "",
        "<p>Công chức lập phiếu hướng dẫn một lần, ghi đủ những gì còn thiếu.</p>",
    ),
    Text(
        "services",
        "may-tinh-dung-chung",
        "vi",
        "Máy tính dùng chung và người hướng dẫn",
        "Có ở Trung tâm và mọi Bộ phận Một cửa.",
        "<p>Đoàn viên, công chức giúp bạn nộp trực tuyến, không thu tiền.</p>",
    ),
    Text(
        "services",
        "may-tinh-dung-chung",
        "en",
        "Shared computers and somebody to help",
        "At the centre and at every one-stop unit.",
        "<p>Volunteers and officers help you to hand in online, free of charge.</p>",
    ),
    Text(
        "contact",
        "tong-dai",
        "vi",
        "Tổng đài hướng dẫn thủ tục",
        "0299 399 9000, giờ hành chính",
        "<p>Tổng đài trả lời về giấy tờ, phí và thời hạn, không tra cứu hồ sơ qua điện "
        "thoại.</p>",
    ),
    Text(
        "contact",
        "tong-dai",
        "en",
        "Telephone for questions about procedures",
        "0299 399 9000, in office hours",
        "<p>You are told about papers, fees and times; dossiers are not looked up on "
        "the telephone.</p>",
    ),
)
#: Who may write there: the editors of procedures, as in an office.
WRITERS: Final = f"{CENTRE}:catalogue"


def write_texts(site: Any) -> None:
    """Publish the texts, and let the editors of procedures write more."""
    root = site[ROOT]
    root.manage_setLocalRoles(WRITERS, ["Contributor", "Editor", "Reviewer"])
    root.reindexObjectSecurity()
    for text in TEXTS:
        content = api.content.create(
            root[PAGES[text.kind][text.language]],  # type: ignore[index]
            "News Item" if text.kind == "news" else "Document",
            id=text.id,
            title=text.title,
            description=text.summary,
            language=text.language,
            text=RichTextValue(text.html, "text/html", "text/x-html-safe"),
        )
        api.content.transition(content, to_state="published")
        content.setEffectiveDate(
            DateTime(content.created().asdatetime() - timedelta(days=text.days_ago))
        )
        content.reindexObject()
