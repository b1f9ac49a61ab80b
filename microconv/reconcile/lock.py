"""One run at a time for each account, on one machine. The system releases a lock when its process dies.

Locks are where MICROCONV_STATE_DIR says, wherever the journals go; a second one lies beside the journals, for a folder
that machines share. Between machines that share nothing there are no locks: there the values that a plan saw, read
again before the first write, and Google's own uniqueness of names and events keep two runs from doing the same thing
twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from microconv.core.errors import NOTHING_CHANGED, JournalError, Refusal, RefusedError
from microconv.core.object_name import object_name
from microconv.core.resource import Address
from microconv.core.text import Text
from microconv.state_folder import state_folder

_HINT = "name a folder that can be written to in MICROCONV_STATE_DIR"
_HERE = Text("on this machine", "この端末で")


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
            place = Text(f"with a journal in {state}", f"{state} に実行記録を保存しながら")
            held.enter_context(locked(state / "locks", pairs, place, hint))
        yield


@contextmanager
def locked(folder: Path, accounts: Iterable[tuple[str, str]], place: Text = _HERE, hint: str = _HINT) -> Iterator[None]:
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
                refusal = _locked(Address(f"{provider}.account", account), place, path)
                raise RefusedError(NOTHING_CHANGED, [refusal]) from None
            except OSError as error:
                raise JournalError(
                    f"the lock {path} cannot be made: {error.strerror or error}",
                    hint=hint,
                ) from error
        yield


def _locked(account: Address, place: Text, path: Path) -> Refusal:
    name = object_name(account)
    return Refusal(
        "locked",
        Text(
            f"another run is changing {name.en} {place.en} right now",
            f"現在、別の実行が{place.ja} {name.ja} を変更しています",
        ),
        Text(
            "wait until it has ended, then run again: the state is read first",
            "終了を待って再実行してください。最初に現在の状態を読み込み直します",
        ),
        str(path),
    )
