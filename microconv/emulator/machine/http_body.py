"""The body of an HTTP/1.1 request, by its length or in chunks (RFC 9112, sections 6 and 7)."""

from __future__ import annotations

import re
import zlib
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from email.message import Message
    from io import BufferedIOBase

MAX_BODY = 64 * 1024 * 1024
_TOO_LONG = f"The body is longer than {MAX_BODY} bytes"
_LENGTH = re.compile(r"[0-9]{1,19}")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\r\n]*)?\r?\n")
_MAX_LINE = 8 * 1024
_MAX_TRAILERS = 100


class BadBody(Exception):  # noqa: N818 - what the bytes are
    """A body that cannot be read; the connection is of no further use.

    status: the answer.
    """

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


def read_body(headers: Message, source: BufferedIOBase) -> bytes:
    """The request's body, without its compression; empty if it announces none.

    Raises BadBody if it is malformed, ends too early, is too long, or is coded in another way than chunked and gzip.
    """
    return _inflated(headers, _sent(headers, source))


def _inflated(headers: Message, body: bytes) -> bytes:
    codings = [one.strip().lower() for text in headers.get_all("content-encoding", []) for one in text.split(",")]
    if all(one in ("", "identity") for one in codings):
        return body
    if codings not in (["gzip"], ["x-gzip"]):
        raise BadBody(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The only content coding is gzip")
    inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        content = inflater.decompress(body, MAX_BODY + 1)
    except zlib.error as error:
        raise BadBody(HTTPStatus.BAD_REQUEST, "The body is not gzip") from error
    if len(content) > MAX_BODY:
        raise BadBody(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _TOO_LONG)
    if not inflater.eof:
        raise BadBody(HTTPStatus.BAD_REQUEST, "The body ends too early")
    return content


def _sent(headers: Message, source: BufferedIOBase) -> bytes:
    codings = [one.strip().lower() for text in headers.get_all("transfer-encoding", []) for one in text.split(",")]
    lengths = {one.strip() for text in headers.get_all("content-length", []) for one in text.split(",")}
    if codings and lengths:
        raise BadBody(HTTPStatus.BAD_REQUEST, "The request has both Content-Length and Transfer-Encoding")
    if codings:
        if codings != ["chunked"]:
            raise BadBody(HTTPStatus.NOT_IMPLEMENTED, "The only transfer coding is chunked")
        return _chunks(source)
    if not lengths:
        return b""
    length = lengths.pop()
    if lengths or not _LENGTH.fullmatch(length):
        raise BadBody(HTTPStatus.BAD_REQUEST, "The Content-Length is not one number")
    return _exactly(source, int(length), 0)


def _chunks(source: BufferedIOBase) -> bytes:
    body = bytearray()
    while size := _chunk_size(source):
        body += _exactly(source, size, len(body))
        if source.readline(_MAX_LINE) not in (b"\r\n", b"\n"):
            raise BadBody(HTTPStatus.BAD_REQUEST, "A chunk is longer than it says")
    for _ in range(_MAX_TRAILERS):
        line = source.readline(_MAX_LINE)
        if line in (b"\r\n", b"\n"):
            return bytes(body)
        if not line.endswith(b"\n"):
            break
    raise BadBody(HTTPStatus.BAD_REQUEST, "The chunked body has no end")


def _chunk_size(source: BufferedIOBase) -> int:
    match = _CHUNK_SIZE.fullmatch(source.readline(_MAX_LINE))
    if match is None:
        raise BadBody(HTTPStatus.BAD_REQUEST, "The size of a chunk is not a hexadecimal number")
    return int(match[1], 16)


def _exactly(source: BufferedIOBase, length: int, before: int) -> bytes:
    """So many bytes of a body of which `before` are read already."""
    if before + length > MAX_BODY:
        raise BadBody(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _TOO_LONG)
    content = source.read(length)
    if len(content) != length:
        raise BadBody(HTTPStatus.BAD_REQUEST, "The body ends too early")
    return content
