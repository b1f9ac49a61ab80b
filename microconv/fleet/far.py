"""The part of a run that happens on a worker of another machine, beside what `worker` does in any process.

A worker computes only where it is like the caller: the same release of microconv and of Python, the same emulator or
none, and the same folders. What writes begins once: the first worker that begins a task claims it by a file in the
shared folder, and whoever an engine starts it on after that does not.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from microconv.core.errors import MicroconvError
from microconv.core.ports import Silent
from microconv.core.text import NO_TEXT, Text
from microconv.fleet.worker import Attempt, connections_of
from microconv.state_folder import STATE_VARIABLE, state_folder
from microconv.version import __version__

EMULATOR = "MICROCONV_EMULATOR"

SomeTask = TypeVar("SomeTask")


@dataclass(frozen=True, slots=True)
class Order:
    """A run as its workers know it.

    run: names the run, in hexadecimal digits.
    state: the caller's state folder.
    folders: other folders that the tasks name.
    emulator: the emulator that the caller's environment names, empty for the real APIs.
    """

    run: str
    state: Path
    folders: tuple[Path, ...] = ()
    emulator: str = ""

    @classmethod
    def of(cls, run: str, tasks: list[Any]) -> Order:
        """The order of a run of these tasks from this process."""
        named = {path for task in tasks for path in _folders(task)}
        return cls(run, state_folder().absolute(), tuple(sorted(named)), _emulator())

    def place(self, state: Path) -> Path:
        """The folder of the run below a state folder: claims, and the wish to stop."""
        return state / "fleet" / f"workers-{self.run}"

    def claim_of(self, name: str, state: Path | None = None) -> Path:
        """The file that whoever begins a task makes, below a state folder, the caller's if none is named."""
        return self.place(self.state if state is None else state) / f"{name}.begun"

    def token(self, folder: Path) -> Path:
        """The file that shows that a folder is shared."""
        return folder / f".microconv-shared-{self.run}"


class BegunBeforeError(BrokenExecutor):
    """A task that writes was begun before, on a worker that nothing more is known of. It was not begun again."""


def versions() -> tuple[str, tuple[int, int]]:
    """The release of microconv, and the minor release of Python."""
    return __version__, sys.version_info[:2]


def _emulator() -> str:
    """The emulator that this process works on, without how far its clock is ahead; empty for the real APIs."""
    parts = os.environ.get(EMULATOR, "").split(";")
    return ";".join(part for part in parts if not part.startswith("ahead="))


_settled: dict[str, Text] = {}


def unfit(order: Order) -> Text:
    """The reason why this process cannot work for a run; NO_TEXT where it can. Takes the run's state folder over."""
    if order.run not in _settled:
        _settled[order.run] = _unfit(order)
    return _settled[order.run]


def _unfit(order: Order) -> Text:
    here = _emulator()
    if here != order.emulator:
        theirs, ours = here or "-", order.emulator or "-"
        return Text(
            f"{EMULATOR} is {theirs} on the worker and {ours} here: one of them would work on other accounts",
            f"環境変数 {EMULATOR} がワーカー（{theirs}）と呼び出し側（{ours}）で異なり、別のアカウントを操作する"
            "おそれがあります",
        )
    os.environ.setdefault(STATE_VARIABLE, str(order.state))
    for folder in (state_folder(), *order.folders):
        if not _shared(order.token(folder)):
            return Text(
                f"the worker does not share the folder {folder}, or cannot write there; it must be on storage that "
                f"every worker has, under the same path ({STATE_VARIABLE} names that of journals)",
                f"ワーカーがフォルダ {folder} を共有していないか、書き込めません。すべてのワーカーから同じパスで"
                f"使える共有ストレージが必要です（ジャーナルの場所は {STATE_VARIABLE}）",
            )
    return NO_TEXT


def _shared(token: Path) -> bool:
    """True where the caller's file is there, and another can be made beside it."""
    mine = token.with_name(f"{token.name}-{os.getpid()}-{os.urandom(4).hex()}")
    try:
        mine.touch(exist_ok=False)
        mine.unlink()
        return token.exists()
    except OSError:
        return False


def perform(order: Order, name: str, work: Callable[[SomeTask], Attempt], task: SomeTask, *, once: bool) -> Attempt:
    """Work on a task of a run, on a worker that is fit for it; with `once` only where nobody has begun it before.

    `name` tells the task from all others of the run. Raises BegunBeforeError.
    """
    reason = unfit(order)
    if reason:
        return Attempt(None, MicroconvError(reason), 0.0, {})
    if once:
        claim(order.claim_of(name, state_folder()))
    return work(task)


def claim(path: Path) -> None:
    """Make a file that nobody may have made. Raises BegunBeforeError where somebody has, or it cannot be made."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise BegunBeforeError(f"{path}: {error.strerror or error}") from error


def computed(order: Order, compute: Callable[..., Any], stops: bool, task: Any) -> Any:
    """The answer of a function of `fleet.tasks` over the connections of this worker.

    With `stops` the function writes, and asks `stop` between its requests; the caller's wish is a file of the run.
    """
    connections = connections_of(order.run, read_only=not getattr(task, "writes", False))
    asked = {"stop": order.place(state_folder()).joinpath("stop").exists} if stops else {}
    return compute(task, connections=connections, events=Silent(), **asked)


def at_home(task: SomeTask) -> SomeTask:
    """The task with paths that mean the same in every working directory."""
    paths = _paths(task)
    return dataclasses.replace(task, **paths) if paths else task  # type: ignore[type-var]


def _paths(task: Any) -> dict[str, Any]:
    """The paths that a task names, absolute, by field; and the tasks within it, with theirs."""
    if not dataclasses.is_dataclass(task):
        return {}
    values = {field.name: getattr(task, field.name) for field in dataclasses.fields(task)}
    paths: dict[str, Any] = {name: value.absolute() for name, value in values.items() if isinstance(value, Path)}
    return paths | {name: at_home(value) for name, value in values.items() if hasattr(value, "client")}


def _folders(task: Any) -> Iterator[Path]:
    """The paths that a task and the tasks within it name, absolute."""
    for value in _paths(task).values():
        if isinstance(value, Path):
            yield value
        else:
            yield from _folders(value)


def prepared(order: Order) -> None:
    """Make the folders of a run and the files that show that they are shared. Raises OSError."""
    for folder in (order.place(order.state), *order.folders):
        folder.mkdir(parents=True, exist_ok=True)
    for folder in (order.state, *order.folders):
        order.token(folder).touch()


def tidied(order: Order, *, under_way: bool) -> None:
    """Take away what a run has laid down; tasks that are still under way keep their claims, and are asked to stop."""
    place = order.place(order.state)
    with contextlib.suppress(OSError):
        for folder in (order.state, *order.folders):
            order.token(folder).unlink(missing_ok=True)
        if under_way:
            place.joinpath("stop").touch()
            return
        for file in place.iterdir():
            file.unlink(missing_ok=True)
        place.rmdir()
