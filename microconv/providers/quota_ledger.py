"""Requests to one API for one Cloud project, counted in one file that all threads and processes of a machine share.

Requests are counted in buckets of time, so that the file stays small whatever is sent: a day in minutes is 1,441
numbers. A bucket counts until its last moment has left the window, so a window never holds more than its limit; what
frees is known up to one bucket late. What is refused counts as well, and so does what is sent again.

The file also says until when nobody may send: after an answer that there were too many requests, for a while that grows
where such answers go on, and after one that the day's quota is used up, until the API takes more.
"""

from __future__ import annotations

import json
import os
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from filelock import BaseFileLock, FileLock

from microconv.core.errors import JournalError
from microconv.core.json_text import json_line
from microconv.core.text import Text
from microconv.providers.quota_state import Closed, State
from microconv.providers.quota_windows import DAY_S, Window

FIRST_S, LONGEST_S = 1.0, 600.0
"""The first and the longest time that the gate stays closed where the API names none; each is twice the one before."""

MOST_SPREAD_S = 10.0
"""Who waits for the gate comes back within so many seconds of its opening, at random, not all at once."""

SPENT_S = 900.0
"""The time until somebody asks again where the API says that the day is used up, and not until when. A judgement."""

_POLL_S = 0.005
_IN_PROCESS: dict[Path, threading.Lock] = {}
_MAKING = threading.Lock()


class Place(NamedTuple):
    """An answer to who wants to send.

    sent_at: the time at which it is sent and counted; None where it must not be sent.
    until: the time from which it might be, where it must not.
    spent: true where the quota of the day keeps it back, false where the wait would only be too long.
    watched: an answer to it should be told, as the ones before it were refused.
    """

    sent_at: float | None
    until: float = 0.0
    spent: bool = False
    watched: bool = False


def _silent(seconds: float) -> None:
    """Tell nobody."""


