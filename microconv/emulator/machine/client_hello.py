"""The first message of a TLS client (RFC 8446, section 4.1.2; RFC 7301 for the protocol names)."""

from __future__ import annotations

_HANDSHAKE = 22
_CLIENT_HELLO = 1
_ALPN = 16
#: A ClientHello may span records; no sane one is longer than this.
MAX_HELLO = 64 * 1024


class NotTls(Exception):  # noqa: N818 - what the bytes are
    """The bytes are not the beginning of a TLS connection."""


def offered_protocols(data: bytes) -> tuple[str, ...] | None:
    """The names in the ALPN extension, in the client's order; empty if it has none.

    data: the connection's first bytes.

    Returns None when more bytes are needed.

    Raises NotTls if they are no ClientHello, or a broken one.
    """
    hello = _hello(data)
    if hello is None:
        return None
    try:
        return _protocols(hello)
    except IndexError as error:
        raise NotTls("the ClientHello ends too early") from error


def _hello(data: bytes) -> bytes | None:
    """The ClientHello message from one or more handshake records, None if it is not complete yet."""
    message = b""
    at = 0
    while len(message) < 4 or len(message) < 4 + int.from_bytes(message[1:4], "big"):
        header = data[at : at + 5]
        if (header and header[0] != _HANDSHAKE) or (message and message[0] != _CLIENT_HELLO):
            raise NotTls("the connection does not begin with a ClientHello")
        if len(data) > MAX_HELLO:
            raise NotTls("the ClientHello is too long")
        length = int.from_bytes(header[3:5], "big")
        if len(header) < 5 or len(data) < at + 5 + length:
            return None
        message += data[at + 5 : at + 5 + length]
        at += 5 + length
    if message[0] != _CLIENT_HELLO:
        raise NotTls("the connection does not begin with a ClientHello")
    return message[4:]


def _protocols(hello: bytes) -> tuple[str, ...]:
    at = 2 + 32  # version, random
    at += 1 + hello[at]  # session id
    at += 2 + _number(hello, at)  # cipher suites
    at += 1 + hello[at]  # compression methods
    if at >= len(hello):
        return ()  # no extensions at all
    end = at + 2 + _number(hello, at)
    at += 2
    while at < end:
        kind, length = _number(hello, at), _number(hello, at + 2)
        if kind == _ALPN:
            return _names(hello[at + 6 : at + 4 + length])
        at += 4 + length
    return ()


def _names(names: bytes) -> tuple[str, ...]:
    decoded = []
    at = 0
    while at < len(names):
        length = names[at]
        decoded.append(names[at + 1 : at + 1 + length].decode("latin-1"))
        at += 1 + length
    return tuple(decoded)


def _number(data: bytes, at: int) -> int:
    return data[at] << 8 | data[at + 1]
