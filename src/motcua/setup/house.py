"""``make run``: one house in the foreground, from first start to Ctrl-C.

Creates the demo site at the first start (in a folder aside, moved into place
when complete, so that an interrupted creation leaves nothing half-made), then
runs ZEO, web and worker under the supervisor.
"""

from __future__ import annotations

from contextlib import contextmanager
import dataclasses
import fcntl
import logging
from motcua.setup import nginx
from motcua.setup.instance import Instance
from motcua.setup.instance import InstanceError
from motcua.setup.instance import is_listening
from motcua.setup.instance import make_folders
from motcua.setup.instance import prepare
from motcua.setup.instance import variables
from motcua.setup.supervisor import Service
from motcua.setup.supervisor import spawn
from motcua.setup.supervisor import stop
from motcua.setup.supervisor import Supervisor
from motcua.setup.supervisor import tail
import os
import shutil
import signal
import socket
import sys
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator

logger = logging.getLogger("motcua")

CREATING = "creating"
"""Folder inside the data folder where the first site is made."""

COMPLETE = "complete"
"""File that says: creation finished, only moving into place is left."""


class HouseError(Exception):
    """The house cannot start; the message says why and the way out."""


def say(text: str) -> None:
    """Write to the person at the terminal at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@contextmanager
def sole_run(instance: Instance) -> Iterator[None]:
    """Hold the data folder; raise ``HouseError`` when another run holds it.

    The lock ends with the process, however it ends.
    """
    instance.var.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = instance.var / "run.lock"
    with path.open("a+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            where = lock.read().strip() or "?"
            message = (
                f"Đang chạy rồi ({where}): {instance.var}\n"
                f"Another run holds this data folder ({where}). Stop it with Ctrl-C, "
                "or start a second house:\n"
                "    make run PORT=8081 MOTCUA_VAR=instance/var2"
            )
            raise HouseError(message) from error
        lock.truncate(0)
        lock.write(f"pid {os.getpid()}, {instance.url}\n")
        lock.flush()
        yield


def check_port(port: int) -> None:
    """Raise ``HouseError`` when somebody else listens at this port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            message = (
                f"Cổng {port} đang bận hoặc không dùng được ({error.strerror}).\n"
                f"Port {port} is in use or not allowed. Choose another one:\n"
                f"    make run PORT={port + 1 if port < 65535 else 8081}"
            )
            raise HouseError(message) from error


