"""An applicant who left addresses, and channels that keep what they were given."""

from __future__ import annotations

from datetime import timedelta
from motcua.dossiers.intake import receive
from motcua.dossiers.interfaces import INotifier
from motcua.dossiers.notices import delivery
from motcua.dossiers.notices import news
from motcua.dossiers.notices import sending
from motcua.dossiers.persons import Person
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import MONDAY
from zope.component import getGlobalSiteManager
from zope.component import queryUtility


ADDRESS = "duc@example.org"
PERSONS = (
    Person(
        "applicant",
        "Nguyễn Văn Đức",
        phone="0912 345 678",
        id_number="030957001234",
        email=ADDRESS,
        address="Thôn Đoài",
    ),
    Person("owner", "Hoa"),
)
OWNER = "hoa@example.org"
#: A neighbour hands in for the owner, whom a lawyer represents.
BY_PROXY = (
    PERSONS[0],
    Person("owner", "Hoa", phone="0987 654 321", email=OWNER),
    Person("representative", "Lê Luật", email="luat@example.org"),
)


class Post:
    """Keeps what would have been sent; ``wrong`` is raised instead of sending."""

    def __init__(self):
        self.letters = []
        self.used = True
        self.wrong = None
        self.killed_after = False

    def ready(self):
        return self.used

    def send(self, message):
        if not self.used:
            raise delivery.ChannelNotSetUp("x")
        if self.wrong is not None:
            raise self.wrong
        self.letters.append(message)
        if self.killed_after:
            raise KeyboardInterrupt

    @property
    def subjects(self):
        return [message.subject for message in self.letters]


def _in_place_of(name):
    registry = getGlobalSiteManager()
    before = queryUtility(INotifier, name=name)
    post = Post()
    registry.registerUtility(post, INotifier, name)
    yield post
    registry.registerUtility(before, INotifier, name)


@pytest.fixture
def post(province):
    yield from _in_place_of("email")


@pytest.fixture
def telephone(province):
    yield from _in_place_of("sms")


@pytest.fixture
def always_fresh(monkeypatch):
    """The dossiers of the tests are of 2026, whatever year it is."""
    monkeypatch.setattr(news, "FRESH", timedelta(days=36_500))


@pytest.fixture
def told(province, version, always_fresh):
    """A dossier whose applicant left an address."""
    return receive(province, an_intake(version, persons=PERSONS), "reception", MONDAY)


@pytest.fixture
def proxied(province, version, always_fresh):
    """A dossier that somebody hands in for its owner."""
    intake = an_intake(version, persons=BY_PROXY)
    return receive(province, intake, "reception", MONDAY)


def run(dossier, now=MONDAY):
    """Do every job for the news of a dossier; return what the jobs said."""
    said = []
    for _kind, key, data in list(news.jobs(dossier, now)):
        sending.Notify()(key, data, lambda *words: said.append(words))
    return said
