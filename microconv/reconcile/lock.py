"""One run at a time for each account, on one machine. The system releases a lock when its process dies.

Between machines there are no locks: there the values that a plan saw, read again before the first write, and Google's
own uniqueness of names and events keep two runs from doing the same thing twice.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from microconv.core.errors import JournalError, Refusal, RefusedError


@contextmanager
def locked(folder: Path, accounts: Iterable[tuple[str, str]]) -> Iterator[None]:
    """Hold the locks of these (provider, account) pairs. Raises RefusedError if another run holds one of them.

    Raises JournalError where the folder cannot be written.
    """
    with ExitStack() as held:
        for provider, account in sorted(set(accounts)):
            path = folder / f"{provider}-{''.join(sign for sign in account if sign.isalnum())}.lock"
            try:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                lock = FileLock(path, timeout=0, mode=0o600, thread_local=False)
                held.enter_context(lock)
            except Timeout:
                raise RefusedError(
                    "nothing was changed",
                    [
                        Refusal(
                            "locked",
                            f"another run is changing {provider} {account} on this machine right now",
                            "wait until it has ended, then run again: the state is read first",
                            str(path),
                        )
                    ],
                ) from None
            except OSError as error:
                raise JournalError(
                    f"the lock {path} cannot be made: {error.strerror or error}",
                    hint="name a folder that can be written to in MICROCONV_STATE_DIR or with --journal",
                ) from error
        yield


def state_folder() -> Path:
    """Where journals and locks are kept: MICROCONV_STATE_DIR, or the user's folder for the state of programs."""
    named = os.environ.get("MICROCONV_STATE_DIR")
    if named:
        return Path(named)
    from platformdirs import user_state_path

    return user_state_path("microconv", appauthor=False)
