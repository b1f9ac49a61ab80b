"""A quota of requests that all processes of this machine share, kept in one file below the state folder.

Every request takes a place in time before it is sent; a request that is refused has taken its place too. The windows
slide, so no stretch of their length has more requests than allowed, however many processes ask. Between machines
nothing is shared: there the answers of the API decide, and `close` keeps this machine quiet after one that says so.

A small one of our own rather than a package: of those that are kept up, one counts across processes (pyrate-limiter, by
SQLite), and its clock cannot be given from outside, so that its waiting could not be tested. filelock is here already.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock

from microconv.core.errors import JournalError
from microconv.core.json_text import json_line
from microconv.core.text import Text


class Rate(NamedTuple):
    """At most so many requests within so many seconds, at any time."""

    requests: int
    seconds: float


def _silent(seconds: float) -> None:
    """Tell nobody."""


class RequestLimiter:
    """Gives out places in time under every rate.

    path: the file; its folder is made where it is not there.
    rates: all of them hold.
    clock: the time in seconds; the same for all processes, so not one that begins with a process.
    sleep: waits.
    notify: hears of every pause before it begins, in seconds.
    """

    def __init__(
        self,
        path: Path,
        rates: Sequence[Rate],
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        notify: Callable[[float], None] = _silent,
    ) -> None:
        self._path = path
        self._rates = tuple(rates)
        self._clock = clock
        self._sleep = sleep
        self._notify = notify

    def acquire(self, longest_s: float) -> float | None:
        """Wait until a request may be sent, and count it: the seconds that were waited.

        None where that would take longer than `longest_s`: then nothing was waited for, and nothing is counted.
        Raises JournalError where the file cannot be written.
        """
        with self._locked():
            now = self._clock()
            places = self._read(now)
            place = max([now, *(self._free(places, rate) for rate in self._rates)])
            if place - now > longest_s:
                return None
            self._write([*places, place])
        pause = place - now
        if pause > 0:
            self._notify(pause)
            self._sleep(pause)
        return pause

    def close(self, seconds: float) -> None:
        """Let no process send a request for a while: the API said that there were too many.

        Raises JournalError where the file cannot be written.
        """
        with self._locked():
            now = self._clock()
            places = self._read(now)
            smallest = min(self._rates, key=lambda rate: rate.seconds)
            full = now + seconds - smallest.seconds
            self._write(sorted([*places, *[full] * smallest.requests]))

    @staticmethod
    def _free(places: Sequence[float], rate: Rate) -> float:
        """The first moment at which one more request keeps to a rate."""
        return places[-rate.requests] + rate.seconds if len(places) >= rate.requests else float("-inf")

    def _read(self, now: float) -> list[float]:
        """The places that still count, in order. One that the clock has not reached for long is of a clock set back.

        A file that cannot be read as one counts as if the smallest window had been used up now: too slow, not too fast.
        """
        longest = max(rate.seconds for rate in self._rates)
        try:
            places = [float(item) for item in json.loads(self._path.read_text("utf-8"))]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self._error(error) from error
        except (ValueError, TypeError):
            smallest = min(self._rates, key=lambda rate: rate.seconds)
            return [now] * smallest.requests
        return sorted(min(item, now + longest) for item in places if item > now - longest)

    def _write(self, places: Sequence[float]) -> None:
        temporary = self._path.with_suffix(".new")
        try:
            temporary.write_text(json_line([round(item, 3) for item in places]), encoding="utf-8")
            temporary.replace(self._path)
        except OSError as error:
            raise self._error(error) from error

    def _locked(self) -> FileLock:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise self._error(error) from error
        return FileLock(self._path.with_suffix(".lock"), mode=0o600, thread_local=False)

    def _error(self, error: OSError) -> JournalError:
        reason = error.strerror or str(error)
        return JournalError(
            Text(
                f"the count of requests {self._path} cannot be kept: {reason}",
                f"リクエスト数の記録 {self._path} を保存できません: {reason}",
            ),
            hint="name a folder that can be written to in MICROCONV_STATE_DIR",
        )
