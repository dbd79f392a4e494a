"""Proof that an archival file is what it claims: verdicts of validators.

The library's own validator approves only what it fully understands, so its
``pass`` can be believed and its ``not_checked`` means "ask another". A second,
independent one is asked when ``MOTCUA_VERAPDF`` names its command.
"""

from __future__ import annotations

from dataclasses import asdict
from dataclasses import dataclass
import logging
import os
import shlex
import subprocess
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from pathlib import Path

logger = logging.getLogger(__name__)

#: What the archive makes: ISO 19005-2, conformance level B.
FLAVOUR = "2b"
PASS, FAIL, NOT_CHECKED = "pass", "fail", "not_checked"
_FINDINGS = 10
_SECONDS = 600


@dataclass(frozen=True)
class Verdict:
    """What one validator said of one file: ``pass``, ``fail`` or ``not_checked``."""

    validator: str
    version: str
    flavour: str
    verdict: str
    #: The first findings, for the person who has to mend the file.
    findings: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the verdict as JSON."""
        return {**asdict(self), "findings": list(self.findings)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Verdict:
        """Return the verdict written by ``to_json``."""
        return cls(**{**data, "findings": tuple(data["findings"])})


def passed(verdicts: tuple[Verdict, ...]) -> bool:
    """Say whether at least one validator approved and none rejected."""
    said = {verdict.verdict for verdict in verdicts}
    return PASS in said and FAIL not in said


def by_pikepdf(path: Path, flavour: str = FLAVOUR) -> Verdict:
    """Return the verdict of ``pikepdf.pdfa``; call it inside ``confined`` only."""
    import pikepdf
    from pikepdf import pdfa

    report = pdfa.validate_written(path, flavour)
    findings = tuple(str(finding)[:300] for finding in report.findings[:_FINDINGS])
    return Verdict(
        "pikepdf.pdfa", pikepdf.__version__, flavour, report.verdict, findings
    )


def _command() -> list[str]:
    return shlex.split(os.environ.get("MOTCUA_VERAPDF", ""))


def second_validator() -> bool:
    """Say whether a second validator can be asked."""
    return bool(_command())


def by_verapdf(path: Path, flavour: str = FLAVOUR) -> Verdict | None:
    """Return the verdict of the command in ``MOTCUA_VERAPDF``; None without one.

    The command is called with the flavour and the file, and prints a line that
    begins with PASS or FAIL for the file; ``verapdf --format text --flavour``
    does. What cannot be run counts as ``not_checked`` and says why.
    """
    command = _command()
    if not command:
        return None
    try:
        done = subprocess.run(
            [*command, flavour, str(path)],
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        logger.warning("MOTCUA_VERAPDF could not be run: %s", error)
        return Verdict("veraPDF", "", flavour, NOT_CHECKED, (str(error)[:300],))
    words = [line.split(maxsplit=1)[0] for line in done.stdout.splitlines() if line]
    verdict = FAIL if "FAIL" in words else PASS if "PASS" in words else NOT_CHECKED
    said = (done.stdout + done.stderr).strip()
    findings = () if verdict == PASS else tuple(said.splitlines()[:_FINDINGS])
    return Verdict("veraPDF", "", flavour, verdict, findings)
