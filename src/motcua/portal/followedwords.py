"""Words in which a followed dossier is told to its people."""

from __future__ import annotations

from motcua import _
from typing import Final


#: What the status asks of the applicant, in one sentence.
ADVICE: Final[dict[int, str]] = {
    1: _("Your application is waiting to be checked. You do not have to do anything."),
    2: _("Your dossier has been accepted. You do not have to do anything."),
    3: _("Your application was not accepted. The slip you were given says why."),
    4: _("Your dossier is being handled. You do not have to do anything."),
    5: _("Papers are missing. Your slip lists them. Bring them to the unit."),
    6: _("A payment is due. Pay it at the unit so that the handling can go on."),
    7: _("The dossier was withdrawn. You can get your papers back at the unit."),
    8: _("The handling has ended without a result. The unit tells you the reason."),
    9: _("The result is ready. Collect it and bring the receipt slip."),
    10: _("The result has been handed over. There is nothing left to do."),
}
#: Where the result does not wait at the counter.
SENT: Final[dict[str, str]] = {
    "post": _("The result is ready and is sent to you by post."),
    "online": _("The result is ready and is sent to you electronically."),
}
#: Why the clock stands still, by state; elsewhere it was suspended for everybody.
STANDSTILL: Final[dict[str, str]] = {
    "supplement": _("The clock stands still until the missing papers are there."),
    "payment": _("The clock stands still until the payment is made."),
}
SUSPENDED: Final = _(
    "The clock stands still because of a disaster or a breakdown. You do not have to "
    "do anything; the unit tells you the new date."
)
STAGES: Final[dict[str, str]] = {
    "handed_in": _("You handed it in"),
    "handling": _("Being handled"),
    "result": _("Result ready"),
    "returned": _("Result in your hands"),
}
#: A stage beside its name: sign and word, never colour alone.
MARKS: Final[dict[str, tuple[str, str]]] = {
    "done": ("✓", _("done")),
    "now": ("●", _("now here")),
    "later": ("○", _("still to come")),
    "none": ("–", _("will not come")),
}
#: What happened, as one tells it to the applicant.
HAPPENED: Final[dict[str, str]] = {
    "submit": _("Your application arrived"),
    "receive": _("Your dossier was accepted"),
    "accept": _("Your dossier was accepted"),
    "serve": _("Done while you waited"),
    "guide": _("You were told what is missing"),
    "resubmit": _("Your completed application arrived"),
    "decline": _("Your application was not accepted"),
    "pause": _("More papers were asked for"),
    "resume": _("The missing papers arrived"),
    "ask_payment": _("A payment was asked for"),
    "confirm_payment": _("The payment was confirmed"),
    "collect_fee": _("A payment was taken"),
    "suspend": _("The clock was stopped because of a disaster or a breakdown"),
    "unsuspend": _("The clock went on"),
    "extend": _("A new date was given, with an apology"),
    "recalendar": _("A new date was given because the calendar changed"),
    "correct": _("Something in your dossier was corrected"),
    "refuse": _("The request was refused"),
    "withdraw": _("The dossier was withdrawn"),
    "stop": _("The handling was stopped"),
    "reopen": _("The dossier was opened again"),
    "finish": _("The result was ready"),
    "return_result": _("The result was handed over"),
}
ANSWERS: Final[dict[str, str]] = {
    "counter": _("at the counter"),
    "post": _("by post"),
    "online": _("electronically"),
}
CHANNELS: Final[dict[str, str]] = {
    "email": _("By e-mail"),
    "sms": _("By short message"),
    "zalo": _("By Zalo"),
}
#: Who is told beside the applicant.
ROLES: Final[dict[str, str]] = {
    "owner": _("Owner of the dossier"),
    "representative": _("Representative"),
}
TODAY: Final = _("due today")
LATE_TODAY: Final = _("late since today")
