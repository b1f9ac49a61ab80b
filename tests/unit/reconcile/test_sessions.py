"""A project and its own runs: plans applied before, rollbacks of rollbacks, promises of a rollback."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from accounts import ANY, Accounts
from strategies import ACCOUNT_GOAL, action, client, conversion, goal

from microconv.core.account_ids import NamedAccounts
from microconv.core.errors import RefusedError
from microconv.core.plan import Bidding
from microconv.project import Project
from microconv.reconcile.past import find_run

WANTED = client(conversion("mv_cart"))


NINE = datetime.datetime(2026, 11, 23, 9, tzinfo=datetime.UTC)


def opened(accounts: Accounts, state: Path, hour: int = 0) -> Project:
    """The project of a config, so many hours after nine o'clock."""
    providers = [accounts.ads, accounts.ga4]
    return Project(WANTED, providers=providers, state=state, clock=lambda: NINE + datetime.timedelta(hours=hour))


@pytest.mark.parametrize("made", ["", "yesterday", "2026-11-23T09:15:01"], ids=["none", "no time", "no zone"])
def test_a_plan_that_does_not_say_when_it_was_made_counts_as_applied_before(tmp_path: Path, made: str) -> None:
    accounts = Accounts()
    first = opened(accounts, tmp_path)
    plan = first.plan()
    run = first.apply(plan, ANY).run
    with pytest.raises(RefusedError) as refused:
        opened(accounts, tmp_path).apply(replace(plan, made=made), ANY)
    assert refused.value.refusals[0].summary == f"run {run} applied this plan before: 1 of 1 changes"
    assert accounts.writes == 1


def test_an_equal_plan_that_was_made_after_the_run_was_not_applied_by_it(tmp_path: Path) -> None:
    accounts = Accounts()
    first = opened(accounts, tmp_path)
    first.apply(first.plan(), ANY)
    accounts.ads.store.live.clear()
    again = opened(accounts, tmp_path, hour=1)
    plan = again.plan()
    accounts.ads.store.live["x"] = action("mv_cart", 77, type="ad_call")
    with pytest.raises(RefusedError) as refused:
        again.apply(plan, ANY)
    assert [item.code for item in refused.value.refusals] == ["conflict"]


def test_a_rollback_can_be_taken_back_where_the_first_run_s_journal_is_gone(tmp_path: Path) -> None:
    accounts = Accounts(action("mv_cart", primary_for_goal=True), goal("add_to_cart~website"))
    project = opened(accounts, tmp_path)
    first = find_run(project.journals, project.apply(project.plan(), ANY).run)
    back = project.apply(project.undo(first), ANY, undoes=first)
    assert accounts.ads.store.named("mv_cart")["primary_for_goal"] is True

    first.path.unlink()
    second = find_run(project.journals, back.run)
    assert second.head.undoes == first.id
    assert project.apply(project.undo(second), ANY, undoes=second).in_sync
    assert accounts.ads.store.named("mv_cart")["primary_for_goal"] is False


def test_a_rollback_that_would_do_less_to_bidding_than_it_said_is_refused(tmp_path: Path) -> None:
    """Somebody closes the goal after the question: the same change would have another effect."""
    accounts = Accounts(action("mv_cart", primary_for_goal=True), goal("add_to_cart~website"))
    project = opened(accounts, tmp_path)
    run = find_run(project.journals, project.apply(project.plan(), ANY).run)
    plan = project.undo(run)
    assert [item.bidding for item in plan.shifts] == [Bidding.STARTS]
    (closed,) = accounts.ads.store.of(ACCOUNT_GOAL)
    accounts.ads.store.live[closed.id] = goal("add_to_cart~website", False)
    writes = accounts.writes
    with pytest.raises(RefusedError) as refused:
        project.apply(plan, ANY, undoes=run)
    assert [item.code for item in refused.value.refusals] == ["stale"]
    assert "mv_cart" in refused.value.refusals[0].summary
    assert accounts.writes == writes
    assert accounts.ads.store.named("mv_cart")["primary_for_goal"] is False


def test_accounts_alone_have_no_plan(tmp_path: Path) -> None:
    accounts = Accounts()
    project = Project(
        NamedAccounts(WANTED.label, WANTED.accounts), providers=[accounts.ads, accounts.ga4], state=tmp_path
    )
    with pytest.raises(TypeError, match=r"^aoi-store: these accounts have no config$"):
        project.plan()
    assert accounts.writes == 0
