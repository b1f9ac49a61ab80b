"""Sittings one after the other on an emulated shop: proposals settle, changes start the clock, reports are kept."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from microconv.config.replacing import replace_file
from microconv.connections import Connections
from microconv.emulator import Emulator, World
from microconv.loading import load
from microconv.project import Project
from microconv.report.model import Calls
from microconv.review.model import Changed, Reason
from microconv.sitting.answers import ValuesChoice
from microconv.sitting.model import ReviewAnswer, ValuesAnswer
from tests.cli.results_site import CART, CHECKOUT, FINAL, config_of, settle_in, sync
from tests.conftest import STORE
from tests.heavy import heavy

pytestmark = heavy

SINCE = datetime.datetime(2026, 11, 23, 0, tzinfo=datetime.UTC)


@pytest.fixture
def shop(emulator: Emulator, agency: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> World:
    """The world, whose accounts tests change."""
    world = settle_in(emulator, agency)
    for name, value in emulator.environment().items():
        monkeypatch.setenv(name, value)
    return world


@pytest.fixture
def at(shop: World, emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Moves the emulated time to so many days after the world's day."""

    def move(days: int) -> None:
        shop.clock.restart(SINCE + datetime.timedelta(days=days))
        for name, value in emulator.environment().items():
            monkeypatch.setenv(name, value)

    return move


def project(path: Path, state: str = "state") -> Project:
    return Project(load(path), state=path.parent / state, connections=Connections(read_only=True))


def hand(world: World, name: str, field: str, value: Any) -> None:
    """A change that somebody makes on the website of Google Ads."""
    actions = world.google_ads.customers[int(STORE)].actions.values()
    (action,) = (one for one in actions if one.name == name and one.status != "REMOVED")
    action.fields[field] = value


def reasons(answer: ValuesAnswer) -> set[Reason]:
    return {reason for one in answer.review.results for reason in one.reasons}


def test_after_one_review_the_next_three_propose_nothing(at, shop, tmp_path):
    path = config_of(tmp_path, FINAL, {**CHECKOUT, "value": 2_600}, {**CART, "value": 5_800})
    sync(path, tmp_path / "elsewhere")
    answer = project(path).values()
    assert {one.conversion for one in answer.proposals} == {"mv_checkout", "mv_add_to_cart"}
    replace_file(project(path).decide(answer.proposals, review=True, today=answer.ground.today))
    sync(path, tmp_path / "state", shop.clock.now)
    for days in (1, 35, 70, 100):
        at(days)
        later = project(path).values()
        assert later.proposals == (), days
        assert (Reason.RECENT in reasons(later)) is False or days == 1, days
        assert later.review.last_change_known
    changes = later.ground.past.changes
    assert {(str(one.day), one.conversion, one.part, one.reviewed) for one in changes} >= {
        ("2026-11-23", "mv_checkout", Changed.VALUE, True), ("2026-11-23", "mv_checkout", Changed.VALUE, False),
    }  # fmt: skip


def test_a_value_changed_by_hand_in_the_account_starts_the_clock(at, shop, tmp_path):
    path = config_of(tmp_path, FINAL, CHECKOUT, CART)
    sync(path, tmp_path / "elsewhere")
    assert project(path).values().proposals
    hand(shop, "mv_checkout", "value_settings.default_value", 1_200.0)
    unadopted = project(path).values()
    assert (unadopted.proposals, Reason.RECENT in reasons(unadopted)) == ((), True)
    hand(shop, "mv_checkout", "value_settings.default_value", 1_000.0)
    assert project(path).values().proposals


