"""One run at a time for each account, on one machine. The system releases a lock when its process dies.

Locks are where MICROCONV_STATE_DIR says, wherever the journals go; a second one lies beside the journals, for a folder
that machines share. Between machines that share nothing there are no locks: there the values that a plan saw, read
again before the first write, and Google's own uniqueness of names and events keep two runs from doing the same thing
twice.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from microconv.core.errors import JournalError, Refusal, RefusedError

_HINT = "name a folder that can be written to in MICROCONV_STATE_DIR"


@contextmanager
def locked_for(state: Path, accounts: Iterable[tuple[str, str]]) -> Iterator[None]:
    """Hold the locks of a run that keeps its journal in `state`: of this machine, and those beside the journal.

    Raises RefusedError and JournalError as `locked` does.
    """
    pairs, own = tuple(accounts), state_folder()
    with ExitStack() as held:
        held.enter_context(locked(own / "locks", pairs))
        if state.resolve() != own.resolve():
            hint = "name another folder with --journal"
            held.enter_context(locked(state / "locks", pairs, f"with a journal in {state}", hint))
        yield


@contextmanager
def locked(
    folder: Path, accounts: Iterable[tuple[str, str]], place: str = "on this machine", hint: str = _HINT
) -> Iterator[None]:
    """Hold the locks of these (provider, account) pairs. Raises RefusedError if another run holds one of them.

    `place` says where such a run is, `hint` what to do where a lock cannot be made.

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
                            f"another run is changing {provider} {account} {place} right now",
                            "wait until it has ended, then run again: the state is read first",
                            str(path),
                        )
                    ],
                ) from None
            except OSError as error:
                raise JournalError(
                    f"the lock {path} cannot be made: {error.strerror or error}",
                    hint=hint,
                ) from error
        yield


def state_folder() -> Path:
    """Where journals and locks are kept: MICROCONV_STATE_DIR, or the user's folder for the state of programs."""
    named = os.environ.get("MICROCONV_STATE_DIR")
    if named:
        return Path(named)
    from platformdirs import user_state_path

    return user_state_path("microconv", appauthor=False)
