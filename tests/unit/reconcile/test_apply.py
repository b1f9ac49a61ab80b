"""Carrying out a plan on accounts in memory: what they hold afterwards, and what the result says of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from accounts import ACTION, CART, EVENT, Accounts, ended
from stores import Fault
from strategies import action, client, conversion, key_event

from microconv.core.client import Unlisted
from microconv.core.conversion import Role
from microconv.core.errors import RefusedError, UnclearError
from microconv.core.ports import Outcome
from microconv.core.resource import Standing
from microconv.core.schema import Money
from microconv.core.steps import Step


def test_everything_arrives_and_a_second_run_writes_nothing() -> None:
    accounts = Accounts(action("mv_old", 1, primary_for_goal=True), action("Purchase", 2, primary_for_goal=True))
    result = accounts.sync(client(CART, conversion("Brochure", role=Role.PRIMARY)))
    assert result.in_sync
    assert result.failed == result.unknown == result.skipped == ()
    assert [str(item.change.address) for item in result.applied] == [
        EVENT.format("mv_cart"), ACTION.format("mv_old"), ACTION.format("Brochure"), ACTION.format("mv_cart"),
    ]  # fmt: skip
    assert accounts.ads.store.names() == ["Brochure", "Purchase", "mv_cart", "mv_old"]
    assert accounts.ads.store.named("mv_cart")["value_settings.default_value"] == 500.0
    assert accounts.ads.store.named("Brochure")["primary_for_goal"] is True
    assert accounts.ads.store.named("mv_old")["primary_for_goal"] is False
    assert accounts.ads.store.named("mv_old")["status"] == "enabled"
    assert accounts.ads.store.named("Purchase")["primary_for_goal"] is True
    assert accounts.ga4.store.named("mv_cart")["counting_method"] == "once_per_session"
    assert accounts.ga4.store.named("mv_cart")["default_value"] == Money(500.0, "JPY")
    assert (accounts.ads.writes, accounts.ga4.writes) == (1, 1)

    again = accounts.sync(client(CART, conversion("Brochure", role=Role.PRIMARY)))
    assert again.in_sync
    assert again.outcomes == ()
    assert (accounts.ads.writes, accounts.ga4.writes) == (1, 1)


def test_all_calls_of_a_run_are_counted() -> None:
    accounts = Accounts()
    assert accounts.sync(client(CART)).calls == 2 + 2 + 2  # read, write, read again
    assert accounts.sync(client(CART)).calls == 2


def test_request_ids_are_kept_once_each() -> None:
    accounts = Accounts()
    assert accounts.sync(client(CART, conversion("mv_b"))).request_ids == ("REQ-1",)


def test_a_refused_plan_writes_nothing() -> None:
    accounts = Accounts(action("mv_cart", type="ad_call"))
    before = dict(accounts.ads.store.live)
    with pytest.raises(RefusedError, match=r"^aoi-store: nothing was changed$") as caught:
        accounts.sync(client(CART, conversion("mv_new")))
    assert [item.code for item in caught.value.refusals] == ["conflict"]
    assert accounts.ads.store.live == before
    assert accounts.writes == 0


def test_a_plan_for_another_client_is_refused() -> None:
    accounts = Accounts()
    plan = accounts.project(client(CART)).plan()
    other = accounts.project(client(CART, customer_id="1112223333"))
    with pytest.raises(RefusedError) as caught:
        other.apply(plan)
    assert [(item.code, item.summary) for item in caught.value.refusals] == [
        (
            "other-account",
            "the plan was made for aoi-store (google_ads 123-456-7890, ga4 345678901), not for aoi-store",
        )
    ]
    assert accounts.writes == 0


def test_one_that_fails_does_not_stop_the_others() -> None:
    """Somebody took the name between plan and apply."""
    accounts = Accounts()
    project = accounts.project(client(conversion("mv_a"), CART, conversion("mv_z")))
    plan = project.plan()
    accounts.ads.store.live["x"] = action("mv_cart", 77, Standing.FIXED, type="webpage_codeless")
    result = project.apply(plan)
    assert ended(result) == {
        EVENT.format("mv_cart"): "applied", ACTION.format("mv_a"): "applied",
        ACTION.format("mv_cart"): "failed", ACTION.format("mv_z"): "applied",
    }  # fmt: skip
    (failure,) = result.failed
    assert failure.error is not None
    assert str(failure.error).endswith("ConversionActionError.DUPLICATE_NAME: " + failure.error.message)
    assert failure.request_id == "REQ-refused"
    assert not result.in_sync
    assert result.after is not None
    assert [item.address.name for item in result.after.conflicts] == ["mv_cart"]
    assert accounts.ads.store.names() == ["mv_a", "mv_cart", "mv_z"]


@pytest.mark.parametrize("mode", [Unlisted.DEMOTE, Unlisted.REMOVE])
def test_an_answer_that_got_lost_is_settled_by_reading(mode: Unlisted) -> None:
    accounts = Accounts(
        action("mv_old", 1, primary_for_goal=True), action("mv_up", 2), key_event("mv_gone"),
        ads_faults={1: Fault.ANSWER_LOST}, ga4_faults=dict.fromkeys((1, 2), Fault.ANSWER_LOST),
    )  # fmt: skip
    result = accounts.sync(client(CART, conversion("mv_up", role=Role.PRIMARY), unlisted=mode))
    assert set(ended(result).values()) == {"applied"}
    assert result.in_sync
    assert (accounts.ads.writes, accounts.ga4.writes) == (1, 1 if mode is Unlisted.DEMOTE else 2)
    assert accounts.ads.store.named("mv_up")["primary_for_goal"] is True
    assert accounts.ads.store.named("mv_cart")["type"] == "webpage"
    assert accounts.ga4.store.names() == (["mv_cart", "mv_gone"] if mode is Unlisted.DEMOTE else ["mv_cart"])


@pytest.mark.parametrize("mode", [Unlisted.DEMOTE, Unlisted.REMOVE])
def test_a_request_that_never_arrived_is_settled_by_reading_and_not_tried_again(mode: Unlisted) -> None:
    live = (action("mv_old", 1, primary_for_goal=True), action("mv_up", 2), key_event("mv_gone"))
    accounts = Accounts(*live, ads_faults={1: Fault.NOT_ARRIVED}, ga4_faults=dict.fromkeys((1, 2), Fault.NOT_ARRIVED))
    result = accounts.sync(client(CART, conversion("mv_up", role=Role.PRIMARY), unlisted=mode))
    assert set(ended(result).values()) == {"failed"}
    assert not result.in_sync
    assert all(isinstance(item.error, UnclearError) for item in result.failed)
    assert {**accounts.ads.store.live, **accounts.ga4.store.live} == {item.id: item for item in live}
    assert (accounts.ads.writes, accounts.ga4.writes) == (1, 1 if mode is Unlisted.DEMOTE else 2)

    accounts.ga4.faults.clear()
    again = accounts.sync(client(CART, conversion("mv_up", role=Role.PRIMARY), unlisted=mode))
    assert again.in_sync
    assert set(ended(again).values()) == {"applied"}


def test_one_call_lost_another_not() -> None:
    accounts = Accounts(ga4_faults={1: Fault.NOT_ARRIVED, 2: Fault.ANSWER_LOST})
    result = accounts.sync(client(CART, conversion("mv_pdf", event="mv_pdf"), conversion("mv_x", event="mv_x")))
    assert ended(result) == {
        EVENT.format("mv_cart"): "failed", EVENT.format("mv_pdf"): "applied", EVENT.format("mv_x"): "applied",
        ACTION.format("mv_cart"): "applied", ACTION.format("mv_pdf"): "applied", ACTION.format("mv_x"): "applied",
    }  # fmt: skip
    assert accounts.ga4.store.names() == ["mv_pdf", "mv_x"]
    assert result.after is not None
    assert [str(item.address) for item in result.after.changes] == [EVENT.format("mv_cart")]


@pytest.mark.parametrize("fault", [Fault.ANSWER_LOST, Fault.NOT_ARRIVED])
def test_without_a_second_reading_what_is_unclear_stays_unknown(fault: Fault) -> None:
    accounts = Accounts(ads_faults={1: fault}, ads_reads=1)
    result = accounts.sync(client(CART))
    assert ended(result) == {EVENT.format("mv_cart"): "applied", ACTION.format("mv_cart"): "unknown"}
    assert result.after is None
    assert not result.in_sync
    assert result.unverified == "google_ads 123-456-7890: UNAVAILABLE: no answer"
    assert not result.interrupted
    assert accounts.ads.store.names() == (["mv_cart"] if fault is Fault.ANSWER_LOST else [])


def test_a_reading_that_fails_does_not_lose_what_was_done() -> None:
    accounts = Accounts(ga4_reads=1)
    result = accounts.sync(client(CART))
    assert set(ended(result).values()) == {"applied"}
    assert result.unverified == "ga4 345678901: UNAVAILABLE: no answer"
    assert accounts.ads.store.names() == accounts.ga4.store.names() == ["mv_cart"]


def test_a_first_reading_that_fails_is_an_error_and_nothing_is_written() -> None:
    accounts = Accounts(ga4_reads=0)
    with pytest.raises(UnclearError, match=r"^ga4 345678901: UNAVAILABLE: no answer$"):
        accounts.sync(client(CART))
    assert accounts.writes == 0


class Watching:
    """Events that are written down."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def reading(self, provider: str, account: str) -> None:
        self.seen.append(f"read {provider} {account}")

    def applying(self, step: Step) -> None:
        self.seen.append(f"write {step.provider} {len(step.changes)}")

    def applied(self, outcomes: Sequence[Outcome]) -> None:
        self.seen.append(f"wrote {' '.join(item.status.value for item in outcomes)}")


def test_events_tell_what_happens_in_order() -> None:
    accounts = Accounts()
    watching = Watching()
    project = accounts.project(client(CART, conversion("mv_b")), events=watching)
    project.apply(project.plan())
    reading = ["read google_ads 123-456-7890", "read ga4 345678901"]
    assert watching.seen == [
        *reading, "write ga4 1", "wrote applied", "write google_ads 2", "wrote applied applied", *reading,
    ]  # fmt: skip


def test_a_plan_is_applied_as_it_was_seen_even_if_the_account_moved() -> None:
    """The plan demotes what it showed; what came up since is shown afterwards, not touched unseen."""
    accounts = Accounts(action("mv_old", 1, primary_for_goal=True))
    project = accounts.project(client())
    plan = project.plan()
    accounts.ads.store.live["new"] = action("mv_late", 50, primary_for_goal=True)
    result = project.apply(plan)
    assert [str(item.change.address) for item in result.applied] == [ACTION.format("mv_old")]
    assert accounts.ads.store.live["new"].state["primary_for_goal"] is True
    assert not result.in_sync
    assert result.after is not None
    assert [str(item.address) for item in result.after.changes] == [ACTION.format("mv_late")]
