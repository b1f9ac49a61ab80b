"""Files that we write: whole or not at all, readable by their owner only."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from microconv.core.errors import MicroconvError


def write(path: Path, text: str) -> None:
    """Replace `path` with `text` in one move, with mode 0600. Raises MicroconvError; the old file then stays."""
    temporary = ""
    try:
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise MicroconvError(
            f"{path}: cannot be written: {error.strerror or error}", hint="choose another place with -o/--out"
        ) from error
