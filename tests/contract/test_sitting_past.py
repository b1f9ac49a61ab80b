"""Changes before a sitting on the emulator: by a sync, by hand in the account, and in a config that was not synced."""

from __future__ import annotations

import copy
import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from microconv.connections import Connections
from microconv.core.months import Month
from microconv.core.planning.limits import Allow, Limits
from microconv.emulator import Emulator, World
from microconv.loading import load, take_snapshot
from microconv.monthly.changes import Setup
from microconv.monthly.folder import ReportFolder
from microconv.monthly.runs import client_runs
from microconv.project import Project
from microconv.providers.registry import pairs
from microconv.review.model import Changed, Past
from microconv.sitting.past import changes_before, frozen_setups
from tests.cli.results_site import CART, CHECKOUT, FINAL, config_of
from tests.conftest import STORE

TOKYO = ZoneInfo("Asia/Tokyo")
START = datetime.datetime(2026, 9, 1, 16, tzinfo=datetime.UTC)
"""An hour after midnight of the 2nd in Tokyo."""


class Shop:
    """An emulated shop whose time goes on, with its config, its journals and its frozen setups."""

    def __init__(self, emulator: Emulator, folder: Path) -> None:
        self.world: World = emulator.world
        self.folder = folder
        self.reports = ReportFolder(folder / "reports", "aoi")
        self.reports.path.mkdir(parents=True)
        self.write(FINAL, CHECKOUT, CART)

    def write(self, *conversions: dict[str, Any]) -> None:
        """Write the config."""
        self.config = config_of(self.folder, *conversions)

    def after(self, days: int) -> None:
        """Let days go by since the start."""
        clock = self.world.clock
        clock.advance(START + datetime.timedelta(days=days) - clock.now(), spare_tokens=True)

    def sync(self, state: str = "state") -> None:
        """Bring the accounts in sync with the config."""
        project = Project(load(self.config), state=self.folder / state, clock=self.world.clock.now)
        result = project.apply(project.plan(), Limits(allow=tuple(Allow)))
        assert (result.failed, result.unknown) == ((), ())

    def now(self) -> Setup:
        """The setup of the accounts as they are."""
        project = Project(load(self.config), connections=Connections(read_only=True), everything=True)
        return Setup(self.world.clock.now().isoformat(timespec="seconds"), project.read())

    def freeze(self, month: str) -> None:
        """Freeze the setup as a report of that month does."""
        assert self.reports.freeze_setup(Month.parse(month), take_snapshot(self.now().readings, self.world.clock.now()))

    def by_hand(self, name: str, field: str, value: Any) -> None:
        """Change an action as somebody does on the website of Google Ads."""
        actions = self.world.google_ads.customers[int(STORE)].actions.values()
        (action,) = (one for one in actions if one.name == name and one.status != "REMOVED")
        assert action.fields[field] != value
        action.fields[field] = value

    def past(self) -> Past:
        """Changes before today."""
        client, _ = load(self.config)
        assert client is not None
        today = self.world.clock.now().astimezone(TOKYO).date()
        runs = client_runs(self.folder / "state" / "journal", pairs(client.accounts), emulated=True)
        setups = frozen_setups(self.reports, today, emulated=True)
        past, _ = changes_before(client, runs, setups, self.now(), today, TOKYO)
        return past


@pytest.fixture
def shop(emulator: Emulator, agency: dict[str, Any], environment: dict[str, str], tmp_path: Path) -> Shop:
    """The shop, in sync with its config by a run of long ago on another machine."""
    emulator.world.reset({**copy.deepcopy(agency), "now": START})
    made = Shop(emulator, tmp_path)
    made.sync("elsewhere")
    return made


DEARER = {**CHECKOUT, "value": 1_500}
VALUE, ROLE = Changed.VALUE, Changed.ROLE


def changed(past: Past) -> set[tuple[str, str, Changed]]:
    """The day, the conversion and the part of each change, of which no review decided any."""
    assert past.known
    assert not any(one.reviewed for one in past.changes)
    return {(one.day.isoformat(), one.conversion, one.part) for one in past.changes}


def test_nobody_knows_of_changes_before_the_first_journal_and_setup(shop):
    assert shop.past() == Past(known=False)


def test_a_sync_counts_on_its_day_in_the_zone_of_the_numbers(shop):
    shop.after(10)
    shop.write(FINAL, {**DEARER, "role": "secondary"}, CART)
    shop.sync()
    shop.after(40)
    assert changed(shop.past()) == {("2026-09-12", "mv_checkout", VALUE), ("2026-09-12", "mv_checkout", ROLE)}


def test_a_conversion_that_a_sync_made_has_not_changed(shop):
    shop.after(10)
    new = {**CART, "name": "mv_wish", "ga4": {"event": "mv_wish"}}
    shop.write(FINAL, CHECKOUT, CART, new)
    assert shop.past().changes == ()  # not made yet
    shop.sync()
    assert changed(shop.past()) == set()


def test_by_hand_counts_on_the_day_of_the_setup_that_shows_it(shop):
    shop.after(1)
    shop.freeze("2026-08")
    shop.after(2)
    assert changed(shop.past()) == set()
    shop.after(10)
    shop.by_hand("mv_checkout", "primary_for_goal", False)
    shop.by_hand("mv_add_to_cart", "click_through_lookback_window_days", 60)
    shop.write(FINAL, {**CHECKOUT, "role": "secondary"}, CART)  # the config follows what somebody did
    shop.after(31)
    assert changed(shop.past()) == {("2026-10-03", "mv_checkout", ROLE)}
    shop.freeze("2026-09")
    shop.after(50)
    assert changed(shop.past()) == {("2026-10-03", "mv_checkout", ROLE)}


def test_a_value_that_somebody_set_in_google_ads_is_told(shop):
    """The config says 10,000, which is not live again until the next sync."""
    shop.after(1)
    shop.freeze("2026-08")
    shop.after(10)
    shop.by_hand("mv_add_to_cart", "value_settings.default_value", 700.0)
    shop.after(31)
    shop.freeze("2026-09")
    shop.after(50)
    assert changed(shop.past()) == {("2026-10-03", "mv_add_to_cart", VALUE), ("2026-10-22", "mv_add_to_cart", VALUE)}


def test_by_hand_and_back_by_a_sync_are_both_told(shop):
    shop.after(1)
    shop.freeze("2026-08")
    shop.after(10)
    shop.by_hand("mv_checkout", "primary_for_goal", False)
    shop.after(31)
    shop.freeze("2026-09")
    shop.after(35)
    shop.sync()
    shop.after(60)
    assert changed(shop.past()) == {("2026-10-03", "mv_checkout", ROLE), ("2026-10-07", "mv_checkout", ROLE)}


def test_a_sync_between_two_setups_is_not_told_twice(shop):
    shop.after(1)
    shop.freeze("2026-08")
    shop.after(10)
    shop.write(FINAL, DEARER, CART)
    shop.sync()
    shop.after(31)
    shop.freeze("2026-09")
    shop.after(40)
    assert changed(shop.past()) == {("2026-09-12", "mv_checkout", VALUE)}


def test_an_edit_that_was_not_synced_counts_today(shop):
    shop.after(20)
    shop.write(FINAL, DEARER, {**CART, "role": "primary"})
    assert changed(shop.past()) == {("2026-09-22", "mv_checkout", VALUE), ("2026-09-22", "mv_add_to_cart", ROLE)}
    shop.sync()
    shop.after(25)
    assert changed(shop.past()) == {("2026-09-22", "mv_checkout", VALUE), ("2026-09-22", "mv_add_to_cart", ROLE)}
