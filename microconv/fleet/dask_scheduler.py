"""The scheduler of Dask and its workers: reached, counted, and refused where they are not as a run needs them."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Mapping
from concurrent.futures import BrokenExecutor
from typing import TYPE_CHECKING, Any

from microconv.core.errors import MicroconvError
from microconv.core.text import Text, untranslated
from microconv.fleet import far
from microconv.fleet.far import Order

if TYPE_CHECKING:
    from distributed import Client

CONNECT_S = 10.0
"""The time to wait for a scheduler, and then for its first worker, in seconds."""

_ADDRESS = re.compile(r"(?:(?:tcp|tls|ws|wss|ucx)://)?[^/\s]+:\d+")


def lost(*also: type[BaseException]) -> tuple[type[BaseException], ...]:
    """The errors that say that a worker is lost, none of which a task could have raised itself; and `also`."""
    from concurrent.futures import CancelledError

    from distributed import KilledWorker
    from distributed.comm import CommClosedError
    from distributed.scheduler import NoValidWorkerError, NoWorkerError

    of_dask = (KilledWorker, NoValidWorkerError, NoWorkerError, CommClosedError)
    return (*of_dask, CancelledError, BrokenExecutor, *also)


def client_of(address: str, connect_s: float) -> Client:
    """A client of the scheduler at an address. Raises MicroconvError."""
    try:
        from distributed import Client
    except ImportError as error:
        raise MicroconvError(
            Text("Dask is not installed", "Dask がインストールされていません"),
            hint="pip install 'microconv[dask]'",
        ) from error
    if not _ADDRESS.fullmatch(address):  # Dask's client would try, and take its time to give up
        raise _no_scheduler(address, Text("that is no address", "アドレスの形式が正しくありません"))
    for name in ("distributed", "distributed.client", "distributed.core", "distributed.comm"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # what matters of it is told as an error of ours
    try:
        return Client(address, timeout=connect_s, set_as_default=False)
    except (OSError, ValueError) as error:
        raise _no_scheduler(address, untranslated(str(error))) from error


def _no_scheduler(address: str, why: Text) -> MicroconvError:
    return MicroconvError(
        Text(
            f"there is no Dask scheduler at {address}: {why.en}",
            f"{address} の Dask スケジューラに接続できません: {why.ja}",
        ),
        hint=Text(
            "name it as `dask scheduler` prints it, such as tcp://10.0.0.5:8786; nothing was begun",
            "`dask scheduler` が表示するアドレスを指定してください（例: tcp://10.0.0.5:8786）。処理は開始していません",
        ),
    )


def threads_of(client: Client) -> int:
    """The threads of all workers; 0 where the scheduler does not answer."""
    if client.status != "running":
        return 0
    try:
        counted: Mapping[str, int] = client.sync(client.scheduler.ncores, callback_timeout=CONNECT_S)
    except lost(OSError):
        return 0
    return sum(counted.values())


def some_threads(client: Client, address: str, connect_s: float) -> int:
    """The threads of all workers, once there is one."""
    until = time.monotonic() + connect_s
    while not (threads := threads_of(client)):
        if time.monotonic() > until:
            raise MicroconvError(
                Text(
                    f"the Dask scheduler at {address} has no workers; nothing was begun",
                    f"{address} の Dask スケジューラにワーカーがありません。処理は開始していません",
                ),
                hint=f"dask worker {address} --nthreads 8",
            )
        time.sleep(0.2)
    return threads


def require_no_second_start(client: Client) -> None:
    """Raise MicroconvError unless the scheduler gives a task up when its worker is lost."""

    def allowed(dask_scheduler: Any) -> int:  # within a function: sent as it is, as a scheduler may lack microconv
        return int(dask_scheduler.allowed_failures)

    number = client.run_on_scheduler(allowed)
    if number:
        raise MicroconvError(
            Text(
                f"the Dask scheduler begins a task again when its worker is lost (allowed-failures is {number}), which "
                "must not happen to a sync; nothing was begun",
                f"この Dask スケジューラはワーカーが失われたタスクを再実行します（allowed-failures: {number}）。"
                "sync の二重実行を防ぐため、処理は開始していません",
            ),
            hint=Text(
                "start it with DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES=0 in its environment",
                "環境変数 DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES=0 を設定してスケジューラを起動してください",
            ),
        )


def require_fit(client: Client, order: Order) -> None:
    """Raise MicroconvError where a worker that is there is not like the caller."""

    def asked() -> Any:  # within a function: sent as it is, as a worker may lack microconv
        try:
            from microconv.fleet.far import versions
        except ImportError:
            return None
        return versions()

    mine = far.versions()
    for worker, theirs in client.run(asked).items():
        if theirs != mine:
            raise MicroconvError(_unlike(worker, theirs, mine), hint=_ALIKE)
    for worker, reason in client.run(far.unfit, order).items():
        if reason:
            said = Text(f"the worker {worker} cannot work for this run: {reason.en}", f"{worker}: {reason.ja}")
            raise MicroconvError(said, hint=_NOTHING)


def _unlike(worker: str, theirs: Any, mine: tuple[str, tuple[int, int]]) -> Text:
    def named(one: tuple[str, tuple[int, int]]) -> str:
        return f"microconv {one[0]}, Python {one[1][0]}.{one[1][1]}"

    other = Text("no microconv", "microconv なし") if theirs is None else Text(named(theirs), named(theirs))
    return Text(
        f"the worker {worker} is not like this machine: {other.en} there, {named(mine)} here",
        f"ワーカー {worker} の環境が異なります（ワーカー: {other.ja}、呼び出し側: {named(mine)}）",
    )


def unshared(error: OSError) -> MicroconvError:
    """The error where a run's folders cannot be made."""
    return MicroconvError(
        Text(
            f"the folders of this run cannot be prepared: {error.filename}: {error.strerror or error}",
            f"実行用のフォルダを準備できません: {error.filename}: {error.strerror or error}",
        ),
        hint="name a folder on shared storage in MICROCONV_STATE_DIR",
    )


_ALIKE = Text(
    "install the same release on every worker; nothing was begun",
    "すべてのワーカーに同じリリースをインストールしてください。処理は開始していません",
)
_NOTHING = Text("nothing was begun", "処理は開始していません")
