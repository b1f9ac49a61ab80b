"""Files that we write: whole or not at all, and readable by their owner only unless they are to be passed on."""

from __future__ import annotations

import os
from pathlib import Path

from microconv.core.errors import MicroconvError


def write(path: Path, text: str, *, private: bool = True) -> None:
    """Replace `path` with `text` in one move. Raises MicroconvError; the old file then stays.

    Mode 0600; where it is not `private`, as the user's umask says. A link at `path` is replaced, not followed.
    """
    import tempfile

    temporary = ""
    try:
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            if not private:
                os.fchmod(file.fileno(), 0o666 & ~_umask())
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise MicroconvError(
            f"{path}: cannot be written: {error.strerror or error}", hint="choose another place with -o/--out"
        ) from error


def _umask() -> int:
    """The process's mask, which only setting it tells."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
