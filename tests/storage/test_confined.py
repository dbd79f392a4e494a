"""A task on a stranger's file cannot take more than it is given."""

from __future__ import annotations

from motcua.archive.incoming.limits import Limits
from motcua.storage import confined
import os
import psutil
import pytest
import subprocess
import sys
import textwrap
import time


@pytest.fixture
def task(tmp_path, monkeypatch):
    """Make a task of one's own and run it."""

    def run(body, memory=512, seconds=20, progress=None, waited_for=False):
        code = textwrap.indent(textwrap.dedent(body), "    ")
        (tmp_path / "errand.py").write_text(
            "from motcua.storage.confined import task\n"
            f"@task\ndef inspect(*, progress):\n{code}"
        )
        monkeypatch.syspath_prepend(str(tmp_path))
        return confined.run(
            "errand:inspect",
            {},
            limits=Limits(memory=memory * 1024 * 1024, disk=1024 * 1024),
            seconds=seconds,
            progress=progress,
            waited_for=waited_for,
        )

    return run


def test_the_result_comes_back_whatever_the_task_prints(task):
    assert task("print('noise')\nreturn {'answer': 42}") == {"answer": 42}


def test_progress_arrives_while_the_task_runs(task):
    seen = []
    task(
        "progress(1, 2)\nprogress(2, 2)\nreturn {}",
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen == [(1, 2), (2, 2)]


@pytest.mark.parametrize(("waited_for", "nice"), [(True, 0), (False, 10)])
def test_only_what_a_person_waits_for_competes_with_the_web(
    task, monkeypatch, waited_for, nice
):
    monkeypatch.delenv("MOTCUA_TASK_NICE", raising=False)
    told = task(
        """
        import os
        from pathlib import Path
        group = Path("/proc/self/autogroup")
        return {
            "nice": os.nice(0),
            "group": group.read_text().split()[-1] if group.exists() else None,
        }
        """,
        waited_for=waited_for,
    )
    before = os.nice(0)
    assert told["nice"] == min(before + nice, 19)
    # The kernel weighs sessions before processes, where it groups them by itself.
    assert told["group"] in (None, str(nice))


def test_memory_is_bounded(task):
    with pytest.raises(confined.TaskFailed) as failed:
        task("return {'size': len(bytearray(2**30))}")
    assert failed.value.reason == "memory"


def test_the_size_of_files_is_bounded(task, tmp_path):
    with pytest.raises(confined.TaskFailed):
        task(f"open({str(tmp_path / 'big')!r}, 'wb').write(bytes(2**22))\nreturn {{}}")
    assert (tmp_path / "big").stat().st_size <= 2**20


def test_time_is_bounded_and_children_end_too(task, tmp_path):
    note = tmp_path / "pid"
    with pytest.raises(confined.TaskFailed) as failed:
        task(
            f"""
            import subprocess
            child = subprocess.Popen(["sleep", "600"])
            open({str(note)!r}, "w").write(str(child.pid))
            child.wait()
            """,
            seconds=2,
        )
    assert failed.value.reason == "time"
    child = int(note.read_text())
    until = time.monotonic() + 10
    while psutil.pid_exists(child):
        if psutil.Process(child).status() == psutil.STATUS_ZOMBIE:
            break
        assert time.monotonic() < until, "the child outlives its task"
        time.sleep(0.05)


def test_the_time_of_the_processor_is_bounded_and_says_so(task):
    # By the clock it might go on, for it gives way to others.
    with pytest.raises(confined.TaskFailed) as failed:
        task("while True:\n    pass", seconds=1)
    assert failed.value.reason == "time"


def test_a_task_that_is_killed_in_the_middle_of_a_word_has_crashed(task):
    with pytest.raises(confined.TaskFailed) as failed:
        task(
            """
            from contextlib import suppress
            import os, signal
            for channel in range(3, 10):
                with suppress(OSError):
                    os.write(channel, b'{"result": {"pages": [')
            os.kill(os.getpid(), signal.SIGKILL)
            """
        )
    assert failed.value.reason == "crash"


def test_a_refusal_for_want_of_room_is_no_fault_of_the_file(task):
    with pytest.raises(confined.TaskFailed) as failed:
        task(
            """
            from motcua.storage.confined import TaskRefused
            try:
                raise OSError(28, "No space left on device")
            except OSError as error:
                raise TaskRefused("input", "it cannot be written") from error
            """
        )
    assert failed.value.reason == "no-room"


def test_a_task_that_names_its_reason_is_heard(task):
    with pytest.raises(confined.TaskFailed) as failed:
        task(
            "from motcua.storage.confined import TaskRefused\n"
            "raise TaskRefused('encrypted', 'why', page=3)"
        )
    assert (failed.value.reason, failed.value.values) == ("encrypted", {"page": 3})


def test_a_crash_is_a_failure_not_an_exception_of_ours(task):
    with pytest.raises(confined.TaskFailed) as failed:
        task("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)")
    assert failed.value.reason == "crash"


def test_a_caller_that_gives_up_ends_the_task(task, tmp_path):
    note = tmp_path / "pid"

    def give_up(_done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        task(
            f"""
            import os, time
            open({str(note)!r}, "w").write(str(os.getpid()))
            progress(1, 1)
            time.sleep(600)
            """,
            progress=give_up,
        )
    assert not psutil.pid_exists(int(note.read_text()))
    assert os.getpid() != int(note.read_text())


def test_what_a_task_started_ends_when_the_worker_is_killed(tmp_path):
    note = tmp_path / "pid"
    (tmp_path / "errand.py").write_text(
        textwrap.dedent(
            f"""
            from motcua.storage.confined import end_together
            from motcua.storage.confined import task
            import subprocess

            @task
            def inspect(*, progress):
                end_together()
                child = subprocess.Popen(["sleep", "600"])
                open({str(note)!r}, "w").write(str(child.pid))
                progress(1, 1)
                child.wait()
            """
        )
    )
    work = textwrap.dedent(
        """
        from motcua.storage import confined
        from motcua.archive.incoming.limits import Limits
        import os
        import signal

        def die(done, total):
            os.kill(os.getpid(), signal.SIGKILL)

        limits = Limits(memory=2**29, disk=2**20)
        confined.run("errand:inspect", {}, limits=limits, seconds=60, progress=die)
        """
    )
    path = os.pathsep.join([str(tmp_path), *filter(None, sys.path)])
    environment = {**os.environ, "PYTHONPATH": path}
    subprocess.run([sys.executable, "-c", work], env=environment, check=False)
    child = int(note.read_text())
    for _try in range(100):
        if ended(child):
            break
        time.sleep(0.05)
    else:
        pytest.fail("the program goes on without its worker")


def ended(pid):
    """Say whether a process is gone, or waits only to be counted as such."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_only_what_is_marked_as_a_task_can_be_asked_for(tmp_path):
    with pytest.raises(confined.TaskFailed) as failed:
        confined.run(
            "os:getcwd", {}, limits=Limits(memory=2**29, disk=2**20), seconds=20
        )
    assert "no task" in failed.value.detail


def test_last_words_about_a_full_disk_are_heard(task):
    with pytest.raises(confined.TaskFailed) as failed:
        task(
            """
            import os, sys
            print("what(): No space left on device", file=sys.stderr, flush=True)
            os.abort()
            """
        )
    assert failed.value.reason == "no-room"


def test_who_falls_over_in_silence_on_a_full_disk_had_no_room(task, monkeypatch):
    monkeypatch.setattr(confined.room, "_NOTHING", 2**60)
    with pytest.raises(confined.TaskFailed) as failed:
        task("import os\nos.abort()")
    assert failed.value.reason == "no-room"
    with pytest.raises(confined.TaskFailed) as failed:
        task(
            "from motcua.storage.confined import TaskRefused\nraise TaskRefused('ring')"
        )
    assert failed.value.reason == "ring", "who says what is wrong is believed"
