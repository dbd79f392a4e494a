"""``bin/motcua deadline``: when something is due, and why; needs no site.

Exit status: 0; 2 for a question that cannot be read; with ``--batch`` 1 when a line
could not be answered (its place in the output says why).
"""

from __future__ import annotations

import argparse
from functools import lru_cache
import json
from motcua.base import deadline_questions
from motcua.base.calendars import WEEKDAY_NAMES
from motcua.base.deadline_questions import BadQuestion
import os
from pathlib import Path
import sys
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from motcua.base.calendars import WorkingCalendar
    from motcua.base.deadline_questions import Question
    from motcua.base.deadlines import Deadline
    from motcua.base.durations import Language

#: Options that are fields of a question, and stand for lines that lack them.
DEFAULTS: Final = ("calendar", "accounting", "supplement")

WORDS: Final[dict[str, dict[str, str]]] = {
    "vi": {
        "term": "Thời hạn",
        "due": "Hạn trả kết quả",
        "kept": "Hạn trước khi gia hạn",
        "none": "không quy định",
        "paused": "đang tạm dừng",
        "clock": "tính theo giờ",
        "end-of-day": "tính hết ngày làm việc",
        "pause": "bổ sung thì tạm dừng",
        "restart": "bổ sung thì tính lại từ đầu",
    },
    "en": {
        "term": "Time limit",
        "due": "Due",
        "kept": "Due before the extension",
        "none": "no time limit",
        "paused": "the clock stands",
        "clock": "same-hour accounting",
        "end-of-day": "end-of-day accounting",
        "pause": "a supplement pauses",
        "restart": "a supplement restarts",
    },
}


def register(subparsers: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "deadline",
        help="compute and explain a due date (no site needed)",
        description="Compute a due date and explain it day by day with its legal "
        "ground. No site is needed.",
    )
    parser.add_argument("--received", metavar="MOMENT", help="2026-10-16T09:00")
    parser.add_argument(
        "--term", help='"N working hours|working days|days|months", "in the day", none'
    )
    parser.add_argument("--calendar", metavar="FILE.json", help="working calendar")
    parser.add_argument("--accounting", metavar="clock|end-of-day")
    parser.add_argument("--supplement", metavar="pause|restart")
    parser.add_argument(
        "--event",
        action="append",
        metavar="EVENT",
        help="pause:MOMENT, resume:MOMENT, pause/finance:MOMENT, "
        "extend:MOMENT=NEW-DUE; may be repeated",
    )
    parser.add_argument(
        "--batch",
        metavar="FILE.jsonl",
        help="one question a line, - for standard input; prints one JSON line each",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--language", default="vi", metavar="vi|en")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Answer one question, or one per line of a file."""
    try:
        return _run(args)
    except BadQuestion as error:
        print(f"motcua: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Who reads has seen enough; Python flushes once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _run(args: argparse.Namespace) -> int:
    if args.language not in WORDS:
        raise BadQuestion(
            "language",
            f"{args.language!r} không hợp lệ; chấp nhận: vi, en",
            f"{args.language!r} is not allowed; allowed: vi, en",
        )
    given = {key: getattr(args, key) for key in DEFAULTS}
    given = {key: value for key, value in given.items() if value is not None}
    if args.batch is not None:
        return _batch(args, given)
    question = _question(args, given)
    found = question.answer()
    if args.json:
        answer = deadline_questions.brief(found, args.language)
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        _tell(question, found, args.language)
    return 0


def _question(args: argparse.Namespace, given: dict[str, str]) -> Question:
    """Return the question that the options ask."""
    for key in ("received", "term"):
        if not getattr(args, key):
            raise BadQuestion(f"--{key}", "cần có, hoặc --batch", "needed, or --batch")
    events = [deadline_questions.event_in(text) for text in args.event or ()]
    data = {**given, "received": args.received, "term": args.term, "events": events}
    return deadline_questions.read(data, _loader(Path()))


def _batch(args: argparse.Namespace, given: dict[str, str]) -> int:
    """Answer line by line; a bad line is told in its place and the rest goes on."""
    for key in ("received", "term", "event"):
        if getattr(args, key) is not None:
            raise BadQuestion(
                f"--{key}", "không dùng cùng --batch", "does not go with --batch"
            )
    if args.batch == "-":
        return _answer_lines(sys.stdin.buffer, given, Path(), args.language)
    path = Path(args.batch)
    try:
        lines = path.open("rb")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BadQuestion(
            "--batch",
            f"không đọc được {path} ({reason})",
            f"cannot read {path} ({reason}); name a file of JSON lines",
        ) from error
    with lines:
        return _answer_lines(lines, given, path.parent, args.language)


def _answer_lines(
    lines: Iterable[bytes], given: dict[str, str], folder: Path, language: Language
) -> int:
    load = _loader(folder)
    failed = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        name = None
        try:
            data = _line(line, number)
            name = data.get("id") if isinstance(data, dict) else None
            if isinstance(data, dict):
                data = {**given, **data}
            found = deadline_questions.read(data, load).answer()
            answer = {"id": name, **deadline_questions.brief(found, language)}
        except BadQuestion as error:
            failed += 1
            place = "" if name is not None else f"dòng / line {number}: "
            answer = {"id": name, "error": f"{place}{error}"}
        print(json.dumps(answer, ensure_ascii=False))
    return 1 if failed else 0


def _line(line: bytes, number: int) -> Any:
    try:
        # A byte order mark before the first line is what some editors leave.
        return json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except (RecursionError, ValueError) as error:
        raise BadQuestion(
            "question",
            "không đọc được JSON UTF-8",
            f"not readable as JSON in UTF-8 ({error})",
        ) from error


def _loader(folder: Path) -> deadline_questions.Loader:
    """Return what reads calendars: from here, or else beside the file of questions."""

    @lru_cache(maxsize=256)
    def load(name: str) -> WorkingCalendar:
        path = Path(name) if Path(name).is_file() else folder / name
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, ValueError) as error:
            raise BadQuestion(
                "calendar",
                f"không đọc được tệp {name}",
                f"cannot read the file {name}; name a calendar in JSON (UTF-8)",
            ) from error
        return deadline_questions.calendar_in(text)

    return load


def _tell(question: Question, found: Deadline, language: Language) -> None:
    """Print the explanation line by line, the legal ground behind each."""
    words = WORDS[language]
    policy = question.policy
    settings = f"{words[policy.accounting]}, {words[policy.supplement]}"
    print(f"{words['term']}: {question.term.text(language)} ({settings})")
    for line in found.explanation:
        print(f"  {line.text(language)}  [{line.ground_text(language)}]")
    if found.kept is not None:
        print(f"{words['kept']}: {found.kept:%H:%M %d-%m-%Y}")
    if found.due is None:
        print(f"{words['due']}: {words['paused' if found.paused else 'none']}")
        return
    day = WEEKDAY_NAMES[language][found.due.isoweekday() - 1]
    print(f"{words['due']}: {found.due:%H:%M}, {day} {found.due:%d-%m-%Y}")
