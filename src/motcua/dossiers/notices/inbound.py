"""Following a dossier by short message (tra cứu qua tin nhắn): a text, and the answer.

"HS H99.01-261102-0001 5678" asks with the code and the second factor of the public
page; the same tries are counted, per telephone and per code, and an unknown code and a
wrong factor are one answer. Telephones write as they like: capitals, marks, dots and
blanks inside code or number do not matter. The answer is one short message without a
word about people.
"""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
from motcua.base import messages
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import tracking
from motcua.dossiers.statuses import PROCESSING
from motcua.dossiers.statuses import RECEIVED
from motcua.dossiers.statuses import TITLES
from motcua.storage.tries import TooManyTries
import re
from typing import Any
from typing import Final
from zope.i18n import translate


#: Letters of a text that is read; the rest of a longer one is left out.
_LONGEST: Final = 200
#: The key word: "HS", "ho so", "hoso"; none is needed in front of a code.
_WORD: Final = re.compile(r"^\W*(?:HO\s*SO|HS)\b\W*")
#: A code as it is printed, with blanks, dots or nothing between its parts: place,
#: day, serial number; behind it the second factor.
_ASKED: Final = re.compile(
    r"([A-Z0-9][A-Z0-9. ]{0,38}?)[-. ]*(\d{6})[-. ]+(\d{4,6})"
    r"(?:[^A-Z0-9]+([\d. ]+))?\W*"
)
HELP: Final = "Soan: HS <ma ho so> <4 so cuoi dien thoai/so dinh danh hoac ma PIN>"
UNKNOWN: Final = "Khong co ho so phu hop voi ma va so da nhan. Xin kiem tra lai ca hai."
WAIT: Final = "Da thu sai nhieu lan. Xin thu lai sau ${minutes} phut."


def answer(site: Any, text: str, sender: str, now: datetime | None = None) -> str:
    """Return the answer to a text that ``sender`` (a telephone number) sent.

    At most ``messages.LONGEST`` plain letters.
    """
    moment = now or datetime.now(UTC)
    asked = read(text)
    if asked is None:
        return HELP
    code, factor = asked
    client = f"sms {messages.mobile(sender) or sender[:32]}"
    try:
        found = tracking.track(site, code, factor, client, moment)
    except TooManyTries as error:
        minutes = max(1, -(-error.retry_after // 60))
        return WAIT.replace("${minutes}", str(minutes))
    return UNKNOWN if found is None else _told(found)


def read(text: str) -> tuple[str, str] | None:
    """Return code and second factor of a text, None where it holds no two."""
    plain = " ".join(messages.plain(text[:_LONGEST]).upper().split())
    met = _ASKED.fullmatch(_WORD.sub("", plain))
    if met is None or not met[4]:
        return None
    place = re.sub(r"[ .]+", ".", met[1].strip(" .-"))
    return f"{place}-{met[2]}-{met[3]}", re.sub(r"\D", "", met[4])


def _told(found: tracking.Tracked) -> str:
    title = translate(TITLES[found.public_status], target_language="vi")
    said = [f"HS {found.code}: {title}."]
    running = found.public_status in (RECEIVED, PROCESSING) and not found.paused
    if found.due is not None and running:
        said.append(f"Hen tra {found.due.astimezone(VIETNAM):%H:%M %d/%m/%Y}.")
    return messages.short(" ".join(said))