def test_a_difference_between_frozen_setups_is_a_change_by_hand(at, shop, tmp_path):
    """Somebody doubles a value on the website, and the config takes it over: only frozen setups know of it."""
    path = config_of(tmp_path, FINAL, CHECKOUT, CART)
    sync(path, tmp_path / "elsewhere")
    reports = tmp_path / "reports"
    project(path).reports(reports).report()
    assert not project(path).values().ground.past.known  # the setup of today tells of no day before
    at(1)
    known = ask(path, reports)
    assert (known.proposals != (), known.ground.past.known) == (True, True)
    source = next(one for one in known.ground.past_sources if one.name == "setup")
    assert (source.known, str(source.why)) == (True, "since 2026-11-23")
    at(20)
    taken_over = config_of(tmp_path, FINAL, {**CHECKOUT, "value": 1_200}, CART)
    sync(taken_over, tmp_path / "elsewhere")
    recent = ask(taken_over, reports)
    assert (recent.proposals, Reason.RECENT in reasons(recent)) == ((), True)
    assert [(str(one.day), one.conversion) for one in recent.ground.past.changes] == [("2026-12-13", "mv_checkout")]


def ask(path: Path, reports: Path) -> ValuesAnswer:
    """Values, with the reports of a folder."""
    return project(path)._sitting(reports).values(ValuesChoice())


def test_a_sync_that_demotes_starts_the_clock(at, shop, tmp_path):
    path = config_of(tmp_path, FINAL, CHECKOUT, CART)
    sync(path, tmp_path / "elsewhere")
    path = config_of(tmp_path, FINAL, {**CHECKOUT, "role": "secondary"}, CART)
    sync(path, tmp_path / "state", shop.clock.now)
    at(10)
    answer = project(path).values()
    assert (answer.proposals, Reason.RECENT in reasons(answer)) == ((), True)
    assert [(one.conversion, one.part) for one in answer.ground.past.changes] == [("mv_checkout", Changed.ROLE)]
    at(29)
    assert project(path).values().proposals


# ---- the whole sitting


def review(path: Path) -> ReviewAnswer:
    return project(path).review(path.parent / "reports")


def total(calls: Calls) -> int:
    return calls.ga4 + calls.funnels + calls.google_ads + calls.other


def test_a_review_reads_once_keeps_its_report_and_compares_with_the_last_sitting(at, shop, tmp_path):
    extra = {
        "name": "mv_newsletter", "category": "subscribe_paid", "role": "secondary", "value": 100,
        "ga4": {"event": "mv_newsletter"}, "funnel": {"next": "purchase"},
    }  # fmt: skip
    more = "owner: 田中\napprover: boss@client.example\n"
    path = config_of(tmp_path, FINAL, CHECKOUT, CART, extra, more=more)
    sync(path, tmp_path / "elsewhere")
    before = len(shop.log.entries)
    first = review(path)
    assert total(first.ground.calls) == len(shop.log.entries) - before
    assert first.reported.path == tmp_path / "reports" / "aoi" / "2026-10.json"
    assert (first.reported.drawn, first.trend, first.owner, first.approver) == (
        False, None, "田中", "boss@client.example",
    )  # fmt: skip
    assert not first.values.review.last_change_known
    assert {one.conversion for one in first.proposals} == {"mv_checkout", "mv_add_to_cart"}
    assert "mv_newsletter" in {one.conversion for one in first.silent}
    assert "mv_newsletter" in {one.conversion for one in first.prune}
    frozen = first.reported.path.read_bytes()
    replace_file(project(path).decide(first.proposals, review=True, today=first.ground.today))
    sync(path, tmp_path / "state", shop.clock.now)
    at(7)
    before = len(shop.log.entries)
    second = review(path)
    assert total(second.ground.calls) == len(shop.log.entries) - before
    assert (second.reported.drawn, second.reported.path.read_bytes()) == (True, frozen)
    assert second.trend is not None
    assert second.trend.before == len(first.audit.standing)
    assert second.trend.now == second.trend.before + second.trend.new - second.trend.gone
    assert second.proposals == ()
    assert second.values.review.last_change_known


def test_what_a_run_has_just_made_is_not_called_silent(at, shop, tmp_path):
    path = config_of(tmp_path, FINAL, CHECKOUT, CART)
    sync(path, tmp_path / "elsewhere")
    extra = {"name": "mv_new", "category": "contact", "role": "secondary", "value": 100}
    path = config_of(tmp_path, FINAL, CHECKOUT, CART, extra)
    sync(path, tmp_path / "state", shop.clock.now)
    assert "mv_new" not in {one.conversion for one in review(path).silent}
    at(40)
    assert "mv_new" in {one.conversion for one in review(path).silent}
