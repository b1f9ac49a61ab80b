"""Fixtures of end-to-end tests: one emulator a worker, its world, configs for it, the command line in process."""

from __future__ import annotations

import copy
import functools
import gc
import io
import logging
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

import tests.bytecode  # noqa: F401 - before all that it is about
from microconv.emulator import Emulator, World
from microconv.emulator.ga4 import seeding as ga4
from microconv.emulator.google_ads import seeding as google_ads
from microconv.emulator.mishaps import LOGGER
from microconv.emulator.seed import read_seed
from microconv.providers import retrying
from tests.heavy import HEAVY, left_out

STORE = "1234567890"
PROPERTY = "345678901"
_LOOPBACK = ("127.", "::1", "localhost")
_DEAD_END = "http://127.0.0.1:9"
#: Variables for tests; all others of these services and of microconv are taken away.
_OURS = {f"MICROCONV_{one}" for one in ("RECORD", "HEAVY", "STEPS", "GA4_SAMPLES", "NODE_MODULES")}


def pytest_configure(config: pytest.Config) -> None:
    """Nothing leaves this machine: gRPC and programs that we start find only a closed proxy on every other way."""
    config.pluginmanager.register(_Sample(config))
    # Garbage is sought seldom: after every 700 objects it takes a fifth of the time.
    gc.set_threshold(50_000, 20, 50)
    if os.environ.get("MICROCONV_LIVE"):
        return
    for name in [name for name in os.environ if name.startswith(("GOOGLE_", "GCE_", "CLOUDSDK_", "MICROCONV_"))]:
        if name not in _OURS:
            del os.environ[name]
    for name in ("grpc_proxy", "https_proxy", "http_proxy", "HTTPS_PROXY", "HTTP_PROXY"):
        os.environ[name] = _DEAD_END
    for name in ("no_grpc_proxy", "no_proxy", "NO_PROXY"):
        os.environ[name] = "localhost,127.0.0.1,::1"
    # Journals and locks of this process: never in somebody's home, and never those of another worker.
    os.environ["MICROCONV_STATE_DIR"] = tempfile.mkdtemp(prefix="microconv-tests-")
    # google-auth looks for Google's metadata server when it finds no credentials; there is none.
    os.environ["NO_GCE_CHECK"] = "true"


def pytest_collection_finish() -> None:
    """Modules and tests are no garbage: nobody looks for it among them."""
    gc.freeze()


class _Sample:
    """The quick run of everything takes a sample of the slow cases; who names a file or a test gets all of it."""

    def __init__(self, config: pytest.Config) -> None:
        worker = getattr(config, "workerinput", None)
        self.taken = worker["sample"] if worker else config.args_source is config.ArgsSource.TESTPATHS and not HEAVY

    def pytest_configure_node(self, node: Any) -> None:
        node.workerinput["sample"] = self.taken

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        without = left_out([item.nodeid for item in items]) if self.taken else set()
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid in without])
        items[:] = [item for item in items if item.nodeid not in without]


def pytest_unconfigure() -> None:
    """Nothing is left behind."""
    folder = os.environ.get("MICROCONV_STATE_DIR", "")
    if "microconv-tests-" in folder:
        shutil.rmtree(folder, ignore_errors=True)


class Outside:
    """The addresses off this machine that a test tried to reach."""

    def __init__(self) -> None:
        self.tried: list[str] = []

    def check(self, host: object) -> None:
        text = host.decode() if isinstance(host, bytes) else str(host)
        if not text.startswith(_LOOPBACK):
            self.tried.append(text)
            raise OSError(f"a test tried to reach {text}")


@pytest.fixture(scope="session", autouse=True)
def _keys_are_read_once() -> Iterator[None]:
    """Each private key is read once: OpenSSL checks its primes every time, which takes longer than a whole plan."""
    from cryptography.hazmat.primitives import serialization

    read = functools.cache(serialization.load_pem_private_key)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serialization, "load_pem_private_key", lambda data, password, **_: read(data, password))
        yield


@pytest.fixture(scope="session", autouse=True)
def real_wait() -> Iterator[Callable[[float], None]]:
    """Requests that are sent again are sent at once, not after the wait that this is."""
    real = retrying._wait
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(retrying, "_wait", lambda seconds: None)
        yield real


