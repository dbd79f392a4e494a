"""Officials at the screens of the catalogue."""

from __future__ import annotations

from motcua.base import vietnam
from motcua.procedures.drafting import drafts
from motcua.procedures.drafting import writing
from motcua.setup.testing.web import Client
import pytest
import re
from tests.dossiers.conftest import empty_sql
from tests.procedures.conftest import make_empty
from tests.procedures.drafting.officials import build
from tests.procedures.drafting.officials import CODE
from tests.procedures.drafting.officials import PASSWORD
import transaction
from urllib.parse import urlencode


FORM = "application/x-www-form-urlencoded"
TODAY = vietnam.today().isoformat()


@pytest.fixture
def site(functional_portal):
    empty_sql()
    make_empty()
    build(functional_portal)
    transaction.commit()
    return functional_portal


class Official:
    """Somebody who opens pages, fills in their forms and presses their buttons."""

    def __init__(self, site, login):
        self.client = Client(site.aq_parent)
        self.root = "/".join(site.getPhysicalPath())
        self.login = (login, PASSWORD) if login else None

    def get(self, path="", status=200):
        """Open a page below the catalogue's door."""
        answer = self.client.request("GET", f"{self.root}/danh-muc{path}", self.login)
        assert answer.status_int == status, (path, answer.status)
        return answer

    def post(self, path, status=303, token=True, with_form="/danh-muc", **sent):
        """Send a form without looking at the page."""
        if token:
            page = self.client.request("GET", f"{self.root}{with_form}", self.login)
            sent["_authenticator"] = token_of(page)
        return self.send(f"{self.root}/danh-muc{path}", list(sent.items()), status)

    def send(self, path, pairs, status=303):
        """Post pairs of names and values."""
        answer = self.client.request(
            "POST", path, self.login, urlencode(pairs), Content_Type=FORM
        )
        assert answer.status_int == status, answer.text[-3000:]
        transaction.begin()
        return answer

    def press(self, page, button, status=303, changes=None):
        """Fill in the form that has a button, and press it."""
        chosen = next(
            each for each in page.forms.values() if f'value="{button}"' in each.text
        )
        pairs = [
            (name, value)
            for name, value in chosen.submit_fields()
            if name != "do" and name not in (changes or {})
        ]
        for name, value in (changes or {}).items():
            values = value if isinstance(value, list) else [value]
            pairs += [(name, each) for each in values]
        path = re.sub(r"^https?://[^/]+", "", chosen.action)
        return self.send(path, [*pairs, ("do", button)], status)


def token_of(page):
    """Return the token of the first form, made by the list for editors."""
    found = re.search(
        r'name="_authenticator"\s+type="hidden"\s+value="([^"]+)"', page.text
    )
    return found.group(1) if found else ""


@pytest.fixture
def official(site):
    return lambda login: Official(site, login)


@pytest.fixture
def editor(official):
    return official("editor")


@pytest.fixture
def draft(site):
    """A draft of a procedure that its editor has begun."""
    writing.begin(CODE, "editor", site=site)
    transaction.commit()
    return lambda: drafts.find(CODE, site)
