"""An HTTP proxy (CONNECT) that brings clients without an endpoint setting to the emulator, and nowhere else.

``HTTPS_PROXY=http://127.0.0.1:PORT`` is understood by the HTTP and gRPC libraries of every language. Connections to the
hosts that are emulated end at the emulator, whose certificate names those hosts; every other host is refused with 403
and a message, so that a client of an emulated world cannot reach the real one by mistake.

Which port a connection belongs to is read from what the client offers in its TLS ClientHello (ALPN): a gRPC client
offers HTTP/2 alone and goes to the gRPC port, a client that can do HTTP/1.1 (or says nothing) goes to the REST port.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable
from typing import TYPE_CHECKING

from microconv.emulator.machine.client_hello import NotTls, offered_protocols
from microconv.emulator.machine.hosts import HOSTS
from microconv.emulator.machine.ports import cannot_listen

if TYPE_CHECKING:
    from collections.abc import Collection

_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_MAX_HEAD = 16 * 1024
_CHUNK = 64 * 1024
_HEAD_SECONDS = 30.0
_MAX_REMEMBERED = 1000


class _Refused(Exception):  # noqa: N818 - what happened to the request
    """A request the proxy does not carry out."""

    def __init__(self, status: str, message: str) -> None:
        super().__init__(message)
        self.status = status


class Proxy:
    """The proxy, on a loopback port until `stop`.

    grpc_port: where connections that offer HTTP/2 only go.
    rest_port: where the others go.
    own_ports: further ports of the emulator that a client may ask for by a loopback name.
    port: 0 for any free one.

    Raises EmulatorError if the port cannot be bound.
    """

    def __init__(self, *, grpc_port: int, rest_port: int, own_ports: Collection[int] = (), port: int = 0) -> None:
        self._grpc_port = grpc_port
        self._rest_port = rest_port
        self._own_ports = frozenset({grpc_port, rest_port, *own_ports})
        self._refused: list[str] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="emulator-proxy", daemon=True)
        self._thread.start()
        try:
            start = asyncio.start_server(self._accept, "127.0.0.1", port, limit=_MAX_HEAD)
            self._server = asyncio.run_coroutine_threadsafe(start, self._loop).result()
        except OSError as error:
            self._end_loop()
            raise cannot_listen(port, error) from error
        self.port: int = self._server.sockets[0].getsockname()[1]

    @property
    def refused(self) -> tuple[str, ...]:
        """The hosts (or URLs) that were asked for and refused, oldest first; at most the first 1,000."""
        return tuple(self._refused)

    def stop(self) -> None:
        """Stop accepting, close every connection, and return when all is closed."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._end_loop()

    def _end_loop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _close(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # ---- one connection

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = self._loop.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            try:
                asked = self._target(await asyncio.wait_for(_head(reader), _HEAD_SECONDS))
            except _Refused as refusal:
                await _answer(writer, refusal.status, str(refusal))
                return
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await writer.drain()
            if asked is None:
                first, port = await asyncio.wait_for(self._by_protocol(reader), _HEAD_SECONDS)
            else:
                first, port = b"", asked
            await _join(reader, writer, first, port)
        except (OSError, TimeoutError, NotTls, asyncio.IncompleteReadError):
            return  # either side went away, or does not speak what the port is for: the connection is closed
        finally:
            writer.close()

    def _target(self, head: str) -> int | None:
        """The port that a request's head asks for; None if the connection's protocol decides.

        Raises _Refused if it is not for the emulator.
        """
        method, _, rest = head.partition(" ")
        asked, _, version = rest.partition(" ")
        if not version.startswith("HTTP/1."):
            raise _Refused("400 Bad Request", "This is the HTTP proxy of the microconv emulator.")
        host, _, port = asked.rpartition(":")
        if method == "CONNECT":
            if host.lower().rstrip(".") in HOSTS and port == "443":
                return None
            if host in _LOOPBACK and port.isascii() and port.isdigit() and int(port) in self._own_ports:
                return int(port)
        if len(self._refused) < _MAX_REMEMBERED:
            self._refused.append(asked)
        hosts = ", ".join(HOSTS)
        message = f"The microconv emulator's proxy does not lead to {asked[:300]}. It leads to {hosts} (port 443) only."
        raise _Refused("403 Refused by the microconv emulator", message)

    async def _by_protocol(self, reader: asyncio.StreamReader) -> tuple[bytes, int]:
        """The connection's first bytes, and the port for what the client offers in them.

        Raises NotTls if they are not of TLS. Raises IncompleteReadError if the client went away.
        """
        first = b""
        while (protocols := offered_protocols(first)) is None:
            more = await reader.read(_CHUNK)
            if not more:
                raise asyncio.IncompleteReadError(first, None)
            first += more
        only_http2 = "h2" in protocols and "http/1.1" not in protocols
        return first, self._grpc_port if only_http2 else self._rest_port


async def _head(reader: asyncio.StreamReader) -> str:
    """The first line of a request, its headers read and dropped.

    Raises _Refused if the head is too long. Raises IncompleteReadError if the client went away.
    """
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.LimitOverrunError as error:
        raise _Refused("431 Request Header Fields Too Large", "The request's head is too long.") from error
    return head.partition(b"\r\n")[0].decode("latin-1")


async def _answer(writer: asyncio.StreamWriter, status: str, message: str) -> None:
    body = f"{message}\n".encode("latin-1", "replace")
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    writer.write(head.encode("ascii") + body)
    await writer.drain()


async def _join(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, first: bytes, port: int) -> None:
    """Carry bytes between the client and a port of the emulator until both have said all."""
    there_reader, there_writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        there_writer.write(first)
        await _both(_carry(reader, there_writer), _carry(there_reader, writer))
    finally:
        there_writer.close()


async def _both(*ways: Awaitable[None]) -> None:
    """Wait for both; when one breaks, the other is cancelled."""
    tasks = [asyncio.ensure_future(way) for way in ways]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(_CHUNK):
        writer.write(data)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()
