"""From a path to text: everything that can be wrong with a file before it is YAML."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import NamedTuple

from microconv.core.diagnostics import Diagnostic, Severity, Span
from microconv.core.signs import CONTROL_IN_FILE
from microconv.core.text import NO_TEXT, Text

MAX_BYTES = 4 << 20
"""Largest config file: 4 MiB, for some 10,000 conversions."""
_SAVE = Text("save the file as UTF-8", "UTF-8 で保存してください")

BREAK = re.compile("\r\n|[\r\n\u2028\u2029]")
"""The end of a line of a config."""


class Source(NamedTuple):
    """A file's text, or why there is none. `data` holds the bytes as read."""

    text: str | None
    data: bytes = b""
    problem: Diagnostic | None = None


def read(path: Path, file: str) -> Source:
    """Read a file that is called `file` in messages. Never raises for what the file is or holds."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            return _refused(file, "not-a-file", Text("this is a folder, not a file", "ファイルではなくフォルダです"))
        if not stat.S_ISREG(status.st_mode):
            return _refused(
                file,
                "not-a-file",
                Text("this is not a regular file", "通常のファイルではありません"),
                Text("pipes and devices are not read", "パイプやデバイスは読み取りません"),
            )
        if status.st_size > MAX_BYTES:
            return _too_large(file)
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return _refused(file, "no-such-path", Text("there is no such file", "ファイルが見つかりません"))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "not a path"
        return _refused(
            file, "unreadable", Text(f"the file cannot be read: {reason}", f"ファイルを読み取れません: {reason}")
        )
    if len(data) > MAX_BYTES:
        return _too_large(file)
    return decode(data, file)


def decode(data: bytes, file: str) -> Source:
    """The text of a file's bytes: UTF-8, with or without a byte order mark, free of control characters."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _refused(
            file,
            "not-utf-8",
            Text("the file is UTF-16, not UTF-8", "ファイルが UTF-8 ではなく UTF-16 です"),
            hint=_SAVE,
        )
    body = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(body, file, error.start)
    bad = CONTROL_IN_FILE.search(text)
    if bad is not None:
        problem = Diagnostic(
            Severity.ERROR,
            "control-character",
            Text(
                f"the file holds the control character U+{ord(bad.group()):04X}",
                f"ファイルに制御文字 U+{ord(bad.group()):04X} が含まれています",
            ),
            Text("a config is plain text", "設定ファイルはプレーン テキストで書きます"),
            position(text, bad.start(), file),
            hint=Text(
                "take it out; an editor that shows invisible characters helps",
                "削除してください。制御文字を表示できるエディターが便利です",
            ),
        )
        return Source(None, data, problem)
    return Source(text, data)


def position(text: str, offset: int, file: str) -> Span:
    """The line and column of a character."""
    line, start = 1, 0
    for line_end in BREAK.finditer(text, 0, offset):
        line, start = line + 1, line_end.end()
    return Span(file, line, offset - start + 1)


def _not_utf8(body: bytes, file: str, at: int) -> Source:
    try:
        body.decode("cp932")
        guess = Text("it may be Shift_JIS; ", "Shift_JIS の可能性があります。")
    except UnicodeDecodeError:
        guess = NO_TEXT
    before = body[:at].decode("utf-8")
    problem = Diagnostic(
        Severity.ERROR,
        "not-utf-8",
        Text(
            f"the file is not UTF-8: byte 0x{body[at]:02X} cannot stand here",
            f"ファイルが UTF-8 ではありません（ここに不正なバイト 0x{body[at]:02X} があります）",
        ),
        span=position(before, len(before), file),
        hint=Text(f"{guess.en}{_SAVE.en}", f"{guess.ja}{_SAVE.ja}"),
    )
    return Source(None, body, problem)


def _too_large(file: str) -> Source:
    return _refused(
        file,
        "too-large",
        Text("the file is larger than 4 MiB", "ファイルが 4 MiB を超えています"),
        Text(f"a config has {MAX_BYTES:,} bytes at most", f"設定ファイルは {MAX_BYTES:,} バイト以内にしてください"),
    )


def _refused(file: str, code: str, summary: str, detail: str = "", hint: str = "") -> Source:
    return Source(None, b"", Diagnostic(Severity.ERROR, code, summary, detail, Span(file, 1, 1), hint=hint))
