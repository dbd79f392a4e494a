"""What can be wrong with a request about the organisation, in two languages."""

from __future__ import annotations


class UnknownUnit(KeyError):
    """No unit on record has, or had, the code."""

    def __str__(self) -> str:
        code = self.args[0] if self.args else ""
        return (
            f"Không có đơn vị mang mã {code!r} trong /organisation; hãy thêm đơn vị "
            f"trước. / No unit in /organisation has the code {code!r}; add it first."
        )


class UnknownPerson(KeyError):
    """No user of this site has the id."""

    def __str__(self) -> str:
        person = self.args[0] if self.args else ""
        return (
            f"Không có tài khoản {person!r} trên trang này; hãy tạo tài khoản trước. / "
            f"This site has no user {person!r}; create the account first."
        )


class ReservedLogin(ValueError):
    """The login is a word by which ledgers name others than officers."""

    def __init__(self, person: str) -> None:
        super().__init__(
            f"Tên đăng nhập {person} dành cho người nộp hồ sơ; hãy chọn tên khác cho "
            f"cán bộ. / The login {person} stands for applicants; choose another one "
            "for the officer."
        )


class UnknownDuty(KeyError):
    """The word is none of ``duties.DUTIES``."""

    def __str__(self) -> str:
        duty, known = self.args
        choices = ", ".join(known)
        return (
            f"Không có nhiệm vụ {duty!r}; hãy chọn: {choices}. / "
            f"There is no duty {duty!r}; choose one of: {choices}."
        )


class DuplicateCode(ValueError):
    """Two units would answer to one code."""

    def __init__(self, code: str, holder: str) -> None:
        super().__init__(
            f"Mã {code} đã thuộc về đơn vị {holder}; mỗi mã chỉ dùng cho một đơn vị. / "
            f"The code {code} belongs to unit {holder}; every unit has its own code."
        )


class CodeChanged(ValueError):
    """The code of a unit was edited."""

    def __init__(self, old: str, new: str) -> None:
        super().__init__(
            f"Không đổi được mã {old} thành {new}; hãy đóng đơn vị {old} và lập đơn vị "
            f"kế thừa. / The code {old} cannot become {new}; close unit {old} and open "
            "a successor."
        )


class SuccessorLoop(ValueError):
    """The chain of successors would come back to where it began."""

    def __init__(self, chain: list[str]) -> None:
        line = " → ".join(chain)
        super().__init__(
            f"Chuỗi đơn vị kế thừa đi vòng: {line}; hãy sửa đơn vị kế thừa. / "
            f"The successors run in a circle: {line}; choose another successor."
        )


class DutyOverlap(ValueError):
    """The person already holds the duty on some of the days."""

    def __init__(self, person: str, group: str, since: str, until: str) -> None:
        super().__init__(
            f"{person} đã được giao {group} từ {since} đến {until}; hãy kết thúc lần "
            f"giao đó trước. / {person} holds {group} from {since} to {until}; end "
            "that assignment first."
        )


class CombinedDuties(ValueError):
    """The person would hold two duties that take two persons."""

    def __init__(self, person: str, held: str, wanted: str, agency: str) -> None:
        super().__init__(
            f"{person} đang giữ {held}, không kiêm {wanted} được; hãy giao cho người "
            f"khác, hoặc (cấp xã) ghi quyết định cho kiêm nhiệm của {agency} ở Quản "
            f"trị → Kiêm nhiệm. / {person} holds {held} and cannot hold {wanted} too; "
            f"give it to somebody else, or (communes) record the decision of {agency} "
            "under Administration → Combined duties first."
        )


class WaiverRefused(ValueError):
    """A waiver that cannot be: said in Vietnamese and English."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(f"{vi} / {en}")
