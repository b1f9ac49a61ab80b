"""HTTP/1.1 as clients of all kinds write it, well and badly: what the handler gets, and which status line answers."""

from __future__ import annotations

import gzip
import http.client
import socket
from collections.abc import Callable, Iterator

import pytest

from microconv.emulator.http_messages import HttpRequest, HttpResponse
from microconv.emulator.machine.http_body import MAX_BODY
from microconv.emulator.machine.http_server import HttpServer


@pytest.fixture
def seen() -> list[HttpRequest]:
    """The requests that reached the handler."""
    return []


@pytest.fixture
def port(seen) -> Iterator[int]:
    def answer(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse(200, {}, b"done")

    server = HttpServer(answer)
    yield server.port
    server.stop()


@pytest.fixture
def send(port) -> Callable[[bytes], bytes]:
    """Sends bytes, ends the sending side and returns all that comes back."""

    def send(content: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as raw:
            raw.sendall(content)
            raw.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: raw.recv(4096), b""))

    return send


CHUNKED = b"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"


def test_chunked_bodies_of_a_client_and_the_next_request_on_the_connection(port, seen):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    parts = [b"{", b"x" * 70_000, b"}"]
    connection.request("POST", "/chunks", iter(parts), {"Transfer-Encoding": "chunked"}, encode_chunked=True)
    assert connection.getresponse().read() == b"done"
    connection.request("GET", "/next")
    assert connection.getresponse().read() == b"done"
    connection.close()
    assert [(one.method, one.path, one.body) for one in seen] == [
        ("POST", "/chunks", b"".join(parts)),
        ("GET", "/next", b""),
    ]


def test_chunks_with_extensions_and_trailers(send, seen):
    answers = send(
        CHUNKED + b"3;name=1\r\nabc\r\nA \r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n"
    )
    assert answers.count(b"HTTP/1.1 200 ") == 2
    assert [one.body for one in seen] == [b"abc0123456789", b""]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"zz\r\nabc\r\n0\r\n\r\n", 400),
        (b"-3\r\nabc\r\n0\r\n\r\n", 400),
        (b"2\r\nabc\r\n0\r\n\r\n", 400),
        (b"5\r\nabc", 400),
        (b"3\r\nabc\r\n", 400),
        (b"0\r\nX-Sum: 1\r\n", 400),
        (b"%x\r\n" % (MAX_BODY + 1), 413),
    ],
)
def test_malformed_chunks(send, seen, body, status):
    assert send(CHUNKED + body).startswith(b"HTTP/1.1 %d " % status)
    assert seen == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (b"Content-Length: x", 400),
        (b"Content-Length: -1", 400),
        (b"Content-Length: +1", 400),
        (b"Content-Length: 1\r\nContent-Length: 2", 400),
        (b"Content-Length: 1\r\nTransfer-Encoding: chunked", 400),
        (b"Transfer-Encoding: gzip, chunked", 501),
        (b"Content-Length: 9", 400),
        (b"Content-Length: %d" % (MAX_BODY + 1), 413),
    ],
)
def test_lengths_that_cannot_be(send, seen, headers, status):
    assert send(b"POST / HTTP/1.1\r\nHost: x\r\n" + headers + b"\r\n\r\n{}").startswith(b"HTTP/1.1 %d " % status)
    assert seen == []


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (b"GET", 400),
        (b"GET /", 400),
        (b"GET / a HTTP/1.1", 400),
        (b"GET  / HTTP/1.1", 400),
        (b"G(T / HTTP/1.1", 400),
        (b"GET /\x01 HTTP/1.1", 400),
        (b"GET http://[a/ HTTP/1.1", 400),
        (b"GET / HTTP/x.1", 400),
        (b"GET / HTTPS/1.1", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00", 400),
        (b"\r\n", 400),
        (b"BREW / HTTP/1.1", 501),
        (b"GET / HTTP/2.0", 505),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1", 414),
    ],
)
def test_malformed_request_lines(send, seen, capfd, line, status):
    answer = send(line + b"\r\nHost: x\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 %d " % status), answer[:80]
    assert b"Connection: close\r\n" in answer
    assert seen == []
    assert capfd.readouterr() == ("", "")


def test_an_empty_line_before_a_request_is_allowed(send, seen):
    assert send(b"\r\nGET /a HTTP/1.1\r\nHost: x\r\n\r\n").startswith(b"HTTP/1.1 200 ")
    assert [one.path for one in seen] == ["/a"]


def posted(coding: bytes, body: bytes) -> bytes:
    head = b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Encoding: " + coding + b"\r\nContent-Length: "
    return head + str(len(body)).encode() + b"\r\n\r\n" + body


@pytest.mark.parametrize("coding", [b"gzip", b"X-GZIP", b"identity"])
def test_a_compressed_body_reaches_the_handler_as_it_was(send, seen, coding):
    content = b"{}" * 5_000
    body = content if coding == b"identity" else gzip.compress(content, mtime=0)
    assert b" 200 " in send(posted(coding, body)).splitlines()[0]
    assert [one.body for one in seen] == [content]


@pytest.mark.parametrize(
    ("coding", "body", "status"),
    [
        (b"br", b"x", 415),
        (b"gzip, gzip", gzip.compress(gzip.compress(b"x", mtime=0), mtime=0), 415),
        (b"gzip", b"x", 400),
        (b"gzip", gzip.compress(b"x" * 99, mtime=0)[:-9], 400),
        (b"gzip", gzip.compress(bytes(MAX_BODY + 1), mtime=0), 413),
    ],
)
def test_compressed_bodies_that_cannot_be(send, seen, coding, body, status):
    """A few kilobytes that would become more than any body may have are no more memory than that."""
    assert f" {status} ".encode() in send(posted(coding, body)).splitlines()[0]
    assert not seen
