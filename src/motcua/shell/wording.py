"""Words of the screens for values that the data keeps as keys."""

from __future__ import annotations

from motcua import _
from motcua.dossiers.arrivals import circumstances
from typing import Any
from typing import Final


NO_DATE: Final[Any] = _("no time limit")

#: In the order of the road.
STATES: Final[dict[str, Any]] = {
    "submitted": _("Waiting for acceptance"),
    "guided": _("Told what is missing"),
    "received": _("Newly received"),
    "followed": _("Followed in another system"),
    "processing": _("In process"),
    "proposed": _("Waiting for approval"),
    "approved": _("Approved"),
    "supplement": _("Waiting for a supplement"),
    "payment": _("Waiting for payment"),
    "finished": _("Result ready"),
    "returned": _("Result returned"),
    "declined": _("Not accepted"),
    "refused": _("Refused"),
    "withdrawn": _("Withdrawn"),
    "stopped": _("Stopped"),
    "closed": _("Closed"),
}

#: How a dossier came in, and why it goes first.
MANNERS: Final = circumstances.MANNERS
PRIORITIES: Final = circumstances.PRIORITIES

#: What is done, as the button and the control slip say it.
OPERATIONS: Final[dict[str, Any]] = {
    "receive": _("Receive"),
    "submit": _("Book before acceptance"),
    "serve": _("Done on the spot"),
    "follow": _("Follow a dossier of another system"),
    "report": _("Note what the other system says"),
    "accept": _("Accept"),
    "guide": _("Tell what is missing"),
    "resubmit": _("Completed and sent again"),
    "decline": _("Do not accept"),
    "forward": _("Forward"),
    "complete": _("Complete the step"),
    "propose": _("Propose a result"),
    "send_back": _("Send back to the handler"),
    "approve": _("Approve"),
    "refuse": _("Refuse"),
    "pause": _("Ask for a supplement"),
    "resume": _("Supplement complete"),
    "ask_payment": _("Ask for payment"),
    "confirm_payment": _("Payment met"),
    "collect_fee": _("Record a payment"),
    "void_fee": _("Make a payment void"),
    "suspend": _("Suspend because of a disaster"),
    "unsuspend": _("End the suspension"),
    "extend": _("Apologise and extend"),
    "assign": _("Give to a person"),
    "take_back": _("Take the last act back"),
    "restrict": _("Restrict access"),
    "unrestrict": _("Lift the restriction"),
    "ask_opinion": _("Ask for an opinion"),
    "give_opinion": _("Give an opinion"),
    "correct": _("Correct"),
    "attach_scan": _("Attach a scan"),
    "attach_result": _("Attach the result"),
    "finish": _("Hand the result to the one-stop unit"),
    "shelve": _("Put the result on a shelf"),
    "return_result": _("Return the result"),
    "withdraw": _("Withdraw at the applicant's wish"),
    "stop": _("Stop"),
    "reopen": _("Open again"),
    "reprint": _("Print a slip again"),
    "recalendar": _("Accept the date of a changed calendar"),
    "change_process": _("Move to another process"),
    "note": _("Leave a note for colleagues"),
    "message": _("Write to the applicant"),
    "answer": _("The applicant writes"),
    "urge": _("Urge"),
    "close": _("Close"),
}

#: What is permitted: looking, and everything that is done.
RIGHTS: Final[dict[str, Any]] = {"view": _("Look at the dossier"), **OPERATIONS}

METHOD_WORDS: Final[dict[str, Any]] = {
    "cash": _("In cash"),
    "transfer": _("By transfer"),
    "online": _("Online"),
}

#: Who takes a result.
TAKERS: Final[dict[str, Any]] = {
    "applicant": _("Applicant"),
    "owner": _("Owner of the dossier"),
    "representative": _("Representative"),
    "proxy": _("Proxy with proof of the mandate"),
}

OPINION_WORDS: Final[dict[str, Any]] = {
    "agree": _("Agrees"),
    "disagree": _("Does not agree"),
    "conditional": _("Agrees under conditions"),
}