@pytest.fixture(scope="session")
def outside() -> Iterator[Outside]:
    """Sockets and look-ups of names of this process stay on this machine."""
    found = Outside()
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded(original: Callable[..., Any]) -> Callable[..., Any]:
        def call(self: socket.socket, address: Any) -> Any:
            if self.family != socket.AF_UNIX:
                found.check(address[0])
            return original(self, address)

        return call

    def look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host:
            found.check(host)
        return getaddrinfo(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(connect))
        patch.setattr(socket.socket, "connect_ex", guarded(connect_ex))
        patch.setattr(socket, "getaddrinfo", look_up)
        yield found


@pytest.fixture(autouse=True)
def stay_home(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that tried to leave this machine, also when the code under test swallowed the error."""
    if request.node.get_closest_marker("network") is not None:
        yield
        return
    outside: Outside = request.getfixturevalue("outside")
    outside.tried.clear()
    yield
    assert outside.tried == []


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@pytest.fixture(autouse=True)
def mishaps() -> Iterator[list[str]]:
    """The lines about mistakes of the emulator in this process; a test that leaves one here fails."""
    collector = _Collector()
    LOGGER.addHandler(collector)
    yield collector.lines
    LOGGER.removeHandler(collector)
    assert collector.lines == []


# ---- the emulator and its world


@pytest.fixture(scope="session")
def agency() -> dict[str, Any]:
    """The content of the seed that most tests start with."""
    return read_seed(Path(__file__).parent / "data" / "agency.yaml")


@pytest.fixture(scope="session")
def emulator(agency: dict[str, Any]) -> Iterator[Emulator]:
    """One emulator for all tests of a worker."""
    with Emulator(agency) as running:
        yield running


@pytest.fixture
def world(emulator: Emulator, agency: dict[str, Any]) -> World:
    """The emulator's world, fresh from the seed."""
    emulator.world.reset(agency)
    return emulator.world


@pytest.fixture
def inhabit(world: World, agency: dict[str, Any]) -> Callable[..., World]:
    """Replaces what the store's account and property hold: `inhabit(actions=[…], goals=[…], key_events=[…])`."""

    def fill(
        actions: list[dict[str, Any]] | None = None,
        goals: list[dict[str, Any]] | None = None,
        key_events: list[dict[str, Any]] | None = None,
        **account: Any,
    ) -> World:
        content = copy.deepcopy(agency)
        store = next(one for one in content["google_ads"]["customers"] if str(one["id"]) == STORE)
        store.update(account)
        store["conversion_actions"] = list(actions or ())
        store["customer_conversion_goals"] = list(goals or ())
        content["ga4"]["accounts"][0]["properties"][0]["key_events"] = list(key_events or ())
        world.reset(content)
        return world

    return fill


@pytest.fixture
def environment(emulator: Emulator, world: World, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment that makes official clients of this process talk to the emulator, whose world is fresh."""
    del world
    shutil.rmtree(Path(os.environ["MICROCONV_STATE_DIR"]) / "requests", ignore_errors=True)  # a fresh day of quota
    variables = emulator.environment()
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return variables


class Holds:
    """The content of the emulated accounts as plain values: tests assert this, not the calls that were made."""

    def __init__(self, world: World) -> None:
        self.world = world

    def actions(self, customer: str = STORE) -> dict[str, dict[str, Any]]:
        """Actions that are not removed, by name: their fields by dotted path."""
        found = self.world.google_ads.customers[int(customer)].actions.values()
        return {one.name: dict(one.fields) for one in found if one.status != "REMOVED"}

    def by_id(self, customer: str = STORE) -> dict[int, dict[str, Any]]:
        """Every action, removed ones too, by id."""
        return {one.id: dict(one.fields) for one in self.world.google_ads.customers[int(customer)].actions.values()}

    def goals(self, customer: str = STORE) -> dict[tuple[str, str], bool]:
        """Goals by category and origin: true where biddable."""
        return dict(self.world.google_ads.customers[int(customer)].goals)

    def key_events(self, property_id: str = PROPERTY) -> dict[str, dict[str, Any]]:
        """Key events by event name."""
        found = self.world.ga4.property(int(property_id))
        assert found is not None
        return {
            one.event_name: {
                "id": one.id,
                "counting_method": one.counting_method,
                "default_value": None
                if one.default_value is None
                else (one.default_value.numeric_value, one.default_value.currency_code),
            }
            for one in found.key_events.values()
        }

    def everything(self) -> Mapping[str, Any]:
        """Both APIs' whole content, to compare before and after."""
        with self.world.lock:
            return {"google_ads": google_ads.dump_state(self.world.google_ads), "ga4": ga4.dump_state(self.world.ga4)}

    def writes(self) -> list[tuple[str, str]]:
        """The requests that asked for a change, as (method, status); rehearsals are told apart."""
        return [(one.method.partition(".")[2], one.status) for one in self.world.log.writes()]

    def rehearsals(self) -> list[str]:
        """The statuses of the requests that asked whether a change would be taken (validate_only)."""
        return [one.status for one in self.world.log.entries if one.rehearsal]

    def reads(self) -> list[str]:
        """The methods of requests that asked for none."""
        return [one.method.partition(".")[2] for one in self.world.log.entries if not one.write]


@pytest.fixture
def holds(world: World) -> Holds:
    """Looks into the emulated accounts."""
    return Holds(world)


# ---- the command line


@dataclass(frozen=True)
class Done:
    """The end of a command line: its exit code and its output."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> str:
        """Standard output as one line, wherever its lines were folded."""
        return flat(self.out)


def flat(text: str) -> str:
    """A text as one line, each run of blanks one blank."""
    return " ".join(text.split())


class _Typed(io.StringIO):
    """Standard input at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """Runs a command line in this process. `answer` is typed at a terminal; without one there is no terminal.

    No command says that it waits, however slow the machine is; tests of that shorten `waiting.PATIENCE_S`.
    """
    from microconv.cli import waiting
    from microconv.cli.main import run as run_command

    monkeypatch.setattr(waiting, "PATIENCE_S", 60.0)

    def call(*arguments: object, answer: str | None = None) -> Done:
        texts = [str(one) for one in arguments]
        out, err = io.StringIO(), io.StringIO()
        with monkeypatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setattr(sys, "argv", ["microconv", *texts])
            patch.setattr(sys, "stdin", io.StringIO() if answer is None else _Typed(answer))
            code = run_command(texts)
        return Done(code, out.getvalue(), err.getvalue())

    return call


@pytest.fixture
def program(environment: dict[str, str], tmp_path: Path) -> Callable[..., Done]:
    """Runs the installed command, or `command`, as a process of its own, in a home folder without any credentials."""
    home = tmp_path / "home"
    home.mkdir()

    def call(*arguments: object, **settings: Any) -> Done:
        installed = str(Path(sys.executable).with_name("microconv"))
        command = [settings.pop("command", installed), *map(str, arguments)]
        given = {"env": {**os.environ, "HOME": str(home), **settings.pop("env", {})}, "timeout": 60, **settings}
        given.setdefault("stdout", subprocess.PIPE)
        done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False, **given)
        return Done(done.returncode, done.stdout or "", done.stderr)

    return call


# ---- configs

PURCHASE: dict[str, Any] = {
    "name": "purchase",
    "kind": "macro",
    "category": "purchase",
    "role": "primary",
    "value": {"default": 10000, "from_event": True},
}
CART: dict[str, Any] = {
    "name": "mv_add_to_cart",
    "category": "add_to_cart",
    "role": "secondary",
    "value": 500,
    "ga4": {"event": "mv_add_to_cart", "counting": "once_per_session"},
}


@pytest.fixture
def write_config(tmp_path: Path) -> Callable[..., Path]:
    """Writes a client's config, the store's unless keys say otherwise (None leaves one out), and returns its path."""

    def write(*conversions: dict[str, Any], file: str = "aoi.yaml", **keys: Any) -> Path:
        content = {
            "version": 1,
            "client": Path(file).stem,
            "currency": "JPY",
            "google_ads": {"customer_id": STORE, "login_customer_id": "9998887777"},
            "ga4": {"property_id": int(PROPERTY)},
            **keys,
            "conversions": list(conversions or (PURCHASE, CART)),
        }
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = {key: value for key, value in content.items() if value is not None}
        path.write_text(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return path

    return write


@pytest.fixture
def config(write_config: Callable[..., Path]) -> Path:
    """The store's config: one change of the action in the account, one of its key event, one demote."""
    return write_config()
