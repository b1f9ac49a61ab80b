"""The folder of an emulator: a temporary one, or one that is kept.

A temporary one holds private keys, and goes with the process however that ends. A process that is killed cannot remove
its folder. Each folder therefore has a lock that its process holds as long as it lives and the operating system
releases at its end; whoever makes the next folder removes those of which nobody holds the lock. A folder without a
lock, another user's and a link are never touched. A kept folder has such a lock too, so that no two emulators write
into one. On Windows nothing is swept, and nothing is locked: the system has no such locks.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from pathlib import Path

from microconv.emulator.errors import EmulatorError

_PREFIX = "microconv-emulator-"
_LOCK = "alive.lock"
#: Another name, so that a kept folder is never taken for a temporary one that nobody needs any more.
_KEPT_LOCK = "in-use.lock"


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


def made_folder(folder: Path) -> Path:
    """A folder's whole path; it is made if it is not there, for its owner only.

    Raises EmulatorError if it cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError as error:
        raise EmulatorError(f"{folder} is a file, not a folder") from error
    except OSError as error:
        raise EmulatorError(f"cannot make the folder {folder}: {error.strerror}") from error
    return folder.resolve()


class KeptFolder:
    """A folder that one emulator at a time keeps its parts in, until `release`.

    path: it is there already.

    Raises EmulatorError if another emulator has it, or nothing can be written there.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._lock = os.open(path / _KEPT_LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise EmulatorError(f"cannot write {path / _KEPT_LOCK}: {error.strerror}") from error
        if not _hold(self._lock, wait=False):
            os.close(self._lock)
            raise EmulatorError(f"another emulator is running in {path}: stop it, or use another folder")

    def release(self) -> None:
        """Let the next emulator have it; everything in it stays."""
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
