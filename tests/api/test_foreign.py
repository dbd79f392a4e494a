"""Dossiers of others are like missing ones, in the address and in every field.

All of it is made from the table of operations.
"""

from __future__ import annotations

from motcua.dossiers.folder import find
from motcua.dossiers.operations import OPERATIONS
from motcua.dossiers.reasons import REASONS
import pytest
from tests.api.test_dossiers import CODE
from tests.api.test_receiving import a_dossier
from tests.dossiers.conftest import JUSTICE
import transaction


FOREIGN = CODE[:-1] + "2"
MISSING = CODE[:-4] + "9999"
#: By operation, the fields that take one word.
TEXTS = {
    name: fields
    for name, operation in OPERATIONS.items()
    if (
        fields := [
            field.name
            for field in operation.fields
            if field.kind not in ("object", "list", "papers", "flag", "count")
        ]
    )
}


@pytest.fixture
def mine(ask):
    """A dossier that the jurist handles; the other one is at the counter still."""
    body = {"to": JUSTICE}
    answer = ask("POST", f"@dossiers/{CODE}/forward", "reception", body)
    assert answer.status_int == 200
    return CODE


@pytest.fixture
def inside(site):
    """The only other name a dossier of others has: its head."""
    transaction.begin()
    return find(site, FOREIGN).head.hex()


@pytest.fixture
def pairs(inside):
    """Names of a dossier of others, each with one of the kind that nobody has."""
    return ((FOREIGN, MISSING), (inside, inside[::-1]))


def without(text, name):
    """Return a text without what was asked for, which messages may cut off."""
    return text.replace(name, "-").replace(name[:40], "-")


def alike(answers):
    """Say whether all answers are one, but for what was asked for."""
    return len({without(answer.text, name) for name, answer in answers.items()}) == 1


def whole(operation):
    """Return a body that has every required field."""
    known = {"reason_code": next(iter(REASONS.get(operation, {"": ""})))}
    return {
        field.name: known.get(field.name, "1")
        for field in OPERATIONS[operation].fields
        if field.required
    }


STRANGE = ("receive", "submit", "explode", "ledger")


@pytest.mark.parametrize("operation", [*OPERATIONS, *STRANGE])
def test_every_step_on_a_dossier_of_others_finds_none(
    ask, mine, site, inside, operation
):
    body = whole(operation) if operation in OPERATIONS else {}
    for person in ("jurist", "stranger"):
        answers = {}
        for code in (FOREIGN, MISSING, inside, "0-0", "%C4%91", CODE.replace("-", "")):
            path = f"@dossiers/{code}/{operation}"
            answers[code] = ask("POST", path, person, body)
            assert answers[code].status_int == 404, (person, code)
        assert alike(answers)
    transaction.begin()
    assert find(site, FOREIGN).length == 1


def test_reading_a_dossier_of_others_finds_none(ask, mine, inside):
    for tail in ("", "/ledger"):
        codes = (FOREIGN, MISSING, inside)
        assert alike(
            {one: ask("GET", f"@dossiers/{one}{tail}", "jurist") for one in codes}
        )


@pytest.mark.parametrize("operation", sorted(TEXTS))
def test_a_code_of_others_in_a_field_is_like_a_missing_one(ask, mine, pairs, operation):
    """Whatever a step does with it, it tells nothing about who exists."""
    path = f"@dossiers/{CODE}/{operation}"
    kinds = {field.name: field.kind for field in OPERATIONS[operation].fields}
    for field in TEXTS[operation]:
        for pair in pairs:
            answers = {}
            for name in pair:
                answer = ask("POST", path, "jurist", {**whole(operation), field: name})
                if answer.status_int == 200:
                    # Free text may say anything: what is done does not depend on it.
                    assert kinds[field] in ("words", "line"), field
                    break
                answers[name] = answer
            else:
                assert alike(answers), field


def test_a_code_of_others_is_nothing_that_an_intake_can_name(ask, pairs):
    for name in a_dossier():
        if name in ("persons", "papers"):
            continue
        for pair in pairs:
            sent = {one: a_dossier(**{name: one}) for one in pair}
            assert alike(
                {
                    one: ask("POST", "@dossiers", "reception", body)
                    for one, body in sent.items()
                }
            ), name


@pytest.mark.parametrize(
    "name", ["state", "late", "b_start", "b_size", "q", "unit", "limit", "after"]
)
def test_a_code_of_others_in_a_question_is_like_a_missing_one(ask, mine, pairs, name):
    for path in ("@dossiers", "@dossier-events"):
        for pair in pairs:
            answers = {
                one: ask("GET", f"{path}?{name}={one}", "jurist") for one in pair
            }
            assert alike(answers), path
            for one, answer in answers.items():
                assert FOREIGN not in without(answer.text, one)
