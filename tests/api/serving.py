"""A web process of the house in a test: ``python -m tests.api.serving``.

Opens the site through the database server, tells its port on one line, and serves
until its input ends. A write that a word in the environment asks for waits before
its commit until every process of the test is there, so that they race.
"""

from __future__ import annotations

from motcua.setup.cli.site import open_application
from motcua.setup.frontdoor import FrontDoor
import os
from pathlib import Path
import sys
import threading
import time


PATIENCE = 20


def meet(folder, number):
    """Wait until ``number`` processes are about to commit, once each."""
    (folder / str(os.getpid())).touch()
    end = time.monotonic() + PATIENCE
    while len(list(folder.iterdir())) < number and time.monotonic() < end:
        time.sleep(0.01)


def race(folder):
    """Have the first commit of each request that writes wait for the others."""
    from ZODB.Connection import Connection

    vote = Connection.tpc_vote

    def together(connection, transaction):
        if connection._modified or connection._creating:
            meet(folder, 2)
        return vote(connection, transaction)

    Connection.tpc_vote = together


def serve():
    """Serve on a free port until nobody talks to us any more."""
    with open_application():
        import waitress
        from ZPublisher.httpexceptions import HTTPExceptionHandler
        from ZPublisher.WSGIPublisher import publish_module

        application = FrontDoor(HTTPExceptionHandler(publish_module))
        server = waitress.create_server(application, host="127.0.0.1", port=0)
        if "RACE" in os.environ:
            race(Path(os.environ["RACE"]))
        threading.Thread(target=server.run, daemon=True).start()
        print(f"> {server.effective_port}", flush=True)  # noqa: T201
        sys.stdin.read()


if __name__ == "__main__":
    serve()
