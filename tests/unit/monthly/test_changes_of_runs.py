"""Runs beside the other sources: killed ones, those around midnight, in accounts that others share; gaps of setups."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from microconv.core.facts import Owner
from microconv.core.kinds import CAMPAIGN_GOAL
from microconv.core.monthly import History, HistoryEntry
from microconv.core.months import Month
from microconv.core.plan import Action, AttributeChange, Change
from microconv.core.planning.steps import steps
from microconv.core.ports import Outcome, Status
from microconv.core.resource import Address, Reading
from microconv.core.setup_changes import Changes
from microconv.core.text import Text
from microconv.monthly.changes import Setup, Sources, changes
from microconv.monthly.runs import client_runs, owner_of
from microconv.providers import TYPES
from microconv.reconcile.head import Head
from microconv.reconcile.journal import Journal
from tests.strategies import action, ads, client, conversion, ga4, key_event

OCTOBER = Month(2026, 10)
TOKYO = ZoneInfo("Asia/Tokyo")
CLIENT = client(conversion("mv_cart"))
PAIRS = (("google_ads", "123-456-7890"), ("ga4", "345678901"))
OWNER = "999-888-7777"
ROLE = AttributeChange("primary_for_goal", False, True)
CART = Change(Action.UPDATE, action("mv_cart").address, (), (ROLE,), action("mv_cart").id)
COUNTING = AttributeChange("counting_method", "once_per_event", "once_per_session")
EVENT = Change(Action.UPDATE, key_event("mv_cart").address, (), (COUNTING,), key_event("mv_cart").id)
SEPTEMBER, FROZEN, NOVEMBER = (f"2026-{month}-03T00:00:00+00:00" for month in ("09", "10", "11"))
NOT_FROZEN = Text("it was not frozen", "保存されていません")


@dataclass
class Shop:
    """A folder of journals, written at moments of a test, and what a report tells of October."""

    folder: Path
    ids: Iterator[int] = field(default_factory=lambda: iter(range(99)))

    def run(
        self, *done: Change, at: str = "2026-10-10T00:00:00+00:00", minutes: int = 0, keep: int = 9, **head: object
    ) -> None:
        """A run that began at a time and sent each change so many minutes later; `keep` is its records on the disk."""
        now = datetime.fromisoformat(at)
        journal = Journal(self.folder, replace(Head("", "", "aoi", PAIRS), **head), lambda: now)  # type: ignore[arg-type]
        now += timedelta(minutes=minutes)
        for number, step in enumerate(steps(TYPES, done)):
            journal.intent(number, step)
            journal.outcome(number, [Outcome(one, Status.APPLIED, "R1") for one in step.changes])
        journal.end("in sync")
        lines = journal.path.read_bytes().splitlines(keepends=True)
        (self.folder / f"{next(self.ids)}.jsonl").write_bytes(b"".join(lines[:keep]))
        journal.path.unlink()

    def told(
        self, after: list[Reading] | None = None, before: list[Reading] | None = None, *,
        history: History | None = None, taken: str = FROZEN, earlier: Setup | Text = NOT_FROZEN, owner: str = "",
    ) -> Changes:  # fmt: skip
        start = Setup(taken, tuple(before or [ads(action("mv_cart")), ga4(key_event("mv_cart"))]))
        end = replace(start, taken=NOVEMBER) if after is None else Setup(NOVEMBER, tuple(after))
        runs = client_runs(self.folder, PAIRS, emulated=False, owner=owner)
        return changes(CLIENT, OCTOBER, TOKYO, Sources(runs, end, start, history, None, earlier), TYPES)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    (tmp_path / "journal").mkdir()
    return Shop(tmp_path / "journal")


def entry(at: str, name: str = "", id_: str = EVENT.id) -> HistoryEntry:
    return HistoryEntry(at, "ami@example.com", Text("changed", "変更"), id_, name=name)


def sources(told: Changes) -> list[str]:
    return [one.source for one in told.entries]


PROMOTED = [ads(action("mv_cart", primary_for_goal=True)), ga4(key_event("mv_cart"))]
ONCE = [ads(action("mv_cart")), ga4(key_event("mv_cart", counting_method="once_per_session"))]


# ---- runs beside the change history


@pytest.mark.parametrize("keep", [2, 3, 9], ids=["killed after the request", "after the answer", "not at all"])
def test_a_run_that_was_killed_is_not_told_by_the_history_too(shop, keep):
    shop.run(EVENT, keep=keep)
    told = shop.told(ONCE, history=History(True, (entry("2026-10-10T09:00:20+09:00"),)))
    assert sources(told) == ["run"]
    assert ("UNKNOWN" in told.entries[0].what) == (keep == 2)


def test_what_somebody_did_to_the_same_object_right_after_a_run_is_told(shop):
    shop.run(EVENT)
    ours, other = entry("2026-10-10T09:00:00+09:00"), entry("2026-10-10T09:03:00+09:00")
    told = shop.told(history=History(True, (ours, other)))
    assert [(one.source, one.at[11:16]) for one in told.entries] == [("run", "09:00"), ("change history", "09:03")]


def test_a_clock_that_is_a_minute_wrong_makes_no_second_change(shop):
    shop.run(EVENT)
    for at in ("2026-10-10T08:59:00+09:00", "2026-10-10T09:01:00+09:00"):
        assert sources(shop.told(ONCE, history=History(True, (entry(at),)))) == ["run"]
    assert len(sources(shop.told(ONCE, history=History(True, (entry("2026-10-10T09:30:00+09:00"),))))) == 2


def test_a_link_that_a_run_made_is_known_by_its_account(shop):
    link = Change(Action.CREATE, Address("ga4.google_ads_link", "222-222-2222"), (), ())
    shop.run(link)
    made = entry("2026-10-10T09:00:00+09:00", "2222222222", "properties/345678901/googleAdsLinks/7")
    assert sources(shop.told(history=History(True, (made,)))).count("change history") == 0


def test_the_annotation_of_a_run_is_no_change_where_the_config_asks_for_none_any_more(shop):
    shop.run(CART, annotation="0123456789ab")
    path = "properties/345678901/reportingDataAnnotations/1"
    ours = entry("2026-10-10T09:00:05+09:00", "microconv 0123456789ab: 1 change", path)
    other = replace(ours, name="microconv ba9876543210: 1 change")
    told = shop.told(PROMOTED, history=History(True, (ours, other)))
    assert sources(told) == ["run", "change history"]


def test_what_the_history_tells_of_the_next_month_is_not_by_hand_in_this_one(shop):
    later = History(True, around=(entry("2026-11-02T10:00:00+09:00"),))
    assert shop.told(ONCE, history=later).entries == ()
    too_late = History(True, around=(entry("2026-11-20T10:00:00+09:00"),))
    assert sources(shop.told(ONCE, history=too_late)) == ["by hand"]
    before = History(True, (entry("2026-10-01T10:00:00+09:00"),))
    assert sources(shop.told(ONCE, history=before)) == ["change history", "by hand"]


# ---- days


def test_a_change_counts_on_its_own_day_and_not_on_that_of_its_runs_beginning(shop):
    shop.run(CART, at="2026-09-30T14:58:00+00:00", minutes=3)
    shop.run(EVENT, at="2026-10-31T14:58:00+00:00", minutes=3)
    assert [(one.object, one.at) for one in shop.told(ONCE).entries if one.source == "run"] == [
        ("mv_cart", "2026-10-01T00:01:00+09:00")
    ]


def test_a_run_that_was_under_way_when_the_setup_was_frozen_did_what_it_did_afterwards(shop):
    shop.run(CART, at="2026-10-02T23:59:00+00:00", minutes=3)
    assert sources(shop.told(PROMOTED)) == ["run"]


@pytest.mark.parametrize("at", ["yesterday", "2026-10-10T00:00:00", ""])
def test_a_journal_without_a_time_cannot_be_read(shop, at):
    shop.run(CART)
    path = shop.folder / "0.jsonl"
    head, _, rest = path.read_text("utf-8").partition("\n")
    path.write_text(json.dumps({**json.loads(head), "at": at}) + "\n" + rest, "utf-8")
    told = shop.told()
    assert (told.entries, told.sources[0].known) == ((), False)
    assert told.sources[0].why.startswith("1 of the journals on this machine cannot be read")


# ---- the days before last month's setup was frozen


def test_no_changes_is_said_only_where_the_days_before_the_first_setup_are_known_too(shop):
    told = shop.told(history=History(True))
    assert (told.entries, told.known) == ((), False)
    assert told.sources[1].why == (
        "between 2026-10-03 and 2026-11-03; what was changed by hand in this month before 2026-10-03 is not known"
    )
    same = Setup(SEPTEMBER, (ads(action("mv_cart")), ga4(key_event("mv_cart"))))
    assert shop.told(history=History(True), earlier=same).known
    late = shop.told(history=History(True), earlier=same, taken="2026-10-31T00:00:00+00:00")
    assert (late.known, late.sources[1].why) == (True, "between 2026-10-31 and 2026-11-03")
    assert shop.told(history=History(True), taken="2026-09-30T15:00:00+00:00").known  # midnight of the 1st in Tokyo


def test_what_last_months_report_tells_by_hand_may_be_of_this_month(shop):
    other = Setup(SEPTEMBER, (ads(action("mv_cart", primary_for_goal=True)), ga4(key_event("mv_cart"))))
    told = shop.told(history=History(True), earlier=other)
    assert (told.entries, told.known) == ((), False)
    assert told.sources[1].why.endswith("; what was changed by hand before 2026-10-03 stands in last month's report")
    in_ga4 = Setup(SEPTEMBER, (ads(action("mv_cart")), ga4(key_event("mv_cart", counting_method="once_per_session"))))
    assert shop.told(history=History(True), earlier=in_ga4).known  # which tells its own
    assert not shop.told(earlier=in_ga4).known
    down = replace(CART, attributes=(replace(ROLE, before=True, after=False),))
    shop.run(down, at="2026-09-11T00:00:00+00:00")
    assert shop.told(history=History(True), earlier=other).known  # a run did it


def test_days_of_setups_are_those_of_the_propertys_zone(shop):
    assert shop.told(taken="2026-09-30T16:00:00+00:00").sources[1].why == "between 2026-10-01 and 2026-11-03"


def test_a_type_that_was_not_read_last_month_is_not_known(shop):
    part = replace(ads(action("mv_cart")), types=frozenset({"google_ads.conversion_action"}))
    told = shop.told(before=[part, ONCE[1]], after=ONCE)
    assert not told.sources[1].known
    assert "google_ads.customer_conversion_goal" in told.sources[1].why


# ---- a manager account whose conversions several clients share


def test_what_a_run_for_another_client_did_in_the_manager_account_is_not_by_hand(shop):
    theirs = Change(Action.UPDATE, Address(CAMPAIGN_GOAL, "Botan"), (), (), "customers/2345678901/goals/1~p~w")
    shop.run(CART, theirs, pairs=(("google_ads", "234-567-8901"),), owner=OWNER, client="botan")
    assert sources(shop.told(PROMOTED)) == ["by hand"]
    told = shop.told(PROMOTED, owner=OWNER)
    assert [(one.source, one.object) for one in told.entries] == [("run", "mv_cart")]
    assert sources(shop.told(PROMOTED, owner="111-111-1111")) == ["by hand"]


def test_the_owner_is_read_from_the_facts() -> None:
    reading = ads()
    shared = replace(reading, facts=reading.facts._replace(owner=Owner(OWNER, managed=False)))
    assert (owner_of([ga4(), shared]), owner_of([ga4(), reading])) == (OWNER, "")
