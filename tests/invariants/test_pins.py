"""The pins of uv and of buildout are one list."""

from __future__ import annotations

from motcua.setup import pins
from pathlib import Path
import re


HOME = Path(__file__).parents[2]


def lock() -> str:
    return (HOME / "constraints.txt").read_text(encoding="utf-8")


def test_both_notations_carry_the_same_pins() -> None:
    found = pins.constraints(lock())
    assert found
    written = (HOME / pins.LOCK).read_text(encoding="utf-8")
    assert pins.versions(written) == found, "run `make pins`"


def test_no_other_profile_pins_anything() -> None:
    for path in sorted((HOME / "profiles").glob("*.cfg")):
        if path.name != Path(pins.LOCK).name:
            assert pins.versions(path.read_text(encoding="utf-8")) == {}, path.name


def test_every_pin_has_a_hash() -> None:
    starts = [m.start() for m in re.finditer(r"^\S+==", lock(), re.MULTILINE)]
    parts = zip(starts, [*starts[1:], len(lock())], strict=True)
    text = lock()
    bare = [text[a : a + 40] for a, b in parts if "--hash=sha256:" not in text[a:b]]
    assert bare == []


def test_installer_is_one_pinned_and_hashed_package() -> None:
    text = (HOME / "profiles" / "uv.txt").read_text(encoding="utf-8")
    assert list(pins.constraints(text)) == ["uv"]
    assert "--hash=sha256:" in text


def test_no_file_names_an_index() -> None:
    for path in (HOME / "constraints.txt", HOME / "profiles" / "uv.txt"):
        assert not re.search(r"https?://|--index|--find-links", path.read_text())


def test_names_are_compared_in_one_spelling() -> None:
    text = "Zope.Interface==8.1 \\\n    --hash=sha256:ab\nzc_buildout==6.0.1\n"
    assert pins.constraints(text) == {"zope-interface": "8.1", "zc-buildout": "6.0.1"}


def test_rendering_is_read_back() -> None:
    made = {"zope": "6.2", "acquisition": "6.2"}
    assert pins.versions(pins.render(made)) == made