ROLES: Final[dict[str, Any]] = {
    "applicant": _("Applicant"),
    "owner": _("Owner of the dossier"),
    "representative": _("Representative"),
}

FORMS: Final[dict[str, Any]] = {
    "original": _("Original"),
    "certified": _("Certified copy"),
    "copy": _("Copy"),
    "electronic": _("Electronic"),
    "shown": _("Shown for comparison only"),
    "reused": _("Used from the store"),
}

#: How confidential a dossier is: levels of ``entrusting.LEVELS``.
LEVELS: Final[dict[str, Any]] = {
    "ordinary": _("Ordinary"),
    "restricted": _("Restricted: only leaders and persons by name"),
    "secret": _("Bears a mark of state secrecy"),
}

#: What an applicant asks for at the counter: the channels, and in words.
NEWS: Final[dict[str, tuple[tuple[str, ...] | None, Any]]] = {
    "": (None, _("As usual here")),
    "email": (("email",), _("E-mail")),
    "sms": (("sms",), _("Short message")),
    "zalo": (("zalo",), _("Zalo")),
    "both": (("email", "sms"), _("E-mail and short message")),
    "none": ((), _("No news")),
}
NEWS_LANGUAGES: Final[dict[str, str]] = {"vi": "Tiếng Việt", "en": "English"}

CHANNELS: Final[dict[str, Any]] = {
    "counter": _("In person"),
    "online": _("Online"),
    "post": _("By post"),
}

ANSWERS: Final[dict[str, Any]] = {
    "counter": _("Collected at the counter"),
    "post": _("Sent by post"),
    "online": _("Sent electronically"),
}

#: Where a dossier stands with money and with its result: ``dossiers.axes``.
FINANCE_WORDS: Final[dict[str, Any]] = {
    "none": _("Nothing asked or paid"),
    "asked": _("Payment asked for"),
    "paid": _("Paid"),
}
DELIVERY_WORDS: Final[dict[str, Any]] = {
    "not_ready": _("Not ready yet"),
    "waiting": _("Waits to be collected"),
    "done": _("Delivered"),
    "none": _("Nothing to deliver"),
}

#: Short, for reading; the labels below are for filling in.
NAME: Final[Any] = _("Name")

PERSON_FIELDS: Final[dict[str, Any]] = {
    "name": _("Full name or name of the organisation"),
    "birth": _("Date or year of birth"),
    "id_number": _("Identity number"),
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "address": _("Address"),
    "proof": _("Proof of the mandate"),
}

#: How a date stands to today: sign, class of colour, words. Never colour alone.
TIMES: Final[dict[str, tuple[str, Any]]] = {
    "late": ("▲", _("Late")),
    "today": ("◆", _("Due today")),
    "soon": ("◇", _("Due soon")),
    "in_time": ("●", _("In time")),
    "paused": ("‖", _("Clock stopped")),
    "no_limit": ("○", _("No time limit")),
    "done_late": ("▲", _("Finished late")),
    "done": ("✓", _("Finished in time")),
}

#: What stands between the languages of an error.
_BETWEEN: Final = " / "


def size(number: int) -> str:
    """Return a number of bytes as people read it: ``1,4 MB``."""
    if number < 1024 * 1024:
        return f"{max(1, round(number / 1024))} kB"
    return f"{number / 1024 / 1024:.1f} MB".replace(".", ",")


def in_one_language(message: str, language: str) -> str:
    """Return the half of "tiếng Việt / English" that a reader of `language` needs.

    What does not fall into two halves stays whole.
    """
    parts = message.split(_BETWEEN)
    if len(parts) % 2:
        return message
    half = len(parts) // 2
    return _BETWEEN.join(parts[:half] if language == "vi" else parts[half:])


def birth(text: str) -> str:
    """Return ``yyyy-mm-dd`` with the day in front, as it is said."""
    return "/".join(reversed(text.split("-")))
