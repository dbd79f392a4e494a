"""What is too large is told in words before its body has to come in."""

from __future__ import annotations

from http.client import HTTPResponse
import json
from motcua.archive.incoming.limits import REQUEST
from motcua.setup.oversize import Channel
import pytest
import socket
import threading
from typing import Any
import waitress


@pytest.fixture(scope="module")
def port() -> int:
    """A server that takes as much as the house does, in front of nothing."""

    def nothing(_environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("204 No Content", [])
        return []

    server = waitress.create_server(
        nothing, host="127.0.0.1", port=0, max_request_body_size=REQUEST
    )
    server.channel_class = Channel
    threading.Thread(target=server.run, daemon=True).start()
    return int(server.effective_port)


def send(port: int, path: str, *lines: str, body: bytes = b"") -> HTTPResponse:
    """Send the head of a request, and what there is of a body; return the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        head = (f"POST {path} HTTP/1.1", "Host: localhost", *lines, "", "")
        line.sendall("\r\n".join(head).encode() + body)
        answer = HTTPResponse(line)
        answer.begin()
        answer.text = answer.read().decode()  # type: ignore[attr-defined]
        return answer


@pytest.mark.parametrize("more", [(), ("Expect: 100-continue",)])
def test_a_program_hears_it_from_the_size_alone(port: int, more: Any) -> None:
    size = f"Content-Length: {500 * 2**20}"
    answer: Any = send(port, "/++api++/@scans/H99.01-2026-L0001", size, *more)
    assert (answer.status, answer.headers["Content-Type"]) == (413, "application/json")
    told = json.loads(answer.text)
    assert told["type"] == "RequestTooLarge"
    assert "256 MB" in told["message"] and "quét ở 200" in told["message"]


def test_a_person_reads_it(port: int) -> None:
    size = f"Content-Length: {500 * 2**20}"
    answer: Any = send(port, "/luu-tru/lo/H99.01-2026-L0001", size)
    assert answer.status == 413
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "gửi thành nhiều lần" in answer.text


def test_what_is_sent_in_pieces_ends_at_the_limit() -> None:
    small = waitress.create_server(
        lambda _environ, start: start("204 No Content", []) or [],
        host="127.0.0.1",
        port=0,
        max_request_body_size=1000,
    )
    small.channel_class = Channel
    threading.Thread(target=small.run, daemon=True).start()
    piece = b"800\r\n" + bytes(0x800) + b"\r\n"
    answer: Any = send(
        small.effective_port, "/x", "Transfer-Encoding: chunked", body=piece
    )
    assert answer.status == 413


def test_what_fits_comes_in(port: int) -> None:
    assert send(port, "/x", "Content-Length: 3", body=b"abc").status == 204
