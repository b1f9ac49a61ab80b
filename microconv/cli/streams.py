"""Standard streams that outlast what is at their other end: a reader that goes away, a code page that lacks signs.

The exit code of a command is that of its work. So a run goes on when nobody reads any more, and a sign that the
terminal's code page does not have is written as one that it has. Documents keep every sign.
"""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
from collections.abc import Iterable
from typing import TextIO

import click

_GONE = frozenset({errno.EPIPE, errno.EIO, errno.ESHUTDOWN, errno.ECONNRESET, errno.EBADF})
"""The errors that answer writing to a closed pipe, a hung-up terminal, or a closed stream."""

_ERRORS = "microconv.stand_in"
_STAND_INS = {
    "→": "->", "←": "<-", "⇒": "=>", "✓": "v", "✗": "x", "·": ".", "•": "*", "…": "...", "–": "-", "—": "--",
    "‘": "'", "’": "'", "“": '"', "”": '"', "≤": "<=", "≥": ">=", "≠": "!=", "×": "x", "−": "-",
    "\N{NO-BREAK SPACE}": " ",
}  # fmt: skip


class _Output(io.FileIO):
    """The raw end of a stream. After its reader has gone it takes everything and keeps nothing.

    `lenient`: any error is taken so, as on stderr, where nobody is left to be told.
    """

    def __init__(self, descriptor: int, *, lenient: bool) -> None:
        super().__init__(descriptor, "w", closefd=False)
        self.gone = False
        self._lenient = lenient

    def write(self, data: object, /) -> int:
        """Write, or pretend to. Raises OSError, once, for what is not the reader's going away, such as a full disk."""
        if not self.gone:
            try:
                return super().write(data) or 0  # type: ignore[arg-type]
            except OSError as error:
                self.gone = True
                if error.errno not in _GONE and not self._lenient:
                    raise
        return memoryview(data).nbytes  # type: ignore[arg-type]


def last() -> None:
    """Make the streams of this process last. For the installed command only: it replaces `sys.stdin` and the others."""
    codecs.register_error(_ERRORS, _stand_in)
    closed = _opened()
    if 0 in closed or sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - a descriptor
    sys.stdout = _lasting(sys.stdout, 1, lenient=False)
    sys.stderr = _lasting(sys.stderr, 2, lenient=True)


def _opened() -> set[int]:
    """Open what is closed of the three standard descriptors, so that no file of ours takes its place; gives them."""
    closed = set()
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            closed.add(descriptor)
            other = os.open(os.devnull, os.O_RDONLY if descriptor == 0 else os.O_WRONLY)
            if other != descriptor:
                os.dup2(other, descriptor)
                os.close(other)
    return closed


def _lasting(stream: TextIO | None, descriptor: int, *, lenient: bool) -> TextIO:
    encoding, at_once = "utf-8", lenient
    if stream is not None:
        buffer = getattr(stream, "buffer", None)
        if not isinstance(getattr(buffer, "raw", buffer), io.FileIO):
            return stream  # a Windows console, which takes every sign
        encoding, at_once = stream.encoding, lenient or buffer is getattr(buffer, "raw", buffer)  # PYTHONUNBUFFERED
        stream.flush()
    raw = _Output(descriptor, lenient=lenient)
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=encoding,
        errors=_ERRORS,
        line_buffering=at_once or raw.isatty(),
    )


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(_STAND_INS.get(sign, "?") for sign in text), error.end


def unread() -> bool:
    """True where the reader of standard output has gone, so that nobody has seen what was printed."""
    sys.stdout.flush()
    return bool(getattr(getattr(getattr(sys.stdout, "buffer", None), "raw", None), "gone", False))


def echo_json(text: str) -> None:
    """Print a JSON document; what the stream's code page does not have stands as an escape."""
    encoding = sys.stdout.encoding or "utf-8"
    if not _fits(text, encoding):
        from microconv.core.json_text import in_ascii

        text = in_ascii(text)
    click.echo(text, nl=False)


def echo_json_pieces(pieces: Iterable[str]) -> None:
    """Print a JSON document piece by piece."""
    for piece in pieces:
        echo_json(piece)


def echo_file(text: str) -> None:
    """Print the content of a file that is UTF-8 wherever it stands, such as a config or a page."""
    if _fits(text, sys.stdout.encoding or "utf-8"):
        click.echo(text, nl=False)
    else:
        click.echo(text.encode("utf-8"), nl=False)


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
