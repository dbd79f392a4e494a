"""Whether a folder is a complete and valid bag (BagIt 0.93 to 1.0, RFC 8493).

A reader of our own, because what is taken in from elsewhere has to be checked
to the letter: the usual library accepts a bag in which one manifest leaves
files out. Nothing in a bag is followed outside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
import hashlib
from pathlib import Path
import re
import unicodedata
from urllib.parse import unquote


_VERSION = re.compile(r"BagIt-Version: (\d+)\.(\d+)\s*", re.ASCII)
_ENCODING = re.compile(r"Tag-File-Character-Encoding: (\S+)\s*")
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+(\*?)(.+)")
_MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")
_OUTSIDE = re.compile(r"^(/|~|[A-Za-z]:|\\|%[A-Za-z]+%)")
#: Files that operating systems leave behind: worth a warning.
_SYSTEM = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))
_CHUNK = 1024 * 1024


@dataclass
class BagReport:
    """What is wrong (``faults``) and what is merely odd (``warnings``)."""

    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    #: (tag or payload, algorithm) -> path -> digest as written.
    manifests: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    info: list[tuple[str, str]] = field(default_factory=list)

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def check(bag: Path) -> BagReport:
    """Return everything that is wrong with the bag in the folder ``bag``."""
    report = BagReport()
    try:
        version, encoding = _declaration(bag)
        _read_manifests(bag, version, encoding, report)
        _read_info(bag, encoding, report)
        fetched = _fetch_list(bag, encoding, report)
    except (ValueError, LookupError, OSError) as error:
        report.faults.append(str(error))
        return report
    _check_completeness(bag, version, fetched, report)
    _check_digests(bag, fetched, report)
    _check_oxum(bag, fetched, report)
    return report


def _declaration(bag: Path) -> tuple[tuple[int, int], str]:
    raw = (bag / "bagit.txt").read_bytes()
    if raw.startswith(b"\xef\xbb\xbf"):
        raise ValueError("bagit.txt begins with a byte order mark")
    lines = raw.decode("utf-8").splitlines()
    if len(lines) != 2:
        raise ValueError("bagit.txt must have two lines")
    version = _VERSION.fullmatch(lines[0])
    encoding = _ENCODING.fullmatch(lines[1])
    if version is None or encoding is None:
        raise ValueError("bagit.txt does not declare version and encoding")
    number = int(version[1]), int(version[2])
    if number >= (1, 0) and (lines[0] + lines[1]).count(" ") != 2:
        raise ValueError("bagit.txt has stray blanks")
    return number, encoding[1]


def _text(path: Path, encoding: str) -> list[str]:
    text = path.read_bytes().decode(encoding)
    return re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))


def _safe(written: str) -> str:
    """Return the path inside the bag, or ValueError for one that leads out."""
    path = re.sub(
        "%(0[AD]|25)", lambda found: unquote(found[0]), written, flags=re.IGNORECASE
    )
    if _OUTSIDE.match(path) or ".." in path.split("/"):
        raise ValueError(f"{written}: leads out of the bag")
    return path


def _read_manifests(
    bag: Path, version: tuple[int, int], encoding: str, report: BagReport
) -> None:
    for path in sorted(bag.iterdir()):
        named = _MANIFEST.fullmatch(path.name)
        if named is None:
            continue
        if named[2] not in hashlib.algorithms_available:
            raise ValueError(f"{path.name}: unknown algorithm")
        entries = _entries(path, version, encoding, report)
        report.manifests["tag" if named[1] else "payload", named[2]] = entries
    if not any(kind == "payload" for kind, _algorithm in report.manifests):
        raise ValueError("there is no payload manifest")


def _entries(
    path: Path, version: tuple[int, int], encoding: str, report: BagReport
) -> dict[str, str]:
    entries: dict[str, str] = {}
    for line in _text(path, encoding):
        if not line.strip():
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            raise ValueError(f"{path.name}: unreadable line {line!r}")
        if found[2]:
            report.warnings.append(f"{path.name}: made with md5sum tools")
        name = _safe(found[3])
        if name.startswith("./"):
            report.warnings.append(f"{name}: written with a leading ./")
            name = name.removeprefix("./")
        if name in entries:
            if version >= (1, 0) or entries[name] != found[1].lower():
                report.faults.append(f"{path.name}: {name} is listed twice")
            else:
                report.warnings.append(f"{path.name}: {name} is listed twice")
        entries[name] = found[1].lower()
    _warn_of_alike(path.name, entries, report)
    return entries


def _warn_of_alike(manifest: str, entries: dict[str, str], report: BagReport) -> None:
    """Warn of names that differ only in case or normalisation."""
    seen: dict[str, str] = {}
    for name in entries:
        key = unicodedata.normalize("NFC", name).casefold()
        if key in seen:
            report.warnings.append(f"{manifest}: {name} is like {seen[key]}")
        seen[key] = name
        if name.rpartition("/")[2] in _SYSTEM:
            report.warnings.append(f"{manifest}: {name} is a file of the system")


def _read_info(bag: Path, encoding: str, report: BagReport) -> None:
    for name in ("bag-info.txt", "package-info.txt"):
        if not (bag / name).exists():
            continue
        for line in _text(bag / name, encoding):
            if line[:1].isspace() and report.info:
                label, value = report.info[-1]
                report.info[-1] = label, f"{value} {line.strip()}"
            elif line.strip():
                label, colon, value = line.partition(":")
                if not colon:
                    raise ValueError(f"{name}: unreadable line {line!r}")
                report.info.append((label.strip(), value.strip()))


def _fetch_list(bag: Path, encoding: str, report: BagReport) -> set[str]:
    if not (bag / "fetch.txt").exists():
        return set()
    found = set()
    for line in _text(bag / "fetch.txt", encoding):
        if not line.strip():
            continue
        parts = line.split(None, 2)
        if len(parts) != 3:
            raise ValueError(f"fetch.txt: unreadable line {line!r}")
        found.add(_safe(parts[2]).removeprefix("./"))
    return found


def _may_be_missing(bag: Path, name: str, entries: dict[str, str]) -> bool:
    """Say whether a missing file was lost by a file system, with nothing lost.

    Its twin that differs in case and has the same digest is there (a disk that
    knows no case wrote one file for both), or it is litter of a system.
    """
    if name.rpartition("/")[2] in _SYSTEM:
        return True
    return any(
        other != name
        and other.casefold() == name.casefold()
        and entries[other] == entries[name]
        and _resolve(bag, other) is not None
        for other in entries
    )


def _resolve(bag: Path, name: str) -> Path | None:
    """Return the plain file ``name`` in the bag, in whatever normal form, or None."""
    for form in (name, *(unicodedata.normalize(f, name) for f in ("NFC", "NFD"))):
        path = bag / form
        inside = path.resolve().is_relative_to(bag.resolve())
        if inside and path.is_file() and not path.is_symlink():
            return path
    return None


def _check_completeness(
    bag: Path, version: tuple[int, int], fetched: set[str], report: BagReport
) -> None:
    payload = {
        path.relative_to(bag).as_posix()
        for path in (bag / "data").rglob("*")
        if not path.is_dir() or path.is_symlink()
    }
    if not (bag / "data").is_dir():
        report.faults.append("there is no folder data")
    listed: set[str] = set()
    for (kind, algorithm), entries in report.manifests.items():
        for name in entries:
            if _resolve(bag, name) is not None or name in fetched:
                continue
            if _may_be_missing(bag, name, entries):
                report.warnings.append(f"{name}: listed, but not in the bag")
            else:
                report.faults.append(f"{name}: listed, but not in the bag")
        if kind == "tag":
            continue
        forms = {unicodedata.normalize("NFC", name) for name in entries}
        listed |= forms
        for name in payload:
            plain = unicodedata.normalize("NFC", name)
            if version >= (1, 0) and plain not in forms:
                report.faults.append(f"{name}: not in manifest-{algorithm}.txt")
    for name in payload:
        if unicodedata.normalize("NFC", name) not in listed:
            report.faults.append(f"{name}: in the bag, but not listed")


def _check_digests(bag: Path, fetched: set[str], report: BagReport) -> None:
    for (_kind, algorithm), entries in report.manifests.items():
        for name, written in entries.items():
            path = _resolve(bag, name)
            if path is None:
                continue
            digest = hashlib.new(algorithm)
            with path.open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
            if digest.hexdigest() != written:
                report.faults.append(f"{name}: its {algorithm} digest differs")


def _check_oxum(bag: Path, fetched: set[str], report: BagReport) -> None:
    for label, value in report.info:
        # Files that are still to come, or that were litter, do not count here.
        left_out = any("listed, but not in" in one for one in report.warnings)
        if label.casefold() != "payload-oxum" or fetched or left_out:
            continue
        paths = [path for path in (bag / "data").rglob("*") if path.is_file()]
        actual = f"{sum(path.stat().st_size for path in paths)}.{len(paths)}"
        if value != actual:
            report.faults.append(f"Payload-Oxum says {value}, the bag has {actual}")
