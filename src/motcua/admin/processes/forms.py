"""Forms of the editor: one step, leg or branch, or what the whole process says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from motcua import _
from motcua.admin.frame import Refused
from motcua.admin.processes.frame import ProcessScreen
from motcua.base.durations import Term
from motcua.dossiers.processes.definitions import Branch
from motcua.dossiers.processes.definitions import Choice
from motcua.dossiers.processes.definitions import Condition
from motcua.dossiers.processes.definitions import Leg
from motcua.dossiers.processes.definitions import NO_TERM
from motcua.dossiers.processes.definitions import Part
from motcua.dossiers.processes.definitions import Step
from motcua.dossiers.processes.definitions import steps_of
from motcua.dossiers.processes.editing import change_branch
from motcua.dossiers.processes.editing import change_step
from motcua.dossiers.processes.marking import perhaps_before
from motcua.dossiers.processes.places import numbers
from motcua.dossiers.processes.places import parent
from motcua.dossiers.processes.places import part_at
from motcua.dossiers.processes.places import put_at
from motcua.dossiers.processes.rules.shape import FORMS
from motcua.dossiers.processes.rules.shape import sure_before
from motcua.dossiers.processes.words import CORRECTED
from motcua.dossiers.processes.words import FIELDS
from motcua.dossiers.processes.words import KINDS
from motcua.dossiers.processes.words import PROMISES
from motcua.dossiers.slips.forms import forms_on
from motcua.organisation import units
from motcua.organisation.duties import DUTIES
from motcua.shell.screen import Missing
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


BRANCH: Final = "nhanh-"
WHOLE: Final = "chung"
_HINTS: Final[dict[str, Any]] = {
    "key": _("Letters without marks, digits, _ . -; conditions and trials name it."),
    "term": _("Like “2 working days”, “4 working hours”, “in the day”; may be empty."),
    "department": _(
        "A code, or @unit, @agency, @agency/02: told by where a dossier is received."
    ),
    "agency": _("A code of an agency, or @agency."),
    "person": _("A login, where it must be this person; empty for who has the duty."),
    "outcomes": _("One a line: answers that a choice further on asks for."),
    "checklist": _("One a line."),
    "values": _("One a line: keys of cases, counter, online or post, or outcomes."),
}


@dataclass(frozen=True)
class Input:
    """A field of the form; ``sort`` is line, text, choice or checks."""

    name: str
    label: str
    sort: str
    value: Any
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    known: str = ""


class FormScreen(ProcessScreen):
    """``/quy-trinh/<code>/soan/<place>``."""

    body = ViewPageTemplateFile("templates/form.pt")

    def prepare(self) -> None:
        """Find what is filled in, then take what was sent."""
        self.what = self._found()
        super().prepare()

    @property
    def where(self) -> str:
        """The place in the way, "" for the whole process."""
        return "" if self.names[2] == WHOLE else self.names[2].removeprefix(BRANCH)

    def _found(self) -> Step | Leg | Branch | None:
        """Return what is filled in, None for the whole process."""
        way = self.process.way
        if not self.where:
            return None
        try:
            if not self.names[2].startswith(BRANCH):
                part = part_at(way, self.where)
                if isinstance(part, Step | Leg):
                    return part
                raise Missing
            choice = part_at(way, parent(self.where))
            if isinstance(choice, Choice):
                return choice.branches[numbers(self.where)[-1]]
        except (IndexError, KeyError) as error:
            raise Missing from error
        raise Missing

    @property
    def heading(self) -> str:
        """Name of what is filled in."""
        if self.what is None:
            return self.process.title
        if isinstance(self.what, Branch):
            return self.reader.branch(self.what, self.process)
        return self.what.title

    # Taking what was sent

    def act(self) -> None:
        """Keep what was filled in and go back to its place."""
        process = self.process
        if self.what is None:
            made = replace(
                process,
                title=self.text("title"),
                regulation=self.text("regulation"),
                promise="way" if self.text("promise") == "way" else "term",
            )
        else:
            made = replace(process, way=self._changed(process.way))
        self.save(made)
        self.tell(_("Kept."))
        self.lead_to(self.code, "soan", anchor=self.names[2])

    def _changed(self, way: Part) -> Part:
        if isinstance(self.what, Step):
            return change_step(way, self.where, self._step(self.what))[0]
        if isinstance(self.what, Leg):
            leg = replace(
                self.what,
                key=self.text("key"),
                title=self.text("title"),
                agency=self.text("agency"),
            )
            return put_at(way, self.where, leg)
        name = self.text("when")
        when = Condition(name, self._entries("values")) if name else None
        return change_branch(way, self.where, self.text("title"), when)[0]

    def _step(self, step: Step) -> Step:
        kind: Any = self.text("kind")
        return replace(
            step,
            key=self.text("key"),
            title=self.text("title"),
            kind=kind,
            department=self.text("department"),
            duty=self.text("duty"),
            term=self._term(),
            person=self.text("person"),
            checklist=self._entries("checklist"),
            slips=self._chosen("slips"),
            may_change=self._chosen("may_change"),
            returns=self._chosen("returns"),
            outcomes=self._entries("outcomes"),
        )

    def _term(self) -> Term:
        text = self.text("term")
        try:
            return Term.parse(text) if text else NO_TERM
        except ValueError as error:
            told = _(
                "“${text}” is no time: write 2 working days, 4 working hours.",
                mapping={"text": text},
            )
            raise Refused(self.say(told)) from error

    def _entries(self, name: str) -> tuple[str, ...]:
        lines = (line.strip() for line in self.text(name).splitlines())
        return tuple(line for line in lines if line)

    def _chosen(self, name: str) -> tuple[str, ...]:
        found = self.request.form.get(name, [])
        rows = found if isinstance(found, list) else [found]
        return tuple(one for one in rows if isinstance(one, str) and one)

    # What the form shows

    def _given(self, name: str, value: str) -> str:
        """Return what was typed when it was refused, else what stands there."""
        return self.text(name) if self.posted else value

    def _line(self, name: str, value: str, label: Any = None, known: str = "") -> Input:
        return Input(
            name,
            self.say(label or FIELDS.get(name, name)),
            "line",
            self._given(name, value),
            hint=self.say(_HINTS.get(name, "")),
            known=known,
        )

    def _text(self, name: str, value: tuple[str, ...], label: Any = None) -> Input:
        said = self.say(label or FIELDS[name])
        shown = self._given(name, "\n".join(value))
        return Input(name, said, "text", shown, hint=self.say(_HINTS[name]))

    def _choice(self, name: str, value: str, options: Mapping[Any, Any]) -> Input:
        shown = tuple((key, self.say(word)) for key, word in options.items())
        said = self.say(FIELDS.get(name, _("Taken when")))
        return Input(name, said, "choice", self._given(name, value), shown)

    def _checks(self, name: str, value: tuple[str, ...], options: Any) -> Input:
        chosen = self._chosen(name) if self.posted else value
        return Input(name, self.say(FIELDS[name]), "checks", chosen, tuple(options))

    def inputs(self) -> list[Input]:
        """Return the fields of the form."""
        what = self.what
        if isinstance(what, Step):
            return self._step_inputs(what)
        if isinstance(what, Leg):
            return [
                self._line("title", what.title),
                self._line("key", what.key, _("Key")),
                self._line("agency", what.agency, _("Agency"), "known-units"),
            ]
        if isinstance(what, Branch):
            when = what.when
            return [
                self._line("title", what.title),
                self._choice("when", when.name if when else "", self._conditions()),
                self._text("values", when.values if when else (), _("Is one of")),
            ]
        return [
            self._line("title", self.process.title),
            self._line("regulation", self.process.regulation),
            self._choice("promise", self.process.promise, PROMISES),
        ]

    def _step_inputs(self, step: Step) -> list[Input]:
        titles = {one.key: one.title for one in steps_of(self.process.way)}
        earlier = perhaps_before(self.process.way, step.key)
        returns = [(key, titles[key]) for key in titles if key in earlier]
        returns += [(key, key) for key in step.returns if key not in earlier]
        slips = sorted(FORMS | set(step.slips))
        titles_of = {one: one for one in slips} | {
            form.form: f"{form.form}. {form.title}"
            for form in forms_on(self.today)
            if form.form in slips
        }
        return [
            self._line("title", step.title),
            self._line("key", step.key, _("Key")),
            self._choice("kind", step.kind, KINDS),
            self._line("department", step.department, known="known-units"),
            self._choice("duty", step.duty, {step.duty: step.duty, **DUTIES}),
            self._line("term", "" if step.term == NO_TERM else self.reader.term(step)),
            self._line("person", step.person),
            self._text("outcomes", step.outcomes),
            self._checks("returns", step.returns, returns),
            self._text("checklist", step.checklist),
            self._checks("slips", step.slips, [(one, titles_of[one]) for one in slips]),
            self._checks("may_change", step.may_change, self._correctable(step)),
        ]

    def _correctable(self, step: Step) -> list[tuple[str, str]]:
        words = {**dict.fromkeys(step.may_change), **CORRECTED}
        return [(key, self.say(said or key)) for key, said in words.items()]

    def _conditions(self) -> dict[str, Any]:
        way = self.process.way
        answered = [
            self.process.step(key)
            for key in sorted(sure_before(way, parent(self.where)))
            if self.process.step(key).outcomes
        ]
        return {
            "": _("All others"),
            "case": _("Case of the procedure"),
            "channel": _("Way of handing in"),
            **{
                f"outcome:{step.key}": f"{step.title}: {', '.join(step.outcomes)}"
                for step in answered
            },
        }

    def known_units(self) -> list[tuple[str, str]]:
        """Return codes that may be typed, with the names they mean."""
        found = [(unit.code, unit.name) for unit in units.all(on=self.today)]
        relative = ("@unit", "@agency", "@agency/02", "@agency/03")
        return [*((one, self.reader.department(one)) for one in relative), *found]

    def findings(self) -> list[tuple[str, str]]:
        """Return what is wrong here: (severity, words)."""
        return [
            (one.severity, self.finding(one))
            for one in self.examined[0]
            if self.where and one.place == self.where
        ]
