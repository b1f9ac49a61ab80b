"""Changes of the setup beside the numbers: by runs, by hand, by GA4's own history; or they are not known."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from microconv import Month, Project, load
from microconv.emulator import Emulator, World
from microconv.report.document import from_json
from microconv.report.model import Report
from tests.conftest import CART, PURCHASE, STORE, Done
from tests.heavy import heavy

FINAL: dict[str, Any] = {**PURCHASE, "ga4": {"event": "purchase"}}
NOVEMBER = Month(2026, 11)


@pytest.fixture
def at(emulator: Emulator, agency: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], World]:
    """Moves the emulator's clock to a time, the first time with a fresh world."""

    def move(time: datetime) -> World:
        world = emulator.world
        if move.fresh:  # type: ignore[attr-defined]
            world.reset({**copy.deepcopy(agency), "now": time})
            move.fresh = False  # type: ignore[attr-defined]
        else:
            world.clock.advance(time - world.clock.now(), spare_tokens=True)
        for name, value in emulator.environment().items():
            monkeypatch.setenv(name, value)
        return world

    move.fresh = True  # type: ignore[attr-defined]
    return move


@pytest.fixture
def report(
    run: Callable[..., Done], config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Report]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "state"))

    def call(*arguments: str) -> Report:
        done = run("report", config, "--no-audit", "--format", "json", *arguments)
        assert done.code == 0, done.err
        return from_json(done.out)

    return call


@pytest.fixture
def config(write_config: Callable[..., Path]) -> Path:
    return write_config(FINAL, CART, unlisted="keep")


def sources(report: Report) -> dict[str, bool]:
    return {source.name: source.known for source in report.changes.sources}


def test_a_month_with_a_run_and_a_change_by_hand(at, report, run, config, tmp_path, holds):
    world = at(datetime(2026, 11, 5, tzinfo=UTC))
    october = report()
    assert october.heading.month.month == "2026-10"
    assert sources(october) == {"journals": False, "setup": False, "change history": True}

    world = at(datetime(2026, 11, 10, 15, 30, tzinfo=UTC))  # half past midnight of the 11th in Tokyo
    project = Project(load(config), clock=world.clock.now)
    assert not project.apply(project.plan()).failed
    at(datetime(2026, 11, 20, tzinfo=UTC))
    store = world.google_ads.customers[int(STORE)]
    store.actions[109].fields["primary_for_goal"] = False  # somebody in the interface
    store.actions[102].fields["click_through_lookback_window_days"] = 60

    at(datetime(2026, 12, 3, tzinfo=UTC))
    november = report()
    assert sources(november) == {"journals": True, "setup": False, "change history": True}
    assert "before 2026-11-05 is not known" in november.changes.sources[1].why  # October was the first report
    by_run = [one for one in november.changes.entries if one.source == "run"]
    by_hand = [one for one in november.changes.entries if one.source == "by hand"]
    assert {one.day for one in by_run} == {"2026-11-11"}
    assert any('conversion "mv_add_to_cart" demoted: role primary → secondary' in one.what for one in by_run)
    assert any("コンバージョン「mv_add_to_cart」をサブに変更しました" in one.what.ja for one in by_run)
    assert [(one.day, one.object, one.what.partition(": ")[2]) for one in by_hand] == [
        ("", "mv_add_to_cart", "days after a click 30 → 60"),
        ("", "お問い合わせ完了", "role primary → secondary"),
    ]
    assert by_hand[0].conversion == "mv_add_to_cart"
    history = [one for one in november.changes.entries if one.source == "change history"]
    assert history == []  # what the run did in GA4 is told by its journal

    text = run("report", config, "--language", "ja").out
    assert ("2026-11-11" in text or "2026年11月11日" in text or "11/11" in text, "お問い合わせ完了" in text) == (
        True,
        True,
    )
    frozen = (tmp_path / "reports" / "aoi" / "2026-11.json").read_bytes()
    at(datetime(2026, 12, 20, tzinfo=UTC))
    again = report("--month", "2026-11", "--refresh")
    assert again.changes.entries == november.changes.entries
    assert (tmp_path / "reports" / "aoi" / "2026-11.json").read_bytes() == frozen


@heavy
def test_a_sync_on_another_machine_is_told_by_its_annotation(at, report, config, tmp_path):
    """The sync there is late in the evening of UTC, which is the next day in Tokyo; no journal of it is here."""
    config.write_text(config.read_text("utf-8").replace("ga4:", "ga4:\n  annotate: true", 1), "utf-8")
    at(datetime(2026, 11, 5, tzinfo=UTC))
    october = report()
    assert sources(october)["annotations"] is True
    world = at(datetime(2026, 11, 10, 15, 30, tzinfo=UTC))
    project = Project(load(config), clock=world.clock.now, state=tmp_path / "elsewhere")
    assert not project.apply(project.plan()).failed

    at(datetime(2026, 12, 3, tzinfo=UTC))
    before = len(world.log.entries)
    november = report()
    lists = [one for one in world.log.entries[before:] if one.method.endswith("ListReportingDataAnnotations")]
    assert len(lists) == 1
    assert november.calls.other == october.calls.other
    (told,) = [one for one in november.changes.entries if one.source == "annotation"]
    assert (told.day, told.at[:16]) == ("2026-11-11", "2026-11-11T00:30")
    assert 'conversion "mv_add_to_cart": ' in told.what
    assert "role secondary" in told.what
    elsewhere = [one.what for one in november.changes.entries if one.source == "by hand"]
    assert [what for what in elsewhere if "mv_add_to_cart" in what and "role" in what] == []

    here = tmp_path / "state" / "journal"
    here.mkdir(parents=True)
    for path in (tmp_path / "elsewhere" / "journal").glob("*.jsonl"):
        (here / path.name).write_bytes(path.read_bytes())
    again = report("--month", "2026-11", "--refresh")
    assert {one.source for one in again.changes.entries} == {"run"}


def test_a_config_that_asks_for_no_annotations_reads_none(at, report):
    world = at(datetime(2026, 11, 5, tzinfo=UTC))
    assert "annotations" not in sources(report())
    assert not [one for one in world.log.entries if one.method.endswith("ListReportingDataAnnotations")]


@heavy
def test_a_month_of_long_ago_does_not_take_the_setup_of_today(at, report, tmp_path):
    at(datetime(2026, 11, 23, tzinfo=UTC))
    august = report("--month", "2026-08")
    assert sources(august)["setup"] is False
    assert not (tmp_path / "reports" / "aoi" / "2026-08.setup.json").exists()
    assert (tmp_path / "reports" / "aoi" / "2026-08.json").exists()


def test_a_library_call_gives_the_same(at, config, tmp_path, monkeypatch):
    world = at(datetime(2026, 11, 5, tzinfo=UTC))
    monkeypatch.chdir(tmp_path)
    project = Project(load(config), state=tmp_path / "state")
    made = project.report(Month(2026, 10), audit=False, folder=tmp_path / "mine")
    count = len(world.log.entries)
    assert project.report(audit=False, folder=tmp_path / "mine") == made
    assert len(world.log.entries) == count
    path = tmp_path / "mine" / "aoi" / "2026-10.json"
    assert from_json(path.read_text("utf-8")) == made
    assert json.loads(path.read_text("utf-8"))["kind"] == "microconv report"
    assert made.heading.made.startswith((world.clock.now() + timedelta(hours=9)).date().isoformat())
    assert not (tmp_path / "reports").exists()
