"""Templates that strangers may write: Jinja2 with everything taken away but printing.

Runs only inside ``confined``, which bounds time and memory; here is bounded what can be
said. Values are dictionaries, lists, texts and numbers: a dot means a key, nothing has
methods, and no object of ours is ever in reach. Whatever is printed is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping
from jinja2 import FunctionLoader
from jinja2 import nodes
from jinja2 import StrictUndefined
from jinja2 import TemplateError
from jinja2 import TemplateNotFound
from jinja2 import TemplateSyntaxError
from jinja2 import Undefined
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.runtime import Macro
from jinja2.runtime import TemplateReference
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from motcua.dossiers.slips import marks
from motcua.storage.confined import TaskRefused
import sys
from typing import Any
from typing import Final


#: Letters of HTML that a template may make.
LONGEST: Final = 4_000_000
#: Steps that one loop over numbers may take.
MOST_STEPS: Final = 10_000
FILTERS: Final = (
    "abs",
    "capitalize",
    "default",
    "escape",
    "first",
    "join",
    "last",
    "length",
    "lower",
    "replace",
    "round",
    "trim",
    "upper",
)
TESTS: Final = ("defined", "undefined", "even", "odd", "none", "in", "number", "string")


class _Environment(ImmutableSandboxedEnvironment):
    """A sandbox in which a dot means a key and only macros can be called."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return the key of a dictionary, or a count of a loop."""
        if isinstance(obj, Mapping):
            return self._key(obj, attribute)
        if isinstance(obj, Undefined):
            return obj
        if isinstance(obj, LoopContext | TemplateReference):
            return super().getattr(obj, attribute)
        return self.unsafe_undefined(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return the key of a dictionary, or a place of a list or text."""
        if isinstance(obj, Mapping):
            return self._key(obj, argument)
        if isinstance(obj, list | tuple | str) and isinstance(argument, int | slice):
            return super().getitem(obj, argument)
        return self.unsafe_undefined(obj, str(argument))

    def is_safe_callable(self, obj: Any) -> bool:
        """Let macros, blocks and the counting of ``range`` be called."""
        module = getattr(type(obj), "__module__", "")
        cycle = getattr(getattr(obj, "__self__", None), "cycle", None)
        return (
            isinstance(obj, Macro)
            or obj is _range
            or module == "jinja2.runtime"
            or cycle is not None
        )

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Reckon with numbers of ordinary size; texts are not multiplied."""
        small = all(
            isinstance(one, int | float) and abs(one) < 10**12 for one in (left, right)
        )
        if operator == "**" or not small:
            raise SecurityError(f"{operator} is for numbers only")
        return super().call_binop(context, operator, left, right)

    def _key(self, obj: Mapping[Any, Any], name: Any) -> Any:
        try:
            return obj[name]
        except (KeyError, TypeError):
            return self.undefined(obj=obj, name=str(name))


def _range(*given: int) -> range:
    steps = range(*given)
    if len(steps) > MOST_STEPS:
        raise SecurityError(f"a loop takes {MOST_STEPS} steps at most")
    return steps


def render(texts: Mapping[str, str], values: Mapping[str, Any]) -> str:
    """Return the HTML of ``texts["form"]`` filled with ``values``.

    ``texts`` are all that a template can name. Raises ``TaskRefused`` with the reason
    ``syntax``, ``unknown``, ``forbidden``, ``missing`` or ``long``, the part at fault
    and the line in it.
    """
    environment = _environment(texts)
    found: list[str] = []
    size = 0
    try:
        _check(environment, texts)
        for piece in environment.get_template("form").generate(**values):
            size += len(piece)
            if size > LONGEST:
                raise TaskRefused("long", f"{LONGEST}")
            found.append(piece)
    except TemplateSyntaxError as error:
        part, line = error.filename or "form", error.lineno
        raise TaskRefused(
            "syntax", error.message or "", part=part, line=line
        ) from error
    except (TemplateError, TypeError, ValueError, RecursionError, LookupError) as error:
        part, line = _place(texts)
        raise TaskRefused(
            _reason(error), str(error)[:300], part=part, line=line
        ) from error
    return "".join(found)


def _environment(texts: Mapping[str, str]) -> _Environment:
    def load(name: str) -> tuple[str, str, Any] | None:
        return (texts[name], name, None) if name in texts else None

    made = _Environment(
        autoescape=True, loader=FunctionLoader(load), undefined=StrictUndefined
    )
    made.filters = {
        **{name: made.filters[name] for name in FILTERS},
        "qr": _qr,
        "bars": _bars,
    }
    made.tests = {
        name: test
        for name, test in made.tests.items()
        if name in TESTS or not name.isidentifier()
    }
    made.globals.clear()
    made.globals["range"] = _range
    return made


def _check(environment: _Environment, texts: Mapping[str, str]) -> None:
    """Refuse what would print a value as it is."""
    for name, text in texts.items():
        tree = environment.parse(text, name, name)
        for node in tree.find_all(nodes.ScopedEvalContextModifier):
            raise TemplateSyntaxError(
                "escaping cannot be switched off", node.lineno, name, name
            )


def _reason(error: Exception) -> str:
    if isinstance(error, SecurityError | RecursionError):
        return "forbidden"
    if isinstance(error, TemplateNotFound):
        return "missing"
    return "unknown" if isinstance(error, UndefinedError) else "syntax"


def _place(texts: Mapping[str, str]) -> tuple[str, int]:
    """Return part and line of the template in which the error of now arose."""
    place = ("form", 0)
    trace = sys.exc_info()[2]
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name in texts:
            place = (name, trace.tb_lineno)
        trace = trace.tb_next
    return place


def _qr(text: str, label: str = "QR") -> Markup:
    return Markup(marks.labelled(marks.qr(str(text)[:300]), str(label)))


def _bars(text: str, room: float = 0, height: float = 9) -> Markup:
    name = str(text)[:64]
    if not name.isascii() or not name.isprintable() or not name:
        raise ValueError("a bar code holds letters, digits and signs of ASCII only")
    bars = marks.code128(name, min(float(room), 200), min(float(height), 40))
    return Markup(marks.labelled(bars, f"Mã vạch {name}"))
