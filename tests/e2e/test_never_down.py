"""A house behind nginx: an edit is seen at once, and reading goes on without it."""

from __future__ import annotations

import base64
import http.client
import json
from motcua.setup.testing import live
import os
import pytest
import shutil
import signal
import time


@pytest.fixture(scope="module")
def behind(demo_data, tmp_path_factory):
    """A house as ``make run-nginx`` starts it, and the port of its nginx."""
    if not shutil.which("nginx", path="/usr/sbin:/usr/bin"):
        pytest.skip("missing: nginx")
    folder = live.copy(demo_data, tmp_path_factory.mktemp("behind") / "var")
    port = live.free_port()
    with live.running(folder, NGINX_PORT=str(port)) as site:
        end = time.monotonic() + 60
        while "nginx" not in site.pids() and time.monotonic() < end:
            time.sleep(0.2)
        yield site, port


def ask(port, path, method="GET", login="", body=None):
    """Return (status, headers, text) of one request."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Accept": "application/json" if "++api++" in path else "text/html"}
    if login:
        headers["Authorization"] = f"Basic {base64.b64encode(login.encode()).decode()}"
    if body is not None:
        headers["Content-Type"] = "application/json"
    data = None if body is None else json.dumps(body)
    try:
        connection.request(method, path, body=data, headers=headers)
        answer = connection.getresponse()
        named = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, named, answer.read().decode()
    finally:
        connection.close()


def seen_after(port, path, text):
    """Return the seconds until a page shows the text."""
    began = time.monotonic()
    while text not in ask(port, path)[2]:
        assert time.monotonic() - began < 10, text
    return time.monotonic() - began


def test_an_edit_is_seen_within_a_second_and_reading_goes_on_without_the_house(behind):
    site, port = behind
    admin = f"admin:{site.passwords['admin']}"
    api = "/++api++/noi-dung/tin-tuc"
    status, _headers, _text = ask(port, "/vi/tin-tuc")
    assert status == 200
    made = {"@type": "News Item", "id": "nghi-le", "title": "Lịch nghỉ lễ một"}
    status, _headers, text = ask(port, api, "POST", admin, made)
    assert status == 201, text
    publish = f"{api}/nghi-le/@workflow/publish"
    status, _headers, text = ask(port, publish, "POST", admin, {})
    assert status == 200, text
    took = [seen_after(port, "/vi/tin-tuc", "Lịch nghỉ lễ một")]
    for word in ("hai", "ba", "bốn"):
        change = {"title": f"Lịch nghỉ lễ {word}"}
        status, _headers, text = ask(port, f"{api}/nghi-le", "PATCH", admin, change)
        assert status == 204, text
        took.append(seen_after(port, "/vi/tin-tuc", change["title"]))
    assert max(took) < 1, took

    # The page that nobody has read since the last edit is there all the same.
    ask(port, "/vi/thu-tuc")
    os.kill(site.process.pid, signal.SIGSTOP)
    try:
        assert site.kill("web")
        change_of_place = [ask(port, page) for page in ("/vi/tin-tuc", "/vi/thu-tuc")]
        assert [status for status, _h, _t in change_of_place] == [200, 200]
        assert "bốn" in change_of_place[0][2]
        move(site)
        status, headers, text = ask(port, "/vi/tin-tuc")
        assert (status, headers["cache-control"]) == (200, "no-store")
        assert "bốn" in text
        assert "Trang này được lưu lúc" in text
        status, headers, text = ask(port, "/ban-lam-viec")
        assert (status, headers["retry-after"]) == (503, "120")
        assert "đang tạm dừng" in text
    finally:
        os.kill(site.process.pid, signal.SIGCONT)
    site.wait()
    assert "được lưu lúc" not in ask(port, "/vi/tin-tuc")[2]


def move(site):
    """Set the mark as an edit from a command does, while the web is down."""
    from motcua.storage import edits

    edits.move(site.var / "edited" / "now")


def test_pages_of_officers_are_not_kept(behind):
    site, port = behind
    login = f"tiepnhan:{site.passwords['tiepnhan']}"
    for path in ("/vi", "/vi/thu-tuc", "/ban-lam-viec", "/ban-lam-viec/x.css"):
        ask(port, path, login=login)
    kept = b"".join(
        path.read_bytes()
        for path in (site.var / "nginx" / "cache").rglob("*")
        if path.is_file()
    )
    assert b"KEY: " in kept
    assert b"/ban-lam-viec" not in kept.replace(b'href="/ban-lam-viec', b"")
    assert b"_authenticator" not in kept
