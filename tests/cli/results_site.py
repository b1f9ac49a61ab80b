"""A shop whose people go from steps to a purchase as its seed says, for commands that only read: one world a module."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from microconv.clock import Clock
from microconv.core.planning.limits import Allow, Limits
from microconv.emulator import Emulator, World
from microconv.loading import load
from microconv.project import Project
from tests.conftest import PROPERTY, PURCHASE, STORE, Holds

TODAY = "2026-11-23"
TRAFFIC: dict[str, Any] = {
    "sessions_per_day": 40,
    "since": "2026-08-10",
    "events": {"mv_add_to_cart": 0.15, "view_size_chart": {"rate": 0.05}},
    "chains": [
        {
            "after": "mv_add_to_cart",
            "steps": [
                {"event": "mv_checkout", "probability": 0.6},
                {"event": "purchase", "probability": 0.5, "within_days": 2, "value": 10_000},
            ],
        },
    ],
}
FINAL = {**PURCHASE, "value": 10_000, "ga4": {"event": "purchase"}}
"""A final conversion with a value that is fixed."""

CHECKOUT = {
    "name": "mv_checkout", "category": "begin_checkout", "role": "primary", "value": 1_000,
    "ga4": {"event": "mv_checkout"}, "funnel": {"next": "purchase"},
}  # fmt: skip
"""About one in two comes to the purchase: 5,000 yen."""

CART = {
    "name": "mv_add_to_cart", "category": "add_to_cart", "role": "secondary", "value": 10_000,
    "ga4": {"event": "mv_add_to_cart"}, "funnel": {"next": "mv_checkout"},
}  # fmt: skip
"""About three in ten come to the purchase: 3,000 yen."""


def settle_in(emulator: Emulator, agency: Mapping[str, Any]) -> World:
    """Put these people into the world's first two properties."""
    content = copy.deepcopy(dict(agency))
    for place in (0, 1):
        content["ga4"]["accounts"][0]["properties"][place]["traffic"] = TRAFFIC
    emulator.world.reset(content)
    return emulator.world


BOTAN = ("2345678901", 345678902)
"""Customer and property of another client, whose checkout is secondary."""

SECONDARY = {**CHECKOUT, "role": "secondary"}


@pytest.fixture(scope="module")
def site(emulator: Emulator, agency: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The world with these people, in sync with both configs, for all tests of a module.

    No journal of the tests knows of that sync. At the end nothing else was written into its accounts.
    """
    world, folder = settle_in(emulator, agency), tmp_path_factory.mktemp("synced")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in emulator.environment().items():
            patch.setenv(name, value)
        sync(config_of(folder, FINAL, CHECKOUT, CART), folder / "state")
        sync(config_of(folder, FINAL, SECONDARY, CART, file="botan.yaml", accounts=BOTAN), folder / "state")
        before, written = Holds(world).everything(), Holds(world).writes()
        yield world
    assert (Holds(world).everything(), Holds(world).writes()) == (before, written)


def sync(config: Path, state: Path, clock: Clock | None = None) -> None:
    """Bring the accounts of a config in sync with it, journals into `state`, which tell the time of `clock`."""
    project = Project(load(config), state=state, clock=clock)
    result = project.apply(project.plan(), Limits(allow=tuple(Allow)))
    assert result.after is not None
    assert (result.failed, result.after.changes) == ((), ())


def config_of(
    folder: Path,
    *conversions: Mapping[str, Any],
    file: str = "aoi.yaml",
    accounts: tuple[str, int] = (STORE, int(PROPERTY)),
    more: str = "",
) -> Path:
    """A config with comments, and conversions one a line. `more`: further lines of its head."""
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = (yaml.safe_dump(dict(one), default_flow_style=True, width=10_000).strip() for one in conversions)
    lines = [
        "# あおいストア: who looks after it",
        f"version: 1\nclient: {path.stem}\ncurrency: JPY   # yen",
        f"google_ads: {{customer_id: {accounts[0]}, login_customer_id: 9998887777}}",
        f"ga4: {{property_id: {accounts[1]}}}",
        f"{more}conversions:",
        *(f"  - {row} # kept" for row in rows),
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path