def answers(port: int) -> bool:
    """Return whether something listens at this port of 127.0.0.1."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def move_into_place(instance: Instance) -> None:
    """Move a finished creation into the data folder, the database last.

    Can be interrupted and called again. Raises ``HouseError`` where a name is
    taken by something that holds data.
    """
    source = instance.var / CREATING
    names = sorted(entry.name for entry in source.iterdir() if entry.name != COMPLETE)
    # The database marks the site as created, so it comes last.
    for name in sorted(names, key=lambda name: (name == "filestorage", name)):
        target = instance.var / name
        if target.is_dir() and not any(target.iterdir()):
            target.rmdir()
        if target.exists() and name in {"cache", "client", "log", "secret"}:
            continue
        if target.exists():
            message = (
                f"{target}: đã có dữ liệu; hãy chuyển đi chỗ khác rồi chạy lại.\n"
                f"{target} holds data already; move it away and run again."
            )
            raise HouseError(message)
        (source / name).rename(target)
    shutil.rmtree(source)


def create_first_site(instance: Instance) -> None:
    """Create the demo site unless the data folder has a database.

    Raises ``HouseError`` when creation fails, ``KeyboardInterrupt`` when the
    person at the terminal stops it.
    """
    folder = instance.var / CREATING
    if (folder / COMPLETE).exists():
        move_into_place(instance)
    if instance.data_fs.exists():
        return
    if folder.exists():
        say("Lần chạy trước dừng giữa chừng, tạo lại / starting creation anew")
        shutil.rmtree(folder)
    say("Tạo trang mẫu (một lần, khoảng một phút) / creating the demo site, once")
    aside = dataclasses.replace(instance, var=folder, storage="file")
    make_folders(aside)
    command = [sys.executable, "-m", "motcua.setup.cli", "create-site", "--demo"]
    environment = {**variables(aside), "MOTCUA_PROCESS": "create"}
    log = instance.var / "log" / "create.log"
    with log.open("wb") as output:
        process = spawn(command, environment, output.fileno())
    try:
        status = process.wait()
    except BaseException:
        stop(process, seconds=5)
        raise
    if status:
        message = (
            f"{tail(log)}\n"
            f"Không tạo được trang; không có gì bị mất. Xem {log} rồi chạy lại.\n"
            f"The site could not be created; nothing was lost. See {log}, run again."
        )
        raise HouseError(message)
    (folder / COMPLETE).touch()
    move_into_place(instance)


def services(instance: Instance) -> list[Service]:
    """Return what runs in this house, in the order of starting."""
    python = sys.executable
    configuration = instance.home / "instance"
    log = instance.var / "log"
    common = variables(instance)
    embedded = instance.storage == "zeo"
    needs = ("zeo",) if embedded else ()
    zeo = Service(
        name="zeo",
        command=[python, "-m", "ZEO.runzeo", "-C", str(configuration / "zeo.conf")],
        log=log / "zeo.log",
        ready=lambda: is_listening(instance.zeo_socket),
        variables=common,
    )
    web = Service(
        name="web",
        command=[python, "-m", "Zope2.Startup.serve", str(configuration / "wsgi.ini")],
        log=log / "web.log",
        needs=needs,
        ready=lambda: answers(instance.port),
        variables={**common, "MOTCUA_PROCESS": "web"},
    )
    worker = Service(
        name="worker",
        command=[python, "-m", "motcua.setup.cli", "worker"],
        log=log / "worker.log",
        needs=needs,
        # Both load all of Plone; the first page should not wait for the worker.
        after=("web",),
        variables={**common, "MOTCUA_PROCESS": "worker"},
        stop_seconds=30.0,
    )
    from motcua.setup.cli import COMMANDS

    workers = [worker] if "worker" in COMMANDS else []
    port = front_port()
    front = [in_front(instance, port)] if port else []
    return [*([zeo] if embedded else []), web, *workers, *front]


def front_port() -> int:
    """Return the port of nginx in front of the house (``NGINX_PORT``), 0 for none."""
    text = os.environ.get("NGINX_PORT") or "0"
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise HouseError(f"NGINX_PORT={text!r}: 1-65535")
    return int(text)


def in_front(instance: Instance, port: int) -> Service:
    """Return nginx as a service, its configuration written; it outlives the web."""
    front = nginx.trial_front(instance, port)
    return Service(
        name="nginx",
        command=nginx.lay_trial(front, instance.home),
        log=instance.var / "log" / "nginx.log",
        after=("web",),
        ready=lambda: answers(port),
    )


def welcome(instance: Instance) -> None:
    """Print the address and, in a demo house, the logins."""
    say("")
    say(f"  Mở / open: {instance.url}")
    if front_port():
        say(f"  qua / through nginx: http://localhost:{front_port()}/")
    if instance.demo_logins.exists():
        say(f"  Tài khoản mẫu / demo logins ({instance.demo_logins}):")
        for line in instance.demo_logins.read_text(encoding="utf-8").splitlines():
            say(f"    {line}")
    say("  Ctrl-C để dừng / to stop")
    say("")


def open_house(instance: Instance) -> int:
    """Run one house until it is told to stop; return the exit status."""
    with sole_run(instance):
        check_port(instance.port)
        if front_port():
            check_port(front_port())
        if instance.profile == "development":
            create_first_site(instance)
        return Supervisor(services(instance), lambda: welcome(instance)).run()


def end_creation(number: int, frame: object) -> None:
    """Let SIGTERM and a closed terminal end a creation as Ctrl-C does."""
    raise KeyboardInterrupt


def main() -> int:
    """Start the house that the environment describes."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stdout
    )
    signal.signal(signal.SIGTERM, end_creation)
    signal.signal(signal.SIGHUP, end_creation)
    try:
        if os.environ.get("MOTCUA_PROFILE", "development") == "development":
            os.environ["MOTCUA_STORAGE"] = "zeo"
        return open_house(prepare())
    except (HouseError, InstanceError, nginx.NginxError) as error:
        sys.stderr.write(f"\n{error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write(
            "\nĐã dừng, không mất gì; chạy lại `make run` để tiếp tục.\n"
            "Stopped, nothing was lost; `make run` goes on.\n"
        )
        return 130


if __name__ == "__main__":
    sys.exit(main())
