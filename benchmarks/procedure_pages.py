"""Pages of procedures: all of them, and one beside a page of plain Plone.

    procedure_pages.py [--house DIR] [--rounds N] [--every N] [--part all|peer]
                       [PROCEDURES]

A house of its own is made in a temporary folder, or in DIR, which is used again when
it is filled: one site with the records of PROCEDURES (default: the published ones in
the folder of outside test data), and beside it a plain Plone Classic site with the
texts of some of them as documents. Everything is asked in this process through the
publisher, without a network and without HTTP caches: each answer is a cache miss.

Prints one JSON line per figure. ``all``: status, time and size of each page in both
languages, and what of the source is missing on it, counted per field. ``peer``:
pages per second of ours, of plain Plone, and of its REST interface, in ABBA order.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections import defaultdict
import gzip
from html import escape
from io import BytesIO
import json
import os
from pathlib import Path
import statistics
import sys
import tempfile
import time
from typing import Any


ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
SHARED = Path(os.environ.get("MOTCUA_SHARED") or ROOT.parent / "shared")
PROCEDURES = SHARED / "data/procedures/procedures.jsonl.xz"
ADDRESSES = {"vi": "/vi/thu-tuc/", "en": "/en/procedures/"}
PLAIN = "plain"
#: Sizes above which a page is named.
HEAVY = 100_000


def main() -> int:
    """Make the house, ask for the pages, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("procedures", type=Path, nargs="?", default=PROCEDURES)
    parser.add_argument("--house", type=Path, help="folder of the house")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--every", type=int, default=1, help="ask for each Nth page")
    parser.add_argument("--part", choices=("all", "peer"), help="only this part")
    args = parser.parse_args()
    if not args.procedures.is_file():
        print(f"procedure_pages: no such file: {args.procedures}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as spare:
        house = House(
            args.house or Path(spare), args.procedures, peer=args.part != "all"
        )
        if args.part != "peer":
            house.all_pages(args.every)
        if args.part != "all":
            house.beside_plain_plone(args.rounds)
    return 0


class House:
    """A house opened in this process, and what is asked of it.

    Without `peer` no plain Plone site is made beside ours.
    """

    def __init__(self, folder: Path, procedures: Path, peer: bool = True) -> None:
        self.peer = peer
        os.environ["MOTCUA_VAR"] = str(folder.absolute())
        os.environ["MOTCUA_STORAGE"] = "file"
        os.environ.setdefault("MOTCUA_PROFILE", "development")
        self.records = {each["ma_thu_tuc"]: each for each in read(procedures)}
        from motcua.setup import instance
        from Zope2.Startup.run import configure_wsgi

        configure_wsgi(str(instance.prepare().zope_conf))
        from App.config import getConfiguration
        from motcua.setup.frontdoor import FrontDoor
        import Zope2
        from ZPublisher.httpexceptions import HTTPExceptionHandler
        from ZPublisher.WSGIPublisher import publish_module

        # Debugging would compile the peer's theme anew for each page.
        getConfiguration().debug_mode = False
        self.plain = HTTPExceptionHandler(publish_module)
        self.door = FrontDoor(self.plain)
        self.fill(Zope2.app(), procedures)

    def fill(self, app: Any, procedures: Path) -> None:
        """Create the sites that are not there yet."""
        from AccessControl.SecurityManagement import newSecurityManager
        from AccessControl.SpecialUsers import system
        from motcua.procedures.folder import folder
        from motcua.procedures.importing.importer import Importer
        from motcua.setup.site import create_site
        from motcua.storage.interfaces import IMotcuaLayer
        from Testing.makerequest import makerequest
        import transaction
        from zope.component.hooks import setSite
        from zope.globalrequest import setRequest
        from zope.interface import alsoProvides

        newSecurityManager(None, system)
        app = makerequest(app)
        setRequest(app.REQUEST)
        alsoProvides(app.REQUEST, IMotcuaLayer)
        if "motcua" not in app.objectIds():
            create_site(app, demo=False)
            transaction.commit()
        setSite(app.motcua)
        if len(folder(app.motcua)) < len(self.records):
            Importer(folder(app.motcua)).run(procedures)
            transaction.commit()
        setSite(None)
        if self.peer and PLAIN not in app.objectIds():
            # Publishing begins transactions of its own in this thread.
            said = {
                code: texts(self.ask(ADDRESSES["vi"] + code)[1])
                for code in self.sample()
            }
            newSecurityManager(None, system)
            setRequest(app.REQUEST)
            self.fill_plain(app, said)
            transaction.commit()
        setSite(None)
        app._p_jar.close()

    def fill_plain(self, app: Any, said: dict[str, str]) -> None:
        """Create a Classic site with the same texts as published documents."""
        from plone import api
        from plone.app.textfield.value import RichTextValue
        from Products.CMFPlone.factory import addPloneSite
        from zope.component.hooks import setSite

        # Types that the first site has defined are asked for while this one is made.
        setSite(app.motcua)
        site = addPloneSite(
            app, PLAIN, title="Plain", distribution_name="classic", setup_content=False
        )
        setSite(site)
        tool = api.portal.get_tool("portal_workflow")
        tool.setChainForPortalTypes(["Document"], "simple_publication_workflow")
        for code, text in said.items():
            with api.env.adopt_roles(["Manager"]):
                document = api.content.create(
                    site,
                    "Document",
                    id=code,
                    title=self.records[code]["ten_thu_tuc"],
                    text=RichTextValue(text, "text/html", "text/x-html-safe"),
                )
                api.content.transition(document, "publish")

    def open_rest(self) -> None:
        """Let everybody use the REST interface of the plain site, as is its default."""
        import transaction
        import Zope2

        app = Zope2.app()
        app[PLAIN].manage_permission("plone.restapi: Use REST API", ["Anonymous"], 1)
        transaction.commit()
        app._p_jar.close()

    def sample(self) -> list[str]:
        """Return codes over all sizes: the smallest, the largest, and between."""
        ordered = sorted(self.records, key=lambda code: len(str(self.records[code])))
        count = min(24, len(ordered))
        last = len(ordered) - 1
        return [ordered[last * n // max(1, count - 1)] for n in range(count)]

    def ask(
        self, path: str, application: Any = None, accept: str = "text/html"
    ) -> tuple[str, bytes]:
        """Return status and body of a page, read to the end."""
        started: list[str] = []
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost",
            "HTTP_ACCEPT": accept,
            "REMOTE_ADDR": "127.0.0.1",
            "SCRIPT_NAME": "",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            "wsgi.errors": sys.stderr,
        }
        body = (application or self.door)(
            environ, lambda status, headers, exc_info=None: started.append(status)
        )
        whole = b"".join(body)
        if hasattr(body, "close"):
            body.close()
        return started[0], whole

    def all_pages(self, every: int) -> None:
        """Ask for every page in both languages, and look for what is missing."""
        from bs4 import BeautifulSoup
        from tests.portal.reading.visible import missing

        codes = sorted(self.records)[::every]
        for language, address in ADDRESSES.items():
            statuses: Counter[str] = Counter()
            lacking: Counter[str] = Counter()
            examples: dict[str, list[str]] = defaultdict(list)
            times, sizes, packed, heavy = [], [], [], []
            for code in codes[:50]:  # warm-up
                self.ask(address + code)
            for code in codes:
                started = time.perf_counter()
                status, body = self.ask(address + code)
                times.append((time.perf_counter() - started) * 1000)
                statuses[status] += 1
                sizes.append(len(body))
                packed.append(len(gzip.compress(body, 6)))
                if len(body) > HEAVY:
                    heavy.append({"code": code, "bytes": len(body), "gzip": packed[-1]})
                shown = BeautifulSoup(body, "lxml").main.get_text(" ")
                for field, text in missing(self.records[code], shown, language):
                    lacking[field] += 1
                    if len(examples[field]) < 5:
                        examples[field].append(f"{code}: {text[:120]}")
            fields = {
                field: lacking[field]
                for field, value in next(iter(self.records.values())).items()
                if isinstance(value, str) and not field.startswith("_")
            }
            tell(
                figure="pages",
                language=language,
                pages=len(codes),
                statuses=statuses,
                milliseconds=spread(times),
                bytes=spread(sizes),
                gzip=spread(packed),
                above_100_kB=heavy,
                missing=sum(lacking.values()),
                missing_by_field=fields,
                examples=examples,
            )

    def beside_plain_plone(self, rounds: int) -> None:
        """Ask for the same texts here and there, interleaved."""
        codes = self.sample()
        prefix = f"/VirtualHostBase/http/localhost:80/{PLAIN}/VirtualHostRoot/"

        def ours() -> None:
            for code in codes:
                check(self.ask(ADDRESSES["vi"] + code))

        def plain() -> None:
            for code in codes:
                check(self.ask(prefix + code, self.plain))

        self.open_rest()

        def rest() -> None:
            for code in codes:
                check(self.ask(prefix + code, self.plain, "application/json"))

        for name, peer in (("plain Plone Classic", plain), ("plone.restapi", rest)):
            for each in (ours, peer):
                each()
            ratios, here, there = [], [], []
            for _round in range(rounds):
                mine, theirs = timed(ours), timed(peer)
                theirs += timed(peer)
                mine += timed(ours)
                here.append(len(codes) * 2 / mine)
                there.append(len(codes) * 2 / theirs)
                ratios.append(theirs / mine)
            tell(
                figure="B2",
                peer=name,
                pages=len(codes),
                rounds=rounds,
                ratio=middle(ratios),
                ours_per_second=middle(here),
                peer_per_second=middle(there),
                raw_ratios=[round(each, 2) for each in ratios],
                warm_up="one pass of each side",
                load=os.getloadavg(),
            )


def read(procedures: Path) -> list[dict[str, Any]]:
    """Return the records of a file."""
    from motcua.procedures.importing.record_lines import lines
    from motcua.procedures.importing.record_lines import load

    with lines(procedures) as stream:
        return [load(line)[1] for _number, line in stream]


def texts(body: bytes) -> str:
    """Return the text of our page as plain paragraphs and headings."""
    from bs4 import BeautifulSoup

    main = BeautifulSoup(body, "lxml").main
    return "".join(f"<p>{escape(text)}</p>" for text in main.stripped_strings)


def check(answer: tuple[str, bytes]) -> None:
    """Refuse to measure an error page."""
    if not answer[0].startswith("200"):
        raise RuntimeError(f"{answer[0]}: {answer[1][:300]!r}")


def timed(work: Any) -> float:
    """Return the seconds that some work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def middle(values: list[float]) -> dict[str, float]:
    """Return median, least and most."""
    return {
        "median": round(statistics.median(values), 2),
        "min": round(min(values), 2),
        "max": round(max(values), 2),
    }


def spread(values: list[Any]) -> dict[str, float]:
    """Return how values are spread."""
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return {
        "p50": round(cuts[49], 1),
        "p95": round(cuts[94], 1),
        "p99": round(cuts[98], 1),
        "max": round(max(values), 1),
    }


def tell(**figures: Any) -> None:
    """Print one figure."""
    print(json.dumps(figures, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    sys.exit(main())
