"""A program takes a ledger along, and anybody proves it with the script alone."""

from __future__ import annotations

import json
from motcua.dossiers.ledger.export import VERIFIER
from motcua.storage import journal
import subprocess
import sys
from tests.api.test_dossiers import CODE
from tests.api.test_dossiers import FORWARD


PATH = f"@dossiers/{CODE}/ledger"


def proved(answer, folder):
    """Return what the script says of the text that was sent."""
    path = folder / "x.ledger.jsonl"
    path.write_bytes(answer.body)
    done = subprocess.run(
        [sys.executable, "-I", VERIFIER, path],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def test_a_ledger_proves_itself_elsewhere(ask, tmp_path):
    ask("POST", f"@dossiers/{CODE}/forward", "reception", FORWARD)
    answer = ask("GET", PATH, "reception")
    assert answer.content_type == "application/x-ndjson"
    assert f'"{CODE}.ledger.jsonl"' in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Nguyễn Văn Đức" in answer.text
    first, *lines = [json.loads(line) for line in answer.text.splitlines()]
    shown = ask("GET", f"@dossiers/{CODE}", "reception").json
    assert (first["code"], first["length"], first["head"]) == (CODE, 2, shown["head"])
    assert [line["n"] for line in lines[:2]] == [1, 2]
    code, said = proved(answer, tmp_path)
    assert code == 0, said
    assert f"{CODE}: 2 events" in said
    answer.body = answer.body.replace(b"reception", b"receptioN", 1)
    assert proved(answer, tmp_path)[0] == 1


def test_it_proves_without_what_is_personal(ask, tmp_path):
    answer = ask("GET", f"{PATH}?personal=0", "reception")
    for word in ("Đức", "0912", "1957"):
        assert word not in answer.text
    assert proved(answer, tmp_path)[0] == 0


def test_ledgers_of_others_are_missing_ones(ask):
    missing = PATH.replace(CODE, CODE[:-4] + "9999")
    for person in ("handler", "stranger", "jurist"):
        answers = [ask("GET", path, person) for path in (PATH, missing)]
        assert [answer.status_int for answer in answers] == [404, 404]
        foreign, other = (answer.text for answer in answers)
        assert foreign.replace(CODE, "") == other.replace(CODE[:-4] + "9999", "")
    assert ask("GET", PATH).status_int == 401
    assert ask("GET", f"{PATH}/x", "reception").status_int == 404
    assert ask("POST", PATH, "reception", {}).status_int == 404
    assert ask("GET", f"{PATH}?personal=2", "reception").status_int == 400


def test_taking_along_the_ledger_of_a_restricted_dossier_is_written_down(
    ask, site, monkeypatch
):
    ask("POST", f"@dossiers/{CODE}/restrict", "reception", {"ground": "x"})
    assert ask("GET", f"{PATH}?personal=0", "reception").status_int == 200
    assert not journal.of(CODE)
    assert ask("GET", PATH, "reception").status_int == 200
    looks = [(one.person, one.subject) for one in journal.of(CODE)]
    assert looks == [("reception", "ledger")]

    def broken(look):
        raise journal.Unrecorded

    monkeypatch.setattr(journal, "note", broken)
    answer = ask("GET", PATH, "reception")
    assert answer.status_int == 503
    assert "Đức" not in answer.text and "\\u0110" not in answer.text
