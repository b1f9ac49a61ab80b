"""Files that we write: whole or not at all, and readable by their owner only unless they are to be passed on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, Any

from microconv.cli.spoken import REPORTS
from microconv.core.errors import MicroconvError
from microconv.core.text import Text

_ELSEWHERE = Text("choose another place with -o/--out", "-o/--out で別の場所を指定してください")


def write(path: Path, content: str | bytes, *, private: bool = True) -> None:
    """Replace `path` with `content`, text as UTF-8, in one move. Raises MicroconvError; the old file then stays.

    Mode 0600; where it is not `private`, as the user's umask says. A link at `path` is replaced, not followed.
    """
    import tempfile

    check_not_kept(path)
    temporary = ""
    try:
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with _opened(descriptor, content) as file:
            file.write(content)
            if not private:
                os.fchmod(file.fileno(), 0o666 & ~_umask())
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise unwritten(path, error) from error


def check_not_kept(path: Path) -> None:
    """Raise MicroconvError for a file of the folder of reports: an edition, a setup, notes. No command replaces one."""
    from microconv.monthly.folder import REPORTS as USUAL
    from microconv.monthly.folder import is_kept

    if is_kept(REPORTS.get() or USUAL, path):
        raise MicroconvError(
            Text(
                f"{path}: cannot be written: it is a file of the frozen reports, which no command replaces",
                f"{path} に書き込めません: 保存済みレポートのファイルは上書きできません",
            ),
            hint=Text(
                "choose another place with -o/--out or --page", "-o/--out または --page で別の場所を指定してください"
            ),
        )


def unwritten(path: Path, error: OSError) -> MicroconvError:
    """The error of a file that cannot be written."""
    if isinstance(error, FileNotFoundError):
        return MicroconvError(
            Text(
                f"{path}: cannot be written: there is no folder {path.parent}",
                f"{path} に書き込めません: フォルダ {path.parent} がありません",
            ),
            hint=Text(
                "make the folder first, or choose another place with -o/--out",
                "先にフォルダを作成するか、-o/--out で別の場所を指定してください",
            ),
        )
    reason = error.strerror or str(error)
    return MicroconvError(
        Text(f"{path}: cannot be written: {reason}", f"{path} に書き込めません: {reason}"),
        hint=_ELSEWHERE,
    )


def _opened(descriptor: int, content: str | bytes) -> IO[Any]:
    """A file for content of this kind."""
    return os.fdopen(descriptor, "wb") if isinstance(content, bytes) else os.fdopen(descriptor, "w", encoding="utf-8")


def _umask() -> int:
    """The process's mask, which only setting it tells."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
