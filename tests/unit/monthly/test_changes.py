"""The changes of a month: from runs, by hand, from GA4's history; each known or not, and nothing told twice."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from microconv.core.conversion import Value
from microconv.core.errors import UnclearError
from microconv.core.monthly import History, HistoryEntry
from microconv.core.months import Month
from microconv.core.planning.steps import steps
from microconv.core.ports import Outcome, Status
from microconv.core.setup_changes import Changes
from microconv.core.text import Text, untranslated
from microconv.monthly.changes import Setup, Sources, changes
from microconv.monthly.runs import Runs, client_runs
from microconv.providers import TYPES
from microconv.reconcile.head import head_of
from microconv.reconcile.journal import Journal
from tests.strategies import action, ads, client, conversion, ga4, key_event, plan_of

OCTOBER = Month(2026, 10)
TOKYO = ZoneInfo("Asia/Tokyo")
CART = conversion("mv_cart", value=Value(500.0, "JPY"))
CLIENT = client(CART)
PAIRS = (("google_ads", "123-456-7890"), ("ga4", "345678901"))
FIXED = {"value_settings__always_use_default_value": True}
KEY_EVENT = key_event("mv_cart").id
NOBODY = Text("the setup was not frozen", "設定が保存されていません")
BEFORE = Setup("2026-10-03T00:00:00+00:00", (ads(action("mv_cart", **FIXED)), ga4(key_event("mv_cart"))))
MOVED = action("mv_cart", value_settings__default_value=500.0, primary_for_goal=True, **FIXED)
AFTER = Setup("2026-11-03T00:00:00+00:00", (ads(MOVED), ga4(key_event("mv_cart"))))


@pytest.fixture
def run_at(tmp_path: Path) -> Callable[..., None]:
    """Writes the journal of a run that set the value of mv_cart to 500 JPY."""

    def write(
        time: str, status: Status = Status.APPLIED, *, emulated: bool = False, kind: str = "",
        event: str | None = None, annotation: str = "",
    ) -> None:  # fmt: skip
        at = datetime.datetime.fromisoformat(time)
        wanted = client(replace(CART, event=event))
        plan = plan_of(wanted, action("mv_cart", **FIXED), key_event("mv_cart"), emulated=emulated)
        head = replace(head_of(plan, CLIENT, undoes=kind), annotation=annotation)
        journal = Journal(tmp_path / "journal", head, lambda: at)
        for number, step in enumerate(steps(TYPES, plan.changes)):
            journal.intent(number, step)
            error = (
                UnclearError(api="google_ads", account="1", code="GONE", message="?") if status != "applied" else None
            )
            journal.outcome(number, [Outcome(one, status, "R1", error) for one in step.changes])
        journal.end("in sync")

    return write


@pytest.fixture
def told(tmp_path: Path) -> Callable[..., Changes]:
    def call(
        setup: Setup | Text = NOBODY, before: Setup | Text = NOBODY, history: History | None = None,
        annotated: History | None = None, zone: datetime.tzinfo = TOKYO,
    ) -> Changes:  # fmt: skip
        runs = client_runs(tmp_path / "journal", PAIRS, emulated=False)
        earlier = replace(before, taken="2026-09-03T00:00:00+00:00") if isinstance(before, Setup) else NOBODY
        return changes(CLIENT, OCTOBER, zone, Sources(runs, setup, before, history, annotated, earlier), TYPES)

    return call


def known(found: Changes) -> dict[str, bool]:
    return {source.name: source.known for source in found.sources}


def test_no_folder_of_journals_is_not_no_changes(told, tmp_path):
    found = told()
    assert (found.entries, found.known) == ((), False)
    assert known(found) == {"journals": False, "setup": False}
    assert found.sources[0].why == "there are no journals on this machine"
    (tmp_path / "journal").mkdir()
    found = told(AFTER, AFTER, History(True))
    assert (found.entries, found.known) == ((), True)
    assert found.sources[0].why.ja.startswith("この端末の実行記録のみ")


def test_a_run_is_told_with_day_and_time_of_the_property(told, run_at):
    run_at("2026-10-31T14:59:00+00:00")
    run_at("2026-10-31T15:01:00+00:00")
    run_at("2026-09-30T15:00:00+00:00")
    found = told()
    assert [(one.day, one.at, one.source) for one in found.entries] == [
        ("2026-10-01", "2026-10-01T00:00:00+09:00", "run"),
        ("2026-10-31", "2026-10-31T23:59:00+09:00", "run"),
    ]
    entry = found.entries[0]
    assert entry.what == 'conversion "mv_cart" updated: value 0 JPY → 500 JPY'
    assert entry.what.ja == "コンバージョン「mv_cart」を変更しました: 値 0 JPY → 500 JPY"
    assert (entry.object, entry.conversion) == ("mv_cart", "mv_cart")
    assert "@" not in entry.who
    days = [one.day for one in told(zone=datetime.UTC).entries]
    assert days == ["2026-10-31", "2026-10-31"]


def test_unknown_and_refused_changes(told, run_at):
    run_at("2026-10-05T00:00:00+00:00", Status.UNKNOWN)
    run_at("2026-10-06T00:00:00+00:00", Status.FAILED)
    run_at("2026-10-07T00:00:00+00:00", kind="20261005T000000Z-abcdef")
    assert [(one.day, one.what.partition("JPY (")[2], one.what.ja.partition("JPY（")[2]) for one in told().entries] == [
        ("2026-10-05", "UNKNOWN whether it happened)", "反映されたかどうか不明）"),
        ("2026-10-07", "rollback)", "取り消し）"),
    ]


def test_runs_on_an_emulator_and_of_others_are_not_ours(tmp_path, run_at):
    run_at("2026-10-05T00:00:00+00:00", emulated=True)
    assert client_runs(tmp_path / "journal", PAIRS, emulated=False).runs == ()
    assert len(client_runs(tmp_path / "journal", PAIRS, emulated=True).runs) == 1
    assert client_runs(tmp_path / "journal", (("ga4", "1"),), emulated=True).runs == ()


def test_a_broken_journal_leaves_the_journals_unknown(told, run_at, tmp_path):
    run_at("2026-10-05T00:00:00+00:00")
    (tmp_path / "journal" / "20261006T000000Z-abcdef.jsonl").write_text("{\n")
    found = told(AFTER, AFTER)
    assert (known(found)["journals"], len(found.entries), found.known) == (False, 1, False)
    assert found.sources[0].why.startswith("1 of the journals on this machine cannot be read")


def test_by_hand_is_what_no_run_did(told, run_at):
    run_at("2026-10-05T00:00:00+00:00")
    found = told(AFTER, BEFORE)
    assert [(one.source, one.day, one.conversion) for one in found.entries] == [
        ("run", "2026-10-05", "mv_cart"), ("by hand", "", "mv_cart"),
    ]  # fmt: skip
    assert found.entries[1].what == 'conversion "mv_cart" updated: role secondary → primary'
    assert found.sources[1].why == "between 2026-10-03 and 2026-11-03"


def test_a_run_outside_of_both_setups_did_not_do_it(told, run_at):
    run_at("2026-10-02T00:00:00+00:00")
    assert "value 0 JPY → 500 JPY" in told(AFTER, BEFORE).entries[-1].what


def test_an_account_that_was_not_there_last_month(told):
    found = told(AFTER, replace(BEFORE, readings=BEFORE.readings[:1]))
    assert known(found)["setup"] is False
    assert found.sources[1].why == "last month's setup does not have ga4 345678901"


def test_the_history_of_ga4_is_not_told_twice(told, run_at):
    run_at("2026-10-05T00:00:00.500000+00:00", event="mv_cart")
    by_us = HistoryEntry("2026-10-05T09:00:00+09:00", "api@example.com", Text("value", "値"), KEY_EVENT)
    marked = Text("key event marked", "キーイベントに設定")
    by_hand = HistoryEntry("2026-10-20T01:00:00+00:00", "ami@example.com", marked, KEY_EVENT)
    other_month = replace(by_hand, at="2026-10-31T15:00:00+00:00")
    after = replace(AFTER, readings=(AFTER.readings[0], ga4(key_event("mv_cart", counting_method="once_per_session"))))
    found = told(after, BEFORE, History(True, (by_us, by_hand, other_month)))
    assert known(found)["change history"] is True
    ga4_told = [one for one in found.entries if one.source != "run" and "role" not in one.what]
    assert [(one.source, one.day, one.who, one.what) for one in ga4_told] == [
        ("change history", "2026-10-20", "ami@example.com", marked)
    ]


def test_what_somebody_else_did_in_the_minutes_of_a_run_is_told(told, run_at):
    run_at("2026-10-05T00:00:00+00:00", event="mv_cart")
    words = Text("key event deleted", "キーイベントを削除")
    other = HistoryEntry("2026-10-05T09:00:00+09:00", "ami@example.com", words, "properties/345678901/keyEvents/77")
    ours = replace(other, object=KEY_EVENT)
    entries = told(history=History(True, (ours, other))).entries
    assert [one.object for one in entries if one.source == "change history"] == [other.object]


def test_what_a_run_made_is_known_by_its_name(told, tmp_path):
    at = datetime.datetime.fromisoformat("2026-10-05T00:00:00+00:00")
    plan = plan_of(client(replace(CART, event="mv_cart")), action("mv_cart", **FIXED))
    journal = Journal(tmp_path / "journal", head_of(plan, CLIENT), lambda: at)
    for number, step in enumerate(steps(TYPES, plan.changes)):
        journal.intent(number, step)
        journal.outcome(number, [Outcome(one, Status.APPLIED, "R1") for one in step.changes])
    journal.end("in sync")
    words = Text("key event mv_cart was created", "キーイベント「mv_cart」が作成されました")
    made = HistoryEntry(at.isoformat(), "", words, "properties/345678901/keyEvents/9", name="mv_cart")
    other = replace(made, object="properties/345678901/keyEvents/10", name="mv_other")
    entries = told(history=History(True, (made, other))).entries
    assert [one.object for one in entries if one.source == "change history"] == [other.object]


def test_a_shared_account_brings_no_changes_of_the_other_client(tmp_path, run_at):
    run_at("2026-10-05T00:00:00+00:00", event="mv_cart")
    ((both,), (shared,)) = (
        client_runs(tmp_path / "journal", pairs, emulated=False).runs for pairs in (PAIRS, PAIRS[1:])
    )
    assert {one.change.address.provider for one in both.done} == {"google_ads", "ga4"}
    assert {one.change.address.provider for one in shared.done} == {"ga4"}


def test_a_history_that_cannot_be_read_is_not_known(told):
    found = told(AFTER, AFTER, History(False, why=Text("PERMISSION_DENIED: no", "PERMISSION_DENIED: no")))
    assert (known(found)["change history"], found.known) == (False, False)


TOKEN = "0123456789ab"


def annotation(day: str, what: str = 'conversion "mv_cart": value 500, role primary') -> HistoryEntry:
    path = "properties/345678901/reportingDataAnnotations/1"
    return HistoryEntry(day, "", untranslated(what), path, TOKEN)


def test_an_annotation_tells_the_run_of_another_machine_and_nobody_did_it_by_hand(told):
    found = told(AFTER, BEFORE, History(True), History(True, (annotation("2026-10-14"),)))
    assert [(one.day, one.source, one.what, one.object, one.at, one.who) for one in found.entries] == [
        ("2026-10-14", "annotation", 'conversion "mv_cart": value 500, role primary', f"microconv {TOKEN}", "", "")
    ]
    assert known(found)["annotations"] is True
    in_part = told(
        AFTER, BEFORE, annotated=History(True, (annotation("2026-10-14", 'conversion "mv_cart": value 500'),))
    )
    assert [(one.source, one.what.partition(": ")[2]) for one in in_part.entries] == [
        ("annotation", "value 500"), ("by hand", "role secondary → primary"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "sources"),
    [("2026-10-02", ["annotation", "by hand"]), ("2026-11-02", []), ("2026-11-04", ["by hand"])],
    ids=["before both setups", "in the next month, before the setup was read", "after it"],
)
def test_an_annotation_accounts_for_what_differs_between_the_setups_of_both_months(told, day, sources):
    found = told(AFTER, BEFORE, annotated=History(True, (annotation(day),)))
    assert [one.source for one in found.entries] == sources


def test_an_annotation_beside_its_journal_is_not_told(told, run_at):
    run_at("2026-10-05T00:00:00+00:00", annotation=TOKEN)
    assert {one.source for one in told(annotated=History(True, (annotation("2026-10-05"),))).entries} == {"run"}
    other = replace(annotation("2026-10-05"), token="ba9876543210")
    assert [one.source for one in told(annotated=History(True, (other,))).entries] == ["annotation", "run"]


def test_the_history_says_who_annotated_and_when_and_does_not_tell_it_again(told):
    one = annotation("2026-10-14")
    made = HistoryEntry("2026-10-13T15:30:00+00:00", "sato@agency.example", Text("made", "作成"), one.object)
    (entry,) = told(history=History(True, (made,)), annotated=History(True, (one,))).entries
    assert (entry.source, entry.at, entry.who) == ("annotation", "2026-10-14T00:30:00+09:00", "sato@agency.example")


def test_annotations_that_cannot_be_read_leave_no_changes_unknown(told, tmp_path):
    (tmp_path / "journal").mkdir()
    refused = History(False, why=Text("PERMISSION_DENIED: no", "PERMISSION_DENIED: no"))
    found = told(AFTER, AFTER, History(True), refused)
    assert (known(found)["annotations"], found.known, found.sources[-1].why) == (False, False, refused.why)
    assert told(AFTER, AFTER, History(True), History(True)).known


def test_without_journals_the_difference_is_still_told():
    nothing = Runs(client_runs(Path("/nonexistent"), PAIRS, emulated=False).source)
    found = changes(CLIENT, OCTOBER, TOKYO, Sources(nothing, AFTER, BEFORE, None), TYPES)
    assert (len(found.entries), found.known) == (1, False)
    assert json.dumps([one.what for one in found.entries])


def test_an_annotation_for_another_client_that_shares_the_property_is_not_told(told):
    theirs = annotation("2026-10-14", 'conversion "mv_botan": value 900; goal purchase (website): used for bidding yes')
    assert told(AFTER, AFTER, History(True), History(True, (theirs,))).entries == ()
    for what in ('conversion "mv_botan": value 900; conversion "mv_cart": value 500', "goal purchase (website): no"):
        found = told(AFTER, AFTER, History(True), History(True, (annotation("2026-10-14", what),)))
        assert [one.source for one in found.entries] == ["annotation"]
    assert len(told(annotated=History(True, (theirs,))).entries) == 1  # whose objects are not known


def test_who_edited_an_annotation_later_did_not_make_it(told):
    one = annotation("2026-10-14")
    made = HistoryEntry("2026-10-13T15:30:00+00:00", "sato@agency.example", Text("made", "作成"), one.object)
    edited = replace(made, at="2026-10-20T15:30:00+00:00", actor="ami@example.com")
    (entry,) = told(history=History(True, (made, edited)), annotated=History(True, (one,))).entries
    assert (entry.at, entry.who) == ("2026-10-14T00:30:00+09:00", "sato@agency.example")
