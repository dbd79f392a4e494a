"""What stands in the editor's form: fields, rows and lists, ready to be written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import is_dataclass
from datetime import date
from motcua.admin.catalogue import layout
from motcua.admin.catalogue.rows import row_id
from motcua.admin.catalogue.sheet import hints
from motcua.admin.catalogue.sheet import item_type
from motcua.base.durations import Term
from typing import Any
from typing import Final
from typing import get_args
from typing import get_origin
from typing import Literal


#: Empty fields that a list of texts ends with.
BLANKS: Final = 1
#: A text of one line that is longer is shown in several.
LONGEST_LINE: Final = 110


@dataclass(frozen=True)
class Widget:
    """One field of the form, or one table of rows.

    `sort` says how it is shown: line, text, number, date, check, choice, checks, list,
    term, rows, table, hidden.
    """

    sort: str
    name: str
    label: Any
    value: Any = ""
    options: tuple[tuple[str, Any], ...] = ()
    hint: Any = ""
    problem: Any = ""
    theirs: Any = ""
    known: str = ""
    width: int = 12
    rows: tuple[Row, ...] = ()
    columns: tuple[Any, ...] = ()
    one: Any = ""


@dataclass(frozen=True)
class Row:
    """One row of a table; `title` tells it from others in words."""

    id: str
    name: str
    number: int
    title: str
    widgets: tuple[Widget, ...]
    more: tuple[Widget, ...] = ()

    @property
    def more_open(self) -> bool:
        """Whether something is said in what few rows need."""
        return any(map(_says, self.more))


@dataclass(frozen=True)
class Sheet:
    """What the widgets of a form are made of besides the tree.

    `answers` and `papers` are choices that come from elsewhere in the draft.
    """

    answers: tuple[tuple[str, Any], ...] = ()
    papers: tuple[tuple[str, Any], ...] = ()
    problems: Mapping[str, Any] = field(default_factory=dict)
    theirs: Mapping[str, Any] = field(default_factory=dict)

    def widgets(
        self, kind: Any, tree: Mapping[str, Any], names: tuple[str, ...] = ()
    ) -> tuple[Widget, ...]:
        """Return the widgets of the named fields of a dataclass, all by default."""
        return self._inside(kind, tree, "", names)

    def _inside(
        self,
        kind: Any,
        tree: Mapping[str, Any],
        prefix: str,
        names: tuple[str, ...] = (),
    ) -> tuple[Widget, ...]:
        labels = layout.LABELS[kind.__name__]
        kinds = hints(kind)
        chosen = names or tuple(labels)
        return tuple(
            self._widget(kind, name, kinds[name], tree.get(name), f"{prefix}{name}")
            for name in chosen
        )

    def _widget(self, owner: Any, name: str, kind: Any, raw: Any, path: str) -> Widget:
        place = f"{owner.__name__}.{name}"
        item = item_type(kind)
        common = {
            "name": path,
            "label": layout.LABELS[owner.__name__][name],
            "hint": layout.HINTS.get(place, ""),
            "width": layout.WIDTHS.get(place, 12),
            "problem": self._problem(path),
            "theirs": self.theirs.get(path, ""),
            "known": layout.LISTS.get(place, ""),
        }
        if item is not None and is_dataclass(item):
            return self._rows(name, item, raw or [], path, common)
        if not common["label"]:
            return Widget("hidden", value=raw or "", **common)
        if item is not None:
            return self._list(place, name, raw or [], common)
        if kind is Term:
            value = raw or {"kind": "", "amount": ""}
            return Widget("term", value=value, options=layout.TERMS, **common)
        return _single(place, kind, str(raw or ""), common)

    def _problem(self, path: str) -> Any:
        """The problem of a field; that of a time may stand at one of its halves."""
        for name in (path, f"{path}-amount", f"{path}-kind"):
            if name in self.problems:
                return self.problems[name]
        return ""

    def _list(
        self, place: str, name: str, raw: list[str], common: dict[str, Any]
    ) -> Widget:
        options: tuple[tuple[str, Any], ...] | None = layout.CHOICES.get(place)
        if name == "when":
            options = self.answers
        elif place == "Step.papers":
            options = self.papers
        if options is None:
            value = [*raw, *[""] * BLANKS]
            long = place in layout.LONG or any(
                "\n" in each or len(each) > LONGEST_LINE for each in raw
            )
            return Widget("texts" if long else "list", value=value, **common)
        known = {value for value, _words in options}
        strange = tuple((each, each) for each in raw if each not in known)
        return Widget("checks", value=raw, options=(*options, *strange), **common)

    def _rows(
        self,
        name: str,
        item: Any,
        raw: list[Any],
        path: str,
        common: dict[str, Any],
    ) -> Widget:
        labels = layout.LABELS[item.__name__]
        places = ((one, f"{item.__name__}.{one}") for one in labels)
        rare = tuple(one for one, place in places if place in layout.RARE)
        main = tuple(one for one in labels if one not in rare)
        made = tuple(
            Row(
                id=row_id(path, number),
                name=f"{path}-{number}",
                number=number,
                title=_title(tree),
                widgets=self._inside(item, tree, f"{path}-{number}-", main),
                more=self._inside(item, tree, f"{path}-{number}-", rare)
                if rare
                else (),
            )
            for number, tree in enumerate(raw)
        )
        sort = "table" if name in layout.TABLES else "rows"
        columns = tuple(label for label in labels.values() if label)
        return Widget(sort, rows=made, columns=columns, one=layout.ROWS[name], **common)


def _single(place: str, kind: Any, text: str, common: dict[str, Any]) -> Widget:
    if kind is bool:
        return Widget("check", value=text, **common)
    if kind is int:
        return Widget("number", value=text, **common)
    if kind is date:
        return Widget("date", value=text, **common)
    if get_origin(kind) is Literal:
        words = dict(layout.CHOICES[place])
        options = tuple((one, words[one]) for one in get_args(kind) if one in words)
        if place not in layout.NEVER_EMPTY:
            options = (("", ""), *options)
        return Widget("choice", value=text, options=options, **common)
    if place in layout.LONG or "\n" in text or len(text) > LONGEST_LINE:
        return Widget("text", value=text, **common)
    return Widget("line", value=text, **common)


def _says(widget: Widget) -> bool:
    """Whether a field says something, or has something to be told about."""
    value = widget.value
    if isinstance(value, dict):
        value = value["kind"]
    if isinstance(value, list):
        value = "".join(value)
    return bool(value or widget.rows or widget.problem or widget.theirs)


def _title(tree: Mapping[str, Any]) -> str:
    """Return what tells a row from others: its first text that is filled in."""
    for name in ("title", "text", "group", "number"):
        text = tree.get(name)
        if isinstance(text, str) and text.strip():
            line = " ".join(text.split())
            return line if len(line) <= 70 else f"{line[:69].rstrip()}…"
    return ""
