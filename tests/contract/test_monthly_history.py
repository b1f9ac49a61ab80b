"""The change history of a property in a month of its time zone, in sentences; and why it is not known."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from microconv.access import Access
from microconv.connections import Connections
from microconv.core.account_ids import Accounts
from microconv.core.monthly import History
from microconv.core.months import Month
from microconv.emulator.faults import Fault
from microconv.providers.ga4.client import Connection
from tests.conftest import PROPERTY
from tests.contract.ga4_site import WEB, web
from tests.contract.month_site import methods

OCTOBER = Month(2026, 10)
STORE = f"properties/{PROPERTY}"
STREAM = f"{STORE}/dataStreams/{WEB}"
CART = f"{STORE}/keyEvents/12"
HOSTILE = "<script>\x1b[31m店"


@pytest.fixture
def at(emulator, environment, agency) -> Callable[[str], Any]:
    """`at("2026-10-01T00:00:00")`: time goes on to that moment in Tokyo; the client with which changes are made."""
    seed = {**copy.deepcopy(agency), "now": "2026-09-30T14:00:00Z"}
    seed["ga4"]["accounts"][0]["properties"][0]["data_streams"] = [web()]
    emulator.world.reset(seed)

    def go_on(moment: str) -> Any:
        clock = emulator.world.clock
        until = datetime.datetime.fromisoformat(f"{moment}+09:00")
        clock.advance(max(until - clock.now(), datetime.timedelta()), spare_tokens=True)
        return Connection().admin("v1alpha")

    return go_on


def history(month: Month = OCTOBER, property_id: str = PROPERTY) -> History:
    """The history that a report of the command line is told."""
    return Access(Accounts(property_id=property_id), connections=Connections(read_only=True)).history(month)


def sentences(known: History) -> Iterator[tuple[str, str, str]]:
    """Each change: its moment without the zone, and the sentence in both languages."""
    assert known.known
    for entry in known.entries:
        assert entry.at.endswith("+09:00")
        yield entry.at[:16], entry.what.en, entry.what.ja


def test_changes_are_told_in_sentences_in_their_order(at, emulator):
    at("2026-10-02T09:00:00").create_key_event(parent=STORE, key_event={"event_name": "mv_x", "counting_method": 1})
    at("2026-10-03T09:00:00").update_key_event(
        key_event={"name": CART, "counting_method": 2}, update_mask={"paths": ["counting_method"]}
    )
    at("2026-10-04T09:00:00").delete_key_event(name=CART)
    condition = {"field": "event_name", "comparison_type": "EQUALS", "value": "page_view"}
    rule = {"destination_event": "mv_y", "event_conditions": [condition]}
    at("2026-10-05T09:00:00").create_event_create_rule(parent=STREAM, event_create_rule=rule)
    at("2026-10-06T09:00:00").create_google_ads_link(parent=STORE, google_ads_link={"customer_id": "2222222222"})
    at("2026-10-07T09:00:00").update_property(
        property={"name": STORE, "display_name": HOSTILE, "time_zone": "Asia/Seoul"},
        update_mask={"paths": ["display_name", "time_zone"]},
    )
    emulator.world.log.clear()
    known = history()
    assert list(sentences(known)) == [
        ("2026-10-02T09:00", "key event mv_x was created", "キーイベント「mv_x」が作成されました"),
        (
            "2026-10-03T09:00",
            "key event mv_add_to_cart was changed: counting_method",
            "キーイベント「mv_add_to_cart」が変更されました（counting_method）",
        ),
        ("2026-10-04T09:00", "key event mv_add_to_cart was deleted", "キーイベント「mv_add_to_cart」が削除されました"),
        ("2026-10-05T09:00", "event-create rule mv_y was created", "イベント作成ルール「mv_y」が作成されました"),
        (
            "2026-10-06T09:00",
            "Google Ads link 2222222222 was created",
            "Google 広告とのリンク「2222222222」が作成されました",
        ),
        (
            "2026-10-07T09:00",
            f"property {HOSTILE} was changed: display_name, time_zone",
            f"プロパティ「{HOSTILE}」が変更されました（display_name, time_zone）",
        ),
    ]
    assert known.entries[1].object == CART
    assert {entry.actor for entry in known.entries} == {emulator.world.ga4.changes[0].user_actor_email}
    assert "@" in known.entries[0].actor
    assert methods(emulator.world) == ["GetProperty", "SearchChangeHistoryEvents"]
    assert known.requests == 2
    # nothing was written but the changes themselves
    assert emulator.world.log.writes() == ()


def test_the_month_is_that_of_the_propertys_time_zone(at):
    for number, moment in enumerate(
        ("2026-09-30T23:59:59", "2026-10-01T00:00:00", "2026-10-31T23:59:58", "2026-11-01T00:00:00")
    ):
        at(moment).create_key_event(parent=STORE, key_event={"event_name": f"mv_{number}", "counting_method": 1})
    assert [when for when, _, _ in sentences(history())] == ["2026-10-01T00:00", "2026-10-31T23:59"]
    assert [one.at[:16] for one in history().around] == ["2026-09-30T23:59", "2026-11-01T00:00"]
    assert [when for when, _, _ in sentences(history(Month(2026, 9)))] == ["2026-09-30T23:59"]
    assert [when for when, _, _ in sentences(history(Month(2026, 11)))] == ["2026-11-01T00:00"]


def test_nothing_changed_is_known_too(at):
    at("2026-11-05T09:00:00").create_key_event(parent=STORE, key_event={"event_name": "mv_x", "counting_method": 1})
    known = history()
    assert (known.known, known.entries, str(known.why)) == (True, (), "")


def test_many_changes_are_read_page_by_page(at, emulator, monkeypatch):
    monkeypatch.setattr("microconv.providers.ga4.property.PAGE_SIZE", 2)
    client = at("2026-10-02T09:00:00")
    for number in range(5):
        client.create_key_event(parent=STORE, key_event={"event_name": f"mv_{number}", "counting_method": 1})
    emulator.world.log.clear()
    known = history()
    assert sorted(what for _, what, _ in sentences(known)) == [f"key event mv_{one} was created" for one in range(5)]
    assert known.requests == len(methods(emulator.world)) == 4


def test_another_property_of_the_account_has_its_own(at):
    at("2026-10-02T09:00:00").create_key_event(parent=STORE, key_event={"event_name": "mv_x", "counting_method": 1})
    assert history(property_id="345678902").entries == ()


# ---- not known


@pytest.mark.parametrize("method", ["GetProperty", "SearchChangeHistoryEvents"])
def test_a_refusal_is_told(at, emulator, method):
    emulator.world.faults.add(Fault("ga4", method, nth=0, status="PERMISSION_DENIED", message="Not for you."))
    told = history()
    assert (told.known, str(told.why), told.entries) == (False, "PERMISSION_DENIED: Not for you.", ())
    assert told.requests == len(methods(emulator.world))


def test_a_user_without_the_scope_is_told_which_one(signed_in):
    signed_in("readonly")
    told = history()
    assert not told.known
    assert str(told.why) == "the change history needs the scope analytics.edit, which these credentials do not have"
    assert "analytics.edit" in told.why.ja


def test_a_client_without_a_property_has_no_history(environment):
    told = Access(Accounts("1234567890", "9998887777"), connections=Connections(read_only=True)).history(OCTOBER)
    assert (told.known, str(told.why), told.requests) == (False, "the client has no GA4 property", 0)
