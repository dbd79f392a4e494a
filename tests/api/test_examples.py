"""The examples of the documentation are what the endpoints say.

With ``MOTCUA_RECORD=1`` in the environment they are written anew; look at the
difference before you commit it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
import re
from tests.api.test_dossiers import CODE
from tests.api.test_dossiers import FORWARD
from tests.api.test_receiving import a_dossier
from tests.api.test_till import A_BOOK
from tests.api.test_till import FOLLOWED
from tests.dossiers.conftest import UNIT


FOLDER = Path(__file__).parents[2] / "docs" / "api"
ADDRESS = "https://motcua.example"
ROOT = "http://localhost:80/plone"
DIGEST = re.compile(r"\b[0-9a-f]{64}\b|(?<=[\"=])[\w-]{62}(?=[\"&])")
HEADERS = ("Cache-Control", "Content-Type", "ETag", "Location")


def example(ask, method, path, person, body=None, **headers):
    """Send a request; return it and the answer as the documentation shows them."""
    answer = ask(method, path, person, body, **headers)
    shown = {"method": method, "path": f"/++api++/{path}", "person": person}
    if body is not None:
        shown["headers"] = {"Content-Type": "application/json"}
        shown["headers"] |= {n.replace("_", "-"): v for n, v in headers.items()}
        shown["body"] = body
    said = {
        "status": answer.status_int,
        "headers": {h: answer.headers[h] for h in HEADERS if h in answer.headers},
        "body": answer.json,
    }
    text = json.dumps(
        {"request": shown, "response": said}, ensure_ascii=False, indent=2
    )
    return plain(text.replace(ROOT, ADDRESS)) + "\n"


def plain(text):
    """Put numbers for digests and cursors: they change with whatever a header says."""
    found = dict.fromkeys(DIGEST.findall(text))
    for number, digest in enumerate(found, start=1):
        text = text.replace(digest, f"{number:0{len(digest)}x}")
    return text


def test_recorded_examples_are_what_the_endpoints_say(ask):
    found = {
        "procedures-search": example(ask, "GET", "@procedures?q=bien+dong", None),
        "dossiers-list": example(ask, "GET", "@dossiers?b_size=1", "reception"),
        "dossiers-view": example(ask, "GET", f"@dossiers/{CODE}", "reception"),
        "dossiers-unknown": example(ask, "GET", f"@dossiers/{CODE}", "handler"),
    }
    tag = json.loads(found["dossiers-view"])["response"]["headers"]["ETag"]
    step = ("POST", f"@dossiers/{CODE}/forward", "reception", FORWARD)
    found["dossiers-act"] = example(ask, *step, If_Match=tag)
    found["dossiers-stale"] = example(ask, *step, If_Match=tag)
    step = ("POST", "@dossiers", "reception", a_dossier())
    found["dossiers-receive"] = example(ask, *step)
    wrong = {**a_dossier(), "persons": [{"role": "applicant", "birth": "1957"}]}
    found["dossiers-wrong"] = example(ask, "POST", "@dossiers", "reception", wrong)
    found["events"] = example(ask, "GET", "@dossier-events?limit=1", "reception")
    step = ("POST", "@dossiers", "reception", a_dossier(**FOLLOWED))
    found["dossiers-follow"] = example(ask, *step)
    paid = {"amount": 20000, "method": "cash", "symbol": "CL-26T", "number": "0000101"}
    ask("POST", f"@dossiers/{CODE}/collect_fee", "reception", paid)
    found["till-drawer"] = example(ask, "GET", f"@till?unit={UNIT}", "reception")
    seen = ask("GET", f"@till?unit={UNIT}", "reception").json["seen"]
    closing = {"unit": UNIT, "counted": {"cash": 20000, "transfer": 0}, "seen": seen}
    found["till-close"] = example(ask, "POST", "@till/shifts", "reception", closing)
    step = ("POST", "@till/books", "supervisor", A_BOOK)
    found["till-book"] = example(ask, *step)
    body = {"code": CODE, "factor": "5678"}
    found["track"] = example(ask, "POST", "@track", None, body)
    for name, text in found.items():
        path = FOLDER / f"{name}.json"
        if os.environ.get("MOTCUA_RECORD"):
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: record again"
    assert sorted(p.stem for p in FOLDER.glob("*.json")) == sorted(found)


def test_every_example_is_shown_in_the_documentation():
    text = (FOLDER.parent / "api.md").read_text(encoding="utf-8")
    for path in FOLDER.glob("*.json"):
        assert f"(api/{path.name})" in text, path.name
