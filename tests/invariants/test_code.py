"""How the house is written: short modules, told errors, told rights, documented."""

from __future__ import annotations

import ast
import pytest
import re
import subprocess
from tests.invariants.house import HOME
from tests.invariants.house import modules
from tests.invariants.house import name
from tests.invariants.house import SOURCE
from tests.invariants.house import tree


LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
MODULES = modules()
DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def test_the_walk_meets_the_house():
    assert len(MODULES) > 100


def test_no_module_is_longer_than_a_reader_can_hold():
    found = {name(p): len(p.read_text().splitlines()) for p in MODULES}
    assert {n: k for n, k in found.items() if k > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_a_screen():
    found = {}
    for path in MODULES:
        # A migration is a list of columns, read once from top to bottom.
        functions = [] if "migrations" in path.parts else ast.walk(tree(path))
        for node in functions:
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    found[f"{name(path)}:{node.name}"] = length
    assert found == {}


def undocumented(body, inside="", told=None):
    """Yield public functions and classes without a docstring.

    A method that a base class in the same module documents needs no second one.
    ``told`` maps classes of the module to the methods they document.
    """
    told = {} if told is None else told
    for node in body:
        if not isinstance(node, DEFINITIONS) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node) and not _is_overload(node):
            yield inside + node.name
        if isinstance(node, ast.ClassDef):
            known = set().union(*(told.get(ast.unparse(b), ()) for b in node.bases))
            own = [each for each in node.body if isinstance(each, DEFINITIONS)]
            told[node.name] = known | {
                each.name for each in own if ast.get_docstring(each)
            }
            rest = [each for each in own if each.name not in known]
            yield from undocumented(rest, f"{inside}{node.name}.")


def _is_overload(node):
    marks = [ast.unparse(one) for one in node.decorator_list]
    return any(one in ("overload", "typing.overload") for one in marks)


def test_every_public_module_class_and_function_is_documented():
    found = []
    for path in MODULES:
        module = tree(path)
        if not ast.get_docstring(module):
            found.append(name(path))
        found += [f"{name(path)}:{one}" for one in undocumented(module.body)]
    assert found == []


def test_the_search_for_documentation_can_fail():
    module = ast.parse("class A:\n '''x'''\n def b(self): pass\ndef _c(): pass")
    assert list(undocumented(module.body)) == ["A.b"]
    known = "class A:\n 'x'\n def b(self): 'x'\nclass B(A):\n 'x'\n def b(self): 1"
    module = ast.parse(known)
    assert list(undocumented(module.body)) == []


def test_catching_everything_is_explained():
    found = []
    for path in MODULES:
        lines = path.read_text(encoding="utf-8").splitlines()
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler) and _hides(node):
                # A sentence beside, above or right below the clause.
                near = lines[node.lineno - 2 : node.lineno + 1]
                words = " ".join(re.sub(r"noqa[:\w\s]*", "", line) for line in near)
                if not re.search(r"#.*\w+ \w+ \w+", words):
                    found.append(f"{name(path)}:{node.lineno}")
    assert found == []


def _hides(node):
    """Say whether the clause may keep an error of any kind to itself."""
    # A clause that only tidies up passes the error on.
    passes = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
    return _is_broad(node.type) and not passes


def _is_broad(type_):
    if type_ is None:
        return True
    names = type_.elts if isinstance(type_, ast.Tuple) else [type_]
    return any(ast.unparse(n) in ("Exception", "BaseException") for n in names)


def test_every_unrestricted_call_says_whose_right_is_lent():
    found = []
    for path in MODULES:
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines):
            if re.search(r"\bunrestricted\w*\(", line) and not _told(lines, number):
                found.append(f"{name(path)}:{number + 1}")
    assert found == []


def _told(lines, number):
    """Say whether a sentence stands within the three lines above."""
    above = lines[max(0, number - 3) : number]
    return any(re.match(r"\s*#.*\w+ \w+ \w+", line) for line in above)


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX", "raise NotImplementedError"])
def test_nothing_is_left_for_later(word):
    found = [
        name(path)
        for path in [*MODULES, *SOURCE.rglob("*.zcml"), *SOURCE.rglob("*.pt")]
        if re.search(rf"\b{word}\b", path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_module_is_called_after_nothing():
    assert [name(p) for p in MODULES if p.stem in ("utils", "helpers", "misc")] == []


TOP_LEVEL = {
    ".ci",
    ".gitattributes",
    ".gitignore",
    "MANIFEST.in",
    "Makefile",
    "README.md",
    "benchmarks",
    "buildout.cfg",
    "constraints.txt",
    "docs",
    "instance",
    "news",
    "profiles",
    "pyproject.toml",
    "setup.py",
    "src",
    "tests",
}


def test_nothing_strays_to_the_door_of_the_house():
    if not (HOME / ".git").exists():
        pytest.skip("shared: not a checkout")
    listed = subprocess.run(
        ["git", "ls-files"], cwd=HOME, capture_output=True, text=True, check=True
    ).stdout
    assert {line.split("/")[0] for line in listed.splitlines()} == TOP_LEVEL
