"""From a form of a word processor to a PDF that every telephone can show.

Runs only inside ``confined``: LibreOffice reads large and old formats. It gets a
profile of its own, in which macros and links to elsewhere are off.
"""

from __future__ import annotations

from motcua.storage import confined
from motcua.storage.confined import end_together
from motcua.storage.confined import TaskRefused
import os
from pathlib import Path
import shutil
import subprocess
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.storage.confined import Progress

PROGRAM: Final = "soffice"
#: Debian's name of what is missing without the program.
PACKAGE: Final = "libreoffice-writer-nogui"

#: Ending -> (filter of LibreOffice, Debian's name of its part), where not of letters.
_OTHERS: Final = {
    **dict.fromkeys(
        (".xls", ".xlt", ".xlsx", ".ods"),
        ("calc_pdf_Export", "libreoffice-calc-nogui"),
    ),
    **dict.fromkeys(
        (".ppt", ".pps", ".pptx", ".odp"),
        ("impress_pdf_Export", "libreoffice-impress-nogui"),
    ),
}

#: Macros never run, nothing is fetched, and if it were, a closed port would answer.
_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType"><value>2</value></prop>
<prop oor:name="ooInetHTTPProxyName"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort"><value>9</value></prop></item>
</oor:items>
"""


@confined.task
def formconversion(
    *, source: str, target: str, ending: str, folder: str, progress: Progress
) -> dict[str, Any]:
    """Write the form ``source`` as PDF to ``target``; return ``{"pages": n}``.

    ``ending`` (".doc") tells LibreOffice what it is; ``folder`` takes files in
    between. Raises ``TaskRefused`` with ``missing`` or ``input``.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        raise TaskRefused("missing", PACKAGE)
    place = Path(folder)
    profile = place / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
    end_together()
    export, part = _OTHERS.get(ending, ("writer_pdf_Export", PACKAGE))
    copy = place / f"form{ending}"
    shutil.copyfile(source, copy)
    done = subprocess.run(
        [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            f"pdf:{export}",
            "--outdir",
            str(place),
            str(copy),
        ],
        # It needs neither the secrets of the house nor anybody's home.
        env={"HOME": folder, "TMPDIR": folder, "PATH": os.environ.get("PATH", "")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        text=True,
        errors="replace",
    )
    made = place / "form.pdf"
    if not made.is_file():
        said = (done.stderr or done.stdout).strip().splitlines()
        if any("no export filter" in line for line in said):
            raise TaskRefused("missing", part)
        raise TaskRefused("input", said[-1][:200] if said else "LibreOffice")
    pages = _pages(made)
    shutil.move(made, target)
    progress(1, 1)
    return {"pages": pages}


def _pages(made: Path) -> int:
    import pikepdf

    try:
        with pikepdf.open(made) as pdf:
            return len(pdf.pages)
    except pikepdf.PdfError as error:
        raise TaskRefused("input", str(error)[:200]) from error
