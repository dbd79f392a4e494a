"""Puts three procedures into a house that stands still; run as a program.

Arguments: the last day of the old and the first day of the new, as ISO dates.
"""

from __future__ import annotations

from datetime import date
from motcua.base.durations import Term
from motcua.procedures import creation
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Fee
from motcua.procedures.definitions import Version
from motcua.procedures.procedure import Ending
from motcua.setup.cli.site import open_site
import sys
import transaction


CHANGING, EXPIRING, REPEALED, NEXT = "9.970001", "9.970002", "9.970003", "9.970004"


def version(code: str, title: str, **changes: object) -> Version:
    """Return a version that says little."""
    channel = Channel("counter", Term("working_days", 5), fees=(Fee(50_000),))
    values = {
        "field": "Đêm giao thừa",
        "level": "commune",
        "cases": (Case("1", "", (channel,)),),
        "result": "Giấy phép bản cũ",
    }
    return Version(code, title, **values | changes)  # type: ignore[arg-type]


def main(last: date, first: date) -> None:
    """Publish them; the caller has stopped the house."""
    with open_site() as site:
        folder = site["procedures"]
        changing = creation.create(
            folder, version(CHANGING, "Đổi giấy phép lúc nửa đêm"), "published"
        )
        changing.adopt(
            version(
                CHANGING,
                "Đổi giấy phép lúc nửa đêm",
                effective_from=first,
                result="Giấy phép bản mới",
            )
        )
        creation.create(
            folder,
            version(EXPIRING, "Giấy phép hết hạn lúc nửa đêm", effective_to=last),
            "published",
        )
        repealed = creation.create(
            folder, version(REPEALED, "Giấy phép bị bãi bỏ lúc nửa đêm"), "published"
        )
        repealed.repeal(Ending(last, "77/QĐ-UBND", (NEXT,)))
        creation.create(
            folder,
            version(NEXT, "Giấy phép thay thế từ nửa đêm", effective_from=first),
            "published",
        )
        transaction.commit()


if __name__ == "__main__":
    main(*map(date.fromisoformat, sys.argv[1:]))
