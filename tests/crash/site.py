"""The client on the emulator, and what must be true of each of its runs whatever happens."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from microconv.core.errors import QuotaSpentError, UnansweredError
from microconv.core.plan import Action, Change
from microconv.core.ports import Status
from microconv.emulator import World
from microconv.reconcile.past import runs
from microconv.reconcile.result import Result
from tests.conftest import Done
from tests.crash.scenario import SEED, Held, held
from tests.crash.troubles import Late, Trouble


@dataclass
class Site:
    """The client on the emulator: `sync` runs the command line, whose pauses take no time.

    world: the emulator's world.
    config: the client's file.
    state: the folder for journals and locks.
    command: runs the command line in process.
    late: the work that the emulator does after the client gave up.
    counted: the folder with the counts of requests.
    slept: the pauses of the last run, in seconds.
    results: the results of the last run.
    """

    world: World
    config: Path
    state: Path
    command: Callable[..., Done]
    late: Late
    counted: Path | None = None
    slept: list[float] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)

    def sync(self) -> tuple[Done, Result | None]:
        self.slept.clear()
        self.results.clear()
        done = self.command("sync", self.config, "--yes")
        return done, self.results[-1] if self.results else None

    def begin(self, *faults: Trouble) -> None:
        """The world before the first sync, with these faults in it."""
        self.late.wait()
        self.world.reset(SEED)
        self.next_day()
        for fault in faults:
            self.world.faults.add(fault)
        for path in (self.state / "journal").glob("*"):
            path.unlink()

    def next_day(self) -> None:
        """No quota is used up any more."""
        if self.counted is not None:
            shutil.rmtree(self.counted, ignore_errors=True)


@dataclass
class Clean:
    """An undisturbed run: for each API whether each of its calls writes, the names of its calls, and the accounts
    before and after.
    """

    calls: dict[str, list[bool]]
    names: dict[str, list[str]]
    before: Held
    after: Held


def told(done: Done, result: Result | None, clean: Clean, now: Held) -> None:
    """The report, and the exit code, say what the accounts hold."""
    if result is None:
        assert (done.code, now == clean.before) == (1, True), (done.code, done.err)
        return
    for outcome in result.outcomes:
        if outcome.status is Status.UNKNOWN:
            read = result.after is not None and not isinstance(outcome.error, UnansweredError)
            assert not read, f"{outcome.change.address} is unknown though the accounts were read"
            continue
        if result.after is None and isinstance(outcome.error, QuotaSpentError):
            continue  # Google's word that nothing was done is taken: it answers no further question that day
        truth = happened(outcome.change, clean, now)
        assert (outcome.status is Status.APPLIED) == truth, (
            f"{outcome.change.address}: told {outcome.status}, {outcome.error}, is {truth}"
        )
    for change in result.skipped:
        assert not happened(change, clean, now), f"{change.address} was skipped, and is done"
    assert {item.change for item in result.outcomes} | {*result.skipped} == {*result.plan.changes}
    good = result.after is not None and now == clean.after and not result.stopped and not result.unrecorded
    assert done.code == (0 if good else 5), (done.code, done.out[-800:])


def happened(change: Change, clean: Clean, now: Held) -> bool:
    """True where a change was done, by the content of the accounts."""
    kind, name = change.address.type, change.address.name
    if kind == "ga4.google_ads_link":
        name = name.replace("-", "")
    key = kind, "" if kind == "ga4.enhanced_measurement_settings" else name
    if change.action is Action.CREATE:
        return key in now
    return now.get(key) == clean.after[key]


def journalled(site: Site, result: Result | None) -> None:
    """The journal tells the same as the report."""
    found, broken = runs(site.state / "journal")
    assert broken == []
    assert len(found) == (result is not None)
    if result is None:
        return
    last: dict[Change, Any] = {item.change: item.status or Status.UNKNOWN for item in found[0].done}
    assert last == {item.change: item.status for item in result.outcomes}
    assert found[0].end


def recovers(site: Site, clean: Clean) -> None:
    """Without the fault, the next run makes everything right, and nothing twice."""
    if held(site.world) == clean.after:
        return
    site.world.faults.clear()
    site.next_day()
    done, _ = site.sync()
    assert (done.code, held(site.world) == clean.after) == (0, True), (done.code, done.out[-800:], done.err)
