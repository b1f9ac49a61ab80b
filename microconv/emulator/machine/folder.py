"""The temporary folder of an emulator: it holds private keys, and goes with the process however that ends.

A process that is killed cannot remove its folder. Each folder therefore has a lock that its process holds as long as it
lives and the operating system releases at its end; whoever makes the next folder removes those of which nobody holds
the lock. A folder without a lock, another user's and a link are never touched. On Windows nothing is swept: the
system has no such locks.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from pathlib import Path

_PREFIX = "microconv-emulator-"
_LOCK = "alive.lock"


class TemporaryFolder:
    """A new folder, readable by its owner only, and locked until `remove`. Removes what dead processes left behind."""

    def __init__(self) -> None:
        remove_dead_folders()
        while True:
            self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
            try:
                self._lock = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            except FileNotFoundError:
                continue  # removed by somebody who cleans up temporary files
            _hold(self._lock, wait=True)
            if (self.path / _LOCK).exists():
                return
            os.close(self._lock)  # another start took the folder for a dead one, before the lock was held

    def remove(self) -> None:
        """Remove it with all that it holds."""
        shutil.rmtree(self.path)
        os.close(self._lock)


def remove_dead_folders() -> None:
    """Remove the temporary folders of this user's emulators that are no longer alive."""
    if sys.platform == "win32":
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            about = folder.lstat()
            if not stat.S_ISDIR(about.st_mode) or about.st_uid != os.getuid():
                continue
            lock = os.open(folder / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
        except OSError:
            continue  # it is gone meanwhile, or has no lock
        try:
            if _hold(lock, wait=False):
                shutil.rmtree(folder)
        except FileNotFoundError:
            continue  # another start removed it at the same time
        finally:
            os.close(lock)


def _hold(lock: int, *, wait: bool) -> bool:
    """Lock an open file until it is closed; False if another one holds it."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
