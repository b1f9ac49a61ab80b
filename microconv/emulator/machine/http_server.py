"""A small threaded HTTP/1.1 server, plain or over TLS, that hands each request to one function."""

from __future__ import annotations

import re
import socket
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from microconv.emulator import mishaps
from microconv.emulator.http_messages import DropConnection, Handler, HttpRequest, HttpResponse
from microconv.emulator.machine.http_body import BadBody, read_body
from microconv.emulator.machine.ports import cannot_listen

if TYPE_CHECKING:
    import ssl

_IDLE_SECONDS = 60.0
_MAX_LINE = 64 * 1024
#: RFC 9112, section 3: a method is a token, a target has no blanks or control characters.
_REQUEST_LINE = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+ [^\x00-\x20\x7f]+ HTTP/[0-9]+\.[0-9]+")


class HttpServer:
    """Serves `handler` on a loopback port until `stop`.

    handler: called in one thread per connection.
    port: 0 for any free one.
    tls: a server context for HTTPS; None for plain HTTP.

    Raises EmulatorError if the port cannot be bound.
    """

    def __init__(self, handler: Handler, *, port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        try:
            self._server = _Server(("127.0.0.1", port), handler, tls)
        except OSError as error:
            raise cannot_listen(port, error) from error
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop accepting, close every open connection, and return when all is closed."""
        self._server.shutdown()
        self._thread.join()
        self._server.close_connections()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], handler: Handler, tls: ssl.SSLContext | None) -> None:
        self.handler = handler
        self.tls = tls
        self._open: set[socket.socket] = set()
        self._open_lock = threading.Lock()
        super().__init__(address, _Connection)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Shake hands in the connection's own thread, so that a silent client cannot stop others."""
        with self._open_lock:
            self._open.add(request)
        try:
            request.settimeout(_IDLE_SECONDS)
            request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection = request if self.tls is None else self.tls.wrap_socket(request, server_side=True)
        except OSError:  # the client went away or refused our certificate: its own affair, nobody to tell
            self._forget(request)
            self.shutdown_request(request)
            return
        with self._open_lock:
            self._open.add(connection)
        try:
            self.finish_request(connection, client_address)
        except OSError:  # broken pipe, reset, or closed by stop()
            pass
        finally:
            self._forget(request, connection)
            self.shutdown_request(connection)

    def _forget(self, *sockets: socket.socket) -> None:
        with self._open_lock:
            self._open.difference_update(sockets)

    def close_connections(self) -> None:
        """End every connection that is still open (kept alive by a client)."""
        with self._open_lock:
            left = list(self._open)
        for one in left:
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:  # closed already
                continue


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "microconv-emulator"
    sys_version = ""
    wbufsize = -1
    server: _Server
    raw_requestline: bytes

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Nothing is printed; the world's request log holds what happened."""

    def parse_request(self) -> bool:
        """Read the request line and the headers; False if it was refused.

        The base class takes lines of HTTP/0.9 and drops empty ones without a word.
        """
        if not self.raw_requestline.strip():
            self.raw_requestline = self.rfile.readline(_MAX_LINE + 1)  # one empty line is allowed (RFC 9112, 2.2)
        line = self.raw_requestline.rstrip(b"\r\n")
        if not _REQUEST_LINE.fullmatch(line):
            self.command, self.requestline = "", line.decode("latin-1")
            self._refuse(HTTPStatus.BAD_REQUEST, "The request line is not METHOD TARGET HTTP/1.1")
            return False
        return super().parse_request()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with an error page and close; always with a status line, also before a version is known."""
        self.request_version = self.protocol_version
        self.close_connection = True
        super().send_error(code, message, explain)

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        self.send_error(status, explain=why)

    def _answer(self) -> None:
        try:
            url = urlsplit(self.path)
        except ValueError:  # such as a bracket that is not closed
            self._refuse(HTTPStatus.BAD_REQUEST, "The request target is not a URL")
            return
        try:
            body = read_body(self.headers, self.rfile)
        except BadBody as bad:
            self._refuse(bad.status, str(bad))
            return
        request = HttpRequest(
            method=self.command,
            path=unquote(url.path),
            query=parse_qs(url.query, keep_blank_values=True),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=body,
        )
        try:
            response = self._handled(request)
        except DropConnection:
            self.close_connection = True
            return
        self._send(response)

    def _handled(self, request: HttpRequest) -> HttpResponse:
        with mishaps.Edge(DropConnection) as edge:
            return self.server.handler(request)
        assert edge.error is not None
        return mishaps.http_answer(edge.error, f"{request.method} {request.path}")

    def _send(self, response: HttpResponse) -> None:
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)
        self.wfile.flush()

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = do_HEAD = _answer  # noqa: N815 - the base class's names
