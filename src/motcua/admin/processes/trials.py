"""Trials of a draft: what they showed, and a form to write and run one."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from motcua import _
from motcua.admin.frame import Refused
from motcua.admin.processes.frame import ProcessScreen
from motcua.dossiers.processes.definitions import Trial
from motcua.dossiers.processes.notation import events_text
from motcua.dossiers.processes.notation import expected_text
from motcua.dossiers.processes.notation import read_trial
from motcua.dossiers.processes.stories import DOINGS
from motcua.dossiers.processes.trying import try_one
from motcua.dossiers.processes.trying import Verdict
from motcua.dossiers.processes.values import MalformedProcess
from motcua.procedures.wording import CHANNELS
from motcua.shell.wording import OPERATIONS
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Final


LONGEST: Final = 20_000


@dataclass(frozen=True)
class Shown:
    """A trial with its number, lines and verdict."""

    number: int
    trial: Trial
    verdict: Verdict
    events: str
    expected: str


class TrialsScreen(ProcessScreen):
    """``/quy-trinh/<code>/thu``."""

    title = _("Trials")
    body = ViewPageTemplateFile("templates/trials.pt")
    #: What a trial that was only run showed.
    ran: Verdict | None = None

    def prepare(self) -> None:
        """Find the draft, then run, keep or remove a trial."""
        self.before = self.process
        super().prepare()

    def act(self) -> None:
        """Run what was typed; keep it when that was asked for."""
        done = self.text("do")
        if done == "remove":
            self._keep(None)
        elif done == "keep":
            self._keep(self.typed())
        elif done == "run":
            self.ran = try_one(self.before, self.typed(), self.around.setting())
        else:
            raise Refused(self.say(_("Choose what to do.")))

    def _long(self, name: str) -> str:
        found = self.request.form.get(name, "")
        return found[:LONGEST] if isinstance(found, str) else ""

    def typed(self) -> Trial:
        """Return the trial of the form; raises ``MalformedProcess``."""
        facts = {name: self.text(name) for name in ("case", "channel")}
        return read_trial(
            self.text("title") or self.say(_("Trial")),
            facts,
            self._long("events"),
            self._long("expected"),
        )

    def _keep(self, trial: Trial | None) -> None:
        """Put the trial in the place of the one it was made from, or at the end."""
        tests = list(self.before.tests)
        number = self.number("number", default=0, largest=len(tests) or 1)
        place = number - 1
        if trial is None:
            tests[place : place + 1] = [] if 0 <= place < len(tests) else tests[place:]
        elif 0 <= place < len(tests):
            tests[place] = trial
        else:
            tests.append(trial)
        self.save(replace(self.before, tests=tuple(tests)))
        self.tell(_("The trial was kept.") if trial else _("The trial was removed."))
        self.lead_to(self.code, "thu")

    @property
    def doings(self) -> list[tuple[str, str]]:
        """What may happen in a trial: (as it is typed, in words)."""
        return [(one, self.say(OPERATIONS[one])) for one in DOINGS]

    @property
    def channels(self) -> list[tuple[str, str]]:
        """Ways of handing in, the one of the reception first: (key, words)."""
        known = {"": _("not said"), **CHANNELS}
        kept = self.field("channel")
        return [(key, self.say(known.get(key, key))) for key in {**known, kept: kept}]

    def shown(self) -> list[Shown]:
        """Return all trials with what they showed."""
        found = []
        for number, trial in enumerate(self.before.tests, start=1):
            try:
                verdict = try_one(self.before, trial, self.around.setting())
            except MalformedProcess as problem:
                verdict = Verdict(trial.title, problem=str(problem))
            found.append(
                Shown(number, trial, verdict, events_text(trial), expected_text(trial))
            )
        return found

    @property
    def chosen(self) -> int:
        """Number of the trial that the form changes, 0 for a new one."""
        most = len(self.before.tests)
        number = self.number("number", default=0, largest=max(most, 1))
        return number if number <= most else 0

    def field(self, name: str) -> str:
        """Return what stands in a field of the form."""
        if self.posted:
            return self._long(name).strip()
        if not self.chosen:
            return ""
        trial = self.before.tests[self.chosen - 1]
        if name in ("case", "channel"):
            return trial.facts.get(name, "")
        return {
            "title": trial.title,
            "events": events_text(trial),
            "expected": expected_text(trial),
        }[name]
