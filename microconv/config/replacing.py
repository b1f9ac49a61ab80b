"""The one place that changes a config file which somebody wrote: whole or not at all, and only as it was read."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from microconv.core.errors import MicroconvError
from microconv.core.text import NO_TEXT, Text

if TYPE_CHECKING:
    from microconv.config.editing import Edited


def replace_file(edited: Edited) -> None:
    """Write the new content in one move. The mode stays, and behind a link the file that it names is written.

    Raises MicroconvError; the old file then stays. That is so where it may not be written, or is no longer as it was
    read.
    """
    import tempfile

    if edited.content == edited.before:
        return
    temporary = ""
    try:
        real = edited.path.resolve(strict=True)
        mode = stat.S_IMODE(real.stat().st_mode)
        if not mode & 0o222 or not os.access(real, os.W_OK):
            raise _unwritten(
                edited.path,
                Text("it is read-only", "読み取り専用です"),
                Text("make the file writable first", "先に書き込みを許可してください"),
            )
        descriptor, temporary = tempfile.mkstemp(prefix=f".{real.name}.", dir=real.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(edited.content)
            os.fchmod(file.fileno(), mode)
            file.flush()
            os.fsync(file.fileno())
        if real.read_bytes() != edited.before:
            raise _unwritten(
                edited.path,
                Text("it was changed in the meantime", "その間にファイルが変更されました"),
                Text("run the command again", "コマンドをもう一度実行してください"),
            )
        os.replace(temporary, real)
        temporary = ""
    except OSError as error:
        reason = error.strerror or str(error)
        raise _unwritten(edited.path, Text(reason, reason)) from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def _unwritten(path: Path, why: Text, hint: Text = NO_TEXT) -> MicroconvError:
    summary = Text(f"{path}: cannot be written: {why.en}", f"{path} に書き込めません: {why.ja}")
    return MicroconvError(summary, hint=hint)
