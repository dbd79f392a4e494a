"""Documents of many kinds, made up for the tests, as text and as pictures.

What they say is invented; how they are laid out follows Decree 30/2020.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from PIL import Image
from PIL import ImageDraw
from PIL import ImageFont
import random
from tests.archive.conftest import FONTS


MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
SLOGAN = "Độc lập - Tự do - Hạnh phúc"


@dataclass(frozen=True)
class Paper:
    """One document: what stands on it and what ought to be read."""

    key: str
    #: Lines at the top left, in capitals.
    left: tuple[str, ...]
    number: str
    day: str
    #: Place before the day, "" where the head has no day.
    place: str
    heading: str
    abstract: tuple[str, ...]
    agency: str
    type: str
    body: tuple[str, ...]
    #: Word before the number.
    word: str = "Số:"
    superior: str = ""
    #: What the abstract ought to be; the lines joined when empty.
    about: str = ""
    #: Lines of a stamp of arrival, left of the heading.
    stamp: tuple[str, ...] = ()
    arrival: tuple[str, str] = ("", "")
    end: tuple[str, ...] = field(default=())

    @property
    def subject(self) -> str:
        """The abstract that ought to be read."""
        return self.about or " ".join(self.abstract)

    @property
    def written_day(self) -> str:
        """The day in words, with its place."""
        year, month, day = self.day.split("-")
        shown = month if int(month) < 3 else str(int(month))
        return f"{self.place}, ngày {day} tháng {shown} năm {year}"

    def text(self) -> str:
        """The page as a recognition reads it: columns joined in lines."""
        letter = not self.heading
        lines = [f"{self.left[0]} {MOTTO}"]
        lines.append(f"{self.left[1]} {SLOGAN}" if len(self.left) > 1 else SLOGAN)
        lines += self.left[2:]
        number = f"{self.word} {self.number}" if self.number else ""
        day = self.written_day if self.place else ""
        lines.append(f"{number} {day}".strip())
        if letter:
            lines += self.abstract
        else:
            lines += [*self.stamp, self.heading, *self.abstract]
        return "\n".join([*filter(None, lines), *self.body, *self.end])

    def draw(self, dpi: int = 200) -> Image.Image:
        """The page as a picture, laid out in columns."""
        return _Drawing(self, dpi).image


class _Drawing:
    """Draws a paper; A4, Times-like letters, columns at the top."""

    def __init__(self, paper: Paper, dpi: int) -> None:
        self.unit = dpi / 100
        self.image = Image.new("L", (int(827 * self.unit), int(1169 * self.unit)), 255)
        self.pen = ImageDraw.Draw(self.image)
        file = next(font for font in FONTS if font.exists())
        self.font = ImageFont.truetype(str(file), int(16 * self.unit))
        self.head(paper)

    def centred(self, x: float, y: float, text: str) -> None:
        width = self.pen.textlength(text, font=self.font)
        self.pen.text(
            (x * self.unit - width / 2, y * self.unit), text, 0, font=self.font
        )

    def head(self, paper: Paper) -> None:
        y = 70.0
        for line in paper.left:
            self.centred(220, y, line)
            y += 24
        self.centred(570, 70, MOTTO)
        self.centred(570, 94, SLOGAN)
        y = max(y, 122) + 18
        if paper.number:
            self.centred(220, y, f"{paper.word} {paper.number}")
        if paper.place:
            self.centred(570, y, paper.written_day)
        y += 34
        middle = 413.0
        if paper.heading:
            for row, line in enumerate(paper.stamp):
                self.pen.text(
                    (60 * self.unit, (y + row * 22) * self.unit),
                    line,
                    0,
                    font=self.font,
                )
            y += 20
            self.centred(middle, y, paper.heading)
            y += 26
        else:
            middle = 220.0
        for line in paper.abstract:
            self.centred(middle, y, line)
            y += 24
        y += 36
        for line in (*paper.body, *paper.end):
            self.pen.text((110 * self.unit, y * self.unit), line, 0, font=self.font)
            y += 26


def noisy(text: str, seed: int, share: float = 0.02) -> str:
    """Return ``text`` with marks lost and letters mistaken, as recognitions do."""
    luck = random.Random(seed)
    mistaken = {
        "Ộ": "Ọ", "Ổ": "Ô", "ổ": "ô", "ộ": "ọ", "ế": "ê", "ề": "ê", "ữ": "ử",
        "Ế": "Ê", "Ủ": "U", "ố": "ô", "ồ": "ô", "ấ": "â", "Ị": "I", "ả": "á",
        "l": "1", "ớ": "ơ", "ủ": "ú", "ẽ": "ẻ", "Ò": "O", "ị": "i",
    }  # fmt: skip
    made = []
    for letter in text:
        if letter in mistaken and luck.random() < share * 10:
            made.append(mistaken[letter])
        elif letter == " " and luck.random() < share / 4:
            made.append("  " if luck.random() < 0.5 else " . ")
        else:
            made.append(letter)
    return "".join(made)


_GROUNDS = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 02 năm 2025;",
    "Theo đề nghị của Chánh Văn phòng.",
)
_DECIDES = (
    "Điều 1. Ban hành kèm theo Quyết định này quy chế làm việc.",
    "Điều 2. Quyết định này có hiệu lực kể từ ngày 01 tháng 8 năm 2026.",
)

PAPERS = (
    Paper(
        "decision-commune",
        ("ỦY BAN NHÂN DÂN", "XÃ SUỐI MƠ"),
        "57/QĐ-UBND", "2026-03-12", "Suối Mơ", "QUYẾT ĐỊNH",
        ("Về việc kiện toàn tổ công nghệ số cộng đồng", "trên địa bàn xã năm 2026"),
        "Ủy ban nhân dân xã Suối Mơ", "Quyết định",
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ SUỐI MƠ", *_GROUNDS, "QUYẾT ĐỊNH:", *_DECIDES),
    ),
    Paper(
        "decision-province",
        ("ỦY BAN NHÂN DÂN", "TỈNH ĐỒNG GIAO"),
        "1204/QĐ-UBND", "2026-07-02", "Đồng Giao", "QUYẾT ĐỊNH",
        ("Công bố danh mục thủ tục hành chính",
         "thuộc phạm vi quản lý của Sở Xây dựng"),
        "Ủy ban nhân dân tỉnh Đồng Giao", "Quyết định",
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH", *_GROUNDS, *_DECIDES),
    ),
    Paper(
        "decision-rule",
        ("ỦY BAN NHÂN DÂN", "THÀNH PHỐ BIỂN XANH"),
        "08/2026/QĐ-UBND", "2026-02-09", "Biển Xanh", "QUYẾT ĐỊNH",
        ("Quy định giá dịch vụ đo đạc", "trên địa bàn thành phố Biển Xanh"),
        "Ủy ban nhân dân thành phố Biển Xanh", "Quyết định",
        (*_GROUNDS, "Ủy ban nhân dân ban hành Quyết định quy định giá dịch vụ đo đạc",
         "trên địa bàn thành phố Biển Xanh.", *_DECIDES),
    ),
    Paper(
        "circular",
        ("BỘ TƯ PHÁP",),
        "03/2026/TT-BTP", "2026-01-20", "Hà Nội", "THÔNG TƯ",
        ("Hướng dẫn việc ghi chép sổ hộ tịch", "khi hệ thống điện tử gián đoạn"),
        "Bộ Tư pháp", "Thông tư",
        ("Căn cứ Luật Hộ tịch ngày 20 tháng 11 năm 2014;",
         "Bộ trưởng Bộ Tư pháp ban hành Thông tư hướng dẫn việc ghi chép sổ hộ tịch",
         "khi hệ thống điện tử gián đoạn.", "Điều 1. Phạm vi điều chỉnh"),
    ),
    Paper(
        "circular-long-name",
        ("BỘ VĂN HÓA, THỂ THAO", "VÀ DU LỊCH"),
        "15/2025/TT-BVHTTDL", "2025-12-31", "Hà Nội", "THÔNG TƯ",
        ("Quy định quy chuẩn về hồ sơ lễ hội",),
        "Bộ Văn hóa, Thể thao và Du lịch", "Thông tư",
        ("Căn cứ Luật Di sản văn hóa ngày 23 tháng 11 năm 2024;", "Điều 1. Phạm vi"),
    ),
    Paper(
        "decree",
        ("CHÍNH PHỦ",),
        "211/2026/NĐ-CP", "2026-05-18", "Hà Nội", "NGHỊ ĐỊNH",
        ("Quy định về lưu giữ bản sao", "của sổ đăng ký điện tử"),
        "Chính phủ", "Nghị định",
        ("Căn cứ Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2025;",
         "Chính phủ ban hành Nghị định quy định về lưu giữ bản sao",
         "của sổ đăng ký điện tử.", "Chương I", "QUY ĐỊNH CHUNG"),
        stamp=("ĐẾN Số: 4521", "Ngày: 20/05/2026"),
        arrival=("4521", "2026-05-20"),
    ),
    Paper(
        "directive",
        ("THỦ TƯỚNG CHÍNH PHỦ",),
        "19/CT-TTg", "2026-06-30", "Hà Nội", "CHỈ THỊ",
        ("Về việc bảo đảm an toàn hồ đập", "trong mùa mưa bão"),
        "Thủ tướng Chính phủ", "Chỉ thị",
        ("Thời gian qua, nhiều nơi đã chủ động chuẩn bị.", "1. Các bộ, ngành rà soát."),
    ),
    Paper(
        "letter-department",
        ("ỦY BAN NHÂN DÂN TỈNH ĐỒNG GIAO", "SỞ NỘI VỤ"),
        "845/SNV-VTLT", "2026-04-06", "Đồng Giao", "",
        ("V/v hướng dẫn lập danh mục", "hồ sơ năm 2026"),
        "Sở Nội vụ", "Công văn",
        ("Kính gửi: Các phòng chuyên môn", "Sở Nội vụ hướng dẫn như sau:"),
        superior="Ủy ban nhân dân tỉnh Đồng Giao",
        about="Về việc hướng dẫn lập danh mục hồ sơ năm 2026",
    ),
    Paper(
        "letter-commune",
        ("ỦY BAN NHÂN DÂN", "PHƯỜNG HOA LƯ"),
        "212/UBND-VP", "2026-09-01", "Hoa Lư", "",
        ("V/v phối hợp xác minh nơi cư trú",),
        "Ủy ban nhân dân phường Hoa Lư", "Công văn",
        ("Kính gửi: Công an phường Hoa Lư", "Ủy ban nhân dân phường đề nghị:"),
        about="Về việc phối hợp xác minh nơi cư trú",
    ),
    Paper(
        "letter-ministry",
        ("BỘ CÔNG AN", "CỤC CẢNH SÁT QUẢN LÝ HÀNH CHÍNH"),
        "3306/C06-P2", "2026-08-14", "Hà Nội", "",
        ("V/v trả lời vướng mắc khi đối chiếu", "giấy tờ cũ"),
        "Cục Cảnh sát quản lý hành chính", "Công văn",
        ("Kính gửi: Công an các tỉnh, thành phố", "Cục trả lời như sau:"),
        superior="Bộ Công an",
        about="Về việc trả lời vướng mắc khi đối chiếu giấy tờ cũ",
    ),
    Paper(
        "notice",
        ("ỦY BAN NHÂN DÂN XÃ SUỐI MƠ", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"),
        "31/TB-TTPVHCC", "2026-10-05", "Suối Mơ", "THÔNG BÁO",
        ("Về việc thay đổi giờ tiếp nhận hồ sơ",),
        "Trung tâm Phục vụ hành chính công", "Thông báo",
        ("Thực hiện Kế hoạch số 12/KH-UBND, Trung tâm thông báo:",
         "1. Buổi sáng từ 7 giờ."),
        superior="Ủy ban nhân dân xã Suối Mơ",
    ),
    Paper(
        "report",
        ("UBND TỈNH ĐỒNG GIAO", "SỞ TÀI CHÍNH"),
        "402/BC-STC", "2026-11-15", "Đồng Giao", "BÁO CÁO",
        ("Kết quả giải quyết thủ tục hành chính quý III năm 2026",),
        "Sở Tài chính", "Báo cáo",
        ("I. TÌNH HÌNH CHUNG", "Trong quý, Sở nhận 1.204 hồ sơ."),
        superior="UBND tỉnh Đồng Giao",
    ),
    Paper(
        "law",
        ("QUỐC HỘI",),
        "77/2026/QH16", "2026-06-20", "", "LUẬT",
        ("LƯU GIỮ GIẤY TỜ CỦA CÔNG DÂN",),
        "Quốc hội", "Luật",
        ("Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;",
         "Quốc hội ban hành Luật Lưu giữ giấy tờ của công dân.", "Điều 1. Phạm vi"),
        word="Luật số:",
        about="Lưu giữ giấy tờ của công dân",
        end=("Luật này được Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam khóa XVI,",
             "kỳ họp thứ nhất thông qua ngày 20 tháng 6 năm 2026."),
    ),
    Paper(
        "resolution",
        ("HỘI ĐỒNG NHÂN DÂN", "XÃ SUỐI MƠ"),
        "14/NQ-HĐND", "2026-07-24", "Suối Mơ", "NGHỊ QUYẾT",
        ("Về dự toán ngân sách xã năm 2027",),
        "Hội đồng nhân dân xã Suối Mơ", "Nghị quyết",
        ("HỘI ĐỒNG NHÂN DÂN XÃ SUỐI MƠ", "KHÓA I, KỲ HỌP THỨ BA", *_GROUNDS,
         "Điều 1. Thông qua dự toán."),
    ),
    Paper(
        "plan",
        ("ỦY BAN NHÂN DÂN", "ĐẶC KHU CÙ LAO"),
        "09/KH-UBND", "2026-01-05", "Cù Lao", "KẾ HOẠCH",
        ("Số hóa hồ sơ hộ tịch giai đoạn 2026 - 2028",),
        "Ủy ban nhân dân đặc khu Cù Lao", "Kế hoạch",
        ("Thực hiện Quyết định số 57/QĐ-UBND, đặc khu ban hành kế hoạch:",
         "I. MỤC ĐÍCH"),
    ),
    Paper(
        "submission",
        ("SỞ Y TẾ ĐỒNG GIAO", "TRUNG TÂM Y TẾ HOA LƯ"),
        "66/TTr-TTYT", "2026-03-03", "Hoa Lư", "TỜ TRÌNH",
        ("Về việc mua sắm tủ bảo quản hồ sơ bệnh án",),
        "Trung tâm Y tế Hoa Lư", "Tờ trình",
        ("Kính gửi: Sở Y tế Đồng Giao", "Trung tâm trình như sau:"),
        superior="Sở Y tế Đồng Giao",
    ),
    Paper(
        "invitation",
        ("ỦY BAN NHÂN DÂN", "THỊ TRẤN CẦU MÂY"),
        "120/GM-UBND", "2024-05-16", "Cầu Mây", "GIẤY MỜI",
        ("Dự họp rà soát hộ nghèo",),
        "Ủy ban nhân dân thị trấn Cầu Mây", "Giấy mời",
        ("Kính gửi: Các trưởng thôn", "Thời gian: 8 giờ."),
    ),
    Paper(
        "paper-of-a-commune",
        ("ỦY BAN NHÂN DÂN", "XÃ SUỐI MƠ"),
        "88/XN-UBND", "2026-08-20", "Suối Mơ", "GIẤY XÁC NHẬN",
        ("Tình trạng cư trú",),
        "Ủy ban nhân dân xã Suối Mơ", "Giấy xác nhận",
        ("Ủy ban nhân dân xã xác nhận người có tên dưới đây:",
         "Nơi cư trú: thôn Đông."),
    ),
    Paper(
        "joint-circular",
        ("BỘ TƯ PHÁP - BỘ CÔNG AN",),
        "02/2015/TTLT-BTP-BCA", "2015-09-09", "Hà Nội", "THÔNG TƯ LIÊN TỊCH",
        ("Hướng dẫn phối hợp tra cứu lý lịch tư pháp",),
        "Bộ Tư pháp - Bộ Công an", "Thông tư liên tịch",
        ("Căn cứ Luật Lý lịch tư pháp ngày 17 tháng 6 năm 2009;", "Điều 1. Phạm vi"),
    ),
    Paper(
        "telegram",
        ("VĂN PHÒNG CHÍNH PHỦ",),
        "27/CĐ-VPCP", "2026-09-26", "Hà Nội", "CÔNG ĐIỆN",
        ("Về việc ứng phó mưa lũ",),
        "Văn phòng Chính phủ", "Công điện",
        ("Văn phòng Chính phủ điện:", "1. Các tỉnh trực ban."),
    ),
)  # fmt: skip
