"""Single values of a process's JSON, and how one that will not do is refused.

What comes from a file may be anything. `check_plain` bounds it before anybody looks
at what it means; the rest takes one value each and names the place of what it
refuses, and what would do.
"""

from __future__ import annotations

import re
from typing import Any
from typing import Final
from typing import NoReturn
import unicodedata


#: A way nests a dozen deep, a trial a few more.
DEEPEST: Final = 60
#: Values in one process, of all kinds.
MOST_VALUES: Final = 20_000
LONGEST_TEXT: Final = 1_000
MOST_TEXTS: Final = 100
#: Names that conditions, forms and addresses carry.
KEY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")
#: Marks that turn the order of letters round: nobody sees what was written.
_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SHOWN: Final = 60

Words = tuple[str, str]


class MalformedProcess(ValueError):
    """The JSON is no process; the message says where, in both languages."""


def refuse(place: str, found: Any, allowed: Words) -> NoReturn:
    """Raise ``MalformedProcess``: what stands at the place, and what may."""
    shown = f"{place}: {_short(found)}"
    vi, en = allowed
    raise MalformedProcess(
        f"{shown} không hợp lệ; chấp nhận: {vi} / {shown} is not possible; "
        f"allowed: {en}"
    )


def _short(found: Any) -> str:
    text = found if isinstance(found, str) else type(found).__name__
    if isinstance(found, bool | int | float):
        text = str(found)[:_SHOWN]
    quoted = "".join(c if c.isprintable() else "?" for c in text[:_SHOWN])
    return f"“{quoted}{'…' if len(text) > _SHOWN else ''}”"


def check_plain(data: Any) -> None:
    """Refuse what is no JSON, goes too deep, is too much or holds hidden letters."""
    waiting = [("process", data, 0)]
    seen = 0
    while waiting:
        place, value, depth = waiting.pop()
        seen += 1
        if seen > MOST_VALUES:
            refuse(place, value, _at_most(MOST_VALUES, "giá trị", "values"))
        if depth > DEEPEST:
            refuse(place, value, _at_most(DEEPEST, "lớp lồng nhau", "levels"))
        if isinstance(value, dict):
            for name, inner in value.items():
                if not isinstance(name, str):
                    refuse(place, name, ("tên là chuỗi", "names that are texts"))
                _check_letters(place, name)
                waiting.append((f"{place}.{name[:_SHOWN]}", inner, depth + 1))
        elif isinstance(value, list | tuple):
            waiting += [
                (f"{place}[{n}]", one, depth + 1) for n, one in enumerate(value)
            ]
        elif isinstance(value, str):
            _check_letters(place, value)
        elif isinstance(value, float) and value - value != 0:
            refuse(place, value, ("một số", "a number"))
        elif value is not None and not isinstance(value, bool | int | float):
            refuse(place, value, ("giá trị JSON", "a JSON value"))


def _check_letters(place: str, value: str) -> None:
    if len(value) > 4 * LONGEST_TEXT:
        refuse(place, value, _at_most(LONGEST_TEXT, "ký tự", "characters"))
    for letter in value:
        hidden = unicodedata.category(letter) in ("Cc", "Cs", "Cn", "Co")
        if letter in _TURNING or (hidden and letter not in "\n\t"):
            code = f"U+{ord(letter):04X}"
            refuse(
                place,
                code,
                ("chữ không có ký tự điều khiển", "text without control characters"),
            )


def _at_most(number: int, vi: str, en: str) -> Words:
    return f"nhiều nhất {number} {vi}", f"at most {number} {en}"


def known(place: str, data: Any, names: frozenset[str]) -> dict[str, Any]:
    """Return an object that has these names and no others."""
    if not isinstance(data, dict):
        refuse(place, data, ("một đối tượng {…}", "an object {…}"))
    for name in data:
        if name not in names:
            listed = ", ".join(sorted(names))
            refuse(place, name, (listed, listed))
    return data


def text(name: str, data: dict[str, Any], place: str = "", needed: bool = False) -> str:
    """Return a text in one line; "" when it is absent and not needed."""
    where = f"{place}.{name}" if place else name
    return one_text(where, data.get(name, ""), needed)


def one_text(place: str, found: Any, needed: bool = False) -> str:
    """Return a value that has to be a text, its letters composed, in one line."""
    if not isinstance(found, str) or len(found) > LONGEST_TEXT:
        vi, en = _at_most(LONGEST_TEXT, "ký tự", "characters")
        refuse(place, found, (f"chữ, {vi}", f"text, {en}"))
    line = " ".join(unicodedata.normalize("NFC", found).split())
    if needed and not line:
        refuse(place, found, ("chữ, không để trống", "a text, not empty"))
    return line


def key(name: str, data: dict[str, Any], place: str = "") -> str:
    """Return a name made of letters without marks, digits and ``_ . -``."""
    found = text(name, data, place)
    if KEY.fullmatch(found) is None:
        where = f"{place}.{name}" if place else name
        refuse(
            where,
            found,
            (
                "chữ cái không dấu, chữ số, dấu _ . -; nhiều nhất 60 ký tự",
                "letters without marks, digits, _ . -; at most 60 characters",
            ),
        )
    return found


def rows(name: str, data: dict[str, Any], place: str = "") -> list[Any]:
    """Return a list; empty when it is absent."""
    found = data.get(name, [])
    where = f"{place}.{name}" if place else name
    if not isinstance(found, list):
        refuse(where, found, ("một danh sách […]", "a list […]"))
    if len(found) > MOST_TEXTS:
        refuse(where, found, _at_most(MOST_TEXTS, "mục", "entries"))
    return found


def texts(name: str, data: dict[str, Any], place: str) -> tuple[str, ...]:
    """Return a list of texts, none of them empty."""
    return tuple(
        one_text(f"{place}.{name}[{n}]", one, needed=True)
        for n, one in enumerate(rows(name, data, place))
    )
