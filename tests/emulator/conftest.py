"""One emulator for a whole test session, its world reset for each test, and the official clients that talk to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from microconv.emulator import Emulator, World
from microconv.emulator.seed import read_seed
from tests.emulator.examples.running import Scripts

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def seed() -> dict[str, Any]:
    return read_seed(HERE / "seed.yaml")


@pytest.fixture(scope="session")
def emulator(seed: dict[str, Any]) -> Iterator[Emulator]:
    # gRPC reads this variable once in the life of a process, at its first channel
    with Emulator(seed) as running, pytest.MonkeyPatch.context() as patch:
        name = "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH"
        patch.setenv(name, running.environment()[name])
        yield running


@pytest.fixture(scope="session")
def scripts(emulator: Emulator) -> Iterator[Scripts]:
    """Runs programs against the emulator, outside this process."""
    with Scripts(emulator) as runner:
        yield runner


@pytest.fixture
def world(emulator: Emulator, seed: dict[str, Any]) -> World:
    emulator.world.reset(seed)
    return emulator.world


@pytest.fixture
def environment(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The variables of `Emulator.environment`, set for this process."""
    variables = emulator.environment()
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return variables


@pytest.fixture(scope="session")
def ads_clients(emulator: Emulator) -> Callable[..., Any]:
    """Makes an official google-ads client, once for each set of arguments: (version, login_customer_id)."""
    from google.ads.googleads.client import GoogleAdsClient

    made: dict[tuple[str, str | None], Any] = {}

    def make(version: str = "v26", login_customer_id: str | None = None) -> Any:
        key = (version, login_customer_id)
        if key not in made:
            variables = emulator.environment()
            settings = {
                "endpoint": emulator.google_ads_endpoint,
                "json_key_file_path": variables["GOOGLE_APPLICATION_CREDENTIALS"],
                "use_proto_plus": True,
            }
            if login_customer_id is not None:
                settings["login_customer_id"] = login_customer_id
            with pytest.MonkeyPatch.context() as patch:
                for name, value in variables.items():
                    patch.setenv(name, value)
                made[key] = GoogleAdsClient.load_from_dict(settings, version=version)
        return made[key]

    return make