class QuotaLedger:
    """Counts and gates requests of one API and project.

    path: the file; its folder is made where it is not there.
    windows: all of them hold; the first is the one of the day, whose end no request waits for.
    level: what is known of the project: where it changes, a day that was used up is open again.
    clock: the time in seconds; the same for all processes, so not one that begins with a process.
    sleep: waits. Where a test's does not, time is taken to have passed.
    chance: a number from 0 to 1, anew for each wait.
    notify: hears of every pause before it begins, in seconds.
    """

    def __init__(
        self,
        path: Path,
        windows: Sequence[Window],
        *,
        level: str = "",
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
        notify: Callable[[float], None] = _silent,
    ) -> None:
        self.path = path
        self.windows = tuple(windows)
        self.level = level
        self._clock, self._sleep, self._chance, self._notify = clock, sleep, chance, notify
        self._own = threading.local()
        with _MAKING:
            self._threads = _IN_PROCESS.setdefault(path, threading.Lock())
        self._processes: BaseFileLock | None = None

    def take(self, amounts: Mapping[str, int], longest_s: float, account: str = "") -> Place:
        """Wait until a request to an account may be sent, and count it: `amounts` by window, none counts nothing.

        What would have to wait longer than `longest_s`, or for the end of the day's window, is not sent and not
        counted. Raises JournalError where the file cannot be used.
        """
        begun, spread = self.now, self._chance()
        again = getattr(self._own, "refused", False)
        self._own.refused = False
        while True:
            with self._locked():
                now = self.now
                state = self._read(now)
                at, spent = self._earliest(state, account, amounts, now, spread, again=again)
                if at <= now:
                    for window in self.windows:
                        state.counts[window.name].add(now, amounts.get(window.name, 0))
                    self._write(state)
                    return Place(now, watched=bool(state.closed.streak or state.gate(account).streak))
                if any(counts.moved for counts in state.counts.values()):
                    self._write(state)
            if spent or at - begun > longest_s:
                return Place(None, at, spent)
            again = False
            self._notify(at - now)
            self.sleep(at - now)

    def sleep(self, seconds: float) -> None:
        """Wait; this thread takes the time as passed."""
        end = self.now + seconds
        self._sleep(seconds)
        self._own.until = end

    @property
    def now(self) -> float:
        """The time of this thread: the clock's, or the end of its last wait."""
        return max(self._clock(), getattr(self._own, "until", 0.0))

    def refused(self, sent_at: float, asked_s: float | None, *, spent: bool = False, account: str = "") -> float:
        """Close the gate for everybody, as the API said that there were too many requests: until when.

        With `account` there were too many for that one alone, and others may go on.

        `sent_at` is when the refused request was sent: several that were under way at once close it once. `asked_s` is
        what the API asks to wait. `spent`: the quota of the day is used up. Raises JournalError.
        """
        self._own.refused = True
        with self._locked():
            now = self.now
            state = self._read(now)
            before = state.gate(account)
            again = sent_at >= before.since or spent > before.spent
            streak = before.streak + 1 if again else before.streak
            own = min(FIRST_S * 2 ** min(streak - 1, 30), LONGEST_S)
            until = now + max(asked_s or 0.0, SPENT_S if spent and asked_s is None else 0.0, own if again else 0.0)
            since, until = now if again else before.since, max(until, before.until)
            state.close(account, Closed(since, until, streak, spent or before.spent, self.level))
            self._write(state)
            return until

    def answered(self, sent_at: float, account: str = "") -> None:
        """A request that was sent after the last closing was taken: refusals are not in a row any more."""
        with self._locked():
            now = self.now
            state = self._read(now)
            gates = {one: state.gate(one) for one in ("", account)}
            ended = [one for one, gate in gates.items() if gate.streak and sent_at >= gate.until]
            for one in ended:
                state.close(one, Closed())
            if ended:
                self._write(state)

    def used(self, name: str) -> int:
        """The amount that a window holds now. Raises JournalError."""
        with self._locked():
            now = self.now
            return self._read(now).counts[name].total(now)

    def used_and_left(self, name: str) -> tuple[int, int | None]:
        """The amounts that a window holds and that may still be sent: 0 where the day is used up, None without limit.

        Both are of one moment, as others send requests between two looks. Raises JournalError.
        """
        limit = next(window.limit for window in self.windows if window.name == name)
        with self._locked():
            now = self.now
            state = self._read(now)
        used, closed = state.counts[name].total(now), self._closed(state)
        if closed.spent and closed.until > now:
            return used, 0
        return used, None if limit is None else max(0, limit - used)

    def spent_until(self) -> float | None:
        """The time until which the API has said that the quota of the day is used up; None where it is not."""
        with self._locked():
            now = self.now
            closed = self._closed(self._read(now))
            return closed.until if closed.spent and closed.until > now else None

    def _closed(self, state: State) -> Closed:
        """The gate as it stands; a day that was used up under another level is open again."""
        closed = state.closed
        return Closed() if closed.spent and closed.level != self.level else closed

    def _earliest(
        self, state: State, account: str, amounts: Mapping[str, int], now: float, spread: float, *, again: bool
    ) -> tuple[float, bool]:
        """The first moment at which a request may be sent, and whether the quota of the day is what it waits for.

        Who finds the gate closed comes some time after its opening, and so does who was refused, which `again` says.
        """
        own = [state.gate(account)] if account else []
        for closed in (self._closed(state), *own):
            spread_out = closed.until + spread * min(closed.until - closed.since, MOST_SPREAD_S)
            if closed.until > now or (again and spread_out > now):
                return spread_out, closed.spent and closed.until > now
        earliest, spent = now, False
        for window in self.windows:
            at = state.counts[window.name].free(now, amounts.get(window.name, 0), window.limit)
            if at > earliest:
                earliest, spent = at, window is self.windows[0] and window.seconds >= DAY_S
        return earliest, spent

    def _read(self, now: float) -> State:
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return State.empty(self.windows)
        except OSError as error:
            raise self._error(error.strerror or str(error)) from error
        try:
            return State.of(json.loads(content), self.windows, now)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise self._error("it is damaged") from error

    def _write(self, state: State) -> None:
        """Write the file in one go, in its place: to replace it by another would wait for the disk at each request.

        What is shorter than the content before is filled up with blanks.
        """
        content = json_line(state.content()).encode()
        try:
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
            try:
                content = content.ljust(os.fstat(handle).st_size)
                if os.write(handle, content) != len(content):
                    raise self._error("the disk is full")
            finally:
                os.close(handle)
        except OSError as error:
            raise self._error(error.strerror or str(error)) from error

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep other threads of this process out, and then other processes: the file's lock alone would be polled."""
        with self._threads:
            try:
                if self._processes is None:
                    self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                    lock = self.path.with_suffix(".lock")
                    self._processes = FileLock(lock, mode=0o600, thread_local=False, poll_interval=_POLL_S)
                self._processes.acquire()
            except OSError as error:
                raise self._error(error.strerror or str(error)) from error
            try:
                yield
            finally:
                self._processes.release()

    def _error(self, reason: str) -> JournalError:
        return JournalError(
            Text(
                f"the count of requests {self.path} cannot be used: {reason}",
                f"リクエスト数の記録 {self.path} を使用できません: {reason}",
            ),
            hint=Text(
                "name a folder that can be written to in MICROCONV_STATE_DIR; a damaged file may be deleted: the count "
                "begins at 0",
                "書き込み可能なフォルダを MICROCONV_STATE_DIR で指定してください。壊れたファイルは"
                "削除できます（0 から数え直します）",
            ),
        )
